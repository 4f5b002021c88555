-- send - what leaves: a person's next message is handed to one sender. Lanes: a reply goes before a reminder, a reminder before
-- a campaign (51_campaign.lua), and one message of a person at a time. How it ends is in 52_sent.lua.

local Campaign = {} -- 51_campaign.lua

local BURST_MS = 50 -- so much of a second's tokens may go at once
local RATE_FAR_MS = 60 * 1000 -- a rate that is further ahead comes from a clock that was set back
local LATER_FAR_MS = 3 * 3600 * 1000 -- likewise; no try is put off for longer, but to another day
local DAY_FAR_MS = 8 * 24 * 3600 * 1000 -- nor for longer than this
local PARK_MS = 60 * 1000 -- a channel that is away is asked for again after this

-- The time up to which a channel's tokens are taken; read once, written back by send_flush.
local function rate_read(x, channel)
    if not channel.at then
        local at = tonumber(redis.call('GET', x.t .. ':rate:' .. channel.name) or 0) or 0
        channel.at = (at < x.now or at > x.now + RATE_FAR_MS) and x.now or at
    end
    return channel.at
end

-- GCRA: nil when the segments may go now (and are taken), else the time when they may.
local function rate_take(x, channel, segments)
    local at = rate_read(x, channel)
    if at - x.now > BURST_MS then return at - BURST_MS end
    channel.at, channel.taken = at + segments * 1000 / channel.rate, true
    return nil
end

-- People whose channel is out of tokens wait in turn, each lane of its own, so that they do not all come back at once.
local function rate_turn(x, channel, lane, segments, at)
    local key = channel.name .. lane
    local turn = math.max(x.turns[key] or 0, at)
    x.turns[key] = turn + segments * 1000 / channel.rate
    return turn
end

local function send_later(x, person, at)
    redis.call('ZREM', x.t .. ':lanes', person)
    redis.call('ZADD', x.t .. ':lanes-later', at, person)
end

local function send_other_day(x, person, at)
    redis.call('ZREM', x.t .. ':lanes', person)
    redis.call('ZADD', x.t .. ':lanes-day', at, person)
end

-- A message that is not to be sent any more, and why.
local function send_drop(x, person, out, state, code)
    out_write(x.t, out.id, out.state, out.campaign, state, 'code', code)
    redis.call('ZREM', x.t .. ':outbox:' .. person, out.id)
    count(x.t, state)
    ring(x.t, 'log ' .. person)
end

local OUT = { 'person', 'channel', 'realm', 'lane', 'purpose', 'text', 'useless', 'tries', 'campaign', 'segments', 'next',
    'state', 'day', 'created' }
local function send_read(x, id)
    local fields, out = redis.call('HMGET', x.t .. ':out:' .. id, unpack(OUT)), {}
    for i, name in ipairs(OUT) do out[name] = fields[i] or '' end
    out.id, out.lane = id, tonumber(out.lane) or 0
    return out
end

-- Why a message must not leave: state and code; nil when it may. Asked at the moment of sending, not of queueing.
local function send_refusal(x, out, who)
    if (tonumber(out.useless) or 0) <= x.now then return 'expired', 'too-late' end
    if who.stopped == '1' then return 'skipped', 'stopped' end
    if out.purpose ~= 'reply' and who.consent == '0' then return 'skipped', 'consent' end
    if out.campaign ~= '' and who.consent ~= '1' then return 'skipped', 'consent' end
    if out.campaign ~= '' and who.campaign == 'cancelled' then return 'skipped', 'cancelled' end
    if who.address == '' then return 'skipped', 'no-address' end
    -- since it was written they said that somebody else may read along
    if (tonumber(out.created) or 0) < (tonumber((who.unsafe or ''):match('^%d+')) or 0) then return 'skipped', 'unsafe' end
end

local function send_who(x, person, out)
    local is = redis.call('HMGET', x.t .. ':person:' .. person, 'key', 'stopped', 'c:' .. out.purpose, 'to:' .. out.realm,
        'lang', 'm:unsafe')
    local who = { key = is[1] or '', stopped = is[2], consent = is[3], address = is[4] or '', lang = is[5] or '',
        unsafe = is[6] or '' }
    if out.campaign ~= '' then who.campaign = redis.call('HGET', x.t .. ':campaign:' .. out.campaign, 'state') end
    return who
end

