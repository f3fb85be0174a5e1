#!/usr/bin/env python3
"""Attacks tables with small counts that were withheld, as somebody would who has the published rest and a solver.

Every table is made up, given to the probe, and then every count that was withheld is bounded from what was published by
integer programming. A reader knows the sums, knows that a withheld count is never zero, and knows the rule. The attack
wins when a count is recovered exactly, or is known to lie between 1 and 10.

    small_counts.py PROBE [TABLES] [SEED]
"""

import json
import random
import subprocess
import sys

import numpy
from scipy.optimize import Bounds, LinearConstraint, milp

SMALL = range(1, 11)


class Table:
    """Counts and the sums that tie them."""

    def __init__(self):
        self.cells, self.sums = [], []

    def printed(self, value, cost=0):
        self.cells.append([value, 1, cost])
        return len(self.cells) - 1

    def implied(self, value):
        self.cells.append([value, 0, 0])
        return len(self.cells) - 1

    def total(self, parts, cost=1):
        whole = self.printed(sum(self.cells[part][0] for part in parts), cost)
        self.sums.append([whole, *parts])
        return whole


def count(chance, shape):
    """A count of a table of that shape: many zeros, many small, or mostly large."""
    if chance.random() < shape["zero"]:
        return 0
    if chance.random() < shape["small"]:
        return chance.randint(1, 10)
    return int(11 + chance.expovariate(1 / shape["mean"]))


def two_way(chance, table, shape, rows, columns):
    """Rows and columns with all totals; the answer is the totals of the rows and that of all."""
    inner = [[table.printed(count(chance, shape)) for _ in range(columns)] for _ in range(rows)]
    beside = [table.total(row) for row in inner]
    below = [table.total(list(column)) for column in zip(*inner)]
    corner = table.total(beside, 2)
    table.sums.append([corner, *below])
    return beside, corner


def partly(chance, table, whole):
    """Some of a whole, such as those who came back: the others follow."""
    value = table.cells[whole][0]
    if value == 0:
        return
    near = chance.random()
    some = value - min(value, chance.randint(0, 12)) if near < 0.3 else chance.randint(0, value)
    part = table.printed(some)
    table.sums.append([whole, part, table.implied(value - some)])


def make(chance):
    """A table of one of the kinds that reports have."""
    table = Table()
    shape = {
        "zero": chance.choice([0, 0.1, 0.4]),
        "small": chance.choice([0.05, 0.2, 0.5, 0.9]),
        "mean": chance.choice([5, 40, 400]),
    }
    size = chance.randint(1, 7), chance.randint(1, 7)
    kind = chance.randrange(4)
    rows, corner = two_way(chance, table, shape, *size)
    if kind == 1:  # the same groups in a second measure
        for row in rows:
            partly(chance, table, row)
    if kind == 2:  # a second partition of the same groups, with totals of its own
        parts = []
        for row in rows:
            value = table.cells[row][0]
            first = chance.randint(0, value)
            second = chance.randint(0, value - first)
            split = [table.printed(n) for n in (first, second, value - first - second)]
            table.sums.append([row, *split])
            parts.append(split)
        for column in zip(*parts):
            table.total(list(column))
        table.sums.append([corner, *[len(table.cells) - 3 + i for i in range(3)]])
    if kind == 3:  # panels that add up to a whole
        corners = [corner] + [two_way(chance, table, shape, *size)[1] for _ in range(chance.randint(1, 3))]
        table.total(corners, 3)
    return table


class Reader:
    """What somebody knows who has the published counts."""

    def __init__(self, table, withheld):
        unknown = [i for i, hidden in enumerate(withheld) if hidden]
        place = {cell: i for i, cell in enumerate(unknown)}
        lines, right = [], []
        for whole, *parts in table.sums:
            line, known = numpy.zeros(len(unknown)), 0
            for cell, sign in [(whole, -1), *((part, 1) for part in parts)]:
                if cell in place:
                    line[place[cell]] += sign
                else:
                    known -= sign * table.cells[cell][0]
            if line.any():
                lines.append(line)
                right.append(known)
        self.place, self.size = place, len(unknown)
        self.sums = [LinearConstraint(numpy.array(lines), right, right)] if lines else []
        least = [1 if table.cells[cell][1] else 0 for cell in unknown]
        self.bounds = Bounds(least, numpy.inf)

    def end(self, cell, sign):
        goal = numpy.zeros(self.size)
        goal[self.place[cell]] = sign
        found = milp(goal, constraints=self.sums, bounds=self.bounds, integrality=numpy.ones(self.size))
        if found.status == 0:
            return round(sign * found.fun)
        if found.status in (3, 4) and sign < 0:
            return float("inf")
        raise RuntimeError(f"the solver says {found.message}")

    def range(self, cell):
        return self.end(cell, 1), self.end(cell, -1)


def breaches(table, withheld):
    """Every withheld count that the reader comes to know, with its range."""
    reader = Reader(table, withheld)
    for cell, (value, printed, _) in enumerate(table.cells):
        small = value in SMALL
        if not withheld[cell] or not (printed or small):
            continue
        low, high = reader.range(cell)
        if not low <= value <= high:
            raise RuntimeError(f"{value} is not in {low}..{high}")
        if low == high or (low in SMALL and high in SMALL):
            yield cell, value, low, high


def main():
    probe = sys.argv[1]
    tables = int(sys.argv[2]) if len(sys.argv) > 2 else 300
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 20261121
    chance = random.Random(seed)
    made = [make(chance) for _ in range(tables)]
    lines = "".join(json.dumps({"cells": table.cells, "sums": table.sums}) + "\n" for table in made)
    answers = subprocess.run([probe], input=lines, capture_output=True, text=True, check=True).stdout.splitlines()
    assert len(answers) == tables, f"{len(answers)} answers to {tables} tables"
    failed = small = other = whole = easy = undecided = 0
    for number, (table, line) in enumerate(zip(made, answers)):
        answer = json.loads(line)
        withheld = answer["withheld"]
        undecided += answer["undecided"]
        for cell, (value, printed, _) in enumerate(table.cells):
            if printed and value in SMALL:
                small += 1
                assert withheld[cell], f"table {number}: a count of {value} is published"
            if value == 0 and printed:
                assert not withheld[cell], f"table {number}: a zero is withheld"
            other += bool(printed and withheld[cell] and value not in SMALL)
            whole += bool(printed)
        for cell, value, low, high in breaches(table, withheld):
            failed += 1
            print(f"table {number}: count {cell} is {value}, and can only be {low}..{high}", file=sys.stderr)
        # The attack has to be one that would succeed: the small counts alone are not enough.
        naive = [not printed or value in SMALL for value, printed, _ in table.cells]
        easy += any(True for _ in breaches(table, naive))
    print(
        f"{tables} tables, {whole} counts, {small} small and {other} others withheld, {undecided} undecided; "
        f"{failed} breached; with the small counts alone withheld {easy} tables would have been"
    )
    if failed or not easy or undecided:
        sys.exit(1)


main()
