-- sent - how a send ends: its outcome is written once, by who was handed it. What was handed over and never answered for is
-- unknown, and nothing here queues it again.

do

-- x of a call of send_done: t, now, and what is gathered over all its outcomes to be written at the end.
local function sent_flush(x)
    for name, by in pairs(x.counts) do count(x.t, name, by) end
    for campaign, by in pairs(x.campaigns) do
        redis.call('HINCRBY', x.t .. ':campaign:' .. campaign, 'sent', by)
        ring(x.t, 'campaign ' .. campaign)
    end
    for on, price in pairs(x.spent) do redis.call('HINCRBYFLOAT', x.t .. ':spent', on, string.format('%.6f', price)) end
    if #x.pids > 0 then redis.call('HSET', x.t .. ':pids', unpack(x.pids)) end
    if #x.logs > 0 then ring(x.t, table.concat(x.logs, '\n')) end
end

local function gather(sums, name, by) sums[name] = (sums[name] or 0) + by end

-- The provider has it. What it will cost by the settings' prices stands on the record, and by day and channel.
local function sent(x, out, code)
    local fields = { 'rank', (tonumber(out.rank) or 0) > 0 and out.rank or '1', 'code', code }
    if out.index ~= '' then
        x.pids[#x.pids + 1], x.pids[#x.pids + 2] = out.index, out.id
        fields[5], fields[6] = 'pid', out.index
    end
    local before = OUT_COUNT[out.state or '']
    if out.campaign ~= '' and not before then
        gather(x.campaigns, out.campaign, 1)
        out_write(x.t, out.id, out.state, '', 'queued', unpack(fields))
    else
        out_write(x.t, out.id, out.state, out.campaign, 'queued', unpack(fields))
    end
    gather(x.counts, 'sent', 1)
end

local ENDS = {}

function ENDS.sent(x, out) sent(x, out, out.code) end

function ENDS.failed(x, out)
    out_write(x.t, out.id, out.state, out.campaign, 'failed', 'code', out.code)
    gather(x.counts, 'failed', 1)
end

function ENDS.stopped(x, out)
    ENDS.failed(x, out)
    person_stopped(x.t, out.person, out.id, x.now)
end

function ENDS.unknown(x, out)
    out_write(x.t, out.id, out.state, out.campaign, 'unknown', 'code', out.code)
    redis.call('ZADD', x.t .. ':unknown', x.now, out.id)
    gather(x.counts, 'unknown', 1)
end

-- Out of the outbox, and the next one's turn. A campaign's message is mostly in none: asked for all at once.
local function outbox_leave(x, out)
    if x.outboxes == 0 then return end
    redis.call('ZREM', x.t .. ':outbox:' .. out.person, out.id)
    outbox_next(x.t, out.person, x.now)
end

-- Back into the outbox for a later try; what would be useless by then ends now. day: the provider takes no more today.
local function send_again(x, out, at, day)
    local outbox = x.t .. ':outbox:' .. out.person
    if at >= (tonumber(out.useless or 0) or 0) then
        out_write(x.t, out.id, out.state, out.campaign, 'expired', 'code', out.code)
        gather(x.counts, 'expired', 1)
        return outbox_leave(x, out)
    end
    out_write(x.t, out.id, out.state, out.campaign, 'ready', 'code', out.code, 'next', string.format('%d', at), 'day', day and '1' or '')
    gather(x.counts, 'send_retries', 1)
    if not redis.call('ZSCORE', outbox, out.id) then
        redis.call('ZADD', outbox, (tonumber(out.lane) or 0) * 1e13 + redis.call('HINCRBY', x.t .. ':meta', 'order', 1), out.id)
    end
    -- a reply that came in the meantime does not wait for a reminder's next try
    if redis.call('ZRANGE', outbox, 0, 0)[1] ~= out.id then return outbox_next(x.t, out.person, x.now) end
    redis.call('ZADD', x.t .. (day and ':lanes-day' or ':lanes-later'), at, out.person)
end

-- The report that this try did not arrive was here before the provider's answer to it, and has put the message back.
local function back_already(x, out)
    if out.index ~= '' then redis.call('HSET', x.t .. ':out:' .. out.id, 'past', out.index) end
    outbox_next(x.t, out.person, x.now)
end

-- What only an outcome that is no plain "sent" needs of the record.
local function out_more(x, out)
    local is = redis.call('HMGET', x.t .. ':out:' .. out.id, 'useless', 'code', 'realm', 'lane')
    out.useless, out.was, out.realm, out.lane = is[1], is[2], is[3] or '', is[4]
end

-- Which outcome it is in the end: another way may have been found for it.
local function outcome_of(x, out)
    if out.state ~= 'sending' then return out.outcome end
    if out.outcome == 'other' then
        return Route.other(x.t, out, out.cause, out.backup, out.backup_realm) and 'later' or 'failed'
    end
    if out.outcome == 'later' and out.cause == 'day' then
        out.day = not Route.other(x.t, out, 'day', out.backup, out.backup_realm)
        if not out.day then out.at = x.now end
    end
    return out.outcome
end

local function send_end(x, out)
    if out.outcome ~= 'sent' then out_more(x, out) end
    local outcome = outcome_of(x, out)
    if outcome == 'other' then outcome = 'failed' end
    if outcome == 'sent' and out.price ~= '' then
        redis.call('HSET', x.t .. ':out:' .. out.id, 'price', out.price)
        gather(x.spent, out.spent_on, tonumber(out.price) or 0)
    end
    if outcome == 'later' and out.state == 'sending' then return send_again(x, out, out.at, out.day) end
    if out.state == 'ready' then return back_already(x, out) end
    if out.state == 'sending' then
        ENDS[outcome](x, out)
    elseif outcome == 'sent' and out.index ~= '' then
        x.pids[#x.pids + 1], x.pids[#x.pids + 2] = out.index, out.id
        redis.call('HSET', x.t .. ':out:' .. out.id, 'pid', out.index)
    end
    outbox_leave(x, out)
    if outcome == 'failed' then Route.unreached(x.t, out.person, out.id, out.cause, x.now) end
    x.logs[#x.logs + 1] = 'log ' .. out.person
end

-- The lease has passed: a late "sent" ends an unknown, nothing else is believed.
local function send_late(x, out)
    if out.outcome ~= 'sent' or out.state ~= 'unknown' then return 'LOST the send has run out' end
    out_more(x, out)
    redis.call('ZREM', x.t .. ':unknown', out.id)
    sent(x, out, out.was or '')
    x.logs[#x.logs + 1] = 'log ' .. out.person
    return 'settled'
end

local ARGS = { 'id', 'token', 'outcome', 'code', 'index', 'at', 'cause', 'backup', 'backup_realm', 'price', 'spent_on' }

local function outs_read(x, args)
    local outs = {}
    for from = 2, #args - #ARGS + 1, #ARGS do
        local out = {}
        for i, name in ipairs(ARGS) do out[name] = args[from + i - 1] end
        local is = redis.call('HMGET', x.t .. ':out:' .. out.id, 'person', 'state', 'token', 'rank', 'campaign')
        out.person, out.state, out.rank, out.campaign = is[1], is[2], is[4] or nil, is[5] or ''
        out.at, out.ours = tonumber(out.at) or 0, is[1] and is[3] == out.token
        outs[#outs + 1] = out
    end
    return outs
end

-- Ends the leases of those that still have one.
local function leases_end(x, outs)
    local ids, over, free = {}, {}, {}
    for i, out in ipairs(outs) do ids[i] = out.id end
    local leases = redis.call('ZMSCORE', x.t .. ':sending', unpack(ids))
    for i, out in ipairs(outs) do
        out.leased = out.ours and leases[i]
        if out.leased then over[#over + 1], free[#free + 1] = out.id, out.person end
    end
    if #over == 0 then return end
    redis.call('ZREM', x.t .. ':sending', unpack(over))
    redis.call('HDEL', x.t .. ':sending-of', unpack(free))
    local outboxes = {}
    for i, person in ipairs(free) do outboxes[i] = x.t .. ':outbox:' .. person end
    x.outboxes = redis.call('EXISTS', unpack(outboxes))
end

-- send_done now_ms (out_id token outcome code provider_index retry_at cause backup backup_realm price spent_on)...
-- outcome: sent, later, failed, stopped, unknown, or other: by another way at once when there is one (Route.other), else failed.
-- For each, in their order: "done", "settled" when a late "sent" ends an unknown, "LOST ..." when the token is not the last
-- one's, or when the lease has passed and nothing better is known than before; or what is wrong with its records, which keeps
-- nobody else's from being written.
redis.register_function('send_done', function(keys, args)
    local x = { t = keys[1], now = tonumber(args[1]), counts = {}, campaigns = {}, spent = {}, pids = {}, logs = {} }
    local outs, said = outs_read(x, args), {}
    leases_end(x, outs)
    for i, out in ipairs(outs) do
        local ok, what = true, 'LOST the send has passed to another'
        if out.leased then
            ok, what = pcall(send_end, x, out)
            if ok then what = 'done' end
        elseif out.ours then
            ok, what = pcall(send_late, x, out)
        end
        said[i] = ok and what or 'ERR ' .. (type(what) == 'table' and what.err or tostring(what))
    end
    sent_flush(x)
    return said
end)

-- send_logged now_ms (person out_id sealed_text)...
-- A campaign's text enters the conversations of those whom it was just handed over for; not of who has been erased meanwhile.
redis.register_function('send_logged', function(keys, args)
    local t, words = keys[1], {}
    local persons = {}
    for i = 2, #args - 2, 3 do persons[#persons + 1] = args[i] end
    local of = redis.call('HMGET', t .. ':sending-of', unpack(persons))
    for n, person in ipairs(persons) do
        local id, sealed = args[3 * n], args[3 * n + 1]
        if of[n] == id then
            log_append(t, person, { log_line('out', id, args[1], sealed) })
            words[#words + 1] = 'log ' .. person
        end
    end
    if #words > 0 then ring(t, table.concat(words, '\n')) end
    return #words
end)

end
