-- astray - messages that did not reach their person, for the staff to see: who, what, why, and what can be done. out_write of
-- 00_library.lua keeps the list.
--
--   {t}:astray               zset    out ids that are failed, unknown or expired -> since when; 30 days and ASTRAY_MAX at most

do

-- {id, person, since, state, code, channel, purpose, campaign, again (user who sent it anew), the person's record (flat), open
-- ticket's id, its code}; nil when the record is gone.
local function astray_row(t, id, since)
    local out = hash_get(t .. ':out:' .. id, 'person', 'state', 'code', 'channel', 'purpose', 'campaign', 'again')
    if not out or not OUT_ASTRAY[out[2]] then return nil end
    local person = redis.pcall('HGETALL', t .. ':person:' .. out[1])
    if failed(person) or #person == 0 then return nil end
    local ticket = redis.call('HGET', t .. ':person:' .. out[1], 'ticket') or ''
    local open = ticket ~= '' and hash_get(t .. ':ticket:' .. ticket, 'code', 'state')
    if not open or open[2] == 'closed' or open[2] == '' then ticket, open = '', { '' } end
    return { id, out[1], since, out[2], out[3], out[4], out[5], out[6], out[7], person, ticket, open[1] }
end

-- astray_list now_ms user state offset limit
-- {total, rows}, the latest first. state "" = all. Those whose record is gone leave the list; total counts all states.
redis.register_function('astray_list', function(keys, args)
    local t, now, user, state = keys[1], tonumber(args[1]), args[2], args[3]
    local skip, left, rows = tonumber(args[4]), tonumber(args[5]), {}
    local list = redis.call('ZREVRANGE', t .. ':astray', 0, -1, 'WITHSCORES')
    for i = 1, #list, 2 do
        if left == 0 then break end
        local row = astray_row(t, list[i], list[i + 1])
        if not row then
            redis.call('ZREM', t .. ':astray', list[i])
        elseif state == '' or row[4] == state then
            if skip > 0 then
                skip = skip - 1
            else
                rows[#rows + 1], left = row, left - 1
            end
        end
    end
    audit(t, now, user, 'look', 'astray')
    return { redis.call('ZCARD', t .. ':astray'), rows }
end)

-- Dealt with: it leaves the list, and stays in the conversation.
-- astray_drop now_ms user id
redis.register_function('astray_drop', function(keys, args)
    local t, now, user, id = keys[1], tonumber(args[1]), args[2], args[3]
    if redis.call('ZREM', t .. ':astray', id) == 0 then return redis.error_reply('MISSING it is not in the list any more') end
    audit(t, now, user, 'astray-done', id)
    ring(t, 'tickets')
    return { 'ok' }
end)

-- astray_again now_ms user id useless_ms
-- A message whose outcome nobody knows goes out once more, because this person at the desk wants it so: it may arrive twice.
redis.register_function('astray_again', function(keys, args)
    local t, now, user, id = keys[1], tonumber(args[1]), args[2], args[3]
    local key = t .. ':out:' .. id
    local out = hash_get(key, 'person', 'state', 'campaign', 'again', 'lane')
    if not out or out[2] == '' then return redis.error_reply('MISSING the message is gone') end
    if out[2] ~= 'unknown' or out[4] ~= '' then
        return redis.error_reply('CONFLICT it has been settled, or somebody has sent it again')
    end
    redis.call('HSET', key, 'again', user, 'useless', args[4], 'next', '', 'rank', 0)
    redis.call('ZREM', t .. ':unknown', id)
    out_write(t, id, out[2], out[3], 'ready', 'code', '')
    local order = redis.call('HINCRBY', t .. ':meta', 'order', 1)
    redis.call('ZADD', t .. ':outbox:' .. out[1], (tonumber(out[5]) or 0) * 1e13 + order, id)
    outbox_offer(t, out[1], now)
    audit(t, now, user, 'send-again', id)
    ring(t, 'out')
    ring(t, 'log ' .. out[1])
    return { 'ok' }
end)

-- astray_call now_ms user id
-- {ticket id}: the person's open ticket, or a new one that says why somebody has to call.
redis.register_function('astray_call', function(keys, args)
    local t, now, user, id = keys[1], tonumber(args[1]), args[2], args[3]
    local out = hash_get(t .. ':out:' .. id, 'person')
    if not out or redis.call('EXISTS', t .. ':person:' .. out[1]) == 0 then
        return redis.error_reply('MISSING the person has been erased')
    end
    local ticket = Route.ticket(t, out[1], id, 'astray', now)
    redis.call('ZREM', t .. ':astray', id)
    audit(t, now, user, 'astray-call', id)
    return { ticket }
end)

end
