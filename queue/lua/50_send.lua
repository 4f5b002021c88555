-- send - what leaves: a person's next message is handed to one sender, and its outcome is written once. Lanes: a reply goes
-- before a reminder, a reminder before a campaign, and one message of a person at a time. What was handed over and never
-- answered for is unknown, and nothing here queues it again.

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
    'state', 'day' }
local function send_read(x, id)
    local fields, out = redis.call('HMGET', x.t .. ':out:' .. id, unpack(OUT)), {}
    for i, name in ipairs(OUT) do out[name] = fields[i] or '' end
    out.id, out.lane = id, tonumber(out.lane) or 0
    out.segments = math.max(tonumber(out.segments) or 1, 1)
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
end

local function send_who(x, person, out)
    local is = redis.call('HMGET', x.t .. ':person:' .. person, 'key', 'stopped', 'c:' .. out.purpose, 'to:' .. out.realm,
        'lang')
    local who = { key = is[1] or '', stopped = is[2], consent = is[3], address = is[4] or '', lang = is[5] or '' }
    if out.campaign ~= '' then who.campaign = redis.call('HGET', x.t .. ':campaign:' .. out.campaign, 'state') end
    return who
end

-- A campaign's text in the person's language, or in its fall-back. Returns sealed text and language.
local function send_campaign_text(x, campaign, lang)
    local key = x.t .. ':campaign:' .. campaign
    local text = lang ~= '' and redis.call('HGET', key, 'text:' .. lang)
    if text then return text, lang end
    lang = redis.call('HGET', key, 'fallback') or ''
    return redis.call('HGET', key, 'text:' .. lang) or '', lang
end

local function send_mark(x, person, out, who, mode)
    local text, lang, tries = out.text, '', tonumber(out.tries) or 0
    if out.campaign ~= '' then text, lang = send_campaign_text(x, out.campaign, who.lang) end
    x.token = (x.token or redis.call('HINCRBY', x.t .. ':meta', 'lease', x.max) - x.max) + 1
    local token = string.format('%d', x.token)
    out_write(x.t, out.id, out.state, out.campaign, 'sending', 'token', token, 'tries', tries + 1)
    if mode ~= '' then redis.call('HSET', x.t .. ':out:' .. out.id, 'as', mode) end -- "template", "moved": the staff see it
    x.items[#x.items + 1] = { out.id, person, token, out.channel, tostring(out.lane), tostring(tries), text, who.key,
        who.address, out.campaign, lang, mode, who.lang or '' }
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
    local at = rate_take(x, channel, out.segments)
    if at then
        send_later(x, person, rate_turn(x, channel, out.lane, out.segments, at))
        return 'rate'
    end
    Route.take(x, channel, out.segments)
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

-- One person of a campaign's audience. Returns false when the campaign must wait for tokens.
local function campaign_person(x, id, campaign, person)
    local purpose = campaign.survey and campaign.survey ~= '' and 'surveys' or 'events'
    local who = redis.call('HMGET', x.t .. ':person:' .. person, 'c:' .. purpose, 'stopped', 'chan', 'lang',
        'm:enc-' .. (campaign.survey or ''), 'm:discreet', 'm:unsafe')
    local channel, seat = x.known[who[3] or ''], nil
    if campaign.activity and campaign.activity ~= '' then seat = Seat.read(x.t, campaign.activity, person) end
    -- an announcement has no neutral form: whoever is in discreet mode, or is not safe to write to, is left out
    if who[1] ~= '1' or who[2] == '1' or not channel or who[5] or who[6] or who[7] or (seat and seat.state ~= 'i') then
        redis.call('HINCRBY', x.t .. ':campaign:' .. id, 'skipped', 1)
        return true
    end
    local segments = tonumber(campaign['seg:' .. (who[4] or '')] or campaign['seg:' .. campaign.fallback]) or 1
    local rate = x.channels[channel.name] and rate_read(x, channel) or 0
    if rate - x.now > BURST_MS then
        x.wake = math.min(x.wake or rate, rate - BURST_MS)
        return false
    end
    outbox_add(x.t, person, { { id = 'c.' .. id .. '.' .. person, lane = 2, purpose = purpose, channel = channel.name,
        realm = channel.realm, useless = campaign.useless, segments = segments, text = '', campaign = id } }, x.now)
    if campaign.activity and campaign.activity ~= '' then Seat.invite(x.t, campaign.activity, person, x.now) end
    if redis.call('HEXISTS', x.t .. ':sending-of', person) == 0 then send_try(x, person) end
    return true
