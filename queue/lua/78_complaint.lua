-- complaint - what was counted of complaints: institution and barrier, nobody's.

-- complaint_counts
-- {name, count, name, count...} of the counters "complaint:<institution>:<barrier>".
redis.register_function('complaint_counts', function(keys, args)
    local flat, reply = redis.call('HGETALL', keys[1] .. ':count'), {}
    for i = 1, #flat, 2 do
        if flat[i]:sub(1, 10) == 'complaint:' then
            reply[#reply + 1] = flat[i]
            reply[#reply + 1] = flat[i + 1]
        end
    end
    return reply
end)
