-- survey - answers without anybody (queue/surveys.h).
--
--   {t}:survey:<id>             hash    state (open, closed; none: as the content says), shown (1: its results have been given
--                                       out, it is never opened again), k (the least number told, fixed then)
--   {t}:survey-rows:<id>        zset    sealed answers (office key), each at a place of chance: the order of a set of this kind
--                                       is that of its places, in memory and in every file, so nobody learns who came when
--   {t}:survey-volunteers:<id>  hash    code -> point, "" for none
--   {t}:surveys                 set     ids of which anything is known
--   {t}:survey-fresh            string  how many rows have come, of all surveys
--   {t}:survey-settled          string  how many of them came before the last time that the append-only file was written anew

local SURVEY_ROWS_MAX, SURVEY_VOLUNTEERS_MAX = 50000, 40

-- survey id place row: no person, no event and no time goes along. What ends after the results were given out is not
-- kept: the difference to what was told would be this one person.
OPS.survey = { 3, function(x, id, place, row)
    local key = x.t .. ':survey-rows:' .. id
    if redis.call('HGET', x.t .. ':survey:' .. id, 'shown') == '1' or redis.call('ZCARD', key) >= SURVEY_ROWS_MAX then
        count(x.t, 'survey_rows_refused')
        return
    end
    redis.call('ZADD', key, place, row)
    redis.call('SADD', x.t .. ':surveys', id)
    redis.call('INCR', x.t .. ':survey-fresh')
end }

-- {"survey", id, state, code, point, code, point...}
BOARD[#BOARD + 1] = function(t, now, add)
    for _, id in ipairs(redis.call('SMEMBERS', t .. ':surveys')) do
        local row = { 'survey', id, redis.call('HGET', t .. ':survey:' .. id, 'state') or '' }
        for _, part in ipairs(redis.call('HGETALL', t .. ':survey-volunteers:' .. id)) do row[#row + 1] = part end
        add(row)
    end
end

-- survey_set now user id state
-- LOST: its results are out, and answers that come later would stand out against them.
redis.register_function('survey_set', function(keys, args)
    local t, id, state = keys[1], args[3], args[4]
    local key = t .. ':survey:' .. id
    if state == 'open' and redis.call('HGET', key, 'shown') == '1' then
        return redis.error_reply('LOST the results have been given out; a survey begins anew under another id')
    end
    redis.call('HSET', key, 'state', state)
    audit(t, tonumber(args[1]), args[2], 'survey-' .. state, id)
    redis.call('SADD', t .. ':surveys', id)
    ring(t, 'board')
    if state == 'closed' then ring(t, 'settle') end
    return state
end)

-- survey_volunteer now user id code point
redis.register_function('survey_volunteer', function(keys, args)
    local t, id = keys[1], args[3]
    local key = t .. ':survey-volunteers:' .. id
    if redis.call('HLEN', key) >= SURVEY_VOLUNTEERS_MAX then
        return redis.error_reply('LOST a survey has at most ' .. SURVEY_VOLUNTEERS_MAX .. ' codes of volunteers')
    end
    redis.call('HSET', key, args[4], args[5])
    redis.call('SADD', t .. ':surveys', id)
    audit(t, tonumber(args[1]), args[2], 'survey-volunteer', id)
    ring(t, 'board')
    return 'ok'
end)

-- survey_revoke now user id code
-- MISSING: the survey has no such code.
redis.register_function('survey_revoke', function(keys, args)
    local t, id = keys[1], args[3]
    if redis.call('HDEL', t .. ':survey-volunteers:' .. id, args[4]) == 0 then
        return redis.error_reply('MISSING the survey has no such code of a volunteer')
    end
    audit(t, tonumber(args[1]), args[2], 'survey-revoke', id)
    ring(t, 'board')
    return 'ok'
end)

-- survey_volunteers id
-- code, point, code, point...
redis.register_function('survey_volunteers', function(keys, args)
    return redis.call('HGETALL', keys[1] .. ':survey-volunteers:' .. args[1])
end)

-- survey_facts id...
-- Of each: {state or "", rows, shown "1" or "", codes of volunteers}.
redis.register_function('survey_facts', function(keys, args)
    local t, reply = keys[1], {}
    for i, id in ipairs(args) do
        local is = redis.call('HMGET', t .. ':survey:' .. id, 'state', 'shown')
        reply[i] = { is[1] or '', redis.call('ZCARD', t .. ':survey-rows:' .. id), is[2] or '',
            redis.call('HLEN', t .. ':survey-volunteers:' .. id) }
    end
    return reply
end)

-- survey_shown now user id written k
-- The results are about to be given out; written is the state in the content. The k that counts: that of the first time.
redis.register_function('survey_shown', function(keys, args)
    local t, id, key = keys[1], args[3], keys[1] .. ':survey:' .. args[3]
    local is = redis.call('HMGET', key, 'state', 'k')
    if (is[1] or args[4]) ~= 'closed' then
        return redis.error_reply('LOST close the survey first: results that grow would tell who came last')
    end
    redis.call('HSET', key, 'state', 'closed', 'shown', '1', 'k', is[2] or args[5])
    redis.call('SADD', t .. ':surveys', id)
    audit(t, tonumber(args[1]), args[2], 'survey-results', id)
    ring(t, 'board')
    return tonumber(is[2] or args[5])
end)

-- survey_rows id from max
redis.register_function('survey_rows', function(keys, args)
    local from = tonumber(args[2])
    return redis.call('ZRANGE', keys[1] .. ':survey-rows:' .. args[1], from, from + tonumber(args[3]) - 1)
end)

-- survey_fresh
-- How many rows have come, 0 when the append-only file was written anew after the last of them.
redis.register_function('survey_fresh', function(keys, args)
    local rows = tonumber(redis.call('GET', keys[1] .. ':survey-fresh') or 0)
    return rows > tonumber(redis.call('GET', keys[1] .. ':survey-settled') or 0) and rows or 0
end)

-- survey_settled rows
-- The file was written anew after that many rows had come. Of two processes the later word counts: it only grows.
redis.register_function('survey_settled', function(keys, args)
    local key = keys[1] .. ':survey-settled'
    if tonumber(args[1]) > tonumber(redis.call('GET', key) or 0) then redis.call('SET', key, args[1]) end
    return 'ok'
end)
