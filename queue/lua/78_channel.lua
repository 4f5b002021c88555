-- channel - which channels may not send, and why; queue/channel_state.h tells the rules.
--
--   {t}:channel-states       hash    channel -> "<resting|refused|held> <next try, ms> <since, ms> <times> <code|-> <user|->"; one
--                                    that is well is in none
--   {t}:channel-alarms       zset    channels of which those on duty must be told -> when

do

local function field(record, n)
    local i = 0
    for word in (record or ''):gmatch('%S+') do
        i = i + 1
        if i == n then return word end
    end
    return ''
end

-- The provider refuses the account: those on duty are told once, until it was well again.
local function refused(t, now, name, code)
    redis.call('ZADD', t .. ':channel-alarms', now, name)
    audit(t, now, '-', 'channel-refused', name .. ' ' .. code)
    count(t, 'channels_refused')
    ring(t, 'channel-alarm')
end

-- channel_state now_ms channel word next_try_ms times code user
-- user is "-" when a process says it: that does not change what a person has stopped. "same" when nothing was changed.
redis.register_function('channel_state', function(keys, args)
    local t, now, name, word, user = keys[1], tonumber(args[1]), args[2], args[3], args[7]
    local key, was = t .. ':channel-states', redis.call('HGET', keys[1] .. ':channel-states', args[2])
    local before = was and field(was, 1) or 'well'
    if (before == 'held' and user == '-') or (word == 'well' and not was) then return 'same' end
    if word == 'well' then
        redis.call('HDEL', key, name)
        redis.call('ZREM', t .. ':channel-alarms', name)
    else
        local since = before == word and field(was, 3) or args[1]
        redis.call('HSET', key, name, table.concat({ word, args[4], since, args[5], args[6], user }, ' '))
    end
    if user ~= '-' then audit(t, now, user, word == 'held' and 'channel-hold' or 'channel-resume', name) end
    if word == 'refused' and before ~= 'refused' then refused(t, now, name, args[6]) end
    ring(t, 'channels')
    if word == 'well' then ring(t, 'out') end
    return 'ok'
end)

-- channel_list day ("2026-11-26") channel...
-- For each: {record or "", segments handed over today, price of today, of this month, sealed name of who holds it}; and behind
-- them the latest gaps of 53_heard.lua, and the records of 56_template.lua.
redis.register_function('channel_list', function(keys, args)
    local t, day, rows = keys[1], args[1], {}
    for i = 2, #args do
        local name, spent, month = args[i], {}, 0
        local record = redis.call('HGET', t .. ':channel-states', name) or ''
        local used = redis.call('HMGET', t .. ':day:' .. name, 'day', 'segments')
        for d = 1, 31 do spent[d] = string.format('%s%02d %s', day:sub(1, 8), d, name) end
        spent = redis.call('HMGET', t .. ':spent', unpack(spent))
        for _, price in ipairs(spent) do month = month + (tonumber(price) or 0) end
        local by = field(record, 1) == 'held' and field(record, 6) or ''
        rows[#rows + 1] = { record, used[1] == day and used[2] or '0', spent[tonumber(day:sub(9, 10))] or '0',
            string.format('%.4f', month), user_name(t, by) }
    end
    rows[#rows + 1] = redis.call('LRANGE', t .. ':gaps', 0, 9)
    rows[#rows + 1] = redis.call('HGETALL', t .. ':templates')
    return rows
end)

-- channel_alarms now_ms lease_ms
-- Channels that those on duty must be told of: {channel, code, since}. Each comes back after the lease unless it was told.
redis.register_function('channel_alarms', function(keys, args)
    local t, now, reply = keys[1], tonumber(args[1]), {}
    for _, name in ipairs(redis.call('ZRANGEBYSCORE', t .. ':channel-alarms', '-inf', now, 'LIMIT', 0, 10)) do
        local is = redis.call('HGET', t .. ':channel-states', name)
        redis.call('ZADD', t .. ':channel-alarms', now + tonumber(args[2]), name)
        reply[#reply + 1] = { name, field(is, 5), field(is, 3) }
    end
    return reply
end)

-- channel_told now_ms channel [out_id person channel realm useless segments sealed_text]
-- A text to one who is on duty; without one, all have been told.
redis.register_function('channel_told', function(keys, args)
    local t, now = keys[1], tonumber(args[1])
    if not args[3] then return redis.call('ZREM', t .. ':channel-alarms', args[2]) end
    local out = { id = args[3], lane = 0, purpose = 'reply', channel = args[5], realm = args[6], useless = args[7],
        segments = args[8], text = args[9] }
    if outbox_add(t, args[4], { out }, now) then ring(t, 'out') end
    return 1
end)

end
