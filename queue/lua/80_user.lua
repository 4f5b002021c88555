-- user - the staff: invitations, log-ins and sessions. What is secret arrives as a keyed index or sealed.
--
--   {t}:user:<u>        hash  login (index), handle (sealed login), name (sealed), password (sealed hash), since
--   {t}:session:<ix>    hash  user, since;  {t}:invite:<ix> hash since
--   {t}:guess:<ix>      hash  n (failed log-ins of an account or an address, gone 15 minutes after the last), till

local IDLE_MS, SESSION_MS, INVITE_MS = 30 * 60 * 1000, 12 * 3600 * 1000, 24 * 3600 * 1000
local GUESS_MS, GUESS_WAIT_MS = 15 * 60 * 1000, 30 * 1000

local function user_get(t, user)
    local values = hash_get(t .. ':user:' .. user, 'name', 'handle')
    return values and { user, values[1], values[2] }
end

local function session_start(t, now, user, session)
    redis.call('HSET', t .. ':session:' .. session, 'user', user, 'since', now)
    redis.call('PEXPIRE', t .. ':session:' .. session, IDLE_MS)
end

-- user_invite now_ms invite
redis.register_function('user_invite', function(keys, args)
    local key = keys[1] .. ':invite:' .. args[2]
    audit(keys[1], tonumber(args[1]), '-', 'invite', '')
    redis.call('HSET', key, 'since', args[1])
    redis.call('PEXPIRE', key, INVITE_MS)
    return 'ok'
end)

-- user_join now_ms invite login user name handle password session
-- Makes a user, uses the invitation up and logs in: {user, sealed name, sealed login}.
redis.register_function('user_join', function(keys, args)
    local t, now = keys[1], tonumber(args[1])
    local _, invite, login, user, name, handle, password, session = unpack(args)
    if redis.call('EXISTS', t .. ':invite:' .. invite) == 0 then
        return redis.error_reply('DENIED the invitation has been used or is too old')
    end
    if redis.call('HEXISTS', t .. ':users', login) == 1 then return redis.error_reply('CONFLICT this login is taken') end
    audit(t, now, user, 'join', '')
    redis.call('DEL', t .. ':invite:' .. invite)
    redis.call('HSET', t .. ':user:' .. user, 'login', login, 'handle', handle, 'name', name, 'password', password, 'since',
        now)
    redis.call('HSET', t .. ':users', login, user)
    session_start(t, now, user, session)
    return user_get(t, user)
end)

-- ms until this account or address may try again; 0 = now. A try counts as failed until it has proved right: many at once
-- are no way around the limit.
local function guess_count(t, now, index, max)
    local key = t .. ':guess:' .. index
    local till = tonumber(redis.call('HGET', key, 'till') or 0)
    if till > now and till - now <= GUESS_MS then return till - now end
    local n = redis.call('HINCRBY', key, 'n', 1)
    redis.call('PEXPIRE', key, GUESS_MS)
    if n >= max then
        redis.call('HSET', key, 'till', now + math.min(GUESS_MS, GUESS_WAIT_MS * 2 ^ math.min(n - max, 10)))
    end
    return 0
end

local function guess_forget(t, index, by)
    local key = t .. ':guess:' .. index
    redis.call('HDEL', key, 'till')
    if redis.call('HINCRBY', key, 'n', -by) <= 0 then redis.call('DEL', key) end
end

-- login_begin now_ms login account_guess account_max address_guess address_max
-- {user, sealed password}, both '' for a login that nobody has; error BUSY when guessed too often.
redis.register_function('login_begin', function(keys, args)
    local t, now = keys[1], tonumber(args[1])
    local wait = guess_count(t, now, args[5], tonumber(args[6]))
    if wait == 0 then wait = guess_count(t, now, args[3], tonumber(args[4])) end
    if wait > 0 then
        count(t, 'logins_refused')
        return redis.error_reply('BUSY too many failed logins: try again in ' .. math.ceil(wait / 1000) .. ' s')
    end
    local user = redis.call('HGET', t .. ':users', args[2]) or ''
    local values = user ~= '' and hash_get(t .. ':user:' .. user, 'password')
    return { values and user or '', values and values[1] or '' }
end)

-- login_done now_ms user account_guess address_guess session
-- The password was right: {user, sealed name, sealed login}.
redis.register_function('login_done', function(keys, args)
    local t, now, user = keys[1], tonumber(args[1]), args[2]
    local found = user_get(t, user)
    if not found then return redis.error_reply('DENIED wrong name or password') end
    audit(t, now, user, 'login', '')
    redis.call('DEL', t .. ':guess:' .. args[3])
    guess_forget(t, args[4], 1)
    session_start(t, now, user, args[5])
    return found
end)

-- session_touch now_ms session slide(0|1)
-- {user, sealed name, sealed login}; slide begins the idle time anew.
redis.register_function('session_touch', function(keys, args)
    local t, now, key = keys[1], tonumber(args[1]), keys[1] .. ':session:' .. args[2]
    local session = hash_get(key, 'user', 'since')
    local left = session and (tonumber(session[2]) or 0) + SESSION_MS - now or 0
    local found = left > 0 and left <= SESSION_MS + IDLE_MS and user_get(t, session[1])
    if not found then return redis.error_reply('DENIED there is no session') end
    if args[3] == '1' then redis.call('PEXPIRE', key, math.min(IDLE_MS, left)) end
    return found
end)

-- session_end now_ms session
redis.register_function('session_end', function(keys, args)
    local t, key = keys[1], keys[1] .. ':session:' .. args[2]
    local session = hash_get(key, 'user')
    if not session then return 0 end
    audit(t, tonumber(args[1]), session[1], 'logout', '')
    redis.call('DEL', key)
    ring(t, 'session ' .. args[2])
    return 1
end)
