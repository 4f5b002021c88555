-- alarm - the ladder of a ticket that waits. What the next step is, queue/alarm_plan.c decides; here it is looked up, and
-- written once.

local CLAIMED_MS = 5 * 60 * 1000 -- who holds a ticket has so long to see that its person wrote of danger again

-- The person wrote of danger: an open ticket becomes urgent, and a claimed one is alarmed for unless its holder looks.
OPS.raise = { 1, function(x, topic)
    local id = x.fields.ticket or redis.call('HGET', x.key, 'ticket')
    local row = id and hash_get(x.t .. ':ticket:' .. id, 'state', 'created', 'danger', 'priority')
    if not row or row[1] == 'closed' or row[1] == '' then return end
    local known = row[3] ~= '' or (row[1] == 'open' and row[4] == '1') -- the ladder of this danger is under way
    redis.call('HSET', x.t .. ':ticket:' .. id, 'priority', 1, 'topic', topic, 'danger', x.now)
    redis.call('HINCRBY', x.t .. ':ticket:' .. id, 'version', 1)
    redis.call('ZADD', x.t .. ':tickets', tonumber(row[2]) - 1e13, id)
    if not known then alarm_start(x.t, id, row[1] == 'claimed' and x.now + CLAIMED_MS or x.now) end
    x.rings.tickets, x.rings['ticket ' .. id] = true, true
end }

-- Does this ticket wait for somebody? One that is claimed does only while danger was written of and not seen.
local function alarm_waits(row) return row and (row[1] == 'open' or (row[1] == 'claimed' and row[7] ~= '')) end

-- The id of the message of a step: a second try of the same step is the same message.
local function alarm_out(id, row) return 'a' .. redis.sha1hex(id .. '|' .. row[6] .. '|' .. row[8]):sub(1, 19) end

local ALARM = { 'state', 'code', 'topic', 'priority', 'waits', 'alarm', 'danger', 'version' }

-- alarm_due now_ms lease_ms max
-- Tickets whose time has come: {ticket, code, topic, priority, waits since, step, id for its message, sealed roster or ""}. Each comes back after
-- the lease unless alarm_step ends it. Those that do not wait any more go.
redis.register_function('alarm_due', function(keys, args)
    local t, now, reply = keys[1], tonumber(args[1]), {}
    local list = redis.call('ZRANGEBYSCORE', t .. ':alarms', '-inf', now, 'LIMIT', 0, args[3])
    local roster = roster_now(t, now)[1]
    for _, id in ipairs(list) do
        local row = hash_get(t .. ':ticket:' .. id, unpack(ALARM))
        if alarm_waits(row) then
            redis.call('ZADD', t .. ':alarms', now + tonumber(args[2]), id)
            reply[#reply + 1] = { id, row[2], row[3], row[4], row[5], row[6] == '' and '0' or row[6], alarm_out(id, row), roster }
        else
            redis.call('ZREM', t .. ':alarms', id)
        end
    end
    return reply
end)

-- alarm_phone now_ms address_index realm channel candidate wrapped_key sealed_address
-- {person, wrapped key} of a telephone on duty: an address like another.
redis.register_function('alarm_phone', function(keys, args)
    local t, now = keys[1], tonumber(args[1])
    local _, index, realm, channel, candidate, wrapped, address = unpack(args)
    local person = redis.call('HGET', t .. ':addr', index)
    if not person or redis.call('EXISTS', t .. ':person:' .. person) == 0 then
        person = person_make(t, candidate, wrapped, realm, index, address, now, channel)
    end
    return { person, redis.call('HGET', t .. ':person:' .. person, 'key') }
end)

-- alarm_step now_ms ticket step next_step next_at_ms (0: the ladder ends) [out_id person channel realm useless segments
-- sealed_text]
-- A step is done, or put off (next_step is step). "late" when another has done it, or the ticket waits no more: then nothing
-- is sent.
redis.register_function('alarm_step', function(keys, args)
    local t, now, id = keys[1], tonumber(args[1]), args[2]
    local row = hash_get(t .. ':ticket:' .. id, unpack(ALARM))
    if not alarm_waits(row) then
        redis.call('ZREM', t .. ':alarms', id)
        return 'late'
    end
    if (row[6] == '' and '0' or row[6]) ~= args[3] then return 'late' end
    if args[6] then
        local out = { id = args[6], lane = 0, purpose = 'reply', channel = args[8], realm = args[9], useless = args[10],
            segments = args[11], text = args[12] }
        if outbox_add(t, args[7], { out }, now) then ring(t, 'out') end
        audit(t, now, '-', 'alarm', id .. ' ' .. args[4])
        count(t, 'alarms')
    end
    redis.call('HSET', t .. ':ticket:' .. id, 'alarm', args[4])
    if args[5] == '0' then
        redis.call('ZREM', t .. ':alarms', id)
    else
        redis.call('ZADD', t .. ':alarms', args[5], id)
    end
    return 'ok'
end)