-- A campaign's text in the person's language, or in its fall-back; asked for once a script. Returns sealed text and language.
function Campaign.text(x, campaign, lang)
    local name = campaign .. ' ' .. lang
    local known = x.texts[name]
    if known then return known[1], known[2] end
    local key = x.t .. ':campaign:' .. campaign
    local text = lang ~= '' and redis.call('HGET', key, 'text:' .. lang)
    if not text then
        lang = redis.call('HGET', key, 'fallback') or ''
        text = redis.call('HGET', key, 'text:' .. lang) or ''
    end
    x.texts[name] = { text, lang }
    return text, lang
end

-- The message becomes an item of the reply. Returns its token, a new one each time.
local function send_item(x, person, out, who, mode)
    local text, lang, tries = out.text, '', tonumber(out.tries) or 0
    if out.campaign ~= '' then text, lang = Campaign.text(x, out.campaign, who.lang) end
    x.token = (x.token or redis.call('HINCRBY', x.t .. ':meta', 'lease', x.max) - x.max) + 1
    local token = string.format('%d', x.token)
    x.items[#x.items + 1] = { out.id, person, token, out.channel, tostring(out.lane), tostring(tries), text, who.key,
        who.address, out.campaign, lang, mode, who.lang or '' }
    return token
end

local function send_mark(x, person, out, who, mode)
    local token, tries = send_item(x, person, out, who, mode), (tonumber(out.tries) or 0) + 1
    if mode == '' then
        out_write(x.t, out.id, out.state, out.campaign, 'sending', 'token', token, 'tries', tries)
    else -- "template", "moved": the staff see it
        out_write(x.t, out.id, out.state, out.campaign, 'sending', 'token', token, 'tries', tries, 'as', mode)
    end
end

