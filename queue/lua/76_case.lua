-- case - a mediation: two parties, each a person with a ticket and a conversation of their own, and the mediator who holds both
-- tickets. The record knows persons; nothing of one party is ever written where the other's is read.
--
--   {t}:case:<c>             hash    a and b (persons; b '' before the invitation), ticket and ticket_b, permission (yes, no: may b
--                                    be invited?), mediator (user), state (asked, invited, accepted, declined, meeting, closed),
--                                    answer ('', yes, no, person: what b answered), at (of the meeting), place (sealed with the
--                                    office key), appt_a, appt_b, outcome, created, updated, version
--   {t}:cases                zset    open ones by created;  {t}:cases-closed zset by when;  {t}:cases-of:<p> set
--                                    a ticket's field case names its case

do

local function case_set(t, now, id, ...)
    redis.call('HSET', t .. ':case:' .. id, 'updated', now, ...)
    redis.call('HINCRBY', t .. ':case:' .. id, 'version', 1)
    local tickets = redis.call('HMGET', t .. ':case:' .. id, 'ticket', 'ticket_b')
    for _, ticket in ipairs(tickets) do
        if ticket and ticket ~= '' then ring(t, 'ticket ' .. ticket) end
    end
    ring(t, 'cases')
end

-- case id ticket permission: the person asks for a mediation. One that they asked for and that is open goes on.
OPS.case = { 3, function(x, id, ticket, permission)
    for _, other in ipairs(redis.call('SMEMBERS', x.t .. ':cases-of:' .. x.person)) do
        local is = redis.call('HMGET', x.t .. ':case:' .. other, 'a', 'state')
        if is[1] == x.person and is[2] ~= 'closed' then
            if permission == 'yes' then case_set(x.t, x.now, other, 'permission', 'yes') end
            return
        end
    end
    redis.call('HSET', x.t .. ':case:' .. id, 'a', x.person, 'b', '', 'ticket', ticket, 'ticket_b', '', 'permission',
        permission, 'mediator', '', 'state', 'asked', 'answer', '', 'at', '', 'place', '', 'appt_a', '', 'appt_b', '',
        'outcome', '', 'created', x.now, 'version', 0)
    redis.call('ZADD', x.t .. ':cases', x.now, id)
    redis.call('SADD', x.t .. ':cases-of:' .. x.person, id)
    redis.call('HSET', x.t .. ':ticket:' .. ticket, 'case', id)
    count(x.t, 'cases')
    case_set(x.t, x.now, id)
end }

-- case_answer id answer: what the invited party answered. Nobody else's answer counts.
local ANSWERED = { yes = 'accepted', no = 'declined', person = 'invited' }
OPS.case_answer = { 2, function(x, id, answer)
    local is = redis.pcall('HMGET', x.t .. ':case:' .. id, 'b', 'state', 'ticket_b')
    if failed(is) or is[1] ~= x.person or is[2] == 'closed' or is[2] == 'meeting' then return end
    case_set(x.t, x.now, id, 'answer', answer, 'state', ANSWERED[answer])
    if answer == 'no' then -- the others are noted at the ticket by the turn
        redis.call('HINCRBY', x.t .. ':ticket:' .. is[3], 'unread', 1)
        x.rings.tickets = true
    end
end }

local CASE = { 'state', 'permission', 'mediator', 'answer', 'at', 'place', 'outcome', 'created', 'updated', 'version',
    'ticket', 'ticket_b', 'a', 'b', 'appt_a', 'appt_b' }

local function case_fields(t, id)
    local values, case = hash_get(t .. ':case:' .. id, unpack(CASE)), {}
    if not values or values[1] == '' then return nil end
    for i, name in ipairs(CASE) do case[name] = values[i] end
    return case
end

