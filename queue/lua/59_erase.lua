-- erase - everything of a person that exists by now goes, in one script; and texts to an address that has no person (any more).
--
-- ERASED says what is of a person, one row a kind of record. A later file of the library adds its own rows:
-- ERASED[#ERASED + 1] = function(x) ... end. A row gets x: t, person, now, fields (name -> value of the person's record); it
-- must meet what it deletes, whatever state that is in, and free for others what others wait for (seats). The person's record
-- is still there while the rows run, and goes last.
--
--   {t}:erased               hash    keyed hash of an erased person's id -> day: on its way into the ledger outside Redis
--                                    (queue/erased.h)
--   {t}:receipts             zset    persons that exist for one text only -> when they go at the latest
--   {t}:tickets-of:<p>       set     ids of a person's tickets, closed ones too

-- What this file shares with others; its own helpers end with the block, since Lua allows 200 local names in all.
local ERASED, person_erase, receipt_send
do

-- An out record and every list that it may stand in. A campaign's counts keep the sum.
local function out_erase(t, id, person)
    local key = t .. ':out:' .. id
    local is = redis.pcall('HMGET', key, 'state', 'campaign', 'pid', 'person', 'past')
    if failed(is) or (is[4] and is[4] ~= person) then return end
    if is[1] == 'ready' or is[1] == 'sending' then out_write(t, id, is[1], is[2], 'skipped') end
    redis.call('HDEL', t .. ':pids', is[3] or '', is[5] or '')
    redis.call('ZREM', t .. ':sending', id)
    redis.call('ZREM', t .. ':unknown', id)
    redis.call('ZREM', t .. ':astray', id)
    redis.call('UNLINK', key)
end

local function list_of(command, key, ...)
    local list = redis.pcall(command, key, ...)
    return failed(list) and {} or list
end

local function texts_erase(x)
    for _, line in ipairs(list_of('LRANGE', x.t .. ':log:' .. x.person, 0, -1)) do
        local id = line:match('^%S+ (%S+) ')
        if id then out_erase(x.t, id, x.person) end
    end
    for _, id in ipairs(list_of('ZRANGE', x.t .. ':outbox:' .. x.person, 0, -1)) do out_erase(x.t, id, x.person) end
    local sending = redis.call('HGET', x.t .. ':sending-of', x.person)
    if sending then out_erase(x.t, sending, x.person) end
    out_erase(x.t, x.person .. '.0', x.person) -- a receipt stands in no conversation
end

-- An audience is a frozen list with a position in it: somebody who never existed takes the place, and is skipped.
local function campaigns_erase(x)
    for _, id in ipairs(list_of('ZRANGE', x.t .. ':campaigns', 0, -1)) do
        out_erase(x.t, 'c.' .. id .. '.' .. x.person, x.person)
        local key = x.t .. ':campaign-to:' .. id
        local place = redis.call('ZSCORE', key, x.person)
        if place then
            redis.call('ZREM', key, x.person)
            redis.call('ZADD', key, place, string.format('gone-%d', redis.call('HINCRBY', x.t .. ':meta', 'order', 1)))
        end
    end
end

local function ticket_erase(t, id)
    redis.call('UNLINK', t .. ':ticket:' .. id)
    redis.call('ZREM', t .. ':tickets', id)
    redis.call('ZREM', t .. ':tickets-closed', id)
    redis.call('ZREM', t .. ':alarms', id)
    ring(t, 'ticket ' .. id)
end

local function tickets_erase(x)
    local ids = list_of('SMEMBERS', x.t .. ':tickets-of:' .. x.person)
    if x.fields.ticket then ids[#ids + 1] = x.fields.ticket end
    for _, id in ipairs(ids) do ticket_erase(x.t, id) end
    if #ids > 0 then ring(x.t, 'tickets') end
end

-- The counts of the organisations are of nobody and stay.
local function referrals_erase(x)
    for _, id in ipairs(list_of('SMEMBERS', x.t .. ':referrals-of:' .. x.person)) do
        redis.call('UNLINK', x.t .. ':referral:' .. id)
    end
end

-- A mediation ends when a party goes; the other party's side stays.
local function cases_erase(x)
    for _, id in ipairs(list_of('SMEMBERS', x.t .. ':cases-of:' .. x.person)) do
        local key = x.t .. ':case:' .. id
        local is = redis.call('HMGET', key, 'a', 'b', 'state')
        local mine = is[1] == x.person and { 'a', 'ticket', 'appt_a' } or { 'b', 'ticket_b', 'appt_b' }
        local other = is[1] == x.person and is[2] or is[1]
        if (other or '') == '' then
            redis.call('UNLINK', key)
            redis.call('ZREM', x.t .. ':cases', id)
            redis.call('ZREM', x.t .. ':cases-closed', id)
        else
            redis.call('HSET', key, mine[1], '', mine[2], '', mine[3], '', 'state', 'closed', 'updated', x.now)
            redis.call('HINCRBY', key, 'version', 1)
            if redis.call('ZREM', x.t .. ':cases', id) == 1 then redis.call('ZADD', x.t .. ':cases-closed', x.now, id) end
        end
        ring(x.t, 'cases')
    end
end

local function seats_erase(x) Seat.forget(x.t, x.person, x.now) end

local function appointments_erase(x)
    local ids = list_of('ZRANGE', x.t .. ':appts:' .. x.person, 0, -1)
    for _, id in ipairs(ids) do
        local version = redis.pcall('HGET', x.t .. ':appt:' .. id, 'version')
        if type(version) == 'string' then reminders_drop(x.t, x.person, id, version) end
        redis.call('UNLINK', x.t .. ':appt:' .. id)
        redis.call('ZREM', x.t .. ':appts', id)
        redis.call('HDEL', x.t .. ':appt-ext', id)
    end
    if #ids > 0 then ring(x.t, 'appointments') end
end

local function timers_erase(x)
    for field, ref in pairs(x.fields) do
        local name = field:match('^due:(.+)$')
        if name then redis.call('ZREM', x.t .. ':due', x.person .. '|' .. name .. '|' .. ref) end
    end
end

local function addresses_erase(x)
    for field, index in pairs(x.fields) do
        if field:match('^ix:') and redis.call('HGET', x.t .. ':addr', index) == x.person then
            redis.call('HDEL', x.t .. ':addr', index)
        end
    end
end

local function buried_erase(x)
    local flat = list_of('HGETALL', x.t .. ':buried')
    for i = 1, #flat, 2 do
        if flat[i + 1]:match('^%S+') == x.person then redis.call('HDEL', x.t .. ':buried', flat[i]) end
    end
end

local PERSON_ZSETS = { 'ready', 'leases', 'delayed', 'lanes', 'lanes-later', 'lanes-day', 'receipts', 'consent:reply',
    'consent:reminders', 'consent:events', 'consent:surveys' }
local PERSON_HASHES = { 'tokens', 'tries', 'sending-of' }
local PERSON_KEYS = { 'mailbox', 'state', 'log', 'outbox', 'proof', 'appts', 'tickets-of', 'referrals-of',
    'cases-of', 'held' }
local function keys_erase(x)
    for _, name in ipairs(PERSON_ZSETS) do redis.call('ZREM', x.t .. ':' .. name, x.person) end
    for _, name in ipairs(PERSON_HASHES) do redis.call('HDEL', x.t .. ':' .. name, x.person) end
    for _, name in ipairs(PERSON_KEYS) do redis.call('UNLINK', x.t .. ':' .. name .. ':' .. x.person) end
end

-- What is of a person. keys_erase stands first in this list and is called last: the others look into those keys.
ERASED = { keys_erase, texts_erase, campaigns_erase, tickets_erase, referrals_erase, cases_erase, seats_erase,
    appointments_erase, timers_erase, addresses_erase, buried_erase }

-- All of it. hash: the keyed hash of the person's id for the ledger, '' for someone who existed for one text only.
function person_erase(t, person, now, hash, day)
    local key = t .. ':person:' .. person
    local flat, fields = list_of('HGETALL', key), {}
    for i = 1, #flat, 2 do fields[flat[i]] = flat[i + 1] end
    local x = { t = t, person = person, now = now, fields = fields }
    for i = #ERASED, 1, -1 do ERASED[i](x) end
    redis.call('UNLINK', key)
    if hash == '' then return end
    redis.call('HSET', t .. ':erased', hash, day)
    count(t, 'erased')
    ring(t, 'erased')
end

-- A text to an address without anybody behind it: a person with a key of their own who exists until it has been sent.
-- 10 arguments: person wrapped_key realm channel sealed_address useless_ms segments sealed_text lane stopped; person '' when
-- nobody can be told.
local RECEIPT_MS = 24 * 3600 * 1000
function receipt_send(t, now, person, wrapped, realm, channel, address, useless, segments, text, lane, stopped)
    if person == '' then return end
    local key = t .. ':person:' .. person
    redis.call('HSET', key, 'key', wrapped, 'since', now, 'chan', channel, 'to:' .. realm, address)
    if stopped == '1' then redis.call('HSET', key, 'stopped', '1') end
    redis.call('ZADD', t .. ':receipts', now + RECEIPT_MS, person)
    outbox_add(t, person, { { id = person .. '.0', lane = tonumber(lane), purpose = 'reply', channel = channel, realm = realm,
        useless = useless, segments = segments, text = text } }, now)
    ring(t, 'out')
end

-- Whoever existed for one text goes when it is over: an unknown outcome is waited for, to the end of the day.
local RECEIPT_OVER = { queued = true, sent = true, delivered = true, read = true, failed = true, expired = true, skipped = true }
MORE_CHORES[#MORE_CHORES + 1] = function(t, now, max)
    local gone = 0
    for _, person in ipairs(redis.call('ZRANGE', t .. ':receipts', 0, max - 1)) do
        local state = redis.pcall('HGET', t .. ':out:' .. person .. '.0', 'state')
        local late = tonumber(redis.call('ZSCORE', t .. ':receipts', person)) <= now
        if late or not state or failed(state) or RECEIPT_OVER[state] then
            person_erase(t, person, now, '', '')
            gone = gone + 1
        end
    end
    return gone
end

end

-- The last act of a turn: the person goes, and one text says so.
OPS.erase = { 12, function(x, hash, day, ...)
    local receipt = { ... }
    x.after[#x.after + 1] = function()
        person_erase(x.t, x.person, x.now, hash, day)
        receipt_send(x.t, x.now, unpack(receipt))
    end
end }

-- What a person may ask: since when we know them, how many lines of the conversation are kept, and whether the open ticket
-- is an urgent one.
FACTS[#FACTS + 1] = function(t, person, fields, _, add)
    add({ 'kept', flat_field(fields, 'since') or '0', string.format('%d', redis.call('LLEN', t .. ':log:' .. person)) })
    local ticket = flat_field(fields, 'ticket')
    if ticket and redis.call('HGET', t .. ':ticket:' .. ticket, 'priority') == '1' then add({ 'urgent' }) end
end

-- erased_list
-- {hash, day, hash, day...} of those who are not in the ledger yet.
redis.register_function('erased_list', function(keys) return redis.call('HGETALL', keys[1] .. ':erased') end)

-- erased_kept size hash...
-- They are in the ledger, which is so large now: what of it this server has applied.
redis.register_function('erased_kept', function(keys, args)
    local t = keys[1]
    for i = 2, #args do redis.call('HDEL', t .. ':erased', args[i]) end
    redis.call('HSET', t .. ':meta', 'ledger', args[1])
    return 'ok'
end)

-- erased_again now_ms person...
-- People whom an older copy of the data brought back go again, without a word.
redis.register_function('erased_again', function(keys, args)
    for i = 2, #args do person_erase(keys[1], args[i], tonumber(args[1]), '', '') end
    return #args - 1
end)
