-- Records intakes of new, made-up people: TOKEN and FACILITY come from the environment.
--   TOKEN=... FACILITY=ID wrk -t2 -c32 -d10s --latency -s intake.lua http://127.0.0.1:8080
wrk.method = "POST"
wrk.headers["Authorization"] = "Bearer " .. os.getenv("TOKEN")
wrk.headers["Content-Type"] = "application/json"

local threads = 0

function setup(thread)
  thread:set("number", threads)
  threads = threads + 1
end

local made = 0
local body = [[{"facility_id": "%s",
  "patient": {"given_name": "Testa%d", "family_name": "Zzyx%dx%d", "birth_date": "1990-05-17", "sex": "female"},
  "circumstances": {"prior_episodes": 0, "employment": 2, "insurance": {"missing": "refused"}},
  "substances": [
    {"substance": "other", "detailed_drug": 2004, "form": "powder", "route": "nasal", "frequency": "daily",
     "age_at_first_use": 17},
    {"substance": "alcohol", "route": "oral", "frequency": "once_or_twice_a_week", "age_at_first_use": 15}]}]]

function request()
  made = made + 1
  return wrk.format(nil, "/v1/intakes", nil, string.format(body, os.getenv("FACILITY"), made, number, made))
end
