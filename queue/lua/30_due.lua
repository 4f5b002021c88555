-- due - what time brings: due entries become events, leases and sends run out, retries come up, old buckets go.

-- The event id of a due entry: the same entry at the same time is the same event, and it names nobody.
local function due_event(member, at) return 't' .. redis.sha1hex(member .. '|' .. at):sub(1, 17) end

-- The timer of this name has fired: the person may set it anew.
local function due_fired(t, person, name, ref)
    local key = t .. ':person:' .. person
    local field = 'due:' .. name
    if redis.call('HGET', key, field) == ref then redis.call('HDEL', key, field) end
end

-- Appends the event of a due entry to its person's mailbox; the person, or nil when nobody is to be woken.
local function due_deliver(t, member, at, now)
    local person, name, ref = member:match('^([^|]*)|([^|]*)|(.*)$')
    if not person or redis.call('EXISTS', t .. ':person:' .. person) == 0 then
        count(t, 'due_dropped')
        return nil
    end
    if name ~= 'reminder' then pcall(due_fired, t, person, name, ref) end
    local entry = mailbox_entry('T', due_event(member, at), at, '-', member)
    if failed(redis.pcall('RPUSH', t .. ':mailbox:' .. person, entry)) then
        bury(t, person, due_event(member, at), now, 'mailbox', entry)
        return nil
    end
    return person
end

-- mailbox_offer for many persons at once. True when any is newly ready.
local function due_offer(t, persons, now)
    if #persons == 0 then return false end
    local leased = redis.call('ZMSCORE', t .. ':leases', unpack(persons))
    local delayed = redis.call('ZMSCORE', t .. ':delayed', unpack(persons))
    local ready = {}
    for i, person in ipairs(persons) do
        if not leased[i] and not delayed[i] then
            ready[#ready + 1] = now
            ready[#ready + 1] = person
        end
    end
    return #ready > 0 and redis.call('ZADD', t .. ':ready', 'NX', unpack(ready)) > 0
end

-- due now_ms max
-- Moves up to max (at most 1000) entries whose time has come into their persons' mailboxes and out of {t}:due, at once.
-- Returns how many.
redis.register_function('due', function(keys, args)
    local t, now = keys[1], tonumber(args[1])
    local found = redis.call('ZRANGEBYSCORE', t .. ':due', '-inf', now, 'WITHSCORES', 'LIMIT', 0, args[2])
    local gone, persons = {}, {}
    for i = 1, #found, 2 do
        gone[#gone + 1] = found[i]
        persons[#persons + 1] = due_deliver(t, found[i], string.format('%d', tonumber(found[i + 1])), now)
    end
    if #gone > 0 then redis.call('ZREM', t .. ':due', unpack(gone)) end
    if due_offer(t, persons, now) then ring(t, 'mail') end
    return #gone
end)

local FAR_MS = 3600 * 1000

-- Members of a deadline set whose time is over, or so far off that the clock must have been set back.
local function overdue(key, now, max)
    local list = redis.call('ZRANGEBYSCORE', key, '-inf', now, 'LIMIT', 0, max)
    for _, far in ipairs(redis.call('ZRANGEBYSCORE', key, now + FAR_MS, '+inf', 'LIMIT', 0, max)) do
        list[#list + 1] = far
    end
    return list
end

-- A worker that let its lease pass may have died of the event: it counts as a failed try.
local function leases_expire(t, now, max)
    local list = overdue(t .. ':leases', now, max)
    for _, person in ipairs(list) do
        if lease_end(t, person, now) then redis.call('HINCRBY', t .. ':tries', person, 1) end
        count(t, 'leases_expired')
    end
    return #list
end

local function delayed_return(t, now, max)
    local list = overdue(t .. ':delayed', now, max)
    for _, person in ipairs(list) do
        redis.call('ZREM', t .. ':delayed', person)
        redis.call('ZADD', t .. ':ready', 'NX', now, person)
    end
    return #list
end

-- A send whose outcome nobody came to tell may have happened: it is unknown, listed, and never queued again. One that a
-- status has settled in the meantime keeps its state.
local function sending_expire(t, now, max)
    local list = overdue(t .. ':sending', now, max)
    for _, id in ipairs(list) do
        local out = redis.call('HMGET', t .. ':out:' .. id, 'person', 'state')
        redis.call('ZREM', t .. ':sending', id)
        if out[2] == 'sending' then
            out_state(t, id, 'unknown')
            redis.call('ZADD', t .. ':unknown', now, id)
            count(t, 'unknown')
        end
        if out[1] then
            redis.call('ZREM', t .. ':outbox:' .. out[1], id)
            if redis.call('HGET', t .. ':sending-of', out[1]) == id then
                redis.call('HDEL', t .. ':sending-of', out[1])
            end
            outbox_offer(t, out[1], now)
            ring(t, 'log ' .. out[1])
        end
    end
    return #list
end

-- What else must happen now and then: functions (t, now, max) that do at most max of it and return how many they did.
-- Later files of the library add theirs.
local MORE_CHORES = {}

-- chores now_ms max
-- What must happen now and then: at most max of each. Returns {leases, delayed, sends, buckets, more...}.
redis.register_function('chores', function(keys, args)
    local t, now, max = keys[1], tonumber(args[1]), tonumber(args[2])
    local leases, delayed = leases_expire(t, now, max), delayed_return(t, now, max)
    local sends, buckets = sending_expire(t, now, max), seen_trim(t)
    if leases + delayed > 0 then ring(t, 'mail') end
    if sends > 0 then ring(t, 'out') end
    local done = { leases, delayed, sends, buckets }
    for _, chore in ipairs(MORE_CHORES) do done[#done + 1] = chore(t, now, max) end
    return done
end)
