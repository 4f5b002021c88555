-- campaign - an announcement: texts, a frozen audience, a position. 50_send.lua draws from it.

local SAME_TEXT_MS = 24 * 3600 * 1000

-- An invitation to a survey goes to those who consented to surveys, any other announcement to those who did to events.
local function campaign_purpose(survey) return survey and survey ~= '' and 'surveys' or 'events' end

-- campaign_start now_ms id fallback useless_ms hash from_ms activity survey (language sealed_text segments)...
-- How many people it goes to. from_ms: nothing leaves before; activity: whom it reaches is invited to it, "" for none;
-- survey: who has answered it is left out, "" for none. Error LOST when the same texts were started less than a day ago.
redis.register_function('campaign_start', function(keys, args)
    local t, now, id = keys[1], tonumber(args[1]), args[2]
    local last = tonumber(redis.call('ZSCORE', t .. ':campaign-texts', args[5]) or 0)
    if last > now - SAME_TEXT_MS then return redis.error_reply('LOST the same texts went out within a day') end
    redis.call('ZADD', t .. ':campaign-texts', now, args[5])
    redis.call('ZREMRANGEBYSCORE', t .. ':campaign-texts', '-inf', now - SAME_TEXT_MS)
    redis.call('COPY', t .. ':consent:' .. campaign_purpose(args[8]), t .. ':campaign-to:' .. id)
    local people = redis.call('ZCARD', t .. ':campaign-to:' .. id)
    local key = t .. ':campaign:' .. id
    redis.call('HSET', key, 'state', 'running', 'fallback', args[3], 'useless', args[4], 'people', people, 'position', 0,
        'sent', 0, 'failed', 0, 'unknown', 0, 'skipped', 0, 'created', args[1], 'from', args[6], 'activity', args[7],
        'survey', args[8])
    if args[7] ~= '' then redis.call('HSET', t .. ':activity:' .. args[7], 'campaign', id) end
    for i = 9, #args - 2, 3 do
        redis.call('HSET', key, 'text:' .. args[i], args[i + 1], 'seg:' .. args[i], args[i + 2])
    end
    redis.call('ZADD', t .. ':campaigns', now, id)
    redis.call('ZADD', t .. ':campaigns-live', now, id)
    count(t, 'campaigns')
    ring(t, 'campaign ' .. id)
    ring(t, 'out')
    return people
end)

-- campaign_audience from max survey
-- {people looked at, language, count, language, count...} of those who would get a campaign now, from a place in the list of
-- consents on. "" stands for people whose language is not known.
redis.register_function('campaign_audience', function(keys, args)
    local t, from, purpose = keys[1], tonumber(args[1]), campaign_purpose(args[3])
    local list = redis.call('ZRANGE', t .. ':consent:' .. purpose, from, from + tonumber(args[2]) - 1)
    local counts, reply = {}, { #list }
    for _, person in ipairs(list) do
        local is = redis.pcall('HMGET', t .. ':person:' .. person, 'c:' .. purpose, 'stopped', 'lang',
            'm:enc-' .. (args[3] or ''), 'm:discreet', 'm:unsafe')
        if not failed(is) and is[1] == '1' and is[2] ~= '1' and not (is[4] or is[5] or is[6]) then
            counts[is[3] or ''] = (counts[is[3] or ''] or 0) + 1
        end
    end
    for language, n in pairs(counts) do
        reply[#reply + 1] = language
        reply[#reply + 1] = n
    end
    return reply
end)

-- From which states one may go to which.
local MOVES = { running = { paused = true, cancelled = true }, paused = { running = true, cancelled = true } }

-- campaign_set id state
-- The new state. The same state again is no error. A campaign that is done or cancelled stays so (LOST).
redis.register_function('campaign_set', function(keys, args)
    local t, id, state = keys[1], args[1], args[2]
    local key = t .. ':campaign:' .. id
    local is = redis.call('HMGET', key, 'state', 'people', 'position', 'created')
    if not is[1] then return redis.error_reply('MISSING no such campaign') end
    if is[1] == state then return state end
    if not (MOVES[is[1]] and MOVES[is[1]][state]) then return redis.error_reply('LOST the campaign is ' .. is[1]) end
    redis.call('HSET', key, 'state', state)
    if state == 'running' then
        redis.call('ZADD', t .. ':campaigns-live', is[4], id)
        ring(t, 'out')
    else
        redis.call('ZREM', t .. ':campaigns-live', id)
    end
    if state == 'cancelled' then redis.call('HINCRBY', key, 'skipped', tonumber(is[2]) - tonumber(is[3])) end
    ring(t, 'campaign ' .. id)
    return state
end)

-- campaign_get id
-- {state, people, position, sent, failed, unknown, skipped} as strings.
redis.register_function('campaign_get', function(keys, args)
    local is = redis.call('HMGET', keys[1] .. ':campaign:' .. args[1], 'state', 'people', 'position', 'sent', 'failed',
        'unknown', 'skipped')
    if not is[1] then return redis.error_reply('MISSING no such campaign') end
    return is
end)