end

local function campaign_end(x, id, campaign, position)
    local left = (tonumber(campaign.people) or 0) - position
    redis.call('HSET', x.t .. ':campaign:' .. id, 'state', 'done', 'position', campaign.people)
    if left > 0 then redis.call('HINCRBY', x.t .. ':campaign:' .. id, 'skipped', left) end
    redis.call('ZREM', x.t .. ':campaigns-live', id)
    ring(x.t, 'campaign ' .. id)
end

-- Draws from a campaign until enough is under way, the tokens are out, or everyone has been seen.
local function campaign_draw(x, id)
    local flat, campaign = redis.call('HGETALL', x.t .. ':campaign:' .. id), {}
    for i = 1, #flat, 2 do campaign[flat[i]] = flat[i + 1] end
    local position = tonumber(campaign.position) or 0
    if campaign.state ~= 'running' then return end
    local from = tonumber(campaign.from) or 0
    if from > x.now then
        x.wake = math.min(x.wake or from, from)
        return
    end
    if (tonumber(campaign.useless) or 0) <= x.now then return campaign_end(x, id, campaign, position) end
    local want = x.max - #x.items
    for _, person in ipairs(redis.call('ZRANGE', x.t .. ':campaign-to:' .. id, position, position + want - 1)) do
        if not campaign_person(x, id, campaign, person) then break end
        position = position + 1
    end
    redis.call('HSET', x.t .. ':campaign:' .. id, 'position', position)
    if position >= (tonumber(campaign.people) or 0) then campaign_end(x, id, campaign, position) end
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
    local x = { t = keys[1], now = tonumber(args[1]), max = tonumber(args[2]), lease = tonumber(args[3]),
        replies_only = args[4] == '1', channels = {}, known = {}, items = {}, flushed = 0, turns = {} }
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
            if not pcall(campaign_draw, x, id) then redis.call('ZREM', x.t .. ':campaigns-live', id) end
            send_flush(x)
        end
    end
    local wake = x.wake or math.huge
    for _, list in ipairs({ ':lanes-later', ':lanes-day' }) do
        wake = math.min(wake, tonumber(redis.call('ZRANGE', x.t .. list, 0, 0, 'WITHSCORES')[2]) or math.huge)
    end
    return { wake < math.huge and string.format('%.3f', wake) or '', unpack(x.items) }
end)

-- How a send ends. out: id, person, state, rank, campaign, useless. code and index as in send_done.
local ENDS = {}

local function send_sent(t, out, code, index)
    if index ~= '' then redis.call('HSET', t .. ':pids', index, out.id) end
    local place = index ~= '' and { 'pid', index } or {}
    local rank = math.max(tonumber(out.rank or 0) or 0, 1)
    out_write(t, out.id, out.state, out.campaign, 'queued', 'rank', rank, 'code', code, unpack(place))
    count(t, 'sent')
end

-- What it will cost by the settings' prices, on the record and by day and channel.
local function send_price(t, id, price, on)
    redis.call('HSET', t .. ':out:' .. id, 'price', price)
    redis.call('HINCRBYFLOAT', t .. ':spent', on, price)
end

function ENDS.sent(t, out, now, code, index) send_sent(t, out, code, index) end

function ENDS.failed(t, out, now, code)
    out_write(t, out.id, out.state, out.campaign, 'failed', 'code', code)
    count(t, 'failed')
end

function ENDS.stopped(t, out, now, code)
    ENDS.failed(t, out, now, code)
    person_stopped(t, out.person, out.id, now)
end

function ENDS.unknown(t, out, now, code)
    out_write(t, out.id, out.state, out.campaign, 'unknown', 'code', code)
    redis.call('ZADD', t .. ':unknown', now, out.id)
    count(t, 'unknown')
