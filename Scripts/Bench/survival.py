"""What pandas and lifelines do for the same curves: read the rows, then Kaplan-Meier by group and the log-rank test."""
import io
import subprocess
import sys

import pandas
from lifelines import KaplanMeierFitter
from lifelines.statistics import multivariate_logrank_test

ROWS = """
COPY (
  SELECT facility_id, lower(valid)::date AS admitted, upper(valid)::date AS ended
  FROM clinic.episode_fact
  WHERE known_to = 'infinity'
) TO STDOUT (FORMAT csv, HEADER)
"""


def main(conninfo):
    text = subprocess.run(["psql", "-XqAt", "-d", conninfo, "-c", ROWS], check=True, stdout=subprocess.PIPE).stdout
    rows = pandas.read_csv(io.BytesIO(text), parse_dates=["admitted", "ended"])
    today = pandas.Timestamp.now("UTC").tz_localize(None).normalize()
    days = (rows["ended"].fillna(today) - rows["admitted"]).dt.days
    observed = rows["ended"].notna() & (days <= 90)
    days = days.clip(upper=90)
    for _, part in rows.groupby("facility_id"):
        curve = KaplanMeierFitter().fit(days[part.index], observed[part.index])
        curve.confidence_interval_survival_function_
        curve.median_survival_time_
    multivariate_logrank_test(days, rows["facility_id"], observed)


if __name__ == "__main__":
    main(sys.argv[1])
