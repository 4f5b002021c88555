-- number - a person moves to a new telephone. A code that they got on the old one (or from the staff) is written from the new
-- one; the person then lives there, the old number is told once, and whoever the new number was until then goes into them.
--
-- Three turns, each under its own person's lease: the newcomer's (claim: is the code good?), the owner's (number_move:
-- everything changes at once), and the owner's again, who is told on the new number.
--
--   {t}:claim:<ix>           string  keyed hash of a code -> "<person> <until ms>"
--   {t}:person:<p>           claim (that hash), claim-code (the code, sealed), claim-tries ("<n> <first ms>"); while moving:
--                                    moving (new address sealed with the office key, bound to "moving:<ix of the code>"),
--                                    moving-from (the newcomer), moving-realm, moving-chan

do

local TRIES, TRIES_MS = 3, 24 * 3600 * 1000

local function tell(t, person, name, ref, now)
    local member = person .. '|' .. name .. '|' .. ref
    mailbox_add(t, person, mailbox_entry('T', due_event(member, now), string.format('%d', now), '-', member), now)
end

local function code_set(t, person, hash, sealed, till)
    local key = t .. ':person:' .. person
    local old = redis.call('HGET', key, 'claim')
    if old then redis.call('DEL', t .. ':claim:' .. old) end
    redis.call('SET', t .. ':claim:' .. hash, person .. ' ' .. till)
    redis.call('HSET', key, 'claim', hash, 'claim-code', sealed)
end

-- claim_code hash sealed_code until_ms: the person's code; an older one is worth nothing any more.
OPS.claim_code = { 3, function(x, hash, sealed, till) code_set(x.t, x.person, hash, sealed, till) end }

-- person_claim_code now_ms user person audit_hash hash sealed_code until_ms: the same at the word of the staff.
redis.register_function('person_claim_code', function(keys, args)
    local t, person = keys[1], args[3]
    if redis.call('EXISTS', t .. ':person:' .. person) == 0 then
        return redis.error_reply('MISSING there is no such person')
    end
    audit(t, tonumber(args[1]), args[2], 'number-code', args[4])
    code_set(t, person, args[5], args[6], args[7])
    return 'ok'
end)

-- The owner of a code that is good now; nil.
local function owner_of(t, hash, now)
    local person, till = (redis.call('GET', t .. ':claim:' .. hash) or ''):match('^(%S+) (%d+)$')
    if not person or tonumber(till) <= now or redis.call('EXISTS', t .. ':person:' .. person) == 0 then return nil end
    return person
end

-- One more wrong code. Returns how many are left before nothing is tried for a day.
local function tries_left(t, person, now, wrong)
    local key = t .. ':person:' .. person
    local n, first = (redis.call('HGET', key, 'claim-tries') or ''):match('^(%d+) (%d+)$')
    n, first = tonumber(n) or 0, tonumber(first) or now
    if now - first >= TRIES_MS then n, first = 0, now end
    if wrong then redis.call('HSET', key, 'claim-tries', string.format('%d %d', n + 1, first)) end
    return TRIES - n - (wrong and 1 or 0)
end

-- claim hash realm channel sealed_address: a code came from this person's number.
OPS.claim = { 4, function(x, hash, realm, channel, address)
    local t, now = x.t, x.now
    x.after[#x.after + 1] = function()
        if tries_left(t, x.person, now, false) <= 0 then return tell(t, x.person, 'number-wrong', '0', now) end
        local owner = owner_of(t, hash, now)
        if not owner then
            return tell(t, x.person, 'number-wrong', tostring(tries_left(t, x.person, now, true)), now)
        end
        if owner == x.person or Profile.together(t, owner, x.person) then return tell(t, x.person, 'number-own', '', now) end
        redis.call('HSET', t .. ':person:' .. owner, 'moving', address, 'moving-from', x.person, 'moving-realm', realm,
            'moving-chan', channel)
        tell(t, owner, 'number-move', '', now)
    end
end }

-- {"moving", the newcomer's wrapped key and id, their open ticket, its sealed fields}: it moves along, sealed anew.
FACTS[#FACTS + 1] = function(t, person, fields, _, add)
    local code, from = flat_field(fields, 'claim-code'), flat_field(fields, 'moving-from')
    if code then add({ 'claim-code', code }) end
    if not from then return end
    local is = redis.call('HMGET', t .. ':person:' .. from, 'key', 'ticket')
    local sealed = is[2] and redis.call('HGET', t .. ':ticket:' .. is[2], 'fields')
    add({ 'moving', is[1] or '', from, sealed and is[2] or '', sealed or '' })
end

local function addresses_drop(t, person)
    local key = t .. ':person:' .. person
    local flat = redis.call('HGETALL', key)
    for i = 1, #flat, 2 do
        local field = flat[i]
        if field:match('^ix:') and redis.call('HGET', t .. ':addr', flat[i + 1]) == person then
            redis.call('HDEL', t .. ':addr', flat[i + 1])
        end
        if field:match('^ix:') or field:match('^to:') or field:match('^moving') or field:match('^claim') then
            redis.call('HDEL', key, field)
        end
    end
end

local function ticket_move(x, from, id, fields)
    local key = x.t .. ':ticket:' .. id
    if id == '' or redis.pcall('HGET', key, 'person') ~= from then return end
    redis.call('HSET', key, 'person', x.person, 'fields', fields)
    redis.call('SREM', x.t .. ':tickets-of:' .. from, id)
    redis.call('SADD', x.t .. ':tickets-of:' .. x.person, id)
    redis.call('HDEL', x.t .. ':person:' .. from, 'ticket')
    redis.call('HSETNX', x.key, 'ticket', id)
    x.rings.tickets, x.rings['ticket ' .. id] = true, true
end

-- number_move realm channel address_index sealed_address ticket sealed_fields receipt(10 arguments of receipt_send)
-- The person lives at the new address from now on; what waits for the newcomer waits for them. Others who share the old telephone
-- stay there; on a shared new one the person takes the newcomer's place.
OPS.number_move = { 16, function(x, realm, channel, index, address, ticket, fields, ...)
    local t, receipt = x.t, { ... }
    local is = redis.call('HMGET', x.key, 'moving-from', 'claim')
    local from = is[1]
    if not from then return end
    Profile.leave(t, x.person)
    addresses_drop(t, x.person)
    Profile.takes(t, x.person, from)
    if is[2] then redis.call('DEL', t .. ':claim:' .. is[2]) end
    ticket_move(x, from, ticket, fields)
    redis.call('HSET', t .. ':addr', index, x.person)
    redis.call('HDEL', x.key, 'stopped') -- that was the old number
    x.fields['to:' .. realm], x.fields['ix:' .. realm], x.fields.chan = address, index, channel
    count(t, 'numbers_moved')
    x.after[#x.after + 1] = function()
        for _, entry in ipairs(redis.call('LRANGE', t .. ':mailbox:' .. from, 0, -1)) do
            if entry:match('^M ') then mailbox_add(t, x.person, entry, x.now) end
        end
        person_erase(t, from, x.now, '', '')
        receipt_send(t, x.now, unpack(receipt))
        tell(t, x.person, 'number-here', '', x.now)
    end
end }

ERASED[#ERASED + 1] = function(x)
    if x.fields.claim then redis.call('DEL', x.t .. ':claim:' .. x.fields.claim) end
end

end
