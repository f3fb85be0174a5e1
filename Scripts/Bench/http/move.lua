-- Moves people between two beds of their own: TOKEN and PLACES, a file of episode and two beds a line, come from the
-- environment. Each thread takes the episodes in turn, so that hardly two requests are about one.
wrk.method = "POST"
wrk.headers["Authorization"] = "Bearer " .. os.getenv("TOKEN")
wrk.headers["Content-Type"] = "application/json"

local threads = 0

function setup(thread)
  thread:set("number", threads)
  threads = threads + 1
end

local places = {}
local at, turn = 0, 0

function init()
  local line_number = 0
  for line in io.lines(os.getenv("PLACES")) do
    if line_number % 2 == number then
      local episode, one, other = line:match("(%S+) (%S+) (%S+)")
      places[#places + 1] = { episode, one, other }
    end
    line_number = line_number + 1
  end
end

local body = [[{"event": "transfer", "to": "residential", "level": {"edition": 3, "code": "%s"}, "bed_id": "%s"}]]

function request()
  at = at + 1
  if at > #places then at, turn = 1, turn + 1 end
  local place = places[at]
  return wrk.format(nil, "/v1/episodes/" .. place[1] .. "/moves", nil,
    string.format(body, turn % 2 == 0 and "3.5" or "3.1", place[2 + turn % 2]))
end
