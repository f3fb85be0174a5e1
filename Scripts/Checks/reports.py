"""Holds every figure of cohort reports against a recomputation person by person from a plain dump.

  reports.py SERVER DATABASE STEPWELL FOLDER [SEED]

The clinic is made up (see clinic.py); definitions are drawn, and so are the instants that reports speak of and the instants at
which they were known. Half of them are asked for while the facilities have clocks of their own, half in one time zone. At last
reports as known at an instant are held against copies of the database (see copies.py).
"""

import csv
import datetime
import io
import json
import pathlib
import random
import subprocess
import sys

import beside
import clinic
import cohort
import copies
import definitions
import estimators
import measures
import records

PEOPLE = 1_200
DRAWN = 200
PRECISION = 5e-7


class Check:
    def __init__(self, server, database, stepwell, folder):
        self.server, self.database, self.stepwell, self.folder = server, database, stepwell, folder
        self.figures = self.beside = self.reports = self.empty = 0
        self.seen = {}

    def psql(self, *commands):
        """Runs a script of psql in the clinic's database."""
        run = subprocess.run(
            ["psql", "-XqAt", "-v", "ON_ERROR_STOP=1", "-d", f"{self.server} dbname={self.database}"],
            input="\n".join(("SET timezone = 'UTC';", "SET client_min_messages = warning;") + commands),
            capture_output=True,
            text=True,
        )
        if run.returncode:
            sys.exit(run.stderr)
        return run.stdout.strip()

    def elsewhere(self, *statements):
        """Runs statements on databases as a whole, outside of the clinic's."""
        options = [part for statement in ("SET client_min_messages = warning", *statements) for part in ("-c", statement)]
        subprocess.run(["psql", "-Xq", "-v", "ON_ERROR_STOP=1", "-d", f"{self.server} dbname=postgres", *options], check=True)

    def dump(self):
        self.psql(*records.commands(self.folder))
        self.tables = records.read(self.folder)

    def report(self, definition, as_of, known_at, database=None, form="csv"):
        """What the command prints."""
        file = self.folder / "definition.yaml"
        file.write_text(json.dumps(definition))
        command = [self.stepwell, "cohort", "report", "--file", str(file), "--format", form, "--as-of", written(as_of)]
        if known_at:
            command += ["--known-at", written(known_at)]
        command += ["--database-url", f"{self.server} dbname={database or self.database}"]
        run = subprocess.run(command, capture_output=True, text=True)
        if run.returncode:
            fail(definition, as_of, known_at, run.stderr)
        return run.stdout

    def hold(self, definition, as_of, known_at):
        """Compares one report, figure by figure."""
        told = {}
        for row in csv.DictReader(io.StringIO(self.report(definition, as_of, known_at))):
            key = row["panel"], row["measure"], row["group"], row["figure"], row["day"]
            told.setdefault(key, []).append(row["value"])
        known = records.Known(self.tables, known_at, as_of)
        members = cohort.Cohort(definition, known)
        right = recomputed(definition, members)
        for key in sorted(set(told) | set(right)):
            ours, theirs = told.get(key), right.get(key)
            if not same(ours, theirs):
                fail(definition, as_of, known_at, f"{','.join(key)}: the report says {ours}, the recomputation {theirs}")
            self.figures += len(ours)
            self.seen[key[1]] = self.seen.get(key[1], 0) + len(ours)
        self.hold_beside(definition, as_of, known_at, members)
        self.reports += 1
        self.empty += not told

    def hold_beside(self, definition, as_of, known_at, members):
        """Compares what only the JSON tells."""
        report = json.loads(self.report(definition, as_of, known_at, form="json"))
        told, right = beside.told(report), beside.recomputed(definition, members, report)
        for key in sorted(set(told) | set(right), key=str):
            ours, theirs = told.get(key, "nothing"), right.get(key, "nothing")
            if not close(ours, theirs):
                fail(definition, as_of, known_at, f"{key}: the report says {ours}, the recomputation {theirs}")
        self.beside += len(told)


def recomputed(definition, cohort):
    panels, right = {}, {}
    for member in cohort.members:
        panels.setdefault(member.panel, {}).setdefault(member.group, []).append(member)
    for panel, groups in panels.items():
        for asked in definition["measures"]:
            name, settings = next(iter(asked.items())) if isinstance(asked, dict) else (asked, {})
            for group, figure, day, value in getattr(measures, name)(cohort, groups, settings):
                key = panel, name, group, figure, "" if day is None else str(day)
                right.setdefault(key, []).append(value)
    return right


def same(ours, theirs):
    """Whether two figures, or the same one told twice, are equal to six decimals."""
    if ours is None or theirs is None or len(ours) != len(theirs):
        return False
    return all(
        (one == "") == (other is None) and (other is None or abs(float(one) - other) <= PRECISION * max(1, abs(other)))
        for one, other in zip(ours, theirs)
    )


def close(ours, theirs):
    """Whether two values are equal, numbers to six decimals."""
    if not all(isinstance(one, int | float) for one in (ours, theirs)):
        return ours == theirs
    return abs(ours - theirs) <= PRECISION * max(1, abs(theirs))


def written(at):
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def fail(definition, as_of, known_at, problem):
    sys.exit(f"{json.dumps(definition)}\nas of {as_of}, known at {known_at}\n{problem}")


def main():
    server, database, stepwell, folder = sys.argv[1:5]
    seed = int(sys.argv[5]) if len(sys.argv) > 5 else 20_240_701
    print(f"seed {seed}", flush=True)
    check = Check(server, database, stepwell, pathlib.Path(folder))
    estimators.check()
    organization, staff = check.psql("SELECT organization_id, id FROM access.staff LIMIT 1;").split("|")
    made = clinic.Clinic(seed, PEOPLE, organization, staff)
    check.psql("BEGIN;", *made.write(check.folder), "COMMIT;")
    check.psql("VACUUM (ANALYZE);")
    check.dump()
    chance = random.Random(seed)

    def instant():
        return clinic.BEGIN + datetime.timedelta(minutes=chance.randrange(60 * 24 * 30, 60 * 24 * 960))

    asked = [(one, clinic.END, None) for one in [*definitions.whole(), *definitions.special()]]
    for number in range(DRAWN):
        known_at = None if chance.random() < 0.4 else instant()
        asked.append((definitions.definition(chance, number), clinic.END if chance.random() < 0.3 else instant(), known_at))
    half = len(asked) // 2
    for one in asked[:half]:
        check.hold(*one)
    check.psql(f"UPDATE clinic.facility SET time_zone = '{clinic.FACILITIES[0][2]}';")
    check.dump()
    for one in asked[half:] + asked[: len(definitions.POPULATIONS) * 3]:
        check.hold(*one)
    print(
        f"{check.figures:,} figures of {check.reports} reports, {check.empty} of them of nobody, are those of a recomputation,"
        f" and so are {check.beside:,} that only their JSON tells"
    )
    print(", ".join(f"{name} {count:,}" for name, count in sorted(check.seen.items())), flush=True)
    print(f"{copies.check(check, made)} reports as known at an instant are those of a copy made then")


if __name__ == "__main__":
    main()
