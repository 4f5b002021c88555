-- referral - a person is sent to an organisation: what became of it, and the counts of each organisation.
--
--   {t}:referral:<r>         hash    person, ticket, organisation (id of the directory), by (user), created, updated, state:
--                                    new, asked (may we share?), sent or shared (the contact was told), question (did they see
--                                    you?), seen, not, unknown
--   {t}:referrals-of:<p>     set     a person's
--   {t}:referral-counts      hash    "<organisation>|<sent|shared|seen|not|unknown>": counts of bodies, of nobody

do

local function referral_count(t, organisation, state, by)
    redis.call('HINCRBY', t .. ':referral-counts', organisation .. '|' .. state, by)
end

-- The ticket from which a person was sent away comes back to the staff; one that is open is shown as unread. While another one is
-- open, what they answered is noted there (handlers/referral.c), and the old one stays closed.
local function referral_back(x, id)
    local is = redis.pcall('HMGET', x.t .. ':ticket:' .. id, 'person', 'state')
    if failed(is) or is[1] ~= x.person then return end
    count(x.t, 'referrals_back')
    if is[2] == 'closed' then return OPS.reopen[2](x, id) end
    redis.call('HINCRBY', x.t .. ':ticket:' .. id, 'unread', 1)
    x.rings.tickets, x.rings['ticket ' .. id] = true, true
end

-- referral id state sealed_proof: the next state of one; a proof ("" when there is none) of a consent to share. A state again
-- changes nothing.
OPS.referral = { 3, function(x, id, state, proof)
    local key = x.t .. ':referral:' .. id
    local is = redis.pcall('HMGET', key, 'person', 'organisation', 'state', 'ticket')
    if failed(is) or is[1] ~= x.person or is[3] == state then return end
    redis.call('HSET', key, 'state', state, 'updated', x.now)
    if state == 'shared' then referral_count(x.t, is[2], 'sent', 1) end
    if state ~= 'asked' and state ~= 'question' then referral_count(x.t, is[2], state, 1) end
    if is[3] == 'unknown' then referral_count(x.t, is[2], 'unknown', -1) end
    if proof ~= '' then
        redis.call('RPUSH', x.t .. ':proof:' .. x.person, proof)
        redis.call('LTRIM', x.t .. ':proof:' .. x.person, -500, -1)
    end
    if state == 'not' then referral_back(x, is[4] or '') end
end }

-- referral_put now_ms user ticket event sealed_body referral organisation
-- A referral of the person of a ticket that user holds, and its STAFF entry. {"ok"}, also when it is there already; {"held"}.
redis.register_function('referral_put', function(keys, args)
    local t, now, user, ticket = keys[1], tonumber(args[1]), args[2], args[3]
    local event, body, id, organisation = unpack(args, 4)
    local row, refused = ticket_mine(t, ticket, user)
    if not row then return refused end
    if not first_time(t, event, now) then return { 'ok' } end
    audit(t, now, user, 'referral', ticket)
    redis.call('HSET', t .. ':referral:' .. id, 'person', row[13], 'ticket', ticket, 'organisation', organisation, 'by', user,
        'created', now, 'updated', now, 'state', 'new')
    redis.call('SADD', t .. ':referrals-of:' .. row[13], id)
    mailbox_add(t, row[13], mailbox_entry('S', event, args[1], '-', body), now)
    ticket_set(t, now, ticket, 'unread', 0)
    return { 'ok' }
end)

-- referral_list ticket
-- Rows {id, organisation, state, created, updated} of the ticket's person, oldest first.
redis.register_function('referral_list', function(keys, args)
    local t, rows = keys[1], {}
    local row = ticket_row(t, args[1])
    if not row then return ticket_missing() end
    for _, id in ipairs(redis.call('SMEMBERS', t .. ':referrals-of:' .. row[13])) do
        local is = hash_get(t .. ':referral:' .. id, 'organisation', 'state', 'created', 'updated')
        if is then rows[#rows + 1] = { id, unpack(is) } end
    end
    table.sort(rows, function(a, b) return (tonumber(a[4]) or 0) < (tonumber(b[4]) or 0) end)
    return rows
end)

-- The counts stay: they are of bodies, of nobody.
ERASED[#ERASED + 1] = function(x)
    local ids = redis.pcall('SMEMBERS', x.t .. ':referrals-of:' .. x.person)
    for _, id in ipairs(failed(ids) and {} or ids) do redis.call('UNLINK', x.t .. ':referral:' .. id) end
    redis.call('UNLINK', x.t .. ':referrals-of:' .. x.person)
end

-- referral_counts: the hash, flat.
redis.register_function('referral_counts', function(keys) return redis.call('HGETALL', keys[1] .. ':referral-counts') end)

end
