-- content - published versions of what the bot says. A version never changes, and the one with the highest number speaks: to
-- go back is to publish the files of an old one again. Every process hears "content <number>" and swaps.
--
--   {t}:content          hash  current (number), hash (of its files)
--   {t}:contents         zset  number -> number, of the versions that are kept
--   {t}:content:<n>      hash  at, who and note (sealed), hash, back (the version it goes back to, or ''), files (one JSON
--                              object from name to text; nothing of a person is in them)

local CONTENT_KEPT, CONTENT_KEPT_BYTES = 50, 32 * 1024 * 1024

-- The oldest go when there are too many or too much; the last two always stay.
local function content_trim(t)
    local list = redis.call('ZRANGE', t .. ':contents', 0, -1)
    local bytes = 0
    for i = #list, 1, -1 do
        local key = t .. ':content:' .. list[i]
        bytes = bytes + redis.call('HSTRLEN', key, 'files')
        local place = #list - i + 1
        if place > 2 and (place > CONTENT_KEPT or bytes > CONTENT_KEPT_BYTES) then
            redis.call('DEL', key)
            redis.call('ZREM', t .. ':contents', list[i])
        end
    end
end

-- The version that was just written speaks from now on.
local function content_speaks(t, number, hash)
    redis.call('HSET', t .. ':content', 'current', number, 'hash', hash)
    redis.call('ZADD', t .. ':contents', number, number)
    content_trim(t)
    count(t, 'contents')
    ring(t, 'content ' .. number)
    return number
end

local function content_current(t)
    local is = redis.call('HMGET', t .. ':content', 'current', 'hash')
    return tonumber(is[1] or 0), is[2] or ''
end

-- content_publish now_ms by who note hash base files
-- The new version's number. base is the hash of the files that the editor began with ('' = nothing was published, '*' = do
-- not ask): error LOST when another version speaks since. by: user id or '-'.
redis.register_function('content_publish', function(keys, args)
    local t, now = keys[1], tonumber(args[1])
    local _, by, who, note, hash, base, files = unpack(args)
    local current, speaking = content_current(t)
    if base ~= '*' and base ~= speaking then
        return redis.error_reply('LOST version ' .. current .. ' was published since yours was fetched')
    end
    local number = current + 1
    audit(t, now, by, 'publish', tostring(number))
    redis.call('HSET', t .. ':content:' .. number, 'at', now, 'who', who, 'note', note, 'hash', hash, 'back', '', 'files', files)
    return content_speaks(t, number, hash)
end)

-- content_back now_ms by who number
-- Publishes the files of an old version again: the new version's number. MISSING: it is not kept (any more); LOST: it speaks.
redis.register_function('content_back', function(keys, args)
    local t, now, old = keys[1], tonumber(args[1]), args[4]
    local _, by, who = unpack(args)
    local current = content_current(t)
    if tonumber(old) == current then return redis.error_reply('LOST version ' .. old .. ' is the one that speaks') end
    local hash = redis.call('HGET', t .. ':content:' .. old, 'hash')
    if not hash then return redis.error_reply('MISSING version ' .. old .. ' is not kept') end
    local number = current + 1
    audit(t, now, by, 'publish', tostring(number))
    redis.call('COPY', t .. ':content:' .. old, t .. ':content:' .. number)
    redis.call('HSET', t .. ':content:' .. number, 'at', now, 'who', who, 'note', '', 'back', old)
    return content_speaks(t, number, hash)
end)

-- number, at, who, note, hash, back, number of the kept one before it (0 = none)
local function content_row(t, number)
    local row = hash_get(t .. ':content:' .. number, 'at', 'who', 'note', 'hash', 'back')
    if not row then return nil end
    table.insert(row, 1, tonumber(number))
    local before = redis.call('ZREVRANGEBYSCORE', t .. ':contents', '(' .. number, '-inf', 'LIMIT', 0, 1)
    row[7] = tonumber(before[1] or 0)
    return row
end

-- content_get number have
-- A row and its files; number 0 is the one that speaks. {have} alone when that is the one, {0} when nothing was published;
-- MISSING.
redis.register_function('content_get', function(keys, args)
    local t, number, have = keys[1], tonumber(args[1]), tonumber(args[2])
    if number == 0 then number = content_current(t) end
    if number == 0 or number == have then return { number } end
    local row = content_row(t, number)
    if not row then return redis.error_reply('MISSING version ' .. number .. ' is not kept') end
    row[8] = redis.call('HGET', t .. ':content:' .. number, 'files')
    return row
end)

-- content_log
-- Rows of the kept versions, newest first; the first one speaks.
redis.register_function('content_log', function(keys)
    local t, rows = keys[1], {}
    for _, number in ipairs(redis.call('ZREVRANGE', t .. ':contents', 0, -1)) do
        rows[#rows + 1] = content_row(t, number)
    end
    return rows
end)
