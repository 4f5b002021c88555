-- route - which channel takes a message now: the person's own, or its backup when that one is away, is full for today, or may
-- not write to this person. Meta's rule: free text only within 24 hours of the person's last message, a template after.
--
-- What a channel of send_reserve has besides name, rate and realm, as words "key=value" behind its 1 or 0 (open or not):
-- try (1: one message only, to see whether it is well again), backup (name of a channel), window (1: the rule of 24 hours holds), templates (",es,*,": languages that have one), cap
-- (segments a day), day (the office's date), tomorrow (ms).

local Route = {}

local WINDOW_MS = 24 * 3600 * 1000 - 5 * 60 * 1000 -- a margin: the provider's clock decides, not ours
local CAPPED_MS = 3600 * 1000
local NEARLY_FULL = 0.8 -- of a day's cap

function Route.read(channel, words)
    for key, value in words:gmatch('(%l+)=(%S+)') do channel[key] = value end
    return words:sub(1, 1) == '1'
end

-- Whether a channel may write to a person, and "template" when only so.
local function may_write(x, channel, person, lang)
    if channel.window ~= '1' then return true, '' end
    local last = tonumber(redis.call('HGET', x.t .. ':person:' .. person, 'in:' .. channel.realm) or 0) or 0
    if x.now - last < WINDOW_MS then return true, '' end
    local has = channel.templates or ''
    return has:find(',' .. lang .. ',', 1, true) ~= nil or has:find(',*,', 1, true) ~= nil, 'template'
end

-- Segments that a channel has handed over today.
local function used(x, channel)
    if not channel.used then
        local is = redis.call('HMGET', x.t .. ':day:' .. channel.name, 'day', 'segments')
        channel.used = is[1] == channel.day and tonumber(is[2]) or 0
    end
    return channel.used
end

-- What a record says of its segments: those on its own channel, and behind a slash those of its text as an SMS.
local function segments_as(says, realm)
    local own, sms = tostring(says):match('^(%d+)/?(%d*)')
    if realm:sub(-3) ~= 'sms' then return 1 end
    return math.max(tonumber(sms) or tonumber(own) or 1, 1)
end

-- The same to be written, of a text of so many segments as an SMS.
function Route.says(segments, realm) return realm:sub(-3) == 'sms' and segments or '1/' .. segments end

-- The segments that a message counts on a channel: billed by the message it is one.
function Route.segments(out, channel)
    if channel.name ~= out.channel then return segments_as(out.segments, channel.realm) end
    return math.max(tonumber(out.segments:match('^%d+')) or 1, 1)
end

-- Those who can do something about it are told (queue/channel_alarm.h): "refused", "credit", "nearly_full" or "full".
function Route.alarm(t, now, what, channel)
    redis.call('ZADD', t .. ':channel-alarms', now, what .. ' ' .. channel)
    ring(t, 'channel-alarm')
end

-- That a day is full is told once.
local function full_told(x, channel)
    local key = x.t .. ':day:' .. channel.name
    if not channel.told and redis.call('HGET', key, 'full') ~= channel.day then
        redis.call('HSET', key, 'full', channel.day)
        Route.alarm(x.t, x.now, 'full', channel.name)
    end
    channel.told = true
end

local function is_full(x, channel, segments)
    local full = channel.cap ~= nil and used(x, channel) + segments > tonumber(channel.cap)
    if full then full_told(x, channel) end
    return full
end

function Route.take(x, channel, segments)
    channel.tried = true
    if not channel.cap then return end
    local nearly = NEARLY_FULL * tonumber(channel.cap)
    if used(x, channel) < nearly and channel.used + segments >= nearly then Route.alarm(x.t, x.now, 'nearly_full', channel.name) end
    channel.used = channel.used + segments
    redis.call('HSET', x.t .. ':day:' .. channel.name, 'day', channel.day, 'segments', channel.used)
end

-- The channel, and how: "", "template", "moved" or "moved template". nil and "away" (it may go later), "full" (tomorrow) or
-- "window" (no channel may write to this person).
function Route.find(x, person, out, who)
    local name, why = out.channel, 'window'
    for _ = 1, 8 do
        local channel = x.known[name]
        if not channel then return nil, name == out.channel and 'away' or why end
        local may, mode = may_write(x, channel, person, who.lang or '')
        if may and is_full(x, channel, Route.segments(out, channel)) then
            why = 'full'
        elseif may and x.channels[name] and not (channel.try and channel.tried) then
            if name == out.channel then return channel, mode end
            return channel, mode == '' and 'moved' or 'moved template'
        elseif may then
            why = 'away'
        end
        if not channel.backup then break end
        name = channel.backup
    end
    return nil, why
end

function Route.later(x, channel) return math.min(tonumber(channel and channel.tomorrow) or math.huge, x.now + CAPPED_MS) end

-- Writes a message over to another channel. Its realm, where the address is looked up, goes along when the person has an
-- address there; else a number of WhatsApp's is a number for SMS too (the sender refuses what is none). From then on its
-- segments are those of that channel. Returns that address.
local function over(t, person, id, channel, realm)
    local address = redis.call('HGET', t .. ':person:' .. person, 'to:' .. realm)
    local says = redis.call('HGET', t .. ':out:' .. id, 'segments') or '1'
    redis.call('HSET', t .. ':out:' .. id, 'channel', channel, 'segments', segments_as(says, realm))
    if address then redis.call('HSET', t .. ':out:' .. id, 'realm', realm) end
    count(t, 'sends_moved')
    return address
end

-- The same for a message that is being taken.
function Route.move(x, person, out, who, channel)
    local address = over(x.t, person, out.id, channel.name, channel.realm)
    if address then who.address, out.realm = address, channel.realm end
    out.channel = channel.name
end

-- What a provider's refusal makes of the next try: "template" ends the window of 24 hours, "unreachable" and "day" take the
-- backup. False when there is nothing to do differently.
function Route.other(t, out, cause, backup, realm)
    if cause == 'template' then
        redis.call('HSET', t .. ':person:' .. out.person, 'in:' .. out.realm, 0)
        return true
    end
    if (cause ~= 'unreachable' and cause ~= 'day') or (backup or '') == '' then return false end
    over(t, out.person, out.id, backup, realm)
    return true
end
