-- seat - who has to do with an activity: invited, coming, waiting, not coming. Seats are counted here and nowhere else, and
-- what gets free goes to the first in the waiting list whose group fits.

local Seat = {}

-- {state (i, y, w, n), size, came (bits), at} of a person; nil when there is nothing between them.
function Seat.read(t, a, person)
    local raw = redis.call('HGET', t .. ':activity-people:' .. a, person)
    if not raw then return nil end
    local state, size, came, at = raw:match('^(%a) (%d+) (%d+) (%d+)$')
    if not state then return nil end
    return { state = state, size = tonumber(size), came = tonumber(came), at = at }
end

-- The person's own record says which activities to ask for; those that have left the board are forgotten on the way.
local function seat_note(t, person, a)
    local key, ids = t .. ':person:' .. person, {}
    for id in (redis.call('HGET', key, 'seats') or ''):gmatch('%S+') do
        if id ~= a and redis.call('ZSCORE', t .. ':board', id) then ids[#ids + 1] = id end
    end
    ids[#ids + 1] = a
    redis.call('HSET', key, 'seats', table.concat(ids, ' '))
end

-- Writes it. Whoever is new enters the list of those who were told, which never shrinks while the activity is there: a
-- notice goes along it by position, so that nobody gets it twice.
function Seat.write(t, a, person, seat)
    local entry = string.format('%s %d %d %s', seat.state, seat.size, seat.came, seat.at)
    if redis.call('HSET', t .. ':activity-people:' .. a, person, entry) == 1 then
        redis.call('RPUSH', t .. ':activity-to:' .. a, person)
        seat_note(t, person, a)
    end
end

-- Timers of a person who has a seat, set or dropped: field times of the activity, "<kind>.<session>.<ms> ...".
function Seat.times(t, a, person, set, now)
    local is = redis.call('HMGET', t .. ':activity:' .. a, 'times', 'version')
    for kind, session, at in (is[1] or ''):gmatch('(%w+)%.(%d+)%.(%d+)') do
        local member = person .. '|session|' .. a .. '.' .. (is[2] or '0') .. '.' .. session .. '.' .. kind
        if not set then
            redis.call('ZREM', t .. ':due', member)
        elseif tonumber(at) > now then
            redis.call('ZADD', t .. ':due', at, member)
        end
    end
end

-- An event of this name in the person's mailbox, now.
function Seat.tell(t, person, name, ref, now)
    if redis.call('EXISTS', t .. ':person:' .. person) == 0 then return end
    local member = person .. '|' .. name .. '|' .. ref
    mailbox_add(t, person, mailbox_entry('T', due_event(member, now), now, '-', member), now)
end

local ACTIVITY = { 'state', 'version', 'capacity', 'taken', 'ends' }
function Seat.activity(t, a)
    local is = redis.call('HMGET', t .. ':activity:' .. a, unpack(ACTIVITY))
    if not is[1] then return nil end
    return { state = is[1], version = is[2], capacity = tonumber(is[3]) or 0, taken = tonumber(is[4]) or 0,
        ends = tonumber(is[5]) or 0 }
end

-- Free seats go to those who wait, in order; a group that does not fit lets smaller ones behind it pass. Each is told.
local FILL_MAX = 200
function Seat.fill(t, a, now)
    local activity = Seat.activity(t, a)
    if not activity or activity.state == 'cancelled' or activity.ends <= now then return end
    local room = activity.capacity - activity.taken
    for _, person in ipairs(redis.call('ZRANGE', t .. ':activity-wait:' .. a, 0, FILL_MAX - 1)) do
        if room < 1 then return end
        local seat = Seat.read(t, a, person)
        if not seat or seat.state ~= 'w' then
            redis.call('ZREM', t .. ':activity-wait:' .. a, person)
        elseif seat.size <= room then
            redis.call('ZREM', t .. ':activity-wait:' .. a, person)
            seat.state, seat.at, room = 'y', string.format('%d', now), room - seat.size
            Seat.write(t, a, person, seat)
            redis.call('HINCRBY', t .. ':activity:' .. a, 'taken', seat.size)
            Seat.times(t, a, person, true, now)
            Seat.tell(t, person, 'seat', a, now)
            count(t, 'seats_moved_up')
        end
    end
end

-- A person's answer: state y, w or n. What was theirs before is given back first.
function Seat.set(t, a, person, state, size, now)
    local was = Seat.read(t, a, person) or { state = '', size = 0, came = 0 }
    local held, wants = was.state == 'y' and was.size or 0, state == 'y' and size or 0
    if state == 'w' then
        if was.state ~= 'w' then
            local order = redis.call('HINCRBY', t .. ':activity:' .. a, 'order', 1)
            redis.call('ZADD', t .. ':activity-wait:' .. a, order, person)
        end
    else
        redis.call('ZREM', t .. ':activity-wait:' .. a, person)
    end
    Seat.write(t, a, person, { state = state, size = size, came = was.came, at = string.format('%d', now) })
    redis.call('HINCRBY', t .. ':activity:' .. a, 'taken', wants - held)
    if (wants > 0) ~= (held > 0) then Seat.times(t, a, person, wants > 0, now) end
    if wants < held then Seat.fill(t, a, now) end
    ring(t, 'board')
    ring(t, 'activity ' .. a)
end

-- An invitation has left: nothing changes for whoever has answered already.
function Seat.invite(t, a, person, now)
    if not redis.call('ZSCORE', t .. ':board', a) or Seat.read(t, a, person) then return end
    Seat.write(t, a, person, { state = 'i', size = 1, came = 0, at = string.format('%d', now) })
end

-- A person who is erased leaves no trace but the number of seats that are free again.
function Seat.forget(t, person, now)
    for a in (redis.call('HGET', t .. ':person:' .. person, 'seats') or ''):gmatch('%S+') do
        local was = Seat.read(t, a, person)
        if was then
            Seat.set(t, a, person, 'n', 1, now)
            redis.call('HDEL', t .. ':activity-people:' .. a, person)
            -- the list keeps its places: a notice that is going along it must not miss the next one
            local place = redis.call('LPOS', t .. ':activity-to:' .. a, person)
            if place then redis.call('LSET', t .. ':activity-to:' .. a, place, 'gone') end
        end
    end
end

-- What RESERVE tells: {"seat", activity, state, size, came, at, place in the waiting list or ""}.
FACTS[#FACTS + 1] = function(t, person, fields, now, add)
    local ids = flat_field(fields, 'seats')
    if not ids then return end
    for a in ids:gmatch('%S+') do
        local seat = Seat.read(t, a, person)
        if seat and redis.call('ZSCORE', t .. ':board', a) then
            local place = seat.state == 'w' and redis.call('ZRANK', t .. ':activity-wait:' .. a, person)
            add({ 'seat', a, seat.state, tostring(seat.size), string.format('%d', seat.came), seat.at,
                place and tostring(place + 1) or '' })
        end
    end
end

-- seat: an answer of the person. version: of the activity, as the machine knew it; place: in the waiting list, as it was said.
OPS.seat = { 5, function(x, a, state, size) Seat.set(x.t, a, x.person, state, tonumber(size), x.now) end }
GUARDS.seat = function(t, person, a, state, size, version, place)
    local activity = Seat.activity(t, a)
    if not activity or activity.version ~= version then return false end
    if state == 'n' then return true end
    if activity.state == 'cancelled' then return false end
    local was = Seat.read(t, a, person)
    local room = activity.capacity - activity.taken + (was and was.state == 'y' and was.size or 0)
    local fits = tonumber(size) <= room
    if state == 'y' then return fits end
    local rank = redis.call('ZRANK', t .. ':activity-wait:' .. a, person)
    return not fits and (rank or redis.call('ZCARD', t .. ':activity-wait:' .. a)) + 1 == tonumber(place)
end

-- came: the person was at a session; counted once.
OPS.came = { 2, function(x, a, session)
    local seat = Seat.read(x.t, a, x.person)
    if not seat then return end
    local bit = 2 ^ tonumber(session)
    if math.floor(seat.came / bit) % 2 == 1 then return end
    seat.came = seat.came + bit
    redis.call('HINCRBY', x.t .. ':activity:' .. a, 'came:' .. session, 1)
    Seat.write(x.t, a, x.person, seat)
    ring(x.t, 'activity ' .. a)
end }

-- thanks: what somebody thought of an activity, 1 to 3; counted, and nothing says who.
OPS.thanks = { 2, function(x, a, answer) redis.call('HINCRBY', x.t .. ':activity:' .. a, 'answer:' .. answer, 1) end }

-- board-is: what was said of an activity is still so; writes nothing.
OPS['board-is'] = { 2, function() end }
GUARDS['board-is'] = function(t, person, a, version)
    return redis.call('HGET', t .. ':activity:' .. a, 'version') == version
end
