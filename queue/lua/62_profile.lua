-- profile - several people on one telephone. Each is a person of their own (key, language, consents, appointments, state); the
-- address leads to the one who is active now.
--
-- The number of a person is their place and stays theirs: who goes leaves a hole, and the next newcomer takes it. Who is left
-- alone is a person as any other again. accept asks {t}:addr only, so a message is of whoever was active when it came; what came
-- behind "I am 2" in the same mailbox goes along with it (it is sealed with the office's key).
--
--   {t}:profiles:<ix>        list    of an address index: persons, by number; '-' is a hole. At most 4; none while one is alone
--   {t}:person:<p>           profiles (that index), profile (the number)

-- What this file shares with others: leave, takes, together.
local Profile = {}
do

local MAX, HOLE = 4, '-'

local function list_key(t, index) return t .. ':profiles:' .. index end

local function tell(t, person, ref, now)
    local member = person .. '|profile-here|' .. ref
    mailbox_add(t, person, mailbox_entry('T', due_event(member, now), string.format('%d', now), '-', member), now)
end

-- The realm of an address of this person, by its index; nil.
local function realm_of(t, person, index)
    local flat = redis.call('HGETALL', t .. ':person:' .. person)
    for i = 1, #flat, 2 do
        if flat[i + 1] == index and flat[i]:match('^ix:') then return flat[i]:sub(4) end
    end
end

-- The address leads to this person from now on; the provider's other id of it and its open window go along.
local function hand(t, index, to)
    local from = redis.call('HGET', t .. ':addr', index)
    redis.call('HSET', t .. ':addr', index, to)
    if not from or from == to then return end
    local realm = realm_of(t, from, index)
    if not realm then return end
    local is = redis.call('HMGET', t .. ':person:' .. from, 'ix:' .. realm .. '/id', 'in:' .. realm, 'chan')
    if is[1] then
        redis.call('HSET', t .. ':addr', is[1], to)
        redis.call('HSET', t .. ':person:' .. to, 'ix:' .. realm .. '/id', is[1])
    end
    if is[2] then redis.call('HSET', t .. ':person:' .. to, 'in:' .. realm, is[2]) end
    if is[3] then redis.call('HSET', t .. ':person:' .. to, 'chan', is[3]) end
end

-- Messages that wait for one are the other's; timers and what the staff did stay.
local function mail_move(t, from, to, now)
    local key, kept = t .. ':mailbox:' .. from, {}
    local list = redis.call('LRANGE', key, 0, -1)
    redis.call('DEL', key)
    for _, entry in ipairs(list) do
        if entry:match('^M ') then mailbox_add(t, to, entry, now) else kept[#kept + 1] = entry end
    end
    if #kept > 0 then
        redis.call('RPUSH', key, unpack(kept))
    else
        redis.call('ZREM', t .. ':ready', from)
        redis.call('ZREM', t .. ':delayed', from)
    end
end

local function place_set(t, index, number, person)
    redis.call('HSET', t .. ':person:' .. person, 'profiles', index, 'profile', number)
end

-- The first hole, or the place behind the last; nil when all are taken.
local function place_free(list)
    for i = 1, MAX do
        if not list[i] or list[i] == HOLE then return i end
    end
end

-- profile_new realm candidate wrapped_key sealed_address language
-- The candidate is the next person of the address, and the active one; the language is a guess until they choose. Nothing when
-- there are 4.
OPS.profile_new = { 5, function(x, realm, candidate, wrapped, address, language)
    local t = x.t
    x.after[#x.after + 1] = function()
        local is = redis.call('HMGET', x.key, 'ix:' .. realm, 'profiles', 'chan')
        local index = is[1]
        if not index or (is[2] and is[2] ~= index) then return end
        local key = list_key(t, index)
        if not is[2] then
            redis.call('RPUSH', key, x.person)
            place_set(t, index, 1, x.person)
        end
        local list = redis.call('LRANGE', key, 0, -1)
        local number = place_free(list)
        if not number then return end
        if list[number] then redis.call('LSET', key, number - 1, candidate) else redis.call('RPUSH', key, candidate) end
        redis.call('HSET', t .. ':person:' .. candidate, 'key', wrapped, 'since', x.now, 'to:' .. realm, address,
            'ix:' .. realm, index, 'chan', is[3] or '', 'lang', language, 'chosen', '0')
        place_set(t, index, number, candidate)
        count(t, 'people')
        hand(t, index, candidate)
        tell(t, candidate, 'new', x.now)
        mail_move(t, x.person, candidate, x.now)
    end
end }

-- profile_go number
-- That person of the telephone is the active one, and says so where it is another than the one who asks.
OPS.profile_go = { 1, function(x, number)
    local t = x.t
    x.after[#x.after + 1] = function()
        local index = redis.call('HGET', x.key, 'profiles')
        local to = index and redis.call('LINDEX', list_key(t, index), tonumber(number) - 1)
        if not to or to == HOLE then return end
        hand(t, index, to)
        if to == x.person then return end
        tell(t, to, '', x.now)
        mail_move(t, x.person, to, x.now)
    end
end }

-- The person is not of this telephone any more; the address leads to the first of the others, and stays with them.
function Profile.leave(t, person)
    local is = redis.call('HMGET', t .. ':person:' .. person, 'profiles', 'profile')
    local index, others = is[1], {}
    if not index then return end
    local key = list_key(t, index)
    for i, other in ipairs(redis.call('LRANGE', key, 0, -1)) do
        if other == person then redis.call('LSET', key, i - 1, HOLE)
        elseif other ~= HOLE then others[#others + 1] = other end
    end
    if others[1] and redis.call('HGET', t .. ':addr', index) == person then hand(t, index, others[1]) end
    redis.call('HDEL', t .. ':person:' .. person, 'profiles', 'profile')
    if #others > 1 then return end
    redis.call('DEL', key)
    if others[1] then redis.call('HDEL', t .. ':person:' .. others[1], 'profiles', 'profile') end
end

-- Whether two people share a telephone.
function Profile.together(t, a, b)
    local index = redis.call('HGET', t .. ':person:' .. a, 'profiles')
    return index and index == redis.call('HGET', t .. ':person:' .. b, 'profiles')
end

-- A person who moves to this telephone goes into one of those who share it: the place is theirs.
function Profile.takes(t, person, from)
    local is = redis.call('HMGET', t .. ':person:' .. from, 'profiles', 'profile')
    if not is[1] then return end
    redis.call('LSET', list_key(t, is[1]), tonumber(is[2]) - 1, person)
    place_set(t, is[1], is[2], person)
    redis.call('HDEL', t .. ':person:' .. from, 'profiles', 'profile')
end

ERASED[#ERASED + 1] = function(x)
    if x.fields.profiles then Profile.leave(x.t, x.person) end
end

-- {"profile", own number, the active one's, when it was last spoken with, which there are as bits}
FACTS[#FACTS + 1] = function(t, person, fields, _, add)
    local index = flat_field(fields, 'profiles')
    if not index then return end
    local active, number, mask = redis.call('HGET', t .. ':addr', index), 0, 0
    for i, other in ipairs(redis.call('LRANGE', list_key(t, index), 0, MAX - 1)) do
        if other ~= HOLE then mask = mask + 2 ^ (i - 1) end
        if other == active then number = i end
    end
    local last = active and redis.call('LINDEX', t .. ':log:' .. active, -1)
    add({ 'profile', flat_field(fields, 'profile') or '0', string.format('%d', number),
        last and last:match('^%S+ %S+ (%d+) ') or '0', string.format('%d', mask) })
end

end
