-- roster - who is alarmed in these days, in place of the telephones of settings [duty] (queue/roster.h).
--
--   {t}:roster               hash    numbers (sealed with the office key), till (ms), by (user), at

-- {sealed numbers, till} of the roster in force, {'', '0'} when there is none or its days are over.
local function roster_now(t, now)
    local is = redis.pcall('HMGET', t .. ':roster', 'numbers', 'till')
    if failed(is) or not is[1] or (tonumber(is[2]) or 0) <= now then return { '', '0' } end
    return { is[1], is[2] }
end

-- roster_set now_ms user sealed_numbers till_ms
-- "" takes it away. The roster that is in force then.
redis.register_function('roster_set', function(keys, args)
    local t, now = keys[1], tonumber(args[1])
    audit(t, now, args[2], 'duty', '')
    if args[3] == '' then
        redis.call('UNLINK', t .. ':roster')
    else
        redis.call('HSET', t .. ':roster', 'numbers', args[3], 'till', args[4], 'by', args[2], 'at', args[1])
    end
    return roster_now(t, now)
end)

-- roster_get now_ms
redis.register_function('roster_get', function(keys, args) return roster_now(keys[1], tonumber(args[1])) end)
