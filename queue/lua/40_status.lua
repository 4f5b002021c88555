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
    local person = id ~= '' and redis.call('HGET', key, 'person')
    if not person then
        count(t, 'status_unknown')
        return 'unknown'
    end
    if stopped == '1' then person_stopped(t, person, id, now) end
    if tonumber(rank) <= (tonumber(redis.call('HGET', key, 'rank') or 0) or 0) then return 'old' end
    redis.call('HSET', key, 'rank', rank, 'code', code)
    out_state(t, id, state)
    redis.call('ZREM', t .. ':unknown', id)
    ring(t, 'log ' .. person)
    return 'merged'
end)
