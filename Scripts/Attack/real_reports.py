#!/usr/bin/env python3
"""Attacks reports as they leave a clinic: from what is printed for whoever may not see small counts, and nothing else.

Every report is asked for twice, by whoever may see small counts and by a token that may not. The attacker knows the released
JSON, what its words mean (those who left are those who left in one way or another, nobody who is withheld is nobody, among
patients each person is there once) and the rule of what is withheld, and bounds by integer programming every count that is
withheld, and every count that is not printed but follows from others. The attack wins when a count is recovered exactly, or is
known to lie between 1 and 10.

    real_reports.py STEPWELL TOKEN
"""

import datetime
import itertools
import json
import pathlib
import subprocess
import sys
import tempfile

import numpy
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

SMALL = range(1, 11)
YEAR = (datetime.date.today() - datetime.timedelta(days=360)).isoformat()
COUNTED = {"counts": ("admitted", "ended", "open", "people"), "retention": ("count", "events", "censored")}


def definitions():
    """Groups, panels and conditions that make small counts of many kinds."""
    reasons = [{"reasons": {"form": form}} for form in ("published", "detailed")]
    curves = [{"retention": {"event": event, "horizon": days}} for event, days in [("exit", 30), ("dropout", 90), ("exit", 365)]]
    groups = [
        {},
        {"by": "sex"},
        {"by": "facility", "each": "stage"},
        {"by": "primary_substance"},
        {"by": "age"},
        {"by": "sex", "each": "facility"},
        {"by": "referral_source"},
        {"each": "primary_substance"},
    ]
    # Whoever came this year has not been there for longer than the longest of the curves.
    conditions = [{}, {"stage": "detox"}, {"age": {"to": 30}}, {"substance": {"drug": "ketamine"}}, {"admitted": {"from": YEAR}}]
    everything = itertools.product(["stays", "episodes", "patients"], enumerate(groups), enumerate(conditions))
    for number, (population, (place, chosen), (kind, asked)) in enumerate(everything):
        several = ["counts", reasons[number % 2], "length_of_stay", curves[number % 3]]
        single = [["counts"], [reasons[number % 2]], [curves[number % 3]], ["counts", reasons[number % 2]], ["length_of_stay"]]
        if (number + place + kind) % 2 == 0:
            yield {"population": population, "groups": chosen, "conditions": asked, "measures": several}
        elif number % 3 == 0:
            yield {"population": population, "groups": chosen, "conditions": asked, "measures": single[number % 5]}


class Unknowns:
    """Counts by address, and what is known of them: their values, or sums of them."""

    def __init__(self):
        self.place, self.least, self.most, self.rows = {}, [], [], []

    def cell(self, *address, least=0):
        if address not in self.place:
            self.place[address] = len(self.least)
            self.least.append(least)
            self.most.append(numpy.inf)
        number = self.place[address]
        self.least[number] = max(self.least[number], least)
        return number

    def know(self, cell, value):
        self.least[cell] = self.most[cell] = value

    def hold(self, terms, low, high=numpy.inf):
        """Says that a sum of counts, each times a number, is no less than `low` and no more than `high`."""
        self.rows.append((terms, low, high))

    def tie(self, parts, whole):
        self.hold([(part, 1) for part in parts] + [(whole, -1)], 0, 0)

    def solve(self, terms, sign):
        goal = numpy.zeros(len(self.least))
        for cell, factor in terms:
            goal[cell] += sign * factor
        # Sums of what is told say nothing more, and the solver would round them.
        rows = [row for row in self.rows if any(self.least[cell] != self.most[cell] for cell, _ in row[0])]
        entries = [(row, cell, factor) for row, (sums, _, _) in enumerate(rows) for cell, factor in sums]
        lines, columns, factors = zip(*entries) if entries else ((), (), ())
        matrix = csr_array((factors, (lines, columns)), shape=(len(rows), len(goal)))
        sums = [LinearConstraint(matrix, [low for _, low, _ in rows], [high for _, _, high in rows])] if rows else []
        # Presolving takes some of these, which say the same more than once, for sums that nothing fulfils.
        found = milp(
            goal,
            constraints=sums,
            bounds=Bounds(self.least, self.most),
            integrality=numpy.ones(len(goal)),
            options={"presolve": False},
        )
        if found.status == 0:
            return round(sign * found.fun)
        if found.status in (3, 4) and sign < 0:
            return numpy.inf
        raise RuntimeError(f"the solver says {found.message}")