-- The lists in which the messages taken since the last flush stand, all at once; and the channels' rates.
local function send_flush(x)
    local sending, of, persons = {}, {}, {}
    for i = x.flushed + 1, #x.items do
        local id, person = x.items[i][1], x.items[i][2]
        sending[#sending + 1], sending[#sending + 2] = x.now + x.lease, id
        of[#of + 1], of[#of + 2] = person, id
        persons[#persons + 1] = person
    end
    x.flushed = #x.items
    for _, channel in pairs(x.channels) do
        if channel.taken then redis.call('SET', x.t .. ':rate:' .. channel.name, string.format('%.3f', channel.at)) end
        channel.taken = false
    end
    if #persons == 0 then return end
    redis.call('ZADD', x.t .. ':sending', unpack(sending))
    redis.call('HSET', x.t .. ':sending-of', unpack(of))
    redis.call('ZREM', x.t .. ':lanes', unpack(persons))
    redis.call('ZREM', x.t .. ':lanes-later', unpack(persons))
end

-- The first message of an outbox that may still leave; those before it end here with their reason.
local function send_head(x, person)
    for _ = 1, 100 do
        local id = redis.call('ZRANGE', x.t .. ':outbox:' .. person, 0, 0)[1]
        if not id then return nil end
        local out = send_read(x, id)
        if out.person == person and out.state == 'ready' then
            local who = send_who(x, person, out)
            local state, code = send_refusal(x, out, who)
            if not state then return out, who end
            send_drop(x, person, out, state, code)
        else
            redis.call('ZREM', x.t .. ':outbox:' .. person, id)
        end
    end
    return nil
end

-- Hands the person's next message over, or puts the person off. Returns "taken", "rate" or "none".
local function send_take(x, person, busy)
    local out, who
    if not busy then out, who = send_head(x, person) end
    if not out then
        redis.call('ZREM', x.t .. ':lanes', person)
        return 'none'
    end
    local channel, mode = Route.find(x, person, out, who)
    if (not channel and mode == 'away') or who.campaign == 'paused' then
        send_later(x, person, x.now + PARK_MS)
        return 'none'
    end
    if not channel and mode == 'full' then
        send_later(x, person, Route.later(x, x.known[out.channel]))
        return 'none'
    end
    if not channel then
        send_drop(x, person, out, 'failed', 'window')
        redis.call('ZREM', x.t .. ':lanes', person)
        outbox_offer(x.t, person, x.now)
        Route.unreached(x.t, person, out.id, 'window', x.now)
        return 'none'
    end
    if x.replies_only and out.lane > 0 then
        redis.call('ZREM', x.t .. ':lanes', person)
        outbox_offer(x.t, person, x.now)
        return 'none'
    end
    local next = tonumber(out.next) or 0
    if next > x.now and next < x.now + LATER_FAR_MS then
        send_later(x, person, next)
        return 'none'
    end
    if out.day == '1' and next > x.now and next < x.now + DAY_FAR_MS then
        send_other_day(x, person, next)
        return 'none'
    end
    local segments = Route.segments(out, channel)
    local at = rate_take(x, channel, segments)
    if at then
        send_later(x, person, rate_turn(x, channel, out.lane, segments, at))
        return 'rate'
    end
    Route.take(x, channel, segments)
    if channel.name ~= out.channel then Route.move(x, person, out, who, channel) end
    send_mark(x, person, out, who, mode)
    return 'taken'
end

-- One bad record stops nobody else.
local function send_try(x, person, busy)
    local ok, what = pcall(send_take, x, person, busy)
    if ok then return what end
    redis.call('ZREM', x.t .. ':lanes', person)
    redis.call('ZREM', x.t .. ':lanes-later', person)
    redis.call('ZREM', x.t .. ':lanes-day', person)
    bury(x.t, person, person, x.now, 'outbox', '')
    return 'none'
end

-- Those whose time has come, and those put off for longer than can be.
local function send_returned_of(x, name, far_ms)
    local key = x.t .. name
    if redis.call('EXISTS', key) == 0 then return end
    local list = redis.call('ZRANGEBYSCORE', key, '-inf', x.now, 'LIMIT', 0, 200)
    for _, far in ipairs(redis.call('ZRANGEBYSCORE', key, x.now + far_ms, '+inf', 'LIMIT', 0, 200)) do
        list[#list + 1] = far
    end
    for _, person in ipairs(list) do
        redis.call('ZREM', key, person)
        if not pcall(outbox_offer, x.t, person, x.now) then bury(x.t, person, person, x.now, 'outbox', '') end
    end
end

local function send_returned(x)
    send_returned_of(x, ':lanes-later', LATER_FAR_MS)
    send_returned_of(x, ':lanes-day', DAY_FAR_MS)
end

-- The lists of channels: those that may send now, and all that the settings know.
local function send_channels(x, args)
    for i = 5, #args - 3, 4 do
        local channel = { name = args[i], rate = math.max(tonumber(args[i + 1]) or 1, 1), realm = args[i + 2] }
        x.known[channel.name] = channel
        if Route.read(channel, args[i + 3]) then x.channels[channel.name] = channel end
    end
end

-- send_reserve now_ms max lease_ms replies_only (channel rate_per_s realm open)...
-- {time when to ask again or "", item...}; an item is {out id, person, token, channel, lane, tries before,
-- sealed text, wrapped key, sealed address, campaign, language of its text, how (38_route.lua), person's language}. open is
-- 1 or 0, with more words behind it (38_route.lua). Each is marked as being sent until the lease
-- ends. A campaign's text is sealed with the office key; campaigns are drawn from only when nothing else is waiting.
redis.register_function('send_reserve', function(keys, args)
    local x = { t = keys[1], at = args[1], now = tonumber(args[1]), max = tonumber(args[2]), lease = tonumber(args[3]),
        replies_only = args[4] == '1', channels = {}, known = {}, items = {}, flushed = 0, turns = {}, texts = {} }
    send_channels(x, args)
    send_returned(x)
    local top = x.replies_only and '(10000000000000' or '+inf'
    local waiting = redis.call('ZRANGEBYSCORE', x.t .. ':lanes', '-inf', top, 'LIMIT', 0, x.max + 200)
    local busy = waiting[1] and redis.call('HMGET', x.t .. ':sending-of', unpack(waiting))
    for i, person in ipairs(waiting) do
        if #x.items >= x.max then break end
        send_try(x, person, busy[i])
    end
    send_flush(x)
    if not x.replies_only and #waiting < x.max + 200 then
        for _, id in ipairs(redis.call('ZRANGE', x.t .. ':campaigns-live', 0, 9)) do
            if #x.items >= x.max then break end
            if not pcall(Campaign.draw, x, id) then redis.call('ZREM', x.t .. ':campaigns-live', id) end
            send_flush(x)
        end
    end
    local wake = x.wake or math.huge
    for _, list in ipairs({ ':lanes-later', ':lanes-day' }) do
        wake = math.min(wake, tonumber(redis.call('ZRANGE', x.t .. list, 0, 0, 'WITHSCORES')[2]) or math.huge)
    end
    return { wake < math.huge and string.format('%.3f', wake) or '', unpack(x.items) }
end)
