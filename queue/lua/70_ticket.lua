-- ticket - what the staff see of a ticket and do to it. Who looked and who did goes into the audit stream in the same script,
-- and before the first write: there is no act without its line.

local AUDIT_KEPT_MS = 2 * 365 * 24 * 3600 * 1000
local LOOK_MS = 5 * 60 * 1000 -- a page that stays open and refreshes is one look
local THREAD = 200            -- lines of a conversation that are shown, the newest

local function audit(t, now, user, act, ref)
    local oldest = string.format('%d', math.max(0, now - AUDIT_KEPT_MS))
    redis.call('XADD', t .. ':audit', 'MINID', '~', oldest, '*', 'user', user, 'act', act, 'ref', ref)
end

-- audit now_ms user act ref
redis.register_function('audit', function(keys, args)
    audit(keys[1], tonumber(args[1]), args[2], args[3], args[4])
    return 'ok'
end)

-- Fields of a hash, '' for what it lacks; nil when there is no such hash, or it is something else.
local function hash_get(key, ...)
    local values = redis.pcall('HMGET', key, ...)
    if failed(values) or redis.call('EXISTS', key) == 0 then return nil end
    for i = 1, select('#', ...) do values[i] = values[i] or '' end
    return values
end

local function user_name(t, user)
    local values = user ~= '' and hash_get(t .. ':user:' .. user, 'name')
    return values and values[1] or ''
end

-- {id, code, state, topic, priority, created, updated, version, by, unread, outcome, closed, person, language, channel,
-- sealed name of by}; nil when there is no such ticket.
local function ticket_row(t, id)
    local row = hash_get(t .. ':ticket:' .. id, 'code', 'state', 'topic', 'priority', 'created', 'updated', 'version', 'by',
        'unread', 'outcome', 'closed', 'person')
    if not row or row[12] == '' then return nil end
    local person = hash_get(t .. ':person:' .. row[12], 'lang', 'chan') or { '', '' }
    table.insert(row, 1, id)
    row[14], row[15], row[16] = person[1], person[2], user_name(t, row[9])
    return row
end

local function ticket_missing() return redis.error_reply('MISSING there is no such ticket') end

