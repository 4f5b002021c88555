-- media - pictures, voice notes and documents that people sent: what is to be fetched, what lies in the data folder, and
-- what has to go from there. The bytes are in files outside Redis, sealed with the person's key; here is the ledger of them.
--
-- A medium has the id of the message that brought it. States: due (to be fetched), kept (the file is there), refused (it
-- came and is nothing that we take), failed (it did not come, and is not asked for any more).
--
--   {t}:media:<id>           hash    person, channel, said (type, as the provider calls it), ref (where it can be fetched,
--                                    sealed; gone once that is over), state, why (one word), type (as it is), size (bytes),
--                                    created, tries, look:<user> (when they last looked)
--   {t}:media-due            zset    id -> time of the next try
--   {t}:media-until          zset    id -> when it is forgotten
--   {t}:media-of:<p>         set     ids of a person's media
--   {t}:media-drop           set     ids whose file must be deleted
--   {t}:meta media           (field) bytes of all files that are kept

do

local PERSON_MAX = 300 -- of one person at once: one telephone must not fill the disk of all
local TRIES_MAX = 10

local function key_of(t, id) return t .. ':media:' .. id end

local function person_of(t, id)
    local person = redis.pcall('HGET', key_of(t, id), 'person')
    return type(person) == 'string' and person or nil
end

-- The row, its places and its file.
local function media_forget(t, id)
    local is = redis.pcall('HMGET', key_of(t, id), 'person', 'state', 'size')
    if failed(is) then is = {} end
    if is[1] then redis.call('SREM', t .. ':media-of:' .. is[1], id) end
    if is[2] == 'kept' then redis.call('HINCRBY', t .. ':meta', 'media', -(tonumber(is[3]) or 0)) end
    redis.call('ZREM', t .. ':media-due', id)
    redis.call('ZREM', t .. ':media-until', id)
    redis.call('UNLINK', key_of(t, id))
    redis.call('SADD', t .. ':media-drop', id)
end

local function media_end(t, id, state, why)
    redis.call('ZREM', t .. ':media-due', id)
    redis.call('HDEL', key_of(t, id), 'ref')
    redis.call('HSET', key_of(t, id), 'state', state, 'why', why)
    count(t, 'media_' .. state)
    ring(t, 'log ' .. (person_of(t, id) or ''))
end

-- media id channel said until_ms sealed_ref: a message had a medium with it.
OPS.media = { 5, function(x, id, channel, said, till, ref)
    local of = x.t .. ':media-of:' .. x.person
    if redis.call('EXISTS', key_of(x.t, id)) == 1 then return end
    local full = redis.call('SCARD', of) >= PERSON_MAX
    redis.call('HSET', key_of(x.t, id), 'person', x.person, 'channel', channel, 'said', said, 'ref', full and '' or ref,
        'state', full and 'failed' or 'due', 'why', full and 'many' or '', 'created', x.now, 'tries', 0)
    redis.call('ZADD', x.t .. ':media-until', till, id)
    redis.call('SADD', of, id)
    if full then return end
    redis.call('ZADD', x.t .. ':media-due', x.now, id)
    x.rings.media = true
end }