-- {ticket, code, language, status of the meeting's appointment} of one party.
local function case_party(t, ticket, person, appointment)
    local code = ticket ~= '' and hash_get(t .. ':ticket:' .. ticket, 'code') or { '' }
    local lang = person ~= '' and hash_get(t .. ':person:' .. person, 'lang') or { '' }
    local status = appointment ~= '' and hash_get(t .. ':appt:' .. appointment, 'status') or { '' }
    return { ticket, code[1], lang[1], status[1] }
end

-- {id, state, permission, mediator, answer, at, place, outcome, created, updated, version, sealed name of the mediator,
-- party a, party b}. No person, number or word of either.
local function case_row(t, id, case)
    local row = { id }
    for i = 1, 10 do row[i + 1] = case[CASE[i]] end
    row[12] = user_name(t, case.mediator)
    row[13] = case_party(t, case.ticket, case.a, case.appt_a)
    row[14] = case_party(t, case.ticket_b, case.b, case.appt_b)
    return row
end

local function case_missing() return redis.error_reply('MISSING there is no such mediation') end

-- case_list state offset limit
-- {total, rows}: "open" oldest first, "closed" newest first.
redis.register_function('case_list', function(keys, args)
    local t, is_open, first = keys[1], args[1] == 'open', tonumber(args[2])
    local set, rows = t .. (is_open and ':cases' or ':cases-closed'), {}
    local ids = redis.call(is_open and 'ZRANGE' or 'ZREVRANGE', set, first, first + tonumber(args[3]) - 1)
    for _, id in ipairs(ids) do
        local case = case_fields(t, id)
        if case then rows[#rows + 1] = case_row(t, id, case) end
    end
    return { redis.call('ZCARD', set), rows }
end)

-- case_look now_ms user case
redis.register_function('case_look', function(keys, args)
    local t, id = keys[1], args[3]
    local case = case_fields(t, id)
    if not case then return case_missing() end
    audit(t, tonumber(args[1]), args[2], 'look', id)
    return case_row(t, id, case)
end)

-- case_of_ticket ticket: the row of its case, and which party the ticket's person is ('A', 'B'); {} when it has none.
redis.register_function('case_of_ticket', function(keys, args)
    local t = keys[1]
    local is = hash_get(t .. ':ticket:' .. args[1], 'case', 'person')
    if not is then return ticket_missing() end
    local case = is[1] ~= '' and case_fields(t, is[1])
    if not case then return {} end
    return { case_row(t, is[1], case), is[2] == case.a and 'A' or 'B' }
end)

-- The case whose first ticket user holds; otherwise nil and what to answer.
local function case_mine(t, id, user)
    local case = case_fields(t, id)
    if not case then return nil, case_missing() end
    if case.state == 'closed' then return nil, redis.error_reply('CONFLICT the mediation is closed') end
    local row, refused = ticket_mine(t, case.ticket, user)
    if row then return case end
    return nil, refused[1] == 'held' and redis.error_reply('CONFLICT somebody else has the ticket of this mediation') or refused
end

-- case_allow now_ms user case
-- The one who asked has said in the conversation that the other may be invited.
redis.register_function('case_allow', function(keys, args)
    local t, now, user, id = keys[1], tonumber(args[1]), args[2], args[3]
    local case, refused = case_mine(t, id, user)
    if not case then return refused end
    audit(t, now, user, 'allow', id)
    case_set(t, now, id, 'permission', 'yes', 'mediator', user)
    return { 'ok' }
end)

local function may_invite(case, person)
    if case.permission ~= 'yes' then return 'CONFLICT who asked has not allowed it yet' end
    if case.b ~= '' then return 'CONFLICT the other party has been invited already' end
    if person == case.a then return 'CONFLICT that is the number of the one who asked' end
end

-- case_invite now_ms user case person ticket code event sealed_body sealed_fields language
-- The other party: a ticket of their own, held by the mediator, and the invitation as a STAFF entry.
redis.register_function('case_invite', function(keys, args)
    local t, now, user, id = keys[1], tonumber(args[1]), args[2], args[3]
    local person, ticket, code, event, body, fields, language = unpack(args, 4)
    local case, refused = case_mine(t, id, user)
    if not case then return refused end
    local fault = may_invite(case, person)
    if fault then return redis.error_reply(fault) end
    if redis.call('EXISTS', t .. ':person:' .. person) == 0 then return redis.error_reply('MISSING the person is gone') end
    audit(t, now, user, 'invite', id)
    redis.call('HSETNX', t .. ':person:' .. person, 'lang', language)
    redis.call('HSETNX', t .. ':person:' .. person, 'ticket', ticket)
    redis.call('HSET', t .. ':ticket:' .. ticket, 'code', code, 'person', person, 'state', 'claimed', 'topic', 'mediacion',
        'priority', 0, 'created', now, 'updated', now, 'version', 1, 'by', user, 'unread', 0, 'fields', fields, 'outcome',
        '', 'case', id)
    redis.call('ZADD', t .. ':tickets', now, ticket)
    redis.call('SADD', t .. ':tickets-of:' .. person, ticket)
    redis.call('SADD', t .. ':cases-of:' .. person, id)
    mailbox_add(t, person, mailbox_entry('S', event, args[1], '-', body), now)
    case_set(t, now, id, 'b', person, 'ticket_b', ticket, 'state', 'invited', 'mediator', user)
    ring(t, 'tickets')
    return { 'ok' }
end)

-- case_keys user case: {a, its wrapped key, b, its wrapped key, 'yes' when b was invited and did not decline}
redis.register_function('case_keys', function(keys, args)
    local t = keys[1]
    local case, refused = case_mine(t, args[2], args[1])
    if not case then return refused end
    local function key(person) return person ~= '' and (hash_get(t .. ':person:' .. person, 'key') or { '' })[1] or '' end
    return { case.a, key(case.a), case.b, key(case.b), (case.b ~= '' and case.state ~= 'declined') and 'yes' or 'no' }
end)

-- case_meeting now_ms user case at_ms print sealed_place (appointment sealed_what sealed_place event sealed_body) of a, then of b
-- An appointment for each, with its reminders, and a STAFF entry for each. Again: it is moved for both.
redis.register_function('case_meeting', function(keys, args)
    local t, now, user, id = keys[1], tonumber(args[1]), args[2], args[3]
    local case, refused = case_mine(t, id, user)
    if not case then return refused end
    if case.state ~= 'accepted' and case.state ~= 'meeting' then
        return redis.error_reply('CONFLICT the other party has not said yes')
    end
    audit(t, now, user, 'meeting', id)
    for i, person in ipairs{ case.a, case.b } do
        local appointment, what, place, event, body = unpack(args, 2 + 5 * i, 6 + 5 * i)
        if redis.call('EXISTS', t .. ':person:' .. person) == 1 then
            appointment_put(t, now, person, appointment, args[4], args[5], what, place)
            redis.call('HSET', t .. ':appt:' .. appointment, 'status', 'planned')
            mailbox_add(t, person, mailbox_entry('S', event, args[1], '-', body), now)
        end
    end
    case_set(t, now, id, 'state', 'meeting', 'at', args[4], 'place', args[6], 'appt_a', args[7], 'appt_b', args[12])
    return { 'ok' }
end)

-- A meeting that is still to come does not take place.
local function meeting_cancel(t, now, person, appointment)
    local is = appointment ~= '' and hash_get(t .. ':appt:' .. appointment, 'at', 'version', 'person')
    if not is or is[3] ~= person or (tonumber(is[1]) or 0) <= now then return end
    redis.call('HSET', t .. ':appt:' .. appointment, 'status', 'cancelled')
    reminders_drop(t, person, appointment, is[2])
    ring(t, 'appointments')
end

-- A party's ticket ends without a word of its own: the end of the mediation has been told.
local function party_close(t, now, person, ticket, event, body, is_told)
    if person == '' or redis.call('EXISTS', t .. ':person:' .. person) == 0 then return end
    if redis.call('HGET', t .. ':person:' .. person, 'ticket') == ticket then
        redis.call('HDEL', t .. ':person:' .. person, 'ticket')
    end
    redis.call('ZREM', t .. ':tickets', ticket)
    redis.call('ZREM', t .. ':alarms', ticket)
    redis.call('ZADD', t .. ':tickets-closed', now, ticket)
    if is_told then mailbox_add(t, person, mailbox_entry('S', event, now, '-', body), now) end
    ticket_set(t, now, ticket, 'state', 'closed', 'by', '', 'unread', 0, 'outcome', 'other', 'closed', now)
end

-- case_close now_ms user case outcome event_a sealed_body_a event_b sealed_body_b
redis.register_function('case_close', function(keys, args)
    local t, now, user, id = keys[1], tonumber(args[1]), args[2], args[3]
    local case, refused = case_mine(t, id, user)
    if not case then return refused end
    audit(t, now, user, 'close', id)
    meeting_cancel(t, now, case.a, case.appt_a)
    meeting_cancel(t, now, case.b, case.appt_b)
    party_close(t, now, case.a, case.ticket, args[5], args[6], true)
    party_close(t, now, case.b, case.ticket_b, args[7], args[8], case.state ~= 'declined')
    redis.call('ZREM', t .. ':cases', id)
    redis.call('ZADD', t .. ':cases-closed', now, id)
    case_set(t, now, id, 'state', 'closed', 'outcome', args[4])
    count(t, 'cases_closed')
    return { 'ok' }
end)

-- One of the two is erased: there is nothing to mediate. The other's meeting does not take place, and their ticket tells the
-- mediator so.
local function case_left(x, id, case, mine, theirs)
    meeting_cancel(x.t, x.now, case[theirs.person], case[theirs.appointment])
    redis.call('HSET', x.t .. ':case:' .. id, mine.person, '', mine.ticket, '', mine.appointment, '')
    if case.state ~= 'closed' then
        redis.call('ZREM', x.t .. ':cases', id)
        redis.call('ZADD', x.t .. ':cases-closed', x.now, id)
        case_set(x.t, x.now, id, 'state', 'closed', 'outcome', 'erased')
    end
    if case[theirs.person] == '' then
        redis.call('UNLINK', x.t .. ':case:' .. id)
        redis.call('ZREM', x.t .. ':cases-closed', id)
    elseif case.state ~= 'closed' and hash_get(x.t .. ':ticket:' .. case[theirs.ticket], 'state') then
        redis.call('HINCRBY', x.t .. ':ticket:' .. case[theirs.ticket], 'unread', 1)
        ring(x.t, 'tickets')
    end
end

local SIDE_A = { person = 'a', ticket = 'ticket', appointment = 'appt_a' }
local SIDE_B = { person = 'b', ticket = 'ticket_b', appointment = 'appt_b' }
ERASED[#ERASED + 1] = function(x)
    local ids = redis.pcall('SMEMBERS', x.t .. ':cases-of:' .. x.person)
    for _, id in ipairs(failed(ids) and {} or ids) do
        local case = case_fields(x.t, id)
        if case and case.a == x.person then case_left(x, id, case, SIDE_A, SIDE_B) end
        if case and case.b == x.person then case_left(x, id, case, SIDE_B, SIDE_A) end
    end
    redis.call('UNLINK', x.t .. ':cases-of:' .. x.person)
end

end
