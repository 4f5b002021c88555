-- ticket_again - what a person brings about at their ticket by writing: a closed one is open again. And what RESERVE tells of
-- how long others waited.

-- A closed ticket of the person, unless another one is open; its notes and its conversation are still there.
OPS.reopen = { 1, function(x, id)
    local row = ticket_row(x.t, id)
    local open = x.fields.ticket or redis.call('HGET', x.key, 'ticket')
    if not row or row[3] ~= 'closed' or row[13] ~= x.person or open then return end
    audit(x.t, x.now, '-', 'reopen', id)
    redis.call('ZREM', x.t .. ':tickets-closed', id)
    redis.call('ZADD', x.t .. ':tickets', tonumber(row[6]) - tonumber(row[5]) * 1e13, id)
    redis.call('HDEL', x.key, 'closed')
    redis.call('HDEL', x.t .. ':ticket:' .. id, 'answered')
    x.fields.ticket = id
    alarm_start(x.t, id, x.now)
    ticket_set(x.t, x.now, id, 'state', 'open', 'by', '', 'outcome', '', 'closed', '', 'waits', x.now, 'unread', 1)
    count(x.t, 'tickets_reopened')
end }

-- "answers": the latest first answers, "<asked> <answered>" each, for a person with a form under way.
local ANSWERS_TOLD = 15
FACTS[#FACTS + 1] = function(t, person, fields, now, add)
    if not flat_field(fields, 'due:form') then return end
    local list = redis.pcall('LRANGE', t .. ':first-answers', 0, ANSWERS_TOLD - 1)
    if not failed(list) and #list > 0 then add({ 'answers', unpack(list) }) end
end
