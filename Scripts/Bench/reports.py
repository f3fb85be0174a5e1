"""Cohort reports over HTTP, against SQL by hand behind the same policies, and against pandas with lifelines.

The simulator makes 20,000 people; they are copied until there are enough. What is compared is the time from the request
to the last byte of the answer with the time that psql tells for the statement by hand, both warm.
"""
import json
import os
import re
import statistics
import subprocess
import sys
import time
import urllib.request

from figures import Figure, interleaved, run
from processes import Process

PORT = 18_490
MADE_UP = 20_000
COUNT = """
name: count
title: People with alcohol as their main substance
population: patients
conditions: {substance: alcohol}
measures: [counts]
"""
HARD = """
name: hard
title: Adults with a high PHQ-9 who stepped down in time
population: episodes
conditions:
  admitted: {from: %s}
  age: {from: 18, to: 65}
  score: {instrument: phq_9, at: any, from: 10}
  step: {from: detox, to: residential, within: 7}
measures: [counts]
"""
RETENTION = """
name: retention
title: Retention of episodes
population: episodes
groups: {by: facility}
measures:
  - retention: {event: exit, horizon: 90}
"""
DASHBOARD = "dashboard"


class Clinic:
    """A clinic of so many episodes, and both ways of asking it."""

    def __init__(self, server, paths):
        self.server, self.paths = server, paths
        server.create()
        self.token = paths.found(server)
        run(paths.stepwell, "demo", "load", "--patients", MADE_UP, "--seed", 7, "--database-url", server.conninfo(),
            "--token", self.token)
        self.copies = 1
        self.statements = dict(re.findall(
            r"^-- name: ([^\n]+)\n(.*?;)$", (paths.sql / "cohorts_by_hand.sql").read_text(), re.M | re.S))

    def grow(self, episodes):
        copies = max(1, episodes // MADE_UP)
        if copies > self.copies:
            self.server.script(self.paths.sql / "cohort_fill.sql", first=self.copies + 1, last=copies)
            self.copies = copies
        self.server.sql("VACUUM (ANALYZE)")
        return int(self.server.sql("SELECT count(*) FROM clinic.episode_fact WHERE known_to = 'infinity'"))

    def report(self, definition=None, **more):
        """Seconds until the whole report is there."""
        body = {"definition": definition} if definition == DASHBOARD else {"yaml": definition}
        request = urllib.request.Request(
            f"http://127.0.0.1:{PORT}/v1/cohorts/report", json.dumps({**body, **more}).encode(),
            {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"})
        began = time.perf_counter()
        with urllib.request.urlopen(request, timeout=600) as answer:
            answer.read()
        return time.perf_counter() - began

    def by_hand(self, *names):
        """Seconds of the statements of these names together, as psql tells them."""
        script = f"""
            BEGIN;
            SELECT set_config('TimeZone', 'UTC', true), set_config('jit', 'off', true),
              set_config('work_mem', '64MB', true), set_config('max_parallel_workers_per_gather', '2', true),
              set_config('random_page_cost', '4', true);
            SET LOCAL ROLE stepwell_app;
            SELECT access.begin(sha256('{self.token}'::bytea), 'report.run', 'report.run', 'operations', now());
            \\timing on
            {" ".join(self.statements[name] for name in names)}
            \\timing off
            COMMIT;
            """
        out = run("psql", "-XqAt", "-v", "ON_ERROR_STOP=1", "-d", self.server.conninfo(), input=script)
        return sum(float(time) for time in re.findall(r"^Time: ([0-9.]+) ms", out, re.M)) / 1_000


def measure(server, paths, rounds, episodes):
    clinic = Clinic(server, paths)
    sizes = sorted({min(size, episodes) for size in (100_000, 300_000, episodes)})
    figures, per_episode = [], []
    for size in sizes:
        count = clinic.grow(size)
        print(f"{count} episodes", file=sys.stderr)
        with Process([paths.stepwell, "serve", "--database-url", server.conninfo(), "--port", PORT], PORT, "/readyz"):
            if size in (sizes[0], sizes[-1]):
                figures += counts(clinic, rounds, size)
            if size == sizes[-1]:
                figures += whole(clinic, rounds, paths) + members(clinic, paths)
            taken = statistics.median(clinic.report(DASHBOARD) for _ in range(rounds))
            per_episode.append(1_000_000 * taken / count)
    figures.append(Figure(
        "report.growth", per_episode[-1], "us/episode", f"at {sizes[0]:,} episodes", per_episode[0], 1.0, most=True))
    return figures


def counts(clinic, rounds, size):
    ours, limit = interleaved(rounds, [lambda: clinic.report(COUNT), lambda: clinic.by_hand("count")])
    name = f"cohort.count {size // 1_000} k"
    return [Figure(name, 1_000 * ours, "ms", "the same in SQL by hand", 1_000 * limit, 1.2, most=True)]


def whole(clinic, rounds, paths):
    since = clinic.server.sql("SELECT current_date - 60")
    ago = clinic.server.sql("""SELECT to_char(now() - interval '30 days', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')""")
    hard, hard_by_hand = interleaved(
        rounds, [lambda: clinic.report(HARD % since), lambda: clinic.by_hand("hard")])
    parts = [name for name in clinic.statements if name.startswith("dashboard ")]
    full, full_by_hand = interleaved(rounds, [lambda: clinic.report(DASHBOARD), lambda: clinic.by_hand(*parts)])
    known, then = interleaved(
        rounds, [lambda: clinic.report(DASHBOARD, as_of=ago), lambda: clinic.report(DASHBOARD, known_at=ago)])
    curves, curves_by_hand = interleaved(
        rounds, [lambda: clinic.report(RETENTION), lambda: clinic.by_hand("retention")])
    python = survival(paths)

    def lifelines():
        began = time.perf_counter()
        subprocess.run([python, paths.sql.parent / "survival.py", clinic.server.conninfo()], check=True)
        return time.perf_counter() - began

    return [
        Figure("cohort.hard", 1_000 * hard, "ms", "the same in SQL by hand", 1_000 * hard_by_hand, 1.2, most=True),
        Figure("report.full", 1_000 * full, "ms", "12 statements by hand", 1_000 * full_by_hand, 1.3, most=True),
        Figure("as.known", 1_000 * then, "ms", "as of then, as known now", 1_000 * known, 1.5, most=True),
        Figure("report.retention", 1_000 * curves, "ms", "the same in SQL by hand", 1_000 * curves_by_hand, 1.2, most=True),
        Figure("retention.km", 1 / curves, "/s", "pandas with lifelines", 1 / lifelines(), 10.0),
    ]


def members(clinic, paths):
    """The list of everybody behind a figure, to a file."""
    definition, target = paths.scratch / "retention.yaml", paths.scratch / "members.csv"
    definition.write_text(RETENTION)
    command = [paths.stepwell, "cohort", "members", "--file", definition, "--measure", "retention", "--figure", "count",
               "--export", target, "--database-url", clinic.server.conninfo(), "--token", clinic.token]
    began = time.perf_counter()
    process = subprocess.Popen([str(part) for part in command], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    taken = time.perf_counter() - began
    if status != 0:
        sys.exit("bench: the export of members failed")
    with open(target, "rb") as file:
        rows = sum(1 for _ in file) - 1
    began = time.perf_counter()
    run("psql", "-XqAt", "-d", clinic.server.conninfo(), "-c", clinic.statements["members"].replace("\n", " "),
        "-o", "/dev/null")
    by_hand = time.perf_counter() - began
    return [
        Figure("export.members", rows / taken, "rows/s", "psql COPY TO, unguarded", rows / by_hand, 0.5),
        Figure("export.members memory", usage.ru_maxrss / 1_024, "MB", "limit", 200, 1.0, most=True),
    ]


def survival(paths):
    """A Python that has lifelines."""
    folder = paths.scratch / "lifelines"
    if not folder.exists():
        run(sys.executable, "-m", "venv", folder)
        run(folder / "bin" / "pip", "install", "--quiet", "lifelines==0.30.0", "pandas==2.3.3")
    return folder / "bin" / "python"
