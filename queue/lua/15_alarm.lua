-- alarm - a ticket that nobody has claimed is told to those on duty, by steps (queue/alarm.h); this file begins the ladder.

-- The ladder of a ticket begins anew, now.
local function alarm_start(t, id, now)
    redis.call('ZADD', t .. ':alarms', now, id)
    redis.call('HSET', t .. ':ticket:' .. id, 'alarm', 0)
    ring(t, 'alarm')
end
