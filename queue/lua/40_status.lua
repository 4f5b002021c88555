-- status - what a provider reports of a message: merged by rank, never "last writer wins".

-- The person opted out at the provider: the machine decides in their mailbox, and until then nothing is sent.
local function person_stopped(t, person, id, now)
    local key = t .. ':person:' .. person
    if redis.call('EXISTS', key) == 0 or redis.call('HGET', key, 'stopped') == '1' then return end
    redis.call('HSET', key, 'stopped', '1')
    mailbox_add(t, person, mailbox_entry('R', 'r' .. redis.sha1hex(id):sub(1, 17), string.format('%d', now)), now)
end

local STATUS_TRIES_MAX = 3

-- A failure that another way can mend (another channel, a template) puts the message back, once more; the provider has said
-- that the first did not arrive. False when it stays as it is.
local function status_other(t, out, now, code, cause, backup, realm)
    if cause ~= 'template' and cause ~= 'unreachable' and cause ~= 'day' then return false end
    local is = redis.call('HMGET', t .. ':out:' .. out.id, 'realm', 'lane', 'tries', 'useless')
    if (tonumber(is[3]) or 0) >= STATUS_TRIES_MAX or (tonumber(is[4]) or 0) <= now or not is[2] then return false end
    out.realm = is[1] or ''
    if not Route.other(t, out, cause, backup, realm) then return false end
    local order = redis.call('HINCRBY', t .. ':meta', 'order', 1)
    out_write(t, out.id, out.state, out.campaign, 'ready', 'rank', 0, 'code', code, 'next', now)
    redis.call('ZADD', t .. ':outbox:' .. out.person, (tonumber(is[2]) or 0) * 1e13 + order, out.id)
    outbox_offer(t, out.person, now)
    ring(t, 'out')
    return true
end

-- status now_ms out_id provider_index rank state code stopped [cause backup backup_realm]
-- "merged", "old" when a higher rank was known, "unknown" when the message is not ours. out_id may be "": then the
-- provider's own id decides.
redis.register_function('status', function(keys, args)
    local t, now = keys[1], tonumber(args[1])
    local _, id, index, rank, state, code, stopped = unpack(args)
    if id == '' then id = redis.call('HGET', t .. ':pids', index) or '' end
    local key = t .. ':out:' .. id
    local out = id ~= '' and redis.call('HMGET', key, 'person', 'rank', 'state', 'campaign') or {}
    local person = out[1]
    if not person then
        count(t, 'status_unknown')
        return 'unknown'
    end
    if stopped == '1' then person_stopped(t, person, id, now) end
    if tonumber(rank) <= (tonumber(out[2] or 0) or 0) then return 'old' end
    local is = { id = id, person = person, state = out[3], campaign = out[4] }
    redis.call('ZREM', t .. ':unknown', id)
    if state ~= 'failed' or not status_other(t, is, now, code, args[8], args[9] or '', args[10] or '') then
        out_write(t, id, out[3], out[4], state, 'rank', rank, 'code', code)
        if state == 'failed' then Route.unreached(t, person, id, args[8] or '', now) end
    end
    ring(t, 'log ' .. person)
    return 'merged'
end)
