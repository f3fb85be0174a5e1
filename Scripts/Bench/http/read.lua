-- Reads addresses with the bearer TOKEN. ADDRESS may hold one %s, for which each request takes a line of the file IDS.
--   TOKEN=... ADDRESS=/v1/patients/%s IDS=ids wrk -t2 -c32 -d10s --latency -s read.lua http://127.0.0.1:8080
wrk.headers["Authorization"] = "Bearer " .. os.getenv("TOKEN")

local address = os.getenv("ADDRESS")
local ids = {}
if os.getenv("IDS") then
  for id in io.lines(os.getenv("IDS")) do ids[#ids + 1] = id end
end

function init()
  math.randomseed(os.time())
end

function request()
  return wrk.format("GET", #ids > 0 and string.format(address, ids[math.random(#ids)]) or address)
end
