#!lua name=acogida
-- library - the office's keys, and what the scripts share. Files are joined in the order of their names at build.
--
-- Every script is called as FCALL <name> 1 {tag} args...; every key is built from KEYS[1], so that all keys of an office lie
-- in one cluster slot. A script is short, has its contract on top, and does no parsing of message content: what is of a
-- person arrives sealed. Times are Unix ms given by the caller.
--
--   {t}:meta                 hash    version of the library, generation
--   {t}:seen                 zset    dedupe buckets (number -> number); {t}:seen:<n> set of event ids. A bucket is 30 days; the
--                                    newest three are kept and all are asked, so that a clock jump forgets nothing
--   {t}:addr                 hash    address index -> person
--   {t}:person:<p>           hash    key (wrapped data key), since, lang, chosen (0|1), chan (last channel's name), greeted,
--                                    to:<realm> (sealed address), ix:<realm> (its index), c:<purpose> (1 yes, 0 no),
--                                    ticket (open ticket's id), name (sealed), stopped (1: the provider blocks us)
--   {t}:state:<p>            string  sealed state of the conversation
--   {t}:mailbox:<p>          list    entries, oldest first: "<kind> <event id> <at_ms> <channel|-> <rest>"; kind is M (message,
--                                    rest sealed with the office key), T (timer, rest is the due member), S (staff, sealed),
--                                    R (report: opted out at the provider)
--   {t}:ready                zset    persons with mail and no lease, by time
--   {t}:leases               zset    person -> lease deadline;   {t}:tokens hash person -> lease token
--   {t}:delayed              zset    person -> time of the next try;  {t}:tries hash person -> failed tries of the head
--   {t}:buried               hash    event id -> "<person> <at_ms> <reason> <entry>"
--   {t}:log:<p>              list    conversation: "<in|out|staff> <id> <at_ms> <sealed text>", newest last, at most 500
--   {t}:due                  zset    "<p>|<name>|<ref>" -> time; name "reminder" has ref "<appointment>.<version>.<2d|3h>"
--   {t}:out:<id>             hash    person, channel, realm, lane, purpose, text (sealed), state (ready, sending, queued, sent,
--                                    delivered, read, failed, unknown, expired, skipped), rank, code, useless, token, tries,
--                                    campaign, created, segments
--   {t}:outbox:<p>           zset    out ids, by lane * 1e13 + order
--   {t}:lanes                zset    persons with something to send, by lane * 1e13 + time
--   {t}:lanes-later          zset    persons whose next try is later
--   {t}:sending              zset    out id -> when it becomes unknown
--   {t}:unknown              zset    out ids whose outcome is unknown
--   {t}:pids                 hash    provider id index -> out id
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
