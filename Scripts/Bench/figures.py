"""What a figure is, and how it is shown: always beside a baseline of the same run, because machines differ."""
import json
import os
import statistics
import subprocess
import sys
import time


class Figure:
    """A measured value and its baseline. `reach` is the ratio to reach; with `most` it is an upper limit."""

    def __init__(self, name, value, unit, baseline, baseline_value, reach, most=False, ratio=None):
        self.name, self.value, self.unit = name, value, unit
        self.baseline, self.baseline_value = baseline, baseline_value
        self.ratio = ratio if ratio is not None else value / baseline_value if baseline_value else float("nan")
        self.reach, self.most = reach, most

    @property
    def is_reached(self):
        return self.ratio <= self.reach if self.most else self.ratio >= self.reach

    def row(self):
        sign = "<=" if self.most else ">="
        return [self.name, f"{self.value:,.1f} {self.unit}", self.baseline, f"{self.baseline_value:,.1f}",
                f"{self.ratio:.2f}", f"{sign} {self.reach}", "reached" if self.is_reached else "missed"]

    def json(self):
        return {"name": self.name, "value": self.value, "unit": self.unit, "baseline": self.baseline,
                "baseline_value": self.baseline_value, "ratio": self.ratio}


def table(figures):
    rows = [["figure", "value", "baseline", "its value", "ratio", "reach", ""]] + [f.row() for f in figures]
    widths = [max(len(row[column]) for row in rows) for column in range(7)]
    for row in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip())


def write_json(figures, path):
    with open(path, "w") as file:
        json.dump([figure.json() for figure in figures], file, indent=1)
        file.write("\n")


def median(rounds, measure):
    """The median of several rounds; the first one warms up and does not count."""
    measure()
    return statistics.median(measure() for _ in range(rounds))


def interleaved(rounds, measures):
    """Medians of several measures taken in turn, so that a slow minute of the machine hits all of them."""
    for measure in measures:
        measure()
    taken = [[] for _ in measures]
    for _ in range(rounds):
        for values, measure in zip(taken, measures):
            values.append(measure())
    return [statistics.median(values) for values in taken]


def run(*command, **options):
    """Runs a command to its end; a failure shows what it said and stops the bench."""
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, **options)
    if done.returncode != 0:
        sys.exit(f"bench: {' '.join(map(str, command))}\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return done.stdout


def timed(work):
    began = time.monotonic()
    work()
    return time.monotonic() - began


def load():
    """What else the machine is doing, for the reader of the figures."""
    return "load %.1f %.1f %.1f on %d cores" % (*os.getloadavg(), os.cpu_count())
