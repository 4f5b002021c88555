-- board - what the office offers to everybody now, as all turns see it (queue/board.h).

-- Who has something on it: functions (t, now, add) that call add{kind, ...}. queue/board.c reads them. Later files of the
-- library add theirs.
local BOARD = {}

-- board now_ms
-- The rows of all.
redis.register_function('board', function(keys, args)
    local rows = {}
    local function add(row) rows[#rows + 1] = row end
    for _, tell in ipairs(BOARD) do tell(keys[1], tonumber(args[1]), add) end
    return rows
end)
