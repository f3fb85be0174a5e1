-- Reads one address again and again: TOKEN and ADDRESS come from the environment.
--   TOKEN=... ADDRESS=/v1/patients/ID/summary wrk -t2 -c32 -d10s --latency -s read.lua http://127.0.0.1:8080
wrk.headers["Authorization"] = "Bearer " .. os.getenv("TOKEN")

function request()
  return wrk.format("GET", os.getenv("ADDRESS"))
end

function done(summary, latency, _)
  local failed = summary.errors.status + summary.errors.read + summary.errors.timeout + summary.errors.connect
  print(string.format("RESULT requests_per_second=%.0f p50_ms=%.2f p99_ms=%.2f failed=%d",
    summary.requests / (summary.duration / 1e6), latency:percentile(50) / 1e3, latency:percentile(99) / 1e3, failed))
end
