-- activity - events and workshops as the office keeps them, and notices to those who were told of them.

-- Who came to what is forgotten so long after the end; how many of each language stays, for the statistics of the year.
local Activity = { BOARD_MAX = 20, PEOPLE_MS = 180 * 24 * 3600 * 1000 }

-- Rows of the board.
BOARD[#BOARD + 1] = function(t, now, add)
    redis.call('ZREMRANGEBYSCORE', t .. ':board', '-inf', now)
    for _, a in ipairs(redis.call('ZRANGE', t .. ':board', 0, Activity.BOARD_MAX - 1)) do
        add({ 'activity', a, redis.call('HGETALL', t .. ':activity:' .. a),
            redis.call('ZCARD', t .. ':activity-wait:' .. a) })
    end
end

local function activity_write(t, a, args, from)
    local flat = {}
    for i = from, #args do flat[#flat + 1] = args[i] end
    redis.call('HSET', t .. ':activity:' .. a, unpack(flat))
    local ends = tonumber(redis.call('HGET', t .. ':activity:' .. a, 'ends'))
    if ends then redis.call('ZADD', t .. ':activities-people', ends + Activity.PEOPLE_MS, a) end
end

-- activity_put now_ms id until_ms user (field value)...
-- A new activity, on the board until until_ms. Fields are those of struct board_activity (queue/board.c reads them), times
-- (46_seat.lua) and ends (of the last session). Error LOST when the board is full.
redis.register_function('activity_put', function(keys, args)
    local t, now, a = keys[1], tonumber(args[1]), args[2]
    redis.call('ZREMRANGEBYSCORE', t .. ':board', '-inf', now)
    if redis.call('ZCARD', t .. ':board') >= Activity.BOARD_MAX then
        return redis.error_reply('LOST there are 20 activities already; cancel one or wait until one is over')
    end
    activity_write(t, a, args, 5)
    audit(t, now, args[4], 'activity-new', a)
    redis.call('HSET', t .. ':activity:' .. a, 'state', 'open', 'version', 1, 'taken', 0, 'order', 0, 'created', args[1])
    redis.call('ZADD', t .. ':board', args[3], a)
    redis.call('ZADD', t .. ':activities', now, a)
    count(t, 'activities')
    ring(t, 'board')
    ring(t, 'activity ' .. a)
    return 'ok'
end)

-- Everybody who was told hears of the new version, from at on. quiet: nobody does, but their timers follow.
local function activity_notice(t, a, at, quiet)
    local told = redis.call('LLEN', t .. ':activity-to:' .. a)
    redis.call('HSET', t .. ':activity:' .. a, 'told', 0, 'tell', told, 'quiet', quiet and 1 or 0)
    if told > 0 then
        redis.call('ZADD', t .. ':activities-telling', at, a)
    else
        redis.call('HDEL', t .. ':activity:' .. a, 'undo')
    end
    ring(t, 'board')
    ring(t, 'activity ' .. a)
end

local function activity_is(t, a, version)
    local is = redis.call('HMGET', t .. ':activity:' .. a, 'version', 'state')
    if not is[1] then return redis.error_reply('MISSING there is no such activity') end
    if is[2] == 'cancelled' then return redis.error_reply('LOST the activity is cancelled') end
    if version ~= '' and is[1] ~= version then return redis.error_reply('LOST somebody else has changed it') end
    return nil, tonumber(is[1])
end

-- What is changed can be taken back as long as nobody has been told: the record as it was.
local function activity_keep(t, a)
    redis.call('HDEL', t .. ':activity:' .. a, 'undo')
    redis.call('HSET', t .. ':activity:' .. a, 'undo', cjson.encode(redis.call('HGETALL', t .. ':activity:' .. a)))
end

-- activity_change now_ms id version until_ms notice_at_ms user (field value)...
-- The fields are written anew. notice_at_ms: "" when nothing that people were told has changed; else a new version, and all
-- who were told hear of it. Seats that are new go to those who wait. Error LOST when version is not the last one's.
redis.register_function('activity_change', function(keys, args)
    local t, now, a, at = keys[1], tonumber(args[1]), args[2], args[5]
    local refused, version = activity_is(t, a, args[3])
    if refused then return refused end
    if at ~= '' then activity_keep(t, a) end
    activity_write(t, a, args, 7)
    audit(t, now, args[6], 'activity-change', a)
    redis.call('ZADD', t .. ':board', args[4], a)
    if at ~= '' then
        redis.call('HSET', t .. ':activity:' .. a, 'version', version + 1)
        activity_notice(t, a, at)
    end
    Seat.fill(t, a, now)
    ring(t, 'board')
    ring(t, 'activity ' .. a)
    return 'ok'
end)

-- activity_set now_ms id state notice_at_ms user
-- open, closed (nobody else may sign up) or cancelled (for ever, and all who were told hear it).
redis.register_function('activity_set', function(keys, args)
    local t, a, state = keys[1], args[2], args[3]
    local refused, version = activity_is(t, a, '')
    if refused then return refused end
    if state == 'cancelled' then activity_keep(t, a) end
    redis.call('HSET', t .. ':activity:' .. a, 'state', state)
    audit(t, tonumber(args[1]), args[5], 'activity-' .. state, a)
    if state == 'cancelled' then
        redis.call('HSET', t .. ':activity:' .. a, 'version', version + 1)
        activity_notice(t, a, args[4])
    end
    ring(t, 'board')
    ring(t, 'activity ' .. a)
    return 'ok'
end)

-- What an undo puts back: what the office writes, and not what people have done in the meantime.
local UNDONE = { state = true, word = true, sessions = true, times = true, ends = true }

-- activity_undo now_ms id until_ms user
-- The last change or cancellation is taken back. Error LOST when people are being told of it, or when there is none.
redis.register_function('activity_undo', function(keys, args)
    local t, now, a = keys[1], tonumber(args[1]), args[2]
    local key = t .. ':activity:' .. a
    local is = redis.call('HMGET', key, 'version', 'undo')
    if not is[1] then return redis.error_reply('MISSING there is no such activity') end
    local at = redis.call('ZSCORE', t .. ':activities-telling', a)
    if not is[2] or not at or tonumber(at) <= now then
        return redis.error_reply('LOST people have been told already; change it again')
    end
    local was = cjson.decode(is[2])
    for i = 1, #was, 2 do
        if UNDONE[was[i]] or was[i]:match('^title:') or was[i]:match('^place:') then
            redis.call('HSET', key, was[i], was[i + 1])
        end
    end
    redis.call('HDEL', key, 'undo')
    redis.call('HSET', key, 'version', tonumber(is[1]) + 1)
    redis.call('ZADD', t .. ':board', args[3], a)
    redis.call('ZREM', t .. ':activities-telling', a)
    activity_notice(t, a, now, true)
    audit(t, now, args[4], 'activity-undo', a)
    return 'ok'
end)

-- One part of a notice: up to max people of the list. Whoever said no is left in peace.
local function activity_tell(t, a, now, max)
    local is = redis.call('HMGET', t .. ':activity:' .. a, 'told', 'tell', 'version', 'state', 'quiet')
    local from, to = tonumber(is[1]) or 0, tonumber(is[2]) or 0
    local last = math.min(from + max, to)
    if last > from then
        for _, person in ipairs(redis.call('LRANGE', t .. ':activity-to:' .. a, from, last - 1)) do
            local seat = Seat.read(t, a, person)
            if seat and seat.state ~= 'n' then
                if is[5] ~= '1' then Seat.tell(t, person, 'notice', a .. '.' .. is[3], now) end
                if seat.state == 'y' and is[4] ~= 'cancelled' then Seat.times(t, a, person, true, now) end
            end
        end
    end
    redis.call('HSET', t .. ':activity:' .. a, 'told', last)
    if last >= to then
        redis.call('ZREM', t .. ':activities-telling', a)
        redis.call('HDEL', t .. ':activity:' .. a, 'undo')
        ring(t, 'activity ' .. a)
    end
    return last - from
end

MORE_CHORES[#MORE_CHORES + 1] = function(t, now, max)
    local told = 0
    for _, a in ipairs(redis.call('ZRANGEBYSCORE', t .. ':activities-telling', '-inf', now, 'LIMIT', 0, 5)) do
        told = told + activity_tell(t, a, now, max)
    end
    return told
end

-- activity_get id
-- {flat record, people waiting}. Error MISSING.
redis.register_function('activity_get', function(keys, args)
    local t, a = keys[1], args[1]
    local flat = redis.call('HGETALL', t .. ':activity:' .. a)
    if #flat == 0 then return redis.error_reply('MISSING there is no such activity') end
    return { flat, redis.call('ZCARD', t .. ':activity-wait:' .. a) }
end)

-- activity_list from max
-- {how many there are, {id, flat record, people waiting}...}, newest first.
redis.register_function('activity_list', function(keys, args)
    local t, from = keys[1], tonumber(args[1])
    local rows = { redis.call('ZCARD', t .. ':activities') }
    for _, a in ipairs(redis.call('ZREVRANGE', t .. ':activities', from, from + tonumber(args[2]) - 1)) do
        rows[#rows + 1] = { a, redis.call('HGETALL', t .. ':activity:' .. a),
            redis.call('ZCARD', t .. ':activity-wait:' .. a) }
    end
    return rows
end)

-- activity_people id from max
-- {how many there are, {person, state, size, came, at, language, wrapped key, sealed name}...} in the order in which they
-- were first told.
redis.register_function('activity_people', function(keys, args)
    local t, a, from = keys[1], args[1], tonumber(args[2])
    local rows = { redis.call('LLEN', t .. ':activity-to:' .. a) }
    for _, person in ipairs(redis.call('LRANGE', t .. ':activity-to:' .. a, from, from + tonumber(args[3]) - 1)) do
        local seat = Seat.read(t, a, person)
        local who = redis.call('HMGET', t .. ':person:' .. person, 'lang', 'key', 'name')
        if seat then
            rows[#rows + 1] = { person, seat.state, seat.size, string.format('%d', seat.came), seat.at, who[1] or '',
                who[2] or '', who[3] or '' }
        end
    end
    return rows
end)

-- Adds a person to the counts of a language and a state.
local function activity_count(found, lang, seat)
    local row = found[lang .. seat.state] or { lang, seat.state, 0, 0, 0 }
    row[3], row[4], row[5] = row[3] + 1, row[4] + seat.size, row[5] + (seat.came > 0 and 1 or 0)
    found[lang .. seat.state] = row
end

-- activity_counts id from max
-- {people looked at, {language, state, people, seats, came}...}: how many of each language and state; came: those who were
-- at a session or more. Those who are forgotten are counted with the first part.
redis.register_function('activity_counts', function(keys, args)
    local t, a, from = keys[1], args[1], tonumber(args[2])
    local list, found, rows = redis.call('LRANGE', t .. ':activity-to:' .. a, from, from + tonumber(args[3]) - 1), {}, {}
    for _, person in ipairs(list) do
        local seat = Seat.read(t, a, person)
        if seat then activity_count(found, redis.call('HGET', t .. ':person:' .. person, 'lang') or '', seat) end
    end
    for _, row in pairs(found) do rows[#rows + 1] = row end
    local kept = from == 0 and redis.call('HGETALL', t .. ':activity-kept:' .. a) or {}
    for i = 1, #kept, 2 do
        local lang, state = kept[i]:match('^(%a*):(%a)$')
        local people, seats, came = kept[i + 1]:match('^(%d+) (%d+) (%d+)$')
        if lang and people then rows[#rows + 1] = { lang, state, tonumber(people), tonumber(seats), tonumber(came) } end
    end
    return { #list, unpack(rows) }
end)

-- A part of the people of an activity that has long been over is forgotten; their numbers stay.
local function activity_forget(t, a, max)
    local to, found = t .. ':activity-to:' .. a, {}
    local list = redis.call('LRANGE', to, 0, max - 1)
    for _, person in ipairs(list) do
        local seat = Seat.read(t, a, person)
        if seat then activity_count(found, redis.call('HGET', t .. ':person:' .. person, 'lang') or '', seat) end
        redis.call('HDEL', t .. ':activity-people:' .. a, person)
    end
    for _, row in pairs(found) do
        local field = row[1] .. ':' .. row[2]
        local people, seats, came = (redis.call('HGET', t .. ':activity-kept:' .. a, field) or '0 0 0'):match('(%d+) (%d+) (%d+)')
        redis.call('HSET', t .. ':activity-kept:' .. a, field,
            string.format('%d %d %d', people + row[3], seats + row[4], came + row[5]))
    end
    redis.call('LTRIM', to, #list, -1)
    if #list < max then
        redis.call('DEL', to, t .. ':activity-people:' .. a, t .. ':activity-wait:' .. a)
        redis.call('ZREM', t .. ':activities-people', a)
    end
    return #list
end

MORE_CHORES[#MORE_CHORES + 1] = function(t, now, max)
    local forgotten = 0
    for _, a in ipairs(redis.call('ZRANGEBYSCORE', t .. ':activities-people', '-inf', now, 'LIMIT', 0, 1)) do
        forgotten = forgotten + activity_forget(t, a, max)
    end
    return forgotten
end

-- activity_came id person session user now_ms
-- A caseworker saw them there. Error MISSING when they have nothing to do with it.
redis.register_function('activity_came', function(keys, args)
    local t, a, person = keys[1], args[1], args[2]
    if not Seat.read(t, a, person) then return redis.error_reply('MISSING this person did not sign up') end
    OPS.came[2]({ t = t, person = person }, a, args[3])
    audit(t, tonumber(args[5]), args[4], 'activity-came', a)
    return 'ok'
end)
