-- status - what a provider reports of a message: merged by rank, never "last writer wins".

-- The person opted out at the provider: the machine decides in their mailbox, and until then nothing is sent.
local function person_stopped(t, person, id, now)
    local key = t .. ':person:' .. person
    if redis.call('EXISTS', key) == 0 or redis.call('HGET', key, 'stopped') == '1' then return end
    redis.call('HSET', key, 'stopped', '1')
    mailbox_add(t, person, mailbox_entry('R', 'r' .. redis.sha1hex(id):sub(1, 17), string.format('%d', now)), now)
end

local STATUS_TRIES_MAX = 3
local ARRIVED = 4 -- the rank of a message that is on the phone
local TEMPLATE_DOUBT_MS = 600 * 1000 -- as in queue/catalogue.c
local Template = {} -- 56_template.lua

-- A failure that another way can mend (another channel, a template), or another day, puts the message back; the provider has
-- said that this try did not arrive. report: cause, backup, realm (of the backup), morning (ms), index (of the try). False when
-- it stays as it is; report.cause is then what it comes to: a template that is not taken is no way to the person.
local function status_again(t, out, now, code, report)
    local cause = report.cause
    if cause ~= 'template' and cause ~= 'unreachable' and cause ~= 'day' then return false end
    local is = redis.call('HMGET', t .. ':out:' .. out.id, 'realm', 'lane', 'tries', 'useless', 'as', 'channel')
    if cause == 'template' and (is[5] or ''):find('template', 1, true) then -- another one will not help
        cause, report.cause = 'unreachable', 'unreachable'
        Template.doubt(t, now, is[6] or '', TEMPLATE_DOUBT_MS)
    end
    local useless, at, day = tonumber(is[4]) or 0, now, ''
    if (tonumber(is[3]) or 0) >= STATUS_TRIES_MAX or useless <= now or not is[2] then return false end
    out.realm = is[1] or ''
    if not Route.other(t, out, cause, report.backup, report.realm) then
        if cause ~= 'day' or report.morning <= now or report.morning >= useless then return false end
        at, day = report.morning, '1'
    end
    local order = redis.call('HINCRBY', t .. ':meta', 'order', 1)
    out_write(t, out.id, out.state, out.campaign, 'ready', 'rank', 0, 'code', code, 'next', string.format('%d', at), 'day', day,
        'past', report.index)
    redis.call('ZADD', t .. ':outbox:' .. out.person, (tonumber(is[2]) or 0) * 1e13 + order, out.id)
    outbox_offer(t, out.person, now)
    ring(t, 'out')
    return true
end

-- status now_ms out_id provider_index rank state code stopped [cause backup backup_realm morning_ms]
-- "merged", "old" when a higher rank was known or when it tells of a try that had failed before, "unknown" when the message is
-- not ours. out_id may be "": then the provider's own id decides. morning_ms: the next try of what the provider takes no more
-- of today.
redis.register_function('status', function(keys, args)
    local t, now = keys[1], tonumber(args[1])
    local _, id, index, rank, state, code, stopped = unpack(args)
    if id == '' then id = redis.call('HGET', t .. ':pids', index) or '' end
    local key = t .. ':out:' .. id
    local out = id ~= '' and redis.call('HMGET', key, 'person', 'rank', 'state', 'campaign', 'past') or {}
    local person = out[1]
    if not person then
        count(t, 'status_unknown')
        return 'unknown'
    end
    if stopped == '1' then person_stopped(t, person, id, now) end
    if tonumber(rank) <= (tonumber(out[2] or 0) or 0) then return 'old' end
    if index ~= '' and out[5] == index and tonumber(rank) < ARRIVED then return 'old' end
    local is = { id = id, person = person, state = out[3], campaign = out[4] }
    local report = { cause = args[8], backup = args[9] or '', realm = args[10] or '', morning = tonumber(args[11]) or 0,
        index = index }
    redis.call('ZREM', t .. ':unknown', id)
    if state ~= 'failed' or not status_again(t, is, now, code, report) then
        out_write(t, id, out[3], out[4], state, 'rank', rank, 'code', code)
        if state == 'failed' then Route.unreached(t, person, id, report.cause or '', now) end
    end
    ring(t, 'log ' .. person)
    return 'merged'
end)
