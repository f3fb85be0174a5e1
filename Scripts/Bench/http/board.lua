-- Reads the boards of facilities with the bearer TOKEN, each a line of the file IDS. PAST: how many days back at most, at
-- any instant; PAST=0 for now.
--   TOKEN=... IDS=ids PAST=1500 wrk -t2 -c16 -d10s --latency -s board.lua http://127.0.0.1:8080
wrk.headers["Authorization"] = "Bearer " .. os.getenv("TOKEN")

local past = tonumber(os.getenv("PAST"))
local ids = {}
for id in io.lines(os.getenv("IDS")) do ids[#ids + 1] = id end

function init()
  math.randomseed(os.time())
end

function request()
  local address = "/v1/board?facility=" .. ids[math.random(#ids)]
  if past > 0 then
    address = address .. "&at=" .. os.date("!%Y-%m-%dT%H:%M:%SZ", os.time() - math.random(86400, past * 86400))
  end
  return wrk.format("GET", address)
end
