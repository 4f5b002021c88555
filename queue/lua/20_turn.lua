-- turn - reserve a person, work elsewhere, commit: all of a turn or nothing, and only by who holds the lease.

-- Leases for what person_reserve found, all at once; writes their tokens into it.
local function leases_new(t, found, deadline)
    local last = redis.call('HINCRBY', t .. ':meta', 'lease', #found)
    local persons, leases, tokens = {}, {}, {}
    for i, claim in ipairs(found) do
        local token = string.format('%d', last - #found + i)
        claim[2] = token
        persons[i] = claim[1]
        leases[2 * i - 1], leases[2 * i] = deadline, claim[1]
        tokens[2 * i - 1], tokens[2 * i] = claim[1], token
    end
    redis.call('ZREM', t .. ':ready', unpack(persons))
    redis.call('ZADD', t .. ':leases', unpack(leases))
    redis.call('HSET', t .. ':tokens', unpack(tokens))
end

-- Gives a lease back: to ready, to delayed, or to nothing when the mailbox is empty. left: whether mail is left, nil when
-- that is to be looked up. True when there is.
local function lease_end(t, person, now, retry_at, left)
    redis.call('ZREM', t .. ':leases', person)
    redis.call('HDEL', t .. ':tokens', person)
    if left == nil then left = redis.call('EXISTS', t .. ':mailbox:' .. person) == 1 end
    if not left then return false end
    if retry_at then
        redis.call('ZADD', t .. ':delayed', retry_at, person)
    else
        redis.call('ZADD', t .. ':ready', now, person)
    end
    return true
end

-- The event at the head has been dealt with.
local function head_done(t, person, now, more)
    redis.call('LPOP', t .. ':mailbox:' .. person)
    redis.call('HDEL', t .. ':tries', person)
    if lease_end(t, person, now, nil, more) then ring(t, 'mail') end
end

-- The head entry when the lease is ours and the event is still the head, else nil and an error reply; and whether there is
-- mail behind it.
local function lease_head(t, person, token, event)
    if redis.call('HGET', t .. ':tokens', person) ~= token then
        return nil, redis.error_reply('LOST the lease has passed to another')
    end
    local first = redis.call('LRANGE', t .. ':mailbox:' .. person, 0, 1)
    if not first[1] or first[1]:match('^%S+ (%S+)') ~= event then
        return nil, redis.error_reply('LOST the event is not the first any more')
    end
    return first[1], first[2] ~= nil
end

local APPOINTMENT = { 'at', 'what', 'place', 'status' }
local function appointment_get(t, id)
    local a = redis.call('HMGET', t .. ':appt:' .. id, unpack(APPOINTMENT))
    return { id, a[1] or '0', a[2] or '', a[3] or '', a[4] or '' }
end

-- The appointment of a reminder entry; nil when it was moved, cancelled or has passed: then nothing is to be said.
local function reminder_appointment(t, ref, now)
    local id, version = ref:match('^([^.]+)%.([^.]+)%.')
    if not id then return nil end
    local is = redis.call('HMGET', t .. ':appt:' .. id, 'version', 'status', 'at')
    if is[1] ~= version or is[2] == 'cancelled' or (tonumber(is[3] or 0) or 0) <= now then return nil end
    return appointment_get(t, id)
end

local function due_name_ref(entry)
    return entry:match('^T %S+ %S+ %S+ [^|]*|([^|]*)|(.*)$')
end

-- The first entry that still means something, the appointment of a reminder, and whether the failed tries are still of this
-- entry. Stale reminders end here, counted.
local function head_find(t, person, now)
    for i = 1, 100 do
        local head = redis.call('LINDEX', t .. ':mailbox:' .. person, 0)
        if not head then return nil end
        local name, ref = due_name_ref(head)
        if name ~= 'reminder' then return head, {}, i == 1 end
        local appointment = reminder_appointment(t, ref, now)
        if appointment then return head, appointment, i == 1 end
        redis.call('LPOP', t .. ':mailbox:' .. person)
        redis.call('HDEL', t .. ':tries', person)
        count(t, 'reminders_dropped')
    end
    return redis.call('LINDEX', t .. ':mailbox:' .. person, 0), {}, false
end

local function flat_field(flat, name)
    for i = 1, #flat, 2 do
        if flat[i] == name then return flat[i + 1] end
    end
end

local EVENT_MAX = 39

-- What else RESERVE tells of a person: functions (t, person, fields, now, add) that call add{kind, ...} with strings only.
-- fields is the person's flat record: a function looks there first, so that a person without costs no call to Redis.
-- queue/claim_facts.c reads them. Later files of the library add theirs.
local FACTS = {}

local function person_facts(t, person, fields, now)
    local facts = {}
    local function add(fact) facts[#facts + 1] = fact end
    for _, tell in ipairs(FACTS) do tell(t, person, fields, now, add) end
    return facts
end

local function person_reserve(t, person, now, tries)
    local head, reminder, same = head_find(t, person, now)
    if not head then
        redis.call('ZREM', t .. ':ready', person)
        return nil
    end
    local event = head:match('^[MTSR] (%S+) %d+ %S+ ')
    if not event or #event > EVENT_MAX then error('a malformed entry') end
    local fields = redis.call('HGETALL', t .. ':person:' .. person)
    local state = redis.call('GET', t .. ':state:' .. person) or ''
    local ticket = flat_field(fields, 'ticket')
    local open = ticket and redis.call('HMGET', t .. ':ticket:' .. ticket, 'code', 'by', 'state', 'waits', 'answered') or {}
    if open[3] == 'closed' then open = {} end
    local next = {}
    for i, id in ipairs(redis.call('ZRANGEBYSCORE', t .. ':appts:' .. person, now, '+inf', 'LIMIT', 0, 3)) do
        next[i] = appointment_get(t, id)
    end
    return { person, '', head, state, fields, same and tries or '0', { open[1] or '', open[2] or '', open[4] or '', open[5] or '' }, next, reminder,
        person_facts(t, person, fields, now) }
end

-- A person whose records or entry cannot even be read: the head is put aside, everyone else goes on.
local function person_unreadable(t, person, now)
    redis.call('ZREM', t .. ':ready', person)
    local head = redis.pcall('LPOP', t .. ':mailbox:' .. person)
    if failed(head) then
        bury(t, person, person, now, 'mailbox', '')
    elseif head then
        local event = head:match('^%S+ (%S+)') or person .. '.' .. redis.call('HINCRBY', t .. ':meta', 'order', 1)
        bury(t, person, event, now, 'record', head)
        lease_end(t, person, now)
    end
end

-- reserve now_ms lease_ms max
-- A lease on up to max persons, oldest first: {person, token, head entry, sealed state, fields, tries, {code, by, waits
-- since, first answered} of the open ticket, next appointments {id, at, what, place, status}, the appointment of a reminder, further facts {kind, ...}}.
-- The head stays where it is.
redis.register_function('reserve', function(keys, args)
    local t, now, lease, max = keys[1], tonumber(args[1]), tonumber(args[2]), tonumber(args[3])
    local persons, reply = redis.call('ZRANGE', t .. ':ready', 0, max - 1), {}
    if #persons == 0 then return reply end
    local tries = redis.call('HMGET', t .. ':tries', unpack(persons))
    for i, person in ipairs(persons) do
        local ok, found = pcall(person_reserve, t, person, now, tries[i] or '0')
        if not ok then
            person_unreadable(t, person, now)
        elseif found then
            reply[#reply + 1] = found
        end
    end
    if #reply > 0 then leases_new(t, reply, now + lease) end
    return reply
end)

-- The operations of a turn: name -> number of its arguments, and what it does. x: t, person, now, key (the person's
-- record), rings (words), and what is gathered to be written at the end: says, lines, fields (of the record); after: acts
-- that follow when the turn is written and its lease has ended (the person may be gone then).
local OPS = {
    say = { 9, function(x, id, lane, purpose, channel, realm, useless, segments, text, by)
        x.says[#x.says + 1] = { id = id, lane = tonumber(lane), purpose = purpose, channel = channel, realm = realm,
            useless = useless, segments = segments, text = text, by = by }
    end },
    log = { 4, function(x, ...) x.lines[#x.lines + 1] = log_line(...) end },
    lang = { 2, function(x, code, chosen) x.fields.lang, x.fields.chosen = code, chosen end },
    consent = { 3, function(x, purpose, value, proof)
        x.fields['c:' .. purpose] = value
        redis.call('RPUSH', x.t .. ':proof:' .. x.person, proof)
        redis.call('LTRIM', x.t .. ':proof:' .. x.person, -500, -1)
        if value == '1' then
            redis.call('ZADD', x.t .. ':consent:' .. purpose, 'NX', x.now, x.person)
            redis.call('HDEL', x.key, 'stopped')
        else
            redis.call('ZREM', x.t .. ':consent:' .. purpose, x.person)
        end
    end },
    ticket = { 5, function(x, id, code, topic, priority, fields)
        redis.call('HSET', x.t .. ':ticket:' .. id, 'code', code, 'person', x.person, 'state', 'open', 'topic', topic,
            'priority', priority, 'created', x.now, 'waits', x.now, 'updated', x.now, 'version', 1, 'by', '', 'unread', 1, 'fields',
            fields, 'outcome', '')
        redis.call('ZADD', x.t .. ':tickets', x.now - tonumber(priority) * 1e13, id)
        redis.call('SADD', x.t .. ':tickets-of:' .. x.person, id)
        x.fields.ticket = id
        alarm_start(x.t, id, x.now)
        count(x.t, 'tickets')
        x.rings.tickets, x.rings['ticket ' .. id] = true, true
    end },
    note = { 0, function(x)
        local id = x.fields.ticket or redis.call('HGET', x.key, 'ticket')
        if not id or redis.call('TYPE', x.t .. ':ticket:' .. id).ok ~= 'hash' then return end
        redis.call('HINCRBY', x.t .. ':ticket:' .. id, 'unread', 1)
        redis.call('HSET', x.t .. ':ticket:' .. id, 'updated', x.now)
        x.rings.tickets, x.rings['ticket ' .. id] = true, true
    end },
    due = { 3, function(x, name, ref, at) due_set(x.t, x.person, name, ref, at) end },
    undue = { 1, function(x, name) due_drop(x.t, x.person, name) end },
    appt = { 2, function(x, id, status)
        if redis.pcall('HGET', x.t .. ':appt:' .. id, 'person') ~= x.person then return end
        redis.call('HSET', x.t .. ':appt:' .. id, 'status', status)
    end },
    greeted = { 0, function(x) x.fields.greeted = '1' end },
    mark = { 2, function(x, name, value)
        if value == '' then
            redis.call('HDEL', x.key, 'm:' .. name)
        else
            x.fields['m:' .. name] = x.now .. ' ' .. value
        end
    end },
    pace = { 1, function(x, pace) x.fields.pace = pace end },
    count = { 2, function(x, name, by) count(x.t, name, by) end },
}

-- What must still be true when a turn is written, by operation: functions (t, person, arguments...) that return true. A turn
-- whose guard fails was worked with what is no longer so (the last seat went to another): it is worked again, from the start.
-- Later files of the library add theirs.
local GUARDS = {}

-- The operations of args from `at` on as a list, or nil when they are not well formed: nothing is written then. list.uses
-- has their names.
local function ops_read(args, at)
    local list = { uses = {} }
    while at <= #args do
        local op = OPS[args[at]]
        if not op or at + op[1] > #args then return nil end
        list[#list + 1] = { op[2], unpack(args, at + 1, at + op[1]) }
        list[#list].guard = GUARDS[args[at]]
        list.uses[args[at]] = true
        at = at + 1 + op[1]
    end
    return list
end

-- Redis does not roll a script back: a key of a wrong type must be met before the first write.
-- Only what the operations touch is asked for. Gives the number of messages in the outbox, or nil.
local SIZES = { log = 'LLEN', proof = 'LLEN', outbox = 'ZCARD' }
local TOUCHED = { say = 'outbox', log = 'log', consent = 'proof' }
local function records_right(t, person, uses)
    local fields, waiting = redis.pcall('HLEN', t .. ':person:' .. person), 0
    if failed(fields) or fields == 0 then return nil end
    for op, name in pairs(TOUCHED) do
        local size = uses[op] and redis.pcall(SIZES[name], t .. ':' .. name .. ':' .. person)
        if failed(size) then return nil end
        if name == 'outbox' then waiting = size or 0 end
    end
    return waiting
end

local function guards_hold(t, person, list)
    for _, op in ipairs(list) do
        if op.guard and not op.guard(t, person, unpack(op, 2)) then return false end
    end
    return true
end

-- waiting: what records_right gave.
local function ops_apply(t, person, now, list, waiting)
    local x = { t = t, person = person, now = now, key = t .. ':person:' .. person, rings = {}, says = {}, lines = {},
        fields = {}, after = {} }
    for _, op in ipairs(list) do op[1](x, unpack(op, 2)) end
    local flat = {}
    for name, value in pairs(x.fields) do
        flat[#flat + 1] = name
        flat[#flat + 1] = value
    end
    if #flat > 0 then redis.call('HSET', x.key, unpack(flat)) end
    if #x.says > 0 and outbox_add(t, person, x.says, now, waiting == 0 and not x.busy) then x.rings.out = true end
    if #x.lines > 0 then log_add(t, person, x.lines) end
    for word in pairs(x.rings) do ring(t, word) end
    return x.after
end

-- commit now_ms person token event sealed_state op...
-- The whole turn, or nothing: error LOST when the lease or the head is not ours any more, INPUT when an operation or a
-- record is malformed. Takes the head away. 'again' when a guard does not hold: nothing is written, the head stays.
local AGAIN_MS = 50
redis.register_function('commit', function(keys, args)
    local t, now, person, token, event = keys[1], tonumber(args[1]), args[2], args[3], args[4]
    local head, more = lease_head(t, person, token, event)
    if not head then return more end
    local list = ops_read(args, 6)
    if not list then return redis.error_reply('INPUT a turn has a malformed operation') end
    if not guards_hold(t, person, list) then
        lease_end(t, person, now, now + AGAIN_MS)
        count(t, 'turns_again')
        return 'again'
    end
    local waiting = records_right(t, person, list.uses)
    -- the first write; with GET it minds the type of what it replaces
    if not waiting or failed(redis.pcall('SET', t .. ':state:' .. person, args[5], 'GET')) then
        return redis.error_reply('INPUT a record has a wrong type')
    end
    local after = ops_apply(t, person, now, list, waiting)
    head_done(t, person, now, more)
    for _, act in ipairs(after) do act() end
    count(t, 'turns')
    return 'ok'
end)

-- retry now_ms person token event at_ms
-- The turn failed: the head stays and is tried again at at_ms. Returns how often it has failed.
redis.register_function('retry', function(keys, args)
    local t, now, person = keys[1], tonumber(args[1]), args[2]
    local head, lost = lease_head(t, person, args[3], args[4])
    if not head then return lost end
    lease_end(t, person, now, args[5])
    count(t, 'retries')
    return redis.call('HINCRBY', t .. ':tries', person, 1)
end)

-- bury now_ms person token event reason op...
-- The head is put aside for the staff; what the person is told and the ticket come along. When the person's records cannot
-- take them, the head is buried all the same.
redis.register_function('bury', function(keys, args)
    local t, now, person = keys[1], tonumber(args[1]), args[2]
    local head, lost = lease_head(t, person, args[3], args[4])
    if not head then return lost end
    local list = ops_read(args, 6)
    local waiting = list and records_right(t, person, list.uses)
    if waiting then ops_apply(t, person, now, list, waiting) end
    bury(t, person, args[4], args[1], args[5], head)
    head_done(t, person, now)
    ring(t, 'tickets')
    return 'ok'
end)

-- release now_ms (person token)...
-- Leases whose work could not be ended (Redis went away in between) are free again at once, where they are still ours.
redis.register_function('release', function(keys, args)
    local t, now, freed = keys[1], tonumber(args[1]), 0
    for i = 2, #args - 1, 2 do
        if redis.call('HGET', t .. ':tokens', args[i]) == args[i + 1] then
            lease_end(t, args[i], now)
            freed = freed + 1
        end
    end
    if freed > 0 then ring(t, 'mail') end
    return freed
end)
