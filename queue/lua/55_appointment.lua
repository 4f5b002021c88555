-- appointment - what the office imports. An appointment's id is the keyed index of the office's own id of it, or of the row
-- itself, so that the same row again finds the same appointment.

local REMINDERS = { ['2d'] = 2 * 24 * 3600 * 1000, ['3h'] = 3 * 3600 * 1000 }

-- person_put now_ms candidate wrapped_key sealed_address realm address_index channel
-- {person, wrapped key} of an address; the candidate becomes the person of an address that has none.
redis.register_function('person_put', function(keys, args)
    local t = keys[1]
    local now, candidate, wrapped, address, realm, index, channel = unpack(args)
    local person = redis.call('HGET', t .. ':addr', index)
    if not person or redis.call('EXISTS', t .. ':person:' .. person) == 0 then
        person = person_make(t, candidate, wrapped, realm, index, address, tonumber(now), channel)
    end
    redis.call('HSETNX', t .. ':person:' .. person, 'chan', channel)
    return { person, redis.call('HGET', t .. ':person:' .. person, 'key') or '' }
end)

local function reminders_drop(t, person, id, version)
    for name in pairs(REMINDERS) do
        redis.call('ZREM', t .. ':due', person .. '|reminder|' .. id .. '.' .. version .. '.' .. name)
    end
end

local function reminders_set(t, person, id, version, at, now)
    for name, before in pairs(REMINDERS) do
        if at - before > now then due_set(t, person, 'reminder', id .. '.' .. version .. '.' .. name, at - before) end
    end
end

-- What the office's form says of reminders. A no always counts; a yes does not undo what the person has said since.
local function consent_take(t, person, yes, now, proof)
    local key = t .. ':person:' .. person
    local was = redis.call('HGET', key, 'c:reminders')
    if was == yes or (was and yes == '1') then return end
    redis.call('HSET', key, 'c:reminders', yes)
    redis.call('RPUSH', t .. ':proof:' .. person, proof)
    redis.call('LTRIM', t .. ':proof:' .. person, -500, -1)
    if yes == '1' then
        redis.call('ZADD', t .. ':consent:reminders', 'NX', now, person)
    else
        redis.call('ZREM', t .. ':consent:reminders', person)
    end
end

local function appointment_write(t, person, id, version, at, print, what, place)
    redis.call('HSET', t .. ':appt:' .. id, 'person', person, 'at', at, 'version', version, 'print', print, 'what', what,
        'place', place, 'ext', id)
    redis.call('ZADD', t .. ':appts', at, id)
    redis.call('ZADD', t .. ':appts:' .. person, at, id)
    redis.call('HSET', t .. ':person:' .. person, 'appts', '1')
end

-- Fact {"past", id, at, what, place, status}: the latest appointment that has passed.
FACTS[#FACTS + 1] = function(t, person, fields, now, add)
    if not flat_field(fields, 'appts') then return end
    local past = redis.call('ZREVRANGEBYSCORE', t .. ':appts:' .. person, '(' .. now, '-inf', 'LIMIT', 0, 1)
    if past[1] then add{ 'past', unpack(appointment_get(t, past[1])) } end
end

-- "new", "moved" or "same". A move of person or time makes a new version: the old reminders go, and any that is already on its
-- way is recognised as stale by its version.
local function appointment_put(t, now, person, id, at, print, what, place)
    local was = redis.call('HMGET', t .. ':appt:' .. id, 'person', 'at', 'version', 'print')
    if was[4] == print and was[1] == person then return 'same' end
    local version = tonumber(was[3]) or 0
    ring(t, 'appointments')
    if was[1] and was[1] == person and tonumber(was[2]) == tonumber(at) then
        appointment_write(t, person, id, version, at, print, what, place)
        return 'moved'
    end
    if was[1] then
        reminders_drop(t, was[1], id, version)
        redis.call('ZREM', t .. ':appts:' .. was[1], id)
    end
    appointment_write(t, person, id, version + 1, at, print, what, place)
    redis.call('HSET', t .. ':appt:' .. id, 'status', 'planned')
    reminders_set(t, person, id, version + 1, tonumber(at), now)
    return was[1] and 'moved' or 'new'
end

-- appt_put now_ms person id at_ms print sealed_what sealed_place consent sealed_proof language sealed_name
-- "new", "moved" or "same". print is a keyed hash of all that is shown of the row.
redis.register_function('appt_put', function(keys, args)
    local t, now, person, id, at = keys[1], tonumber(args[1]), args[2], args[3], args[4]
    local _, _, _, _, print, what, place, consent, proof, language, name = unpack(args)
    local key = t .. ':person:' .. person
    if redis.call('EXISTS', key) == 0 then return redis.error_reply('MISSING the person is gone') end
    consent_take(t, person, consent, now, proof)
    if language ~= '' then redis.call('HSETNX', key, 'lang', language) end
    if name ~= '' then redis.call('HSET', key, 'name', name) end
    return appointment_put(t, now, person, id, at, print, what, place)
end)
