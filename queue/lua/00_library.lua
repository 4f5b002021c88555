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
--   {t}:addr                 hash    address index -> person
--   {t}:person:<p>           hash    key (wrapped data key), since, lang, chosen (0|1), chan (last channel's name), greeted,
--                                    to:<realm> (sealed address), ix:<realm> (its index), c:<purpose> (1 yes, 0 no),
--                                    ticket (open ticket's id), name (sealed), stopped (1: the provider blocks us),
--                                    due:<name> (ref of the timer of this name), hour and said (loop limit)
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
--   {t}:out:<id>             hash    person, channel, realm, lane, purpose, text (sealed), state (ready, sending, queued, sent,
--                                    delivered, read, failed, unknown, expired, skipped), rank, code, useless, token, tries,
--                                    campaign, created, segments, by (user, of a caseworker's text)
--   {t}:outbox:<p>           zset    out ids, by lane * 1e13 + order
--   {t}:lanes                zset    persons with something to send, by lane * 1e13 + time. A person with an outbox is in
--                                    exactly one of lanes, lanes-later and sending-of: one message at a time, in order
--   {t}:lanes-later          zset    persons whose next try is later
--   {t}:sending-of           hash    person -> out id under way
--   {t}:sending              zset    out id -> when it becomes unknown (chore EXPIRE of 30_due.lua)
--   {t}:unknown              zset    out ids whose outcome is unknown
--   {t}:pids                 hash    provider id index (vault_index of domain "out/<channel>") -> out id
--   {t}:rate:<channel>       string  GCRA: theoretical arrival time, ms
--   {t}:appt:<a>             hash    person, at, version, status, what (sealed), place (sealed), ext (index of the office's own id)
--   {t}:appts                zset    appointment -> time;  {t}:appts:<p> zset;  {t}:appt-ext hash ext -> appointment
--   {t}:ticket:<id>          hash    code, person, state, topic, priority, created, updated, version, by (user), unread, fields
--                                    (sealed JSON), outcome, closed
--   {t}:tickets              zset    open and claimed: id -> created - priority * 1e13;  {t}:tickets-closed zset id -> closed
--   {t}:consent:<purpose>    zset    persons who said yes, by when;  {t}:proof:<p> list of sealed proofs
--   {t}:campaign:<c>         hash    text:<lang>, fallback, state, people, position, sent, failed, unknown, skipped, created,
--                                    useless;  {t}:campaign-to:<c> list of persons;  {t}:campaigns zset;  {t}:campaigns-live zset
--   {t}:users                hash    login index -> user;  {t}:user:<u> hash;  {t}:session:<ix>, {t}:invite:<ix> hashes that expire
--   {t}:audit                stream  user, act, ref
--   {t}:count                hash    counters for stats
--   {t}:bell                 pub/sub words that wake others (queue/office.h)

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
    if failed(redis.pcall('RPUSH', t .. ':mailbox:' .. person, entry)) then
        bury(t, person, entry:match('^%S+ (%S+)') or person, now, 'mailbox', entry)
    elseif mailbox_offer(t, person, now) then
        ring(t, 'mail')
    end
end

-- Out records change their state here only: a campaign's counts go along. Returns the state before.
local OUT_COUNT = {
    queued = 'sent', sent = 'sent', delivered = 'sent', read = 'sent', failed = 'failed', unknown = 'unknown',
    expired = 'skipped', skipped = 'skipped'
}
local function out_state(t, id, state)
    local key = t .. ':out:' .. id
    local was = redis.call('HMGET', key, 'state', 'campaign')
    redis.call('HSET', key, 'state', state)
    local from, to = OUT_COUNT[was[1] or ''], OUT_COUNT[state]
    if was[2] and was[2] ~= '' and from ~= to then
        if from then redis.call('HINCRBY', t .. ':campaign:' .. was[2], from, -1) end
        if to then redis.call('HINCRBY', t .. ':campaign:' .. was[2], to, 1) end
        ring(t, 'campaign ' .. was[2])
    end
    return was[1]
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
    redis.call('ZADD', t .. ':lanes', 'LT', math.floor(tonumber(first[2]) / 1e13) * 1e13 + now, person)
end

-- A message on its way. out: lane (0 reply, 1 reminder, 2 bulk), purpose, channel, realm, useless (ms), segments, text
-- (sealed), campaign or nil, by or nil. The same id again changes nothing: false. The caller rings "out" once.
local function outbox_add(t, person, id, out, now)
    local key = t .. ':out:' .. id
    if redis.call('EXISTS', key) == 1 then return false end
    redis.call('HSET', key, 'person', person, 'channel', out.channel, 'realm', out.realm, 'lane', out.lane,
        'purpose', out.purpose, 'text', out.text, 'state', 'ready', 'rank', 0, 'code', '', 'useless', out.useless,
        'token', '', 'tries', 0, 'campaign', out.campaign or '', 'created', now, 'segments', out.segments,
        'by', out.by or '')
    local order = redis.call('HINCRBY', t .. ':meta', 'order', 1)
    redis.call('ZADD', t .. ':outbox:' .. person, out.lane * 1e13 + order, id)
    outbox_offer(t, person, now)
    return true
end

-- One line of a person's conversation; sealed text bound to "log:<person>". direction is in, out or staff.
local function log_add(t, person, direction, id, at, sealed)
    local key = t .. ':log:' .. person
    redis.call('RPUSH', key, direction .. ' ' .. id .. ' ' .. at .. ' ' .. sealed)
    redis.call('LTRIM', key, -500, -1)
    ring(t, 'log ' .. person)
end

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