-- ticket_list state offset limit
-- {total, rows}. "open": urgent first, then oldest first; "closed": newest first. A record that cannot be read is left out.
redis.register_function('ticket_list', function(keys, args)
    local t, is_open = keys[1], args[1] == 'open'
    local set = t .. (is_open and ':tickets' or ':tickets-closed')
    local first = tonumber(args[2])
    local ids = redis.call(is_open and 'ZRANGE' or 'ZREVRANGE', set, first, first + tonumber(args[3]) - 1)
    local rows = {}
    for _, id in ipairs(ids) do rows[#rows + 1] = ticket_row(t, id) end
    return { redis.call('ZCARD', set), rows }
end)

-- The lines of a conversation with what became of each: {entry, state, code, by, sealed name of by, channel, template (1: it
-- left as one)} and what came with it: {state, why, type, size} of a medium, {} when none.
local function thread_read(t, person)
    local lines = redis.pcall('LRANGE', t .. ':log:' .. person, -THREAD, -1)
    if failed(lines) then return {} end
    local has_media = redis.call('EXISTS', t .. ':media-of:' .. person) == 1
    for i, entry in ipairs(lines) do
        local direction, id = entry:match('^(%S+) (%S+) ')
        local out = direction ~= 'in' and hash_get(t .. ':out:' .. (id or ''), 'state', 'code', 'by', 'channel', 'as')
            or { '', '', '', '', '' }
        local media = has_media and direction == 'in' and hash_get(t .. ':media:' .. (id or ''), 'state', 'why', 'type', 'size')
            or {}
        lines[i] = { entry, out[1], out[2], out[3], user_name(t, out[3]), out[4], out[5], media }
    end
    return lines
end

local function look_note(t, now, user, id)
    local key = t .. ':ticket:' .. id
    local last = tonumber(redis.call('HGET', key, 'look:' .. user) or 0) or 0
    if now >= last and now - last < LOOK_MS then return end
    audit(t, now, user, 'look', id)
    redis.call('HSET', key, 'look:' .. user, now)
end

-- ticket_look now_ms user ticket
-- {row, sealed fields, the person's record (flat), thread}. It has been read then.
redis.register_function('ticket_look', function(keys, args)
    local t, now, user, id = keys[1], tonumber(args[1]), args[2], args[3]
    local row = ticket_row(t, id)
    if not row then return ticket_missing() end
    look_note(t, now, user, id)
    if row[9] == user then redis.call('HDEL', t .. ':ticket:' .. id, 'danger') end -- who holds it has seen it
    if row[10] ~= '0' then
        redis.call('HSET', t .. ':ticket:' .. id, 'unread', 0)
        row[10] = '0'
        ring(t, 'tickets')
    end
    local fields = hash_get(t .. ':ticket:' .. id, 'fields')
    local person = redis.pcall('HGETALL', t .. ':person:' .. row[13])
    return { row, fields[1], failed(person) and {} or person, thread_read(t, row[13]) }
end)

-- Writes fields of a ticket as a new version and tells everyone.
local function ticket_set(t, now, id, ...)
    local key = t .. ':ticket:' .. id
    redis.call('HSET', key, 'updated', now, ...)
    redis.call('HINCRBY', key, 'version', 1)
    ring(t, 'ticket ' .. id)
    ring(t, 'tickets')
end

-- Acts that change who holds a ticket. Each gets x: t, now, user, id, row; returns an error text, or nil.
local ACTS = {}

function ACTS.claim(x)
    if x.row[3] == 'closed' then return 'CONFLICT the ticket is closed' end
    if x.row[3] == 'claimed' then return end
    audit(x.t, x.now, x.user, 'claim', x.id)
    redis.call('HDEL', x.t .. ':ticket:' .. x.id, 'danger')
    ticket_set(x.t, x.now, x.id, 'state', 'claimed', 'by', x.user)
end

function ACTS.release(x)
    if x.row[3] == 'closed' then return 'CONFLICT the ticket is closed' end
    if x.row[3] == 'open' then return end
    audit(x.t, x.now, x.user, 'release', x.id)
    alarm_start(x.t, x.id, x.now)
    ticket_set(x.t, x.now, x.id, 'state', 'open', 'by', '')
end

function ACTS.reopen(x)
    if x.row[3] ~= 'closed' then return end
    local person = x.t .. ':person:' .. x.row[13]
    if not hash_get(person, 'key') then return 'MISSING the person has been erased' end
    audit(x.t, x.now, x.user, 'reopen', x.id)
    alarm_start(x.t, x.id, x.now)
    redis.call('ZREM', x.t .. ':tickets-closed', x.id)
    redis.call('ZADD', x.t .. ':tickets', x.row[6] - x.row[5] * 1e13, x.id)
    -- a newer ticket of the person goes on getting what they write
    redis.call('HSETNX', person, 'ticket', x.id)
    redis.call('HDEL', person, 'closed')
    redis.call('HDEL', x.t .. ':ticket:' .. x.id, 'answered')
    ticket_set(x.t, x.now, x.id, 'state', 'open', 'by', '', 'outcome', '', 'closed', '', 'waits', x.now)
end

-- Is it held by somebody else? Closed tickets are nobody's.
local function ticket_held(row, user) return row[3] == 'claimed' and row[9] ~= user end

-- ticket_act now_ms user ticket claim|release|reopen
-- {"ok" or "held", row}: "held" when somebody else has it, and nothing is changed then.
redis.register_function('ticket_act', function(keys, args)
    local x = { t = keys[1], now = tonumber(args[1]), user = args[2], id = args[3] }
    x.row = ticket_row(x.t, x.id)
    if not x.row then return ticket_missing() end
    if ticket_held(x.row, x.user) and args[4] ~= 'reopen' then return { 'held', x.row } end
    local fault = ACTS[args[4]](x)
    if fault then return redis.error_reply(fault) end
    return { 'ok', ticket_row(x.t, x.id) }
end)

-- The row of a ticket that user holds; otherwise nil and what to answer.
local function ticket_mine(t, id, user)
    local row = ticket_row(t, id)
    if not row then return nil, ticket_missing() end
    if row[3] == 'closed' then return nil, redis.error_reply('CONFLICT the ticket is closed') end
    if ticket_held(row, user) then return nil, { 'held', row } end
    if row[3] ~= 'claimed' then return nil, redis.error_reply('CONFLICT the ticket must be claimed first') end
    if not hash_get(t .. ':person:' .. row[13], 'key') then
        return nil, redis.error_reply('MISSING the person has been erased')
    end
    return row
end

local ANSWERS_KEPT = 50

-- The first answer to a ticket since it waits: how long people wait is told to those who ask next.
local function ticket_answered(t, id, now)
    local key = t .. ':ticket:' .. id
    local is = redis.call('HMGET', key, 'waits', 'answered')
    if (is[2] or '') ~= '' then return end
    redis.call('HSET', key, 'answered', now)
    if (is[1] or '') == '' then return end
    redis.call('LPUSH', t .. ':first-answers', is[1] .. ' ' .. string.format('%d', now))
    redis.call('LTRIM', t .. ':first-answers', 0, ANSWERS_KEPT - 1)
end

-- ticket_reply now_ms user ticket event sealed_body
-- A STAFF entry in the person's mailbox. The same event again says "ok" and writes nothing.
redis.register_function('ticket_reply', function(keys, args)
    local t, now, user, id, event = keys[1], tonumber(args[1]), args[2], args[3], args[4]
    local row, refused = ticket_mine(t, id, user)
    if not row then return refused end
    if not first_time(t, event, now) then return { 'ok', row } end
    audit(t, now, user, 'reply', id)
    ticket_answered(t, id, now)
    mailbox_add(t, row[13], mailbox_entry('S', event, args[1], '-', args[5]), now)
    ticket_set(t, now, id, 'unread', 0)
    return { 'ok', ticket_row(t, id) }
end)

-- ticket_close now_ms user ticket event sealed_body outcome
-- Closes a ticket that user holds, and tells the person by a STAFF entry.
redis.register_function('ticket_close', function(keys, args)
    local t, now, user, id = keys[1], tonumber(args[1]), args[2], args[3]
    local row, refused = ticket_mine(t, id, user)
    if not row then return refused end
    audit(t, now, user, 'close', id)
    local person = t .. ':person:' .. row[13]
    if redis.call('HGET', person, 'ticket') == id then redis.call('HDEL', person, 'ticket') end
    redis.call('HSET', person, 'closed', id .. ' ' .. row[2] .. ' ' .. args[1])
    redis.call('ZREM', t .. ':tickets', id)
    redis.call('ZREM', t .. ':alarms', id)
    redis.call('ZADD', t .. ':tickets-closed', now, id)
    mailbox_add(t, row[13], mailbox_entry('S', args[4], args[1], '-', args[5]), now)
    ticket_set(t, now, id, 'state', 'closed', 'by', '', 'unread', 0, 'outcome', args[6], 'closed', now)
    count(t, 'tickets_closed')
    return { 'ok', ticket_row(t, id) }
end)