class Attack:
    """What somebody knows who has one released report, and whether all are followed for as long as its curves go."""

    def __init__(self, report, is_followed):
        self.report, self.known, self.is_followed = report, Unknowns(), is_followed
        # What is withheld, and what follows from others: sums of counts, and whether they would be printed.
        self.goals = {}
        self.is_grouped = report["definition"].get("by") is not None
        whole = self.printed(("whole",), report["count"] if "count" in report else None)
        for panel in report["panels"]:
            self.add(panel)
        if report["panels"]:
            self.known.tie([self.known.cell(panel_name(panel), "", "all") for panel in report["panels"]], whole)
        if "people" in report:
            people = self.printed(("people",), report["people"])
            self.part(people, whole)
            of_groups = [cell for (*_, name), cell in self.known.place.items() if name == "people" and cell != people]
            for cell in of_groups:
                self.known.hold([(people, 1), (cell, -1)], 0)
            # A person has one sex; other groups, and panels, may have the same people.
            is_apart = {report["definition"].get(key) for key in ("by", "each")} <= {"sex", None}
            self.known.hold([(cell, 1) for cell in of_groups] + [(people, -1)], 0, 0 if is_apart and of_groups else numpy.inf)

    def printed(self, address, value):
        """A count that is told, or withheld; a count of nobody is always told."""
        cell = self.known.cell(*address)
        if value is not None:
            self.known.know(cell, value)
        else:
            self.known.least[cell] = max(self.known.least[cell], 1)
            self.goals[(cell, 1),] = True
        return cell

    def part(self, part, whole):
        """Some of a whole: the others follow."""
        self.known.hold([(whole, 1), (part, -1)], 0)
        self.goals[(whole, 1), (part, -1)] = False

    def add(self, panel):
        name, known = panel_name(panel), self.known
        every = self.printed((name, "", "all"), panel.get("count"))
        told = {}
        for one in panel["figures"]:
            told.setdefault(one["measure"], {}).setdefault(one["group"], {})[one["figure"], one.get("day")] = one.get("value")
        for group, figures in told.get("counts", {}).items():
            cells = {word: self.figure(name, "counts", group, word, figures[word, None]) for word in COUNTED["counts"]}
            known.tie([cells["ended"], cells["open"]], cells["admitted"])
            known.hold([(cells["admitted"], 1)], 1)
            known.hold([(cells["people"], 1)], 1)
            self.part(cells["people"], cells["admitted"])
            if self.report["definition"]["population"] == "patients":
                known.tie([cells["people"]], cells["admitted"])
        self.reasons(name, told.get("reasons", {}))
        for group, figures in told.get("length_of_stay", {}).items():
            count = figures["count", None]
            self.figure(name, "length_of_stay", group, "count", count, kind="ended")
            if count is None and any(value is not None for value in figures.values()):
                sys.exit(f"{name} {group}: lengths are told of a count that is withheld")
        for group, figures in told.get("retention", {}).items():
            self.curve(name, group, figures)
        self.sums(name, every, told)

    def figure(self, panel, measure, group, figure, value, kind=None):
        """A count of a table; one that several measures print is one."""
        group_here = "" if group == "all" and measure in ("reasons", "length_of_stay") and self.is_grouped else group
        return self.printed((panel, group_here, kind or figure), value)

    def reasons(self, name, rows):
        known = self.known
        columns = [figure.removesuffix(".count") for figure, _ in next(iter(rows.values()), {}) if figure.endswith(".count")]
        cells = {
            group: {
                word: self.figure(
                    name, "reasons", group, f"{word}.count", figures[f"{word}.count", None], "ended" if word == "total" else word
                )
                for word in columns
            }
            for group, figures in rows.items()
        }
        for group, figures in rows.items():
            of = cells[group]
            known.tie([of[word] for word in columns if word != "total"], of["total"])
            for word in columns:
                for share, whole in [("row", of["total"]), ("column", cells["all"][word])]:
                    percent = figures[f"{word}.{share}_percent", None]
                    if percent is not None:
                        known.hold([(of[word], 1), (whole, -(percent - 0.05001) / 100)], 0)
                        known.hold([(of[word], -1), (whole, (percent + 0.05001) / 100)], 0)
        if self.is_grouped and rows:
            for word in columns:
                known.tie([of[word] for group, of in cells.items() if group != "all"], cells["all"][word])

    def curve(self, name, group, figures):
        known, told = self.known, COUNTED["retention"]
        admitted, events, censored = (
            self.figure(name, "retention", group, word, figures[word, None], "admitted" if word == "count" else word)
            for word in told
        )
        known.tie([events, censored], admitted)
        known.hold([(admitted, 1)], 1)
        ended = known.place.get((name, group, "ended"))
        if ended is not None:
            self.part(events, ended)
            if self.is_followed:
                known.tie([events], ended)
        # Between two days that are told, and after the last of them, follows who left or was last seen there.
        days = sorted({day for _, day in figures if day is not None})
        steps = [{word: figures[word, day] for word in ("events", "censored")} for day in days]
        if steps:
            steps.append({"events": figures["events", None], "censored": figures["censored", None]})
        before = {"events": 0, "censored": 0}
        for step in steps:
            for word in step:
                if step[word] - before[word] in SMALL:
                    sys.exit(f"{name} {group}: between two days that are told {word} is {step[word] - before[word]}")
            before = step

    def sums(self, name, every, told):
        """What the groups of a panel add up to."""
        known = self.known

        def cells(word):
            return [cell for (panel, group, what), cell in list_of(known.place) if (panel, what) == (name, word) and group]

        if "counts" in told or "retention" in told:
            known.tie(cells("admitted"), every)
        total = known.place.get((name, "", "ended"))
        if total is None and not self.is_grouped:
            total = known.place.get((name, "all", "ended"))
        if total is not None:
            self.part(total, every)
            if self.is_grouped and ("reasons" in told or "length_of_stay" in told):
                known.tie(cells("ended"), total)

    def ranges(self):
        for terms, is_printed in self.goals.items():
            yield terms, is_printed, self.known.solve(terms, 1), self.known.solve(terms, -1)


