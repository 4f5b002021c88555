-- channel - which channels may not send, and why; queue/channel_state.h tells the rules.
--
--   {t}:channel-states       hash    channel -> "<resting|refused|held> <next try, ms> <since, ms> <times> <code|-> <user|->"; one
--                                    that is well is in none
--   {t}:channel-alarms       zset    "<refused|credit|nearly_full|full> <channel>" of which somebody must be told -> when
--   {t}:credit               hash    channel -> "<asked, ms> <said, ms> <amount> <currency|-> <told, ms, 0 while there is enough>"

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
    audit(t, now, '-', 'channel-refused', name .. ' ' .. code)
    count(t, 'channels_refused')
    Route.alarm(t, now, 'refused', name)
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
        redis.call('ZREM', t .. ':channel-alarms', 'refused ' .. name)
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
-- For each: {record or "", segments handed over today, price of today, of this month, sealed name of who holds it, record of its credit}; and
-- behind
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
            string.format('%.4f', month), user_name(t, by), redis.call('HGET', t .. ':credit', name) or '' }
    end
    rows[#rows + 1] = redis.call('LRANGE', t .. ':gaps', 0, 9)
    rows[#rows + 1] = redis.call('HGETALL', t .. ':templates')
    return rows
end)

-- What there is to say of an alarm, and since when: nil when it is over.
local DETAILS = {}
function DETAILS.refused(t, name)
    local is = redis.call('HGET', t .. ':channel-states', name)
    return field(is, 5), field(is, 3)
end
function DETAILS.credit(t, name)
    local is = redis.call('HGET', t .. ':credit', name)
    local currency = field(is, 4)
    return field(is, 3) .. (currency ~= '-' and ' ' .. currency or ''), field(is, 5)
end
function DETAILS.full(t, name)
    local is = redis.call('HMGET', t .. ':day:' .. name, 'segments', 'day')
    return is[1] or '0', is[2] or ''
end
DETAILS.nearly_full = DETAILS.full

-- channel_alarms now_ms lease_ms
-- What somebody must be told of: {member, what, channel, detail, since}. Each comes back after the lease unless it was told.
-- detail: the provider's code, the amount that is left, or the segments of today.
redis.register_function('channel_alarms', function(keys, args)
    local t, now, reply = keys[1], tonumber(args[1]), {}
    for _, member in ipairs(redis.call('ZRANGEBYSCORE', t .. ':channel-alarms', '-inf', now, 'LIMIT', 0, 10)) do
        local what, name = member:match('^(%S+) (%S+)$')
        redis.call('ZADD', t .. ':channel-alarms', now + tonumber(args[2]), member)
        if DETAILS[what] then
            local detail, since = DETAILS[what](t, name)
            reply[#reply + 1] = { member, what, name, detail, since }
        end
    end
    return reply
end)

-- channel_told now_ms member [out_id person channel realm useless segments sealed_text]
-- A text to one who is on duty; without one, all have been told.
redis.register_function('channel_told', function(keys, args)
    local t, now = keys[1], tonumber(args[1])
    if not args[3] then return redis.call('ZREM', t .. ':channel-alarms', args[2]) end
    local out = { id = args[3], lane = 0, purpose = 'reply', channel = args[5], realm = args[6], useless = args[7],
        segments = args[8], text = args[9] }
    if outbox_add(t, args[4], { out }, now) then ring(t, 'out') end
    return 1
end)

-- credit_due now_ms wait_ms channel...
-- The first of these whose account is to be asked for, or "". It is not given out again before the wait is over.
redis.register_function('credit_due', function(keys, args)
    local key, now, wait = keys[1] .. ':credit', tonumber(args[1]), tonumber(args[2])
    for i = 3, #args do
        local is = redis.call('HGET', key, args[i]) or '0 0 0 - 0'
        local asked = tonumber(field(is, 1))
        if now - asked >= wait or asked > now then -- a later one comes from a clock that was set back
            redis.call('HSET', key, args[i], args[1] .. is:match('^%d+(.*)$'))
            return args[i]
        end
    end
    return ''
end)

-- credit_said now_ms channel amount currency low again_ms
-- low: 1 when it is less than the settings want; that is told, and again when it still is after again_ms.
redis.register_function('credit_said', function(keys, args)
    local t, now, name = keys[1], tonumber(args[1]), args[2]
    local told = tonumber(field(redis.call('HGET', t .. ':credit', name), 5)) or 0
    local tells = args[5] == '1' and (told == 0 or now - told >= tonumber(args[6]))
    if args[5] ~= '1' then told = 0 end
    if tells then told = now end
    redis.call('HSET', t .. ':credit', name, table.concat({ args[1], args[1], args[3], args[4], string.format('%d', told) }, ' '))
    if tells then Route.alarm(t, now, 'credit', name) end
    ring(t, 'credit')
    if told == 0 then redis.call('ZREM', t .. ':channel-alarms', 'credit ' .. name) end
    return told
end)

end