end

-- Back into the outbox for a later try; what would be useless by then ends now. day: the provider takes no more today.
local function send_again(t, out, now, code, at, day)
    if at >= (tonumber(out.useless or 0) or 0) then
        out_write(t, out.id, out.state, out.campaign, 'expired', 'code', code)
        redis.call('ZREM', t .. ':outbox:' .. out.person, out.id)
        count(t, 'expired')
        return outbox_next(t, out.person, now)
    end
    out_write(t, out.id, out.state, out.campaign, 'ready', 'code', code, 'next', string.format('%d', at),
        'day', day and '1' or '')
    count(t, 'send_retries')
    -- a reply that came in the meantime does not wait for a reminder's next try
    if redis.call('ZRANGE', t .. ':outbox:' .. out.person, 0, 0)[1] ~= out.id then
        return outbox_next(t, out.person, now)
    end
    redis.call('ZADD', t .. (day and ':lanes-day' or ':lanes-later'), at, out.person)
end

-- send_done now_ms out_id token outcome code provider_index retry_at [cause backup backup_realm [price spent_on]]
-- outcome: sent, later, failed, stopped, unknown, or other: by another way at once when there is one (Route.other), else failed.
-- "done", or "settled" when a late "sent" ends an unknown. Error LOST when
-- the token is not the last one's, or when the lease has passed and nothing better is known than before.
redis.register_function('send_done', function(keys, args)
    local t, now, id, outcome, code, index = keys[1], tonumber(args[1]), args[2], args[4], args[5], args[6]
    local is = redis.call('HMGET', t .. ':out:' .. id, 'person', 'state', 'token', 'rank', 'campaign', 'useless', 'code', 'realm')
    local out = { id = id, person = is[1], state = is[2], rank = is[4], campaign = is[5], useless = is[6], realm = is[8] or '' }
    if not out.person or is[3] ~= args[3] then return redis.error_reply('LOST the send has passed to another') end
    if redis.call('ZREM', t .. ':sending', id) == 0 then
        if outcome ~= 'sent' or out.state ~= 'unknown' then return redis.error_reply('LOST the send has run out') end
        redis.call('ZREM', t .. ':unknown', id)
        send_sent(t, out, is[7] or '', index)
        ring(t, 'log ' .. out.person)
        return 'settled'
    end
    redis.call('HDEL', t .. ':sending-of', out.person)
    local day, retry_at = outcome == 'later' and args[8] == 'day', tonumber(args[7])
    if outcome == 'other' then
        outcome = out.state == 'sending' and Route.other(t, out, args[8], args[9], args[10]) and 'later' or 'failed'
    elseif day and out.state == 'sending' and Route.other(t, out, 'day', args[9], args[10]) then
        day, retry_at = false, now
    end
    if outcome == 'sent' and (args[11] or '') ~= '' then send_price(t, id, args[11], args[12]) end
    if outcome == 'later' and out.state == 'sending' then
        send_again(t, out, now, code, retry_at, day)
        return 'done'
    end
    if out.state == 'sending' then
        ENDS[outcome](t, out, now, code, index)
    elseif outcome == 'sent' and index ~= '' then
        redis.call('HSET', t .. ':pids', index, id)
        redis.call('HSET', t .. ':out:' .. id, 'pid', index)
    end
    redis.call('ZREM', t .. ':outbox:' .. out.person, id)
    outbox_next(t, out.person, now)
    if outcome == 'failed' then Route.unreached(t, out.person, id, args[8] or '', now) end
    ring(t, 'log ' .. out.person)
    return 'done'
end)

-- send_logged now_ms person out_id sealed_text
-- A campaign's text enters the person's conversation, once; not when they have been erased meanwhile.
redis.register_function('send_logged', function(keys, args)
    local t = keys[1]
    if redis.call('EXISTS', t .. ':out:' .. args[3]) == 0 then return 'gone' end
    if redis.call('HSETNX', t .. ':out:' .. args[3], 'logged', 1) == 1 then
        log_add(t, args[2], { log_line('out', args[3], args[1], args[4]) })
    end
    return 'ok'
end)