def list_of(places):
    return [(address, cell) for address, cell in places.items() if len(address) == 3]


def panel_name(panel):
    return panel.get("name", {}).get("key", "")


class Clinic:
    def __init__(self, stepwell, token, folder):
        self.stepwell, self.token, self.file = stepwell, token, pathlib.Path(folder) / "definition.yaml"

    def report(self, definition, instant, token=None):
        self.file.write_text(json.dumps(definition))
        command = [self.stepwell, "cohort", "report", "--file", str(self.file), "--format", "json", "--as-of", instant]
        command += ["--token", token] if token else []
        return json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def truths(report):
    """The counts of a report by whoever may see them all, by panel, measure, group and figure."""
    yield ("whole",), report["count"]
    if "people" in report:
        yield ("people",), report["people"]
    for panel in report["panels"]:
        name = panel_name(panel)
        yield (name, "", "all"), panel["count"]
        for row in panel.get("counts", {}).get("rows", []):
            for word in COUNTED["counts"]:
                yield (name, row["group"]["key"], word), row[word]
        everybody = "" if report["definition"].get("by") else "all"
        if reasons := panel.get("reasons"):
            rows = [(row["group"]["key"], row) for row in reasons["rows"]]
            for group, row in [*rows, (everybody, reasons["total"])]:
                for word, count in zip(reasons["columns"], row["counts"]):
                    yield (name, group, "ended" if word == "total" else word), count
        lengths = panel.get("length_of_stay", {"rows": []})
        for row in lengths["rows"]:
            yield (name, row["group"]["key"], "ended"), row["count"]
        if "total" in lengths:
            yield (name, everybody, "ended"), lengths["total"]["count"]
        for curve in panel.get("retention", {}).get("curves", []):
            for word in COUNTED["retention"]:
                yield (name, curve["group"]["key"], "admitted" if word == "count" else word), curve[word]


def main():
    stepwell, token = sys.argv[1:]
    instant = datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    reports = counts = withheld = undecided = nobody = breaches = 0
    with tempfile.TemporaryDirectory() as folder:
        clinic = Clinic(stepwell, token, folder)
        for number, asked in enumerate(definitions()):
            definition = {"name": f"attacked_{number}", "title": f"Attacked {number}", **asked}
            definition = {key: value for key, value in definition.items() if value != {}}
            full, released = clinic.report(definition, instant), clinic.report(definition, instant, token)
            reports += 1
            nobody += full["count"] == 0
            undecided += bool(full["count"] and not released["panels"])
            truth = dict(truths(full))
            attack = Attack(released, '"exit", "horizon": 365' in json.dumps(asked) and "admitted" in asked["conditions"])
            place = {cell: address for address, cell in attack.known.place.items()}
            for address, cell in attack.known.place.items():
                low, high = attack.known.least[cell], attack.known.most[cell]
                assert low <= truth[address] <= high, f"{definition}: {address} is {truth[address]}, not in {low}..{high}"
                if low == high:
                    assert low not in SMALL, f"{definition}: {address} is told, and is {low}"
                    counts += 1
            for terms, low, high in attack.known.rows:
                value = sum(truth[place[cell]] * factor for cell, factor in terms)
                names = [(place[cell], truth[place[cell]], factor) for cell, factor in terms]
                assert low <= value <= high, f"{definition}: the attacker believes what is not so of {names}"
            for terms, is_printed, low, high in attack.ranges():
                value = sum(truth[place[cell]] * factor for cell, factor in terms)
                assert low <= value <= high, f"{definition}: {value} is not in {low}..{high}"
                withheld += is_printed
                is_known = low == high if is_printed or value in SMALL else False
                if is_known or (value in SMALL and low in SMALL and high in SMALL):
                    breaches += 1
                    names = " - ".join(str(place[cell]) for cell, _ in terms)
                    print(f"{json.dumps(definition)}\n  {names} is {value}, and can only be {low}..{high}", file=sys.stderr)
    print(
        f"{reports} reports of a clinic, {nobody} of nobody, {undecided} undecided: {counts} counts are told, {withheld} are "
        f"withheld; {breaches} breached"
    )
    if breaches or not withheld:
        sys.exit(1)


main()
