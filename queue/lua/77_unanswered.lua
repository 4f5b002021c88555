-- unanswered - what nobody could answer, for the staff who write the answers: sealed with the office key, of nobody.
--
--   {t}:unanswered           zset    "<random id of 16><language> <sealed text>" by day (whole days since 1970). Within a day the
--                                    order is that of the random ids: neither who wrote nor when can be told from it. The log of
--                                    Redis keeps the order in which it was written until it is rewritten

do

local KEPT_DAYS = 90
local DAY_MS = 24 * 3600 * 1000

local function trim(t, now)
    return redis.call('ZREMRANGEBYSCORE', t .. ':unanswered', '-inf', math.floor(now / DAY_MS) - KEPT_DAYS - 1)
end

-- unanswered id language max sealed_text: one more; beyond max the oldest leave.
OPS.unanswered = { 4, function(x, id, language, max, sealed)
    local key = x.t .. ':unanswered'
    redis.call('ZADD', key, math.floor(x.now / DAY_MS), id .. language .. ' ' .. sealed)
    redis.call('ZREMRANGEBYRANK', key, 0, -1 - tonumber(max))
    trim(x.t, x.now)
    count(x.t, 'unanswered')
    x.rings.unanswered = true
end }

MORE_CHORES[#MORE_CHORES + 1] = function(t, now) return trim(t, now) end

local function language_of(member) return member:match('^[a-z]*', 17) end
local function row_of(member, day)
    local language = language_of(member)
    return { member:sub(1, 16), language, day, member:sub(18 + #language) }
end

-- unanswered_list now_ms user language offset limit
-- {total, rows {id, language, day, sealed text}}, the newest day first; language '' means all.
redis.register_function('unanswered_list', function(keys, args)
    local t, language, first, limit = keys[1], args[3], tonumber(args[4]), tonumber(args[5])
    local found, total, rows = redis.call('ZREVRANGE', t .. ':unanswered', 0, -1, 'WITHSCORES'), 0, {}
    audit(t, tonumber(args[1]), args[2], 'look', 'unanswered')
    for i = 1, #found, 2 do
        if language == '' or language_of(found[i]) == language then
            total = total + 1
            if total > first and #rows < limit then rows[#rows + 1] = row_of(found[i], found[i + 1]) end
        end
    end
    return { total, rows }
end)

local function member_of(t, id)
    for _, member in ipairs(redis.call('ZRANGE', t .. ':unanswered', 0, -1)) do
        if member:sub(1, 16) == id then return member end
    end
end

-- unanswered_get id: a row. Error MISSING.
redis.register_function('unanswered_get', function(keys, args)
    local t = keys[1]
    local member = member_of(t, args[1])
    if not member then return redis.error_reply('MISSING this question is not kept any more') end
    return row_of(member, redis.call('ZSCORE', t .. ':unanswered', member))
end)

-- unanswered_drop now_ms user id: {"ok"}, also when it is gone.
redis.register_function('unanswered_drop', function(keys, args)
    local t = keys[1]
    audit(t, tonumber(args[1]), args[2], 'dismiss', 'unanswered')
    local member = member_of(t, args[3])
    if member then redis.call('ZREM', t .. ':unanswered', member) end
    ring(t, 'unanswered')
    return { 'ok' }
end)

-- helped_counts: the counters "helped:<topic>:<language>:<yes|no>", flat.
redis.register_function('helped_counts', function(keys)
    local flat, found = redis.call('HGETALL', keys[1] .. ':count'), {}
    for i = 1, #flat, 2 do
        if flat[i]:sub(1, 7) == 'helped:' then
            found[#found + 1] = flat[i]
            found[#found + 1] = flat[i + 1]
        end
    end
    return found
end)

end
