-- heard - when the office was listening, and what it missed when it was not (promises 0.10); and sends whose answer was lost, to
-- be looked up in the provider's own list.
--
--   {t}:heard                hash    channel -> when it was listening last
--   {t}:gaps-open            zset    "<channel> <from> <until>" -> when it may be looked at (again)
--   {t}:gaps                 list    "<channel> <from> <until> <fetched|none|failed>", newest first, 50: for the desk

do

local GAP_MS = 3 * 60 * 1000
local LOOK_MS = 5 * 60 * 1000

-- heard now_ms channel...
-- The door is open for these channels. A time in which nobody listened becomes an open gap. Returns how many are open.
redis.register_function('heard', function(keys, args)
    local t, now = keys[1], tonumber(args[1])
    for i = 2, #args do
        local last = tonumber(redis.call('HGET', t .. ':heard', args[i]) or 0) or 0
        if last > 0 and now - last > GAP_MS then
            redis.call('ZADD', t .. ':gaps-open', now, string.format('%s %d %d', args[i], last, now))
            count(t, 'gaps')
        end
        redis.call('HSET', t .. ':heard', args[i], args[1])
    end
    return redis.call('ZCARD', t .. ':gaps-open')
end)

-- gap_take now_ms lease_ms
-- The first open gap that nobody is looking at: its text, or "". It comes back after the lease unless gap_done ends it.
redis.register_function('gap_take', function(keys, args)
    local t, now = keys[1], tonumber(args[1])
    local gap = redis.call('ZRANGEBYSCORE', t .. ':gaps-open', '-inf', now, 'LIMIT', 0, 1)[1]
    if not gap then return '' end
    redis.call('ZADD', t .. ':gaps-open', now + tonumber(args[2]), gap)
    return gap
end)

-- gap_done gap fetched
-- fetched: how many messages had been missed, "none" (the provider keeps no list) or "failed".
redis.register_function('gap_done', function(keys, args)
    local t = keys[1]
    if redis.call('ZREM', t .. ':gaps-open', args[1]) == 0 then return 0 end
    redis.call('LPUSH', t .. ':gaps', args[1] .. ' ' .. args[2])
    redis.call('LTRIM', t .. ':gaps', 0, 49)
    count(t, 'gap_messages', tonumber(args[2]) or 0)
    ring(t, 'channels')
    return 1
end)

local MISSED = { 'person', 'channel', 'realm', 'text', 'tries', 'campaign', 'token', 'lane', 'as' }

local function missed_item(t, id, channel)
    local fields, out = redis.call('HMGET', t .. ':out:' .. id, unpack(MISSED)), {}
    for i, name in ipairs(MISSED) do out[name] = fields[i] or '' end
    if out.channel ~= channel or out.person == '' then return nil end
    local who = redis.call('HMGET', t .. ':person:' .. out.person, 'key', 'to:' .. out.realm, 'lang')
    if not who[1] or not who[2] then return nil end
    local x = { t = t, texts = {} }
    local text, lang = out.text, ''
    if out.campaign ~= '' then text, lang = Campaign.text(x, out.campaign, who[3] or '') end
    return { id, out.person, out.token, channel, out.lane, out.tries, text, who[1], who[2], out.campaign, lang, out.as, who[3] or '' }
end

-- lost_sends now_ms channel from_ms max
-- Sends over a channel whose answer was lost since then: {since when, item as of send_reserve}. Asked at most once in five minutes by
-- all processes together.
redis.register_function('lost_sends', function(keys, args)
    local t, now, channel, reply = keys[1], tonumber(args[1]), args[2], {}
    local ids = redis.call('ZRANGEBYSCORE', t .. ':unknown', args[3], '+inf', 'WITHSCORES', 'LIMIT', 0, args[4])
    if #ids == 0 then return reply end
    if not redis.call('SET', t .. ':lost-look:' .. channel, args[1], 'NX', 'PX', LOOK_MS) then return reply end
    for i = 1, #ids, 2 do
        local ok, item = pcall(missed_item, t, ids[i], channel)
        if ok and item then reply[#reply + 1] = { ids[i + 1], item } end
    end
    return reply
end)

end
