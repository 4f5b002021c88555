-- people - what the staff do with all that is kept of a person: find, hand out, erase. The audit line holds the keyed hash of
-- the person's id, as the ledger of the erased does: it must not be the one place that still names them.

do

-- The person of a ticket's code, newest tickets first; nil.
local CODES_MAX = 20000
local function person_of_code(t, code)
    for _, set in ipairs({ ':tickets', ':tickets-closed' }) do
        for _, id in ipairs(redis.call('ZREVRANGE', t .. set, 0, CODES_MAX - 1)) do
            local is = redis.pcall('HMGET', t .. ':ticket:' .. id, 'code', 'person')
            if not failed(is) and is[1] == code then return is[2] end
        end
    end
end

-- person_find code address_index...
-- {person, flat record}: of a ticket's code ("" = none given), or of the first address that somebody has. Error MISSING.
redis.register_function('person_find', function(keys, args)
    local t, person = keys[1], nil
    if args[1] ~= '' then person = person_of_code(t, args[1]) end
    for i = 2, #args do person = person or redis.call('HGET', t .. ':addr', args[i]) end
    local flat = person and redis.call('HGETALL', t .. ':person:' .. person) or {}
    if #flat == 0 then return redis.error_reply('MISSING nobody has that') end
    return { person, flat }
end)

local function person_tickets(t, person)
    local rows = {}
    for _, id in ipairs(redis.call('SMEMBERS', t .. ':tickets-of:' .. person)) do
        local is = hash_get(t .. ':ticket:' .. id, 'code', 'topic', 'state', 'created', 'closed', 'outcome', 'fields')
        if is then rows[#rows + 1] = { id, unpack(is) } end
    end
    return rows
end

local function person_appointments(t, person)
    local rows = {}
    for _, id in ipairs(redis.call('ZRANGE', t .. ':appts:' .. person, 0, -1)) do
        local is = hash_get(t .. ':appt:' .. id, 'at', 'what', 'place', 'status')
        if is then rows[#rows + 1] = { id, unpack(is) } end
    end
    return rows
end

-- {activity, Spanish title, kind, state, seats, came (bits), at}; those of activities that are forgotten are not there any more.
local function person_seats(t, person, ids)
    local rows = {}
    for a in (ids or ''):gmatch('%S+') do
        local seat = Seat.read(t, a, person)
        local is = hash_get(t .. ':activity:' .. a, 'title:es', 'kind')
        if seat and is then
            rows[#rows + 1] = { a, is[1], is[2], seat.state, tostring(seat.size), string.format('%d', seat.came), seat.at }
        end
    end
    return rows
end

local function person_referrals(t, person)
    local rows = {}
    for _, id in ipairs(redis.call('SMEMBERS', t .. ':referrals-of:' .. person)) do
        local is = hash_get(t .. ':referral:' .. id, 'organisation', 'state', 'created', 'updated')
        if is then rows[#rows + 1] = is end
    end
    return rows
end

-- {party, ticket, created, closed or not, meeting, what this party said: may the other be invited (A), do you take part (B)}.
-- Nothing of the other party, not even how the matter stands with them.
local function person_cases(t, person)
    local rows = {}
    for _, id in ipairs(redis.call('SMEMBERS', t .. ':cases-of:' .. person)) do
        local is = hash_get(t .. ':case:' .. id, 'a', 'b', 'ticket', 'ticket_b', 'created', 'state', 'at', 'permission', 'answer')
        local closed = is and is[6] == 'closed' and 'closed' or 'open'
        if is and is[1] == person then rows[#rows + 1] = { 'A', is[3], is[5], closed, is[7], is[8] } end
        if is and is[2] == person then rows[#rows + 1] = { 'B', is[4], is[5], closed, is[7], is[9] } end
    end
    return rows
end

-- {id (of the line that it came with), created, state, type, size} of pictures, voice notes and documents: 79_media.lua.
local function person_media(t, person)
    local rows = {}
    for _, id in ipairs(redis.call('SMEMBERS', t .. ':media-of:' .. person)) do
        local is = hash_get(t .. ':media:' .. id, 'created', 'state', 'type', 'size')
        if is then rows[#rows + 1] = { id, unpack(is) } end
    end
    return rows
end

-- person_export now_ms user person hash
-- {flat record, lines of the conversation, tickets {id, code, topic, state, created, closed, outcome, sealed fields},
-- appointments {id, at, sealed what, sealed place, status}, sealed proofs, seats, referrals, cases, media (above)}. Error MISSING.
redis.register_function('person_export', function(keys, args)
    local t, person = keys[1], args[3]
    local flat = redis.pcall('HGETALL', t .. ':person:' .. person)
    if failed(flat) or #flat == 0 then return redis.error_reply('MISSING there is no such person') end
    audit(t, tonumber(args[1]), args[2], 'export', args[4])
    return { flat, redis.call('LRANGE', t .. ':log:' .. person, 0, -1), person_tickets(t, person),
        person_appointments(t, person), redis.call('LRANGE', t .. ':proof:' .. person, 0, -1),
        person_seats(t, person, flat_field(flat, 'seats')), person_referrals(t, person), person_cases(t, person),
        person_media(t, person) }
end)

-- person_erase now_ms user person hash day receipt(10 arguments of receipt_send)
-- Everything of the person goes at the word of the staff, and one text says so. Error MISSING.
redis.register_function('person_erase', function(keys, args)
    local t, now, person = keys[1], tonumber(args[1]), args[3]
    if redis.call('EXISTS', t .. ':person:' .. person) == 0 then
        return redis.error_reply('MISSING there is no such person')
    end
    audit(t, now, args[2], 'erase', args[4])
    person_erase(t, person, now, args[4], args[5])
    receipt_send(t, now, unpack(args, 6))
    return 'ok'
end)

-- person_word_reset now_ms user person audit_hash
-- Whoever forgot their word of discreet mode: it stays on, and the word that everybody knows opens it. Error MISSING, CONFLICT.
redis.register_function('person_word_reset', function(keys, args)
    local t, key = keys[1], keys[1] .. ':person:' .. args[3]
    if redis.call('EXISTS', key) == 0 then return redis.error_reply('MISSING there is no such person') end
    if redis.call('HEXISTS', key, 'm:discreet') == 0 then
        return redis.error_reply('CONFLICT the person is not in discreet mode')
    end
    audit(t, tonumber(args[1]), args[2], 'word-reset', args[4])
    redis.call('HDEL', key, 'word', 'm:discreet-wait', 'm:discreet-miss')
    redis.call('HSET', key, 'm:discreet', args[1] .. ' read')
    return 'ok'
end)

end
