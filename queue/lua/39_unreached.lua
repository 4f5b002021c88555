-- unreached - what no channel may or can bring to a person becomes a ticket, so that somebody calls. Only what was meant for
-- this one person: a campaign's message that does not arrive is counted in the campaign.

local UNREACHED_MS = 24 * 3600 * 1000

-- As handlers/ticket.c: "K7M-42", no vowels, no 0 O 1 I.
local function unreached_code(hex)
    local letters, digits, at = 'BCDFGHJKLMNPQRSTVWXZ', '23456789', 0
    return (('LDL-DD'):gsub('[LD]', function(kind)
        local from = kind == 'L' and letters or digits
        local place = tonumber(hex:sub(at * 4 + 1, at * 4 + 4), 16) % #from + 1
        at = at + 1
        return from:sub(place, place)
    end))
end

-- The person's open ticket, noted anew, or a new one whose topic says why. Returns its id.
function Route.ticket(t, person, out, topic, now)
    local x = { t = t, person = person, now = now, key = t .. ':person:' .. person, fields = {}, rings = {} }
    local ticket = redis.call('HGET', x.key, 'ticket')
    local state = ticket and redis.call('HGET', t .. ':ticket:' .. ticket, 'state')
    if state and state ~= 'closed' then
        OPS.note[2](x)
    else
        local hex = redis.sha1hex(out .. '|' .. now)
        OPS.ticket[2](x, 'u' .. hex:sub(1, 19), unreached_code(hex), topic, '0', '')
        ticket = x.fields.ticket
        redis.call('HSET', x.key, 'ticket', ticket)
    end
    for word in pairs(x.rings) do ring(t, word) end
    return ticket
end

-- At most once a day and person; the topic is the code ("window", "unreachable"; messages/outcome_words.h has the words).
-- "unreachable" only of reminders: who sends a reply sees it in the conversation. purposes: a set.
local UNREACHED_OF = { window = { reply = 1, reminders = 1 }, unreachable = { reminders = 1 } }
function Route.unreached(t, person, out, code, now)
    local is = redis.call('HMGET', t .. ':out:' .. out, 'purpose', 'campaign')
    local purposes = UNREACHED_OF[code]
    if not purposes or not purposes[is[1] or ''] or (is[2] or '') ~= '' then return end
    local key = t .. ':person:' .. person
    local has = redis.call('HMGET', key, 'key', 'unreached')
    local last = tonumber(has[2] or 0) or 0
    if not has[1] or (now >= last and now - last < UNREACHED_MS) then return end
    redis.call('HSET', key, 'unreached', now)
    count(t, 'unreached')
    Route.ticket(t, person, out, code, now)
end
