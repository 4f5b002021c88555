-- template - what the providers say of the templates that the settings name; queue/catalogue.h tells when they are asked.
--
--   {t}:templates            hash    "<channel> <name/code>" -> "<asked, ms> <said, ms> <state> <params> <reason|->\n<text>"

do

local HOUR_MS = 3600 * 1000
local DAY_MS = 24 * HOUR_MS
local NEW = '0 0 unknown -1 -\n'

local function asked_again(record, asked)
    return string.format('%d', asked) .. record:match('^%d+(.*)$')
end

-- template_due now_ms field...
-- The first of these that is to be asked for now, or "". It is not given out again before it is due again.
redis.register_function('template_due', function(keys, args)
    local key, now = keys[1] .. ':templates', tonumber(args[1])
    for i = 2, #args do
        local record = redis.call('HGET', key, args[i]) or NEW
        local asked, state = record:match('^(%d+) %d+ (%l+)')
        local wait = state == 'approved' and DAY_MS or HOUR_MS
        -- a time further ahead than now comes from a clock that was set back
        if now - tonumber(asked or 0) >= wait or tonumber(asked or 0) > now then
            redis.call('HSET', key, args[i], asked_again(record, now))
            return args[i]
        end
    end
    return ''
end)

-- template_said now_ms field state params reason text
redis.register_function('template_said', function(keys, args)
    local t, field = keys[1], args[2]
    local before = (redis.call('HGET', t .. ':templates', field) or NEW):match('^%d+ %d+ (.*)$')
    local says = table.concat({ args[3], args[4], args[5] }, ' ') .. '\n' .. args[6]
    redis.call('HSET', t .. ':templates', field, args[1] .. ' ' .. args[1] .. ' ' .. says)
    if says ~= before then
        ring(t, 'templates')
        ring(t, 'out') -- who waited for a template may have one now
    end
    return 1
end)

-- The provider has refused one, or says that one has changed: all of this channel are asked for again, unless that was done
-- within the gap. Returns how many.
function Template.doubt(t, now, channel, gap)
    local all, doubted = redis.call('HGETALL', t .. ':templates'), 0
    for i = 1, #all, 2 do
        local asked = tonumber(all[i + 1]:match('^%d+')) or 0
        if all[i]:sub(1, #channel + 1) == channel .. ' ' and now - asked > gap then
            redis.call('HSET', t .. ':templates', all[i], asked_again(all[i + 1], 0))
            doubted = doubted + 1
        end
    end
    if doubted > 0 then ring(t, 'templates-doubt') end
    return doubted
end

-- template_doubt now_ms channel gap_ms
redis.register_function('template_doubt', function(keys, args)
    return Template.doubt(keys[1], tonumber(args[1]), args[2], tonumber(args[3]))
end)

end