-- media_reserve now_ms lease_ms max bytes_max
-- {id, person, the person's wrapped key, channel, tries before, sealed ref} of those that are due; each is due again when the
-- lease is over. What has been tried too often, or finds no room on the disk, ends here.
redis.register_function('media_reserve', function(keys, args)
    local t, now, lease = keys[1], tonumber(args[1]), tonumber(args[2])
    local found = {}
    local has = tonumber(redis.call('HGET', t .. ':meta', 'media') or 0)
    for _, id in ipairs(redis.call('ZRANGEBYSCORE', t .. ':media-due', '-inf', now, 'LIMIT', 0, args[3])) do
        local is = redis.pcall('HMGET', key_of(t, id), 'person', 'channel', 'tries', 'ref', 'why')
        local key = not failed(is) and is[1] and redis.pcall('HGET', t .. ':person:' .. is[1], 'key')
        if type(key) ~= 'string' or not is[4] then
            media_forget(t, id)
        elseif has >= tonumber(args[4]) then
            media_end(t, id, 'failed', 'full')
        elseif (tonumber(is[3]) or 0) >= TRIES_MAX then
            media_end(t, id, 'failed', is[5] ~= '' and is[5] or 'tries')
        else
            redis.call('ZADD', t .. ':media-due', now + lease, id)
            redis.call('HINCRBY', key_of(t, id), 'tries', 1)
            found[#found + 1] = { id, is[1], key, is[2] or '', is[3] or '0', is[4] }
        end
    end
    return found
end)

-- media_kept id type size
-- The file is there. "gone": the person is not any more, the file has to go again.
redis.register_function('media_kept', function(keys, args)
    local t, id = keys[1], args[1]
    local state = redis.pcall('HGET', key_of(t, id), 'state')
    if type(state) ~= 'string' then return 'gone' end
    if state == 'kept' then return 'ok' end
    redis.call('HSET', key_of(t, id), 'type', args[2], 'size', args[3])
    redis.call('HINCRBY', t .. ':meta', 'media', args[3])
    media_end(t, id, 'kept', '')
    return 'ok'
end)

-- media_failed id state why retry_at_ms
-- It did not come. state "due": again at retry_at_ms; "failed" or "refused": that was it.
redis.register_function('media_failed', function(keys, args)
    local t, id = keys[1], args[1]
    if redis.pcall('HGET', key_of(t, id), 'state') ~= 'due' then return 'gone' end
    if args[2] == 'due' then
        redis.call('HSET', key_of(t, id), 'why', args[3])
        redis.call('ZADD', t .. ':media-due', args[4], id)
    else
        media_end(t, id, args[2], args[3])
    end
    return 'ok'
end)

-- media_drops max: {id...} whose files must go. media_dropped id...: they went.
redis.register_function('media_drops', function(keys, args)
    return redis.call('SRANDMEMBER', keys[1] .. ':media-drop', args[1])
end)
redis.register_function('media_dropped', function(keys, args)
    for i = 1, #args do redis.call('SREM', keys[1] .. ':media-drop', args[i]) end
    return #args
end)

-- media_strays id...
-- {id...} of files that belong to nobody. None while the ledger is empty: that is more likely the wrong Redis than the truth.
redis.register_function('media_strays', function(keys, args)
    local t, strays = keys[1], {}
    if redis.call('EXISTS', t .. ':media-until') == 0 then return strays end
    for i = 1, #args do
        if redis.call('EXISTS', key_of(t, args[i])) == 0 then strays[#strays + 1] = args[i] end
    end
    return strays
end)

-- media_look now_ms user id
-- {person, the person's wrapped key, type, size}; the look is in the audit stream, once in LOOK_MS.
redis.register_function('media_look', function(keys, args)
    local t, now, user, id = keys[1], tonumber(args[1]), args[2], args[3]
    local is = redis.pcall('HMGET', key_of(t, id), 'person', 'state', 'type', 'size', 'look:' .. user)
    if failed(is) or is[2] ~= 'kept' then return redis.error_reply('MISSING there is no such file') end
    local key = redis.pcall('HGET', t .. ':person:' .. is[1], 'key')
    if type(key) ~= 'string' then return redis.error_reply('MISSING there is no such file') end
    local last = tonumber(is[5] or 0) or 0
    if now < last or now - last >= LOOK_MS then
        audit(t, now, user, 'media', id)
        redis.call('HSET', key_of(t, id), 'look:' .. user, now)
    end
    return { is[1], key, is[3], is[4] }
end)

ERASED[#ERASED + 1] = function(x)
    local ids = redis.pcall('SMEMBERS', x.t .. ':media-of:' .. x.person)
    if failed(ids) then ids = {} end
    for _, id in ipairs(ids) do media_forget(x.t, id) end
    redis.call('UNLINK', x.t .. ':media-of:' .. x.person)
    if #ids > 0 then ring(x.t, 'media') end
end

-- The time of keeping is over.
MORE_CHORES[#MORE_CHORES + 1] = function(t, now, max)
    local ids = redis.call('ZRANGEBYSCORE', t .. ':media-until', '-inf', now, 'LIMIT', 0, max)
    for _, id in ipairs(ids) do media_forget(t, id) end
    if #ids > 0 then ring(t, 'media') end
    return #ids
end

end
