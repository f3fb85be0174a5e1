-- The figures of the report "retention_by_stage" as somebody would write them by hand for one organization whose
-- facilities share a time zone: Kaplan-Meier with Greenwood's variance for each stage and facility, up to day 90.
-- Run it as stepwell_app with the session's settings of row-level security, and with what the report sets:
--   SET TimeZone = (that of the facilities); SET jit = off; SET work_mem = '64MB'; SET max_parallel_workers_per_gather = 2;

WITH counted AS (
  SELECT stage, facility_id, least(coalesce(upper(valid), now())::date - lower(valid)::date, 91) AS day,
    count(upper(valid)) AS events, count(*) AS people
  FROM clinic.stay_fact
  WHERE known_to = 'infinity' AND organization_id = (SELECT access.organization())
  GROUP BY 1, 2, 3
), at_risk AS (
  SELECT stage, facility_id, day, CASE WHEN day <= 90 THEN events ELSE 0 END AS events, people,
    sum(people) OVER (PARTITION BY stage, facility_id ORDER BY day DESC) AS at_risk
  FROM counted
)
SELECT stage, facility_id, day, at_risk, events, people - events AS censored,
  exp(sum(CASE WHEN at_risk > events THEN ln(1 - events / at_risk) END) OVER earlier) AS retained,
  sum(CASE WHEN at_risk > events THEN events / (at_risk * (at_risk - events)) END) OVER earlier AS greenwood
FROM at_risk
WINDOW earlier AS (PARTITION BY stage, facility_id ORDER BY day)
ORDER BY stage, facility_id, day;
