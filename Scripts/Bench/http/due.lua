-- Asks for ADDRESS with the bearer TOKEN.
--   TOKEN=... ADDRESS=/v1/due-checks wrk -t2 -c16 -d10s --latency -s due.lua http://127.0.0.1:8080
wrk.headers["Authorization"] = "Bearer " .. os.getenv("TOKEN")

function request()
  return wrk.format("GET", os.getenv("ADDRESS"))
end
