-- status - what a provider reports of a message: merged by rank, never "last writer wins".

-- The person opted out at the provider: the machine decides in their mailbox, and until then nothing is sent.
local function person_stopped(t, person, id, now)
    local key = t .. ':person:' .. person
    if redis.call('EXISTS', key) == 0 or redis.call('HGET', key, 'stopped') == '1' then return end
    redis.call('HSET', key, 'stopped', '1')
    mailbox_add(t, person, mailbox_entry('R', 'r' .. redis.sha1hex(id):sub(1, 17), string.format('%d', now)), now)
end

-- status now_ms out_id provider_index rank state code stopped
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
    out_write(t, id, out[3], out[4], state, 'rank', rank, 'code', code)
    redis.call('ZREM', t .. ':unknown', id)
    ring(t, 'log ' .. person)
    return 'merged'
end)
