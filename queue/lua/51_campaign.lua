-- campaign - an announcement on its way: a cursor over its audience, drawn from only when nothing else is waiting. Most people
-- have nothing in their outbox, and their message is handed over at once, in two calls; everybody else's goes through the outbox.

do

local KEYS = { 'stopped', 'chan', 'lang', 'm:discreet', 'm:unsafe', 'key' }

-- What is asked of each person, by name: the campaign's own fields, and the address in every realm.
local function fields_of(x, campaign)
    local fields = { unpack(KEYS) }
    fields[#fields + 1] = 'c:' .. campaign.purpose
    fields[#fields + 1] = 'm:enc-' .. (campaign.survey or '')
    for _, channel in pairs(x.known) do fields[#fields + 1] = 'to:' .. channel.realm end
    return fields
end

local function person_read(x, campaign, person)
    local is, who = redis.call('HMGET', x.t .. ':person:' .. person, unpack(campaign.fields)), {}
    for i, name in ipairs(campaign.fields) do who[name] = is[i] or nil end
    return who
end

-- Whoever did not agree, has answered this survey already, or has a seat or a no. An announcement has no neutral form: who is
-- in discreet mode, or is not safe to write to, is left out.
local function is_left_out(x, campaign, person, who)
    if who['c:' .. campaign.purpose] ~= '1' or who.stopped == '1' or not x.known[who.chan or ''] then return true end
    if who['m:enc-' .. (campaign.survey or '')] or who['m:discreet'] or who['m:unsafe'] then return true end
    if campaign.activity == '' then return false end
    local seat = Seat.read(x.t, campaign.activity, person)
    return seat ~= nil and seat.state ~= 'i'
end

-- At once and without the outbox. False when something stands in the way: the outbox has the rules for it.
local function hand_over(x, person, out, who)
    local to = { key = who.key or '', address = who['to:' .. out.realm] or '', lang = who.lang or '', campaign = 'running' }
    local channel, mode = Route.find(x, person, out, to)
    if to.address == '' or not channel or channel.name ~= out.channel or rate_take(x, channel, Route.segments(out, channel)) then return false end
    Route.take(x, channel, Route.segments(out, channel))
    local token = send_item(x, person, out, to, mode)
    redis.call('HSET', x.t .. ':out:' .. out.id, 'person', person, 'channel', out.channel, 'realm', out.realm, 'lane', '2',
        'purpose', out.purpose, 'state', 'sending', 'useless', out.useless, 'campaign', out.campaign, 'created', x.at,
        'segments', out.segments, 'token', token, 'tries', '1')
    if mode ~= '' then redis.call('HSET', x.t .. ':out:' .. out.id, 'as', mode) end
    return true
end

-- One person of the audience; free: known to have nothing in the outbox or under way, and no message of this campaign. Returns
-- false when the campaign must wait for tokens.
local function person_draw(x, campaign, person, free)
    local who = person_read(x, campaign, person)
    if is_left_out(x, campaign, person, who) then
        campaign.skipped = campaign.skipped + 1
        return true
    end
    local channel = x.known[who.chan]
    local segments = campaign['seg:' .. (who.lang or '')] or campaign['seg:' .. campaign.fallback] or '1'
    local rate = x.channels[channel.name] and rate_read(x, channel) or 0
    if rate - x.now > BURST_MS then
        x.wake = math.min(x.wake or rate, rate - BURST_MS)
        return false
    end
    local out = { id = 'c.' .. campaign.id .. '.' .. person, lane = 2, purpose = campaign.purpose, channel = channel.name,
        realm = channel.realm, useless = campaign.useless, segments = Route.says(segments, channel.realm), text = '', campaign = campaign.id }
    local handed = free and hand_over(x, person, out, who)
    if not handed then outbox_add(x.t, person, { out }, x.now) end
    if campaign.activity ~= '' then Seat.invite(x.t, campaign.activity, person, x.now) end
    if not handed and redis.call('HEXISTS', x.t .. ':sending-of', person) == 0 then send_try(x, person) end
    return true
end

-- Those of a list who have nothing on its way: asked for all at once, and one by one only when somebody has.
local function free_of(x, campaign, persons)
    local free, keys = {}, {}
    local busy = redis.call('HMGET', x.t .. ':sending-of', unpack(persons))
    for _, person in ipairs(persons) do
        keys[#keys + 1] = x.t .. ':outbox:' .. person
        keys[#keys + 1] = x.t .. ':out:c.' .. campaign.id .. '.' .. person
    end
    local nobody = redis.call('EXISTS', unpack(keys)) == 0
    for i in ipairs(persons) do
        free[i] = not busy[i] and (nobody or redis.call('EXISTS', keys[2 * i - 1], keys[2 * i]) == 0)
    end
    return free
end

local function campaign_end(x, campaign, position)
    local left = (tonumber(campaign.people) or 0) - position
    redis.call('HSET', x.t .. ':campaign:' .. campaign.id, 'state', 'done', 'position', campaign.people)
    if left > 0 then redis.call('HINCRBY', x.t .. ':campaign:' .. campaign.id, 'skipped', left) end
    redis.call('ZREM', x.t .. ':campaigns-live', campaign.id)
    ring(x.t, 'campaign ' .. campaign.id)
end

local function campaign_read(x, id)
    local flat, campaign = redis.call('HGETALL', x.t .. ':campaign:' .. id), { id = id, skipped = 0, activity = '' }
    for i = 1, #flat, 2 do campaign[flat[i]] = flat[i + 1] end
    campaign.purpose = campaign.survey and campaign.survey ~= '' and 'surveys' or 'events'
    campaign.id, campaign.skipped = id, 0
    campaign.fields = fields_of(x, campaign)
    return campaign
end

-- Draws until enough is under way, the tokens are out, or everyone has been seen. A person who is drawn twice, after a script
-- that failed, has this campaign's message already and gets no second one.
function Campaign.draw(x, id)
    local campaign = campaign_read(x, id)
    local position, from = tonumber(campaign.position) or 0, tonumber(campaign.from) or 0
    if campaign.state ~= 'running' then return end
    if from > x.now then
        x.wake = math.min(x.wake or from, from)
        return
    end
    if (tonumber(campaign.useless) or 0) <= x.now then return campaign_end(x, campaign, position) end
    local persons = redis.call('ZRANGE', x.t .. ':campaign-to:' .. id, position, position + x.max - #x.items - 1)
    local free = #persons > 0 and free_of(x, campaign, persons)
    for i, person in ipairs(persons) do
        if not person_draw(x, campaign, person, free[i]) then break end
        position = position + 1
    end
    redis.call('HSET', x.t .. ':campaign:' .. id, 'position', position)
    if campaign.skipped > 0 then redis.call('HINCRBY', x.t .. ':campaign:' .. id, 'skipped', campaign.skipped) end
    if position >= (tonumber(campaign.people) or 0) then campaign_end(x, campaign, position) end
end

end
