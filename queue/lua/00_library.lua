#!lua name=acogida
-- library - the office's keys, and what the scripts share. Files are joined in the order of their names at build.
--
-- Every script is called as FCALL <name> 1 {tag} args...; every key is built from KEYS[1], so that all keys of an office lie
-- in one cluster slot. A script is short, has its contract on top, and does no parsing of message content: what is of a
-- person arrives sealed. Times are Unix ms given by the caller.
--
--   {t}:meta                 hash    lib (version of the library), lease (last token), order (last place in an outbox)
--   {t}:seen                 zset    dedupe buckets (number -> number); {t}:seen:<n> set of event ids. A bucket is 30 days; the
--                                    newest three are kept and all are asked, so that a clock jump forgets nothing
--   {t}:addr                 hash    address index -> person (of several on one telephone: the active one)
--   {t}:profiles:<ix>        list    the persons of an address that several share: 62_profile.lua
--   {t}:person:<p>           hash    key (wrapped data key), since, lang, chosen (0|1), chan (last channel's name), greeted,
--                                    to:<realm> (sealed address), ix:<realm> (its index; ix:<realm>/id of WhatsApp's id), c:<purpose> (1 yes, 0 no),
--                                    ticket (open ticket's id), closed ("<id> <code> <at_ms>" of the ticket closed last), name (sealed), stopped (1: the provider blocks us),
--                                    due:<name> (ref of the timer of this name), pace ("<replies> <chatter> <messages> <told>" ms, queue/turn_limits.h),
--                                    m:<name> ("<at_ms> <value>", a mark: what was told or asked last),
--                                    appts (1: has or had an appointment)
--                                    unreached (when staff were last told that a message has no way to them, 39_unreached.lua)
--                                    in:<realm> (when they last wrote there; only realms with a window, 38_route.lua)
--   {t}:state:<p>            string  sealed state of the conversation
--   {t}:mailbox:<p>          list    entries, oldest first: "<kind> <event id> <at_ms> <channel|-> <rest>"; kind is M (message,
--                                    rest sealed with the office key), T (timer, rest is the due member), S (staff, sealed),
--                                    R (report: opted out at the provider)
--                                    An event id is at most 20 letters [A-Za-z0-9_-]: ids of effects are made from it
--   {t}:ready                zset    persons with mail and no lease, by time. A person with mail is in exactly one of ready,
--                                    leases and delayed; one without is in none
--   {t}:leases               zset    person -> lease deadline;   {t}:tokens hash person -> lease token
--   {t}:delayed              zset    person -> time of the next try;  {t}:tries hash person -> failed tries of the head
--   {t}:buried               hash    event id -> "<person> <at_ms> <reason> <entry>"
--   {t}:log:<p>              list    conversation: "<in|out|staff> <id> <at_ms> <sealed text>", newest last, at most 500
--   {t}:due                  zset    "<p>|<name>|<ref>" -> time; name "reminder" has ref "<appointment>.<version>.<2d|3h>" and may
--                                    stand many times; of any other name a person has one
--   {t}:out:<id>             hash    person, channel, realm, lane, purpose, text (sealed; a campaign's stands there once), state (ready, sending, queued, sent,
--                                    delivered, read, failed, unknown, expired, skipped), rank, code, useless, token, tries,
--                                    campaign, created, segments ("3"; "1/3" when it would be 3 as an SMS), by (user, of a caseworker's text), as ("template", "moved"); rank, code, token, tries,
--                                    pid (its place in pids) and past (that of a try which failed) only once there is something to say. It stands in
--                                    the person's log, outbox or sending-of, or is a campaign's: else nobody would
--                                    find it to erase it
--   {t}:outbox:<p>           zset    out ids, by lane * 1e13 + order
--   {t}:lanes                zset    persons with something to send, by lane * 1e13 + time. A person with an outbox is in
--                                    exactly one of lanes, lanes-later, lanes-day and sending-of: one message at a time, in order
--   {t}:lanes-later          zset    persons whose next try is later
--   {t}:lanes-day            zset    persons whose next try is on another day: the provider took no more (field day of the message)
--   {t}:sending-of           hash    person -> out id under way
--   {t}:sending              zset    out id -> when it becomes unknown (chore EXPIRE of 30_due.lua)
--   {t}:unknown              zset    out ids whose outcome is unknown
--   {t}:astray               zset    out ids that did not arrive: 79_astray.lua
--   {t}:pids                 hash    provider id index (vault_index of domain "out/<channel>") -> out id
--   {t}:forget               zset    whom providers are to forget: 57_forget.lua
--   {t}:templates            hash    what providers say of templates: 56_template.lua
--   {t}:rate:<channel>       string  GCRA: theoretical arrival time, ms
--   {t}:day:<channel>        hash    day, segments: handed over on that day, of a channel with a daily cap; full (the day of
--                                    which it was told that it is full)
--   {t}:credit               hash    what is left on the providers' accounts: 78_channel.lua
--   {t}:spent                hash    "<day> <channel>" -> estimated price of what was handed over
--   {t}:appt:<a>             hash    person, at, version, status, what (sealed), place (sealed), ext (index of the office's own id)
--   {t}:appts                zset    appointment -> time;  {t}:appts:<p> zset;  {t}:appt-ext hash ext -> appointment
--   {t}:ticket:<id>          hash    code, person, state, topic, priority, created, updated, version, by (user), unread, fields
--                                    (sealed JSON), outcome, closed, waits (since when nobody has answered),
--                                    answered (when first), alarm (steps of the ladder done), danger (when the
--                                    person last wrote of danger; gone once who holds the ticket has seen it)
--   {t}:first-answers        list    "<asked> <answered>" ms of the latest 50 first answers, newest first
--   {t}:alarms               zset    ticket -> when somebody must be told that it waits (queue/alarm.h);  {t}:roster (74)
--   {t}:tickets              zset    open and claimed: id -> created - priority * 1e13;  {t}:tickets-closed zset id -> closed
--   {t}:consent:<purpose>    zset    persons who said yes, by when;  {t}:proof:<p> list of sealed proofs
--   {t}:campaign:<c>         hash    text:<lang>, fallback, state, people, position, sent, failed, unknown, skipped, created,
--                                    useless, from, activity;  {t}:campaign-to:<c> list of persons;  {t}:campaigns zset;
--                                    {t}:campaigns-live zset
--   {t}:content              hash    current, hash; {t}:contents zset of versions kept; {t}:content:<n> hash: 85_content.lua
--   {t}:case:<c>             hash    a mediation: 76_case.lua; {t}:cases, {t}:cases-closed zsets; {t}:cases-of:<p> set
--   {t}:unanswered           zset    questions without an answer, of nobody: 77_unanswered.lua
--   {t}:referral:<r>         hash    sent to an organisation: 75_referral.lua; {t}:referrals-of:<p> set; {t}:referral-counts hash
--   {t}:activity:<a>         hash    kind, state (open, closed, cancelled), version, title:<lang>, place:<lang>, word, capacity,
--                                    taken, sessions ("<from>:<until>:<after>:<code> ..."), times ("<kind>.<session>.<at> ..."),
--                                    ends, created, by, order, answer:<1-3>, came:<session>, campaign (the last
--                                    invitation), told and tell (a notice's position and end), quiet, undo
--   {t}:activities           zset    all of them, by creation;   {t}:board zset those that turns see -> until when
--   {t}:activity-people:<a>  hash    person -> "<i|y|w|n> <seats> <came, bits> <at>"; field seats of the person has the ids
--   {t}:activity-to:<a>      list    persons who were told of it, in order; {t}:activity-wait:<a> zset the waiting list
--   {t}:activities-telling   zset    activities whose notice is going out -> from when
--   {t}:activities-people    zset    activities -> when their people are forgotten; {t}:activity-kept:<a> hash
--                                    "<language>:<state>" -> "<people> <seats> <came>" of those
--   {t}:media...              pictures, voice notes and documents that came, see 79_media.lua
--   {t}:survey...             answers without anybody, see 77_survey.lua
--   {t}:users                hash    login index -> user;  {t}:user:<u> hash;  {t}:session:<ix>, {t}:invite:<ix> hashes that expire
--   {t}:audit                stream  user, act, ref
--   {t}:count                hash    counters for stats
--   {t}:bell                 pub/sub words that wake others, a line each (queue/office.h)

local function ring(t, word) redis.call('PUBLISH', t .. ':bell', word) end

local function count(t, name, by) redis.call('HINCRBY', t .. ':count', name, by or 1) end

local function failed(reply) return type(reply) == 'table' and reply.err ~= nil end

-- Puts an event aside for the staff to see. reason is one word.
local function bury(t, person, event, now, reason, entry)
    redis.call('HSET', t .. ':buried', event, person .. ' ' .. now .. ' ' .. reason .. ' ' .. entry)
    count(t, 'buried')
end

-- A person with mail becomes ready, unless someone is at work or a later try is set. True when newly ready.
local function mailbox_offer(t, person, now)
    if redis.call('ZSCORE', t .. ':leases', person) or redis.call('ZSCORE', t .. ':delayed', person) then return false end
    return redis.call('ZADD', t .. ':ready', 'NX', now, person) == 1
end

local function mailbox_entry(kind, event, at, channel, rest)
    return kind .. ' ' .. event .. ' ' .. at .. ' ' .. (channel or '-') .. ' ' .. (rest or '')
end

-- Appends an entry made by mailbox_entry and wakes a worker when the person was idle. A mailbox that is no list buries it.
local function mailbox_add(t, person, entry, now)
    local length = redis.pcall('RPUSH', t .. ':mailbox:' .. person, entry)
    if failed(length) then
        bury(t, person, entry:match('^%S+ (%S+)') or person, now, 'mailbox', entry)
    elseif length == 1 then -- without mail the person was in none of ready, leases and delayed
        if redis.call('ZADD', t .. ':ready', 'NX', now, person) == 1 then ring(t, 'mail') end
    elseif mailbox_offer(t, person, now) then
        ring(t, 'mail')
    end
end

-- Out records change their state here only: a campaign's counts go along. out_write is for those who have read the state
-- and the campaign before, and takes further fields and values.
local OUT_COUNT = {
    queued = 'sent', sent = 'sent', delivered = 'sent', read = 'sent', failed = 'failed', unknown = 'unknown',
    expired = 'skipped', skipped = 'skipped'
}
-- An id that ends in q is of a quiet text, a survey's question: what was asked would tell what was answered, so it is
-- forgotten once it is on its way.
local OUT_OVER = { queued = 1, sent = 1, delivered = 1, read = 1, failed = 1, expired = 1, skipped = 1 }
-- Those that did not arrive are listed for the staff (79_astray.lua). Questions of a survey are not: who was asked is nobody's
-- business. The time is Redis' own here: it only orders the list.
local OUT_ASTRAY = { failed = true, unknown = true, expired = true }
local ASTRAY_MAX, ASTRAY_MS = 5000, 30 * 24 * 3600 * 1000
local function out_astray(t, id, is)
    if not is then
        redis.call('ZREM', t .. ':astray', id)
    elseif id:sub(-1) ~= 'q' then
        local now = tonumber(redis.call('TIME')[1]) * 1000
        redis.call('ZADD', t .. ':astray', now, id)
        redis.call('ZREMRANGEBYSCORE', t .. ':astray', '-inf', now - ASTRAY_MS)
        redis.call('ZREMRANGEBYRANK', t .. ':astray', 0, -ASTRAY_MAX - 1)
    end
end

local function out_write(t, id, was, campaign, state, ...)
    redis.call('HSET', t .. ':out:' .. id, 'state', state, ...)
    if OUT_ASTRAY[state] or OUT_ASTRAY[was or ''] then out_astray(t, id, OUT_ASTRAY[state]) end
    if id:sub(-1) == 'q' and OUT_OVER[state] then redis.call('HSET', t .. ':out:' .. id, 'text', '') end
    local from, to = OUT_COUNT[was or ''], OUT_COUNT[state]
    if campaign and campaign ~= '' and from ~= to then
        if from then redis.call('HINCRBY', t .. ':campaign:' .. campaign, from, -1) end
        if to then redis.call('HINCRBY', t .. ':campaign:' .. campaign, to, 1) end
        ring(t, 'campaign ' .. campaign)
    end
end

local function out_state(t, id, state)
    local was = redis.call('HMGET', t .. ':out:' .. id, 'state', 'campaign')
    out_write(t, id, was[1], was[2], state)
end

-- A person who has just let go of a message goes into the lane of the next one: until then they were in no list.
local function outbox_next(t, person, now)
    local first = redis.call('ZRANGE', t .. ':outbox:' .. person, 0, 0, 'WITHSCORES')
    if first[1] then
        redis.call('ZADD', t .. ':lanes', 'LT', math.floor(tonumber(first[2]) / 1e13) * 1e13 + now, person)
    end
end

-- A person with something in the outbox goes into the lane of its first message, unless a send is under way.
local function outbox_offer(t, person, now)
    if redis.call('HEXISTS', t .. ':sending-of', person) == 1 then return end
    local first = redis.call('ZRANGE', t .. ':outbox:' .. person, 0, 0, 'WITHSCORES')
    if not first[1] then
        redis.call('ZREM', t .. ':lanes', person)
        return
    end
    redis.call('ZREM', t .. ':lanes-later', person)
    redis.call('ZREM', t .. ':lanes-day', person)
    redis.call('ZADD', t .. ':lanes', 'LT', math.floor(tonumber(first[2]) / 1e13) * 1e13 + now, person)
end

-- Messages on their way, a list of out: id, lane (0 reply, 1 reminder, 2 bulk), purpose, channel, realm, useless (ms),
-- segments, text (sealed), campaign or nil, by or nil. An id that is there already changes nothing. idle: the person's
-- outbox is known to be empty. True when any is new: the caller rings "out" once.
local function outbox_add(t, person, list, now, idle)
    local keys, places, lane = {}, {}, math.huge
    for i, out in ipairs(list) do keys[i] = t .. ':out:' .. out.id end
    local again = redis.call('EXISTS', unpack(keys)) > 0
    local order = redis.call('HINCRBY', t .. ':meta', 'order', #list) - #list
    for i, out in ipairs(list) do
        if not again or redis.call('EXISTS', keys[i]) == 0 then
            redis.call('HSET', keys[i], 'person', person, 'channel', out.channel, 'realm', out.realm, 'lane', out.lane,
                'purpose', out.purpose, 'text', out.text, 'state', 'ready', 'useless', out.useless, 'campaign',
                out.campaign or '', 'created', now, 'segments', out.segments, 'by', out.by or '')
            places[#places + 1] = out.lane * 1e13 + order + i
            places[#places + 1] = out.id
            lane = math.min(lane, out.lane)
        end
    end
    if #places == 0 then return false end
    redis.call('ZADD', t .. ':outbox:' .. person, unpack(places))
    if not idle then
        outbox_offer(t, person, now)
    else
        redis.call('ZADD', t .. ':lanes', lane * 1e13 + now, person)
    end
    return true
end

local LOG_MAX = 500

-- The oldest lines go, with the out records that they tell of; those on their way keep their line, and all behind it.
local function log_trim(t, key, over)
    local cut = 0
    for _, line in ipairs(redis.call('LRANGE', key, 0, over - 1)) do
        local id = line:match('^%S+ (%S+) ') or ''
        local is = redis.call('HMGET', t .. ':out:' .. id, 'state', 'pid', 'past')
        if is[1] == 'ready' or is[1] == 'sending' then break end
        redis.call('HDEL', t .. ':pids', is[2] or '', is[3] or '')
        redis.call('ZREM', t .. ':unknown', id)
        redis.call('ZREM', t .. ':astray', id)
        redis.call('UNLINK', t .. ':out:' .. id)
        cut = cut + 1
    end
    redis.call('LTRIM', key, cut, -1)
end

-- Lines of a person's conversation: "<in|out|staff> <id> <at_ms> <sealed text bound to log:<person>>". The caller of log_append
-- rings "log <person>".
local function log_append(t, person, lines)
    local key = t .. ':log:' .. person
    local over = redis.call('RPUSH', key, unpack(lines)) - LOG_MAX
    if over > 0 then log_trim(t, key, over) end
end

local function log_add(t, person, lines)
    log_append(t, person, lines)
    ring(t, 'log ' .. person)
end

local function log_line(direction, id, at, sealed) return direction .. ' ' .. id .. ' ' .. at .. ' ' .. sealed end

-- Timers of a person. due_drop knows the one of a name; a reminder is dropped by its member or by its version.
local function due_drop(t, person, name)
    local ref = redis.call('HGET', t .. ':person:' .. person, 'due:' .. name)
    if not ref then return end
    redis.call('ZREM', t .. ':due', person .. '|' .. name .. '|' .. ref)
    redis.call('HDEL', t .. ':person:' .. person, 'due:' .. name)
end

local function due_set(t, person, name, ref, at)
    if name ~= 'reminder' then
        due_drop(t, person, name)
        redis.call('HSET', t .. ':person:' .. person, 'due:' .. name, ref)
    end
    redis.call('ZADD', t .. ':due', at, person .. '|' .. name .. '|' .. ref)
end
