-- forget - whom providers are to forget; queue/forget.h tells how.
--
--   {t}:forget               zset    "<channel> <given up, ms> <sealed address>" -> when it is tried (again)

do

local function forget_put(t, channel, first, till, sealed)
    redis.call('ZADD', t .. ':forget', first, channel .. ' ' .. till .. ' ' .. sealed)
end

-- forget channel first_ms until_ms sealed_address: the person of this turn is being erased.
OPS.forget = { 4, function(x, ...)
    local entry = { ... }
    x.after[#x.after + 1] = function() forget_put(x.t, unpack(entry)) end
end }

-- forget_add (channel first_ms until_ms sealed_address)...
redis.register_function('forget_add', function(keys, args)
    for i = 1, #args - 3, 4 do forget_put(keys[1], args[i], args[i + 1], args[i + 2], args[i + 3]) end
    return #args / 4
end)

-- forget_due now_ms lease_ms
-- The first entry whose time has come, or "". It comes back after the lease unless forget_end says something else.
redis.register_function('forget_due', function(keys, args)
    local key, now = keys[1] .. ':forget', tonumber(args[1])
    local member = redis.call('ZRANGEBYSCORE', key, '-inf', now, 'LIMIT', 0, 1)[1]
    if not member then return '' end
    redis.call('ZADD', key, now + tonumber(args[2]), member)
    return member
end)

-- forget_end member next_ms
-- next_ms 0: the provider has nothing more of it, or it is given up.
redis.register_function('forget_end', function(keys, args)
    if args[2] ~= '0' then return redis.call('ZADD', keys[1] .. ':forget', 'XX', args[2], args[1]) end
    return redis.call('ZREM', keys[1] .. ':forget', args[1])
end)

end
