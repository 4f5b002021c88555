-- accept - the first durable step of a message: dedupe, address to person, mailbox; one script, so nothing in between.

local BUCKET_MS = 30 * 24 * 3600 * 1000
local BUCKETS = 3

-- Marks an event as seen; false when it was. A bucket is never older than the newest one, so that a clock that jumped
-- ahead and came back forgets nothing.
local function first_time(t, event, now)
    local buckets = redis.call('ZRANGE', t .. ':seen', 0, -1)
    local bucket = math.max(math.floor(now / BUCKET_MS), tonumber(buckets[#buckets]) or 0)
    local name = string.format('%d', bucket)
    for _, n in ipairs(buckets) do
        if n ~= name and redis.call('SISMEMBER', t .. ':seen:' .. n, event) == 1 then return false end
    end
    if redis.call('SADD', t .. ':seen:' .. name, event) == 0 then return false end
    if buckets[#buckets] ~= name then redis.call('ZADD', t .. ':seen', bucket, name) end
    return true
end

-- Makes a person from what the caller sealed with the candidate's key.
local function person_make(t, person, wrapped, realm, index, address, now, channel)
    redis.call('HSET', t .. ':person:' .. person, 'key', wrapped, 'since', now, 'to:' .. realm, address, 'ix:' .. realm,
        index, 'chan', channel)
    redis.call('HSET', t .. ':addr', index, person)
    count(t, 'people')
    return person
end

-- The name of the channel a person used last, '' when none is known; nil when there is no such person.
local function person_channel(t, person)
    local key = t .. ':person:' .. person
    local is = redis.pcall('HGET', key, 'chan')
    if type(is) == 'string' then return is end
    return redis.call('EXISTS', key) == 1 and '' or nil
end

-- What waits in one mailbox at most: more comes only from a machine, and one address must not fill the memory of all.
local MAILBOX_MAX = 1000

local function mailbox_full(t, person)
    local length = redis.pcall('LLEN', t .. ':mailbox:' .. person)
    return not failed(length) and length >= MAILBOX_MAX
end

-- accept now_ms event address_index realm channel candidate wrapped_key sealed_address kind sealed_body [wrote_ms [id_index]]
-- "fresh", or "seen" when this event has come before, or "full": the mailbox has all it can hold, the message is counted
-- (mailbox_full) and not kept. The candidate becomes the person of an address that has none.
-- wrote_ms is given where it opens a window of 24 hours (38_route.lua), id_index where the provider told another id of the same
-- person (WhatsApp's, beside the number): who writes by it later, without a number, is known.
redis.register_function('accept', function(keys, args)
    local t = keys[1]
    local now, event, index, realm, channel, candidate, wrapped, address, kind, body = unpack(args)
    now = tonumber(now)
    if not first_time(t, event, now) then
        count(t, 'seen')
        return 'seen'
    end
    local person = redis.call('HGET', t .. ':addr', index)
    local last = person and person_channel(t, person)
    if not last then
        person = person_make(t, candidate, wrapped, realm, index, address, now, channel)
    elseif last ~= channel then
        redis.pcall('HSET', t .. ':person:' .. person, 'chan', channel)
    end
    if args[11] then redis.pcall('HSET', t .. ':person:' .. person, 'in:' .. realm, args[11]) end
    if args[12] and redis.call('HSETNX', t .. ':addr', args[12], person) == 1 then
        redis.pcall('HSET', t .. ':person:' .. person, 'ix:' .. realm .. '/id', args[12])
    end
    if mailbox_full(t, person) then
        count(t, 'mailbox_full')
        return 'full'
    end
    mailbox_add(t, person, mailbox_entry(kind, event, args[1], channel, body), now)
    count(t, 'accepted')
    return 'fresh'
end)

-- seen_trim: drops all dedupe buckets but the newest three. Returns how many went.
local function seen_trim(t)
    local old = redis.call('ZRANGE', t .. ':seen', 0, -1 - BUCKETS)
    for _, n in ipairs(old) do
        redis.call('UNLINK', t .. ':seen:' .. n)
        redis.call('ZREM', t .. ':seen', n)
    end
    return #old
end
