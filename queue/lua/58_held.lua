-- held - what is said to a person in discreet mode waits here until their word comes.
--
--   {t}:held:<p>             list    the arguments of OPS.say (cmsgpack), oldest first, at most 20;  {t}:person:<p> held: how many

local HELD_MAX = 20

-- hold: a text as say has it, kept instead of sent.
OPS.hold = { 9, function(x, ...)
    local key = x.t .. ':held:' .. x.person
    local n = redis.call('RPUSH', key, cmsgpack.pack({ ... }))
    if n > HELD_MAX then redis.call('LTRIM', key, -HELD_MAX, -1) end
    x.fields.held = math.min(n, HELD_MAX)
end }

-- held_read: all that waits and is of use still is sent now.
OPS.held_read = { 0, function(x)
    local key = x.t .. ':held:' .. x.person
    for _, packed in ipairs(redis.call('LRANGE', key, 0, -1)) do
        local say = cmsgpack.unpack(packed)
        if tonumber(say[6]) > x.now then OPS.say[2](x, unpack(say)) end
    end
    redis.call('DEL', key)
    redis.call('HDEL', x.key, 'held')
    x.busy = true -- nobody has looked whether the outbox is empty
end }

-- word: the keyed hash of the person's word, '' = none.
OPS.word = { 1, function(x, hash)
    if hash == '' then
        redis.call('HDEL', x.key, 'word')
    else
        x.fields.word = hash
    end
end }
