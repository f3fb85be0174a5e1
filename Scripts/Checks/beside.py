"""What a report tells in JSON beside the figures of its CSV: how many there are, who is left out and why, the limits and
signals of run charts, the marks of curves, and the worst days.

Both functions answer with values by an address; `told` reads them in the report, `recomputed` works them out.
"""

import math
import statistics

import estimators
import measures
from measures import followed_for, is_end, pairs_of_outcomes, units, waiting


def told(report):
    found = {("count",): report["count"]}
    if "people" in report:
        found["people",] = report["people"]
    for one in report["exclusions"]:
        found["left out", one["measure"], one["reason"]] = one["count"]
    for panel in report["panels"]:
        name = panel.get("name", {}).get("key", "")
        for chart in panel.get("aims", {}).get("charts", []):
            key = name, chart["group"]["key"], chart["aim"]
            found[*key, "centre"] = chart.get("centre")
            for point in chart["points"]:
                for field in ("lower", "upper", "is_signal"):
                    found[*key, point["month"], field] = point.get(field)
        for curve in panel.get("retention", {}).get("curves", []):
            for mark in curve["marks"]:
                for field in ("at_risk", "events", "censored", "retained"):
                    found[name, curve["group"]["key"], "mark", mark["day"], field] = mark[field]
        for row in panel.get("danger_days", {}).get("rows", []):
            for place, day in enumerate(row["worst"]):
                found[name, row["group"]["key"], "worst", place] = day["day"]
    return found


def recomputed(definition, cohort, report):
    """Which days of a curve are told is up to the report."""
    right = {("count",): len(cohort.members)}
    panels = {}
    for member in cohort.members:
        panels.setdefault(member.panel, {}).setdefault(member.group, []).append(member)
    for asked in definition["measures"]:
        name, settings = next(iter(asked.items())) if isinstance(asked, dict) else (asked, {})
        if name == "counts":
            right["people",] = len({member.patient for member in cohort.members})
        for reason, count in LEFT_OUT.get(name, lambda *_: [])(cohort, settings):
            if count:
                right["left out", name, reason] = count
        told = next((panel[name] for panel in report["panels"] if name in panel), {})
        settings = {**settings, "marks": told["marks"]} if "marks" in told else settings
        for panel, groups in panels.items():
            for address, value in BESIDE.get(name, lambda *_: [])(cohort, groups, settings):
                right[panel, *address] = value
    return right


def tally(members, fulfils):
    return sum(bool(fulfils(member)) for member in members)


# Who is left out.


def open_ones(cohort, asked):
    yield "still open", tally(cohort.members, lambda one: one.end is None)


def without_wait(cohort, asked):
    waits = [waiting(cohort, member) for member in cohort.members]
    yield "without a first contact and an admission on record", sum(wait is None for wait in waits)
    yield "with a first contact after the admission", sum(wait is not None and wait < 0 for wait in waits)


def out_of_funnel(cohort, asked):
    window = asked.get("window", 180)
    count = tally(cohort.members, lambda one: (one.day(cohort.as_of) - one.start_day).days < window)
    yield "that began too recently to be followed", count


def out_of_continuity(cohort, asked):
    ends = [member for member in cohort.members if is_end(cohort, member)]
    longest = max(asked.get("within", [7, 14, 30]))
    yield "who died", tally(ends, lambda one: one.reason == 6)
    yield "who were arrested", tally(ends, lambda one: one.reason == 5)
    recent = tally(ends, lambda one: one.reason not in (5, 6) and followed_for(cohort, one) < longest)
    yield "who left too recently for the longest time", recent


def out_of_readmission(cohort, asked):
    yield from open_ones(cohort, asked)
    left = [member for member in cohort.members if member.end]
    yield "who died", tally(left, lambda one: one.reason == 6)
    yield "who were transferred", tally(left, lambda one: one.reason in (4, 14))
    longest = max(asked.get("within", [30]))
    recent = tally(left, lambda one: one.reason not in (4, 6, 14) and followed_for(cohort, one) < longest)
    yield "who were discharged too recently for the longest time", recent


def out_of_units(cohort, asked):
    within = asked.get("within", 30)
    yield "admitted too recently to be followed", tally(cohort.members, lambda one: units(cohort, one, within) is None)


def out_of_visits(cohort, asked):
    """Appointments whose time has come, of which nobody said whether they were kept."""
    visits = [
        visit
        for member in cohort.members
        for visit in cohort.known.appointments_of_episode.get(member.episode.episode_id, [])
    ]
    yield "appointments that nobody settled", tally(visits, lambda one: one.state == "planned" and one.at <= cohort.as_of)


def out_of_outcomes(cohort, asked):
    left = [member for member in cohort.members if member.end]
    yield "discharged as dead or arrested", tally(left, lambda one: one.reason in (5, 6))
    missing = {}
    for member in left:
        if member.reason not in (5, 6):
            for name, pair in pairs_of_outcomes(cohort, member):
                missing[name] = missing.get(name, 0) + (None in pair)
    for name, count in missing.items():
        yield f"without both ends of {name.replace('_', ' ')}", count


def out_of_scores(cohort, asked):
    instrument = asked.get("instrument", "phq_9")
    scored = [len(cohort.scores(member, instrument)) for member in cohort.members]
    yield "scored only once", scored.count(1)
    yield "never scored", scored.count(0)


LEFT_OUT = {
    "wait": without_wait,
    "funnel": out_of_funnel,
    "length_of_stay": open_ones,
    "reasons": open_ones,
    "continuity": out_of_continuity,
    "readmission": out_of_readmission,
    "units_of_care": out_of_units,
    "no_shows": out_of_visits,
    "outcomes": out_of_outcomes,
    "score_change": out_of_scores,
}


# Run charts, marks and the worst days.


def charts(cohort, groups, asked):
    """Centre, limits and signals from the figures of the months alone, as a person with a pencil would draw them."""
    months = {}
    for group, figure, number, value in measures.aims(cohort, groups, asked):
        months.setdefault((group, figure.split(".")[0]), {}).setdefault(number, {})[figure.partition(".")[2]] = value
    for (group, aim), rows in months.items():
        is_share = aim in ("no_shows", "continuation")
        values = {number: row["share" if is_share else ""] for number, row in rows.items()}
        known = [values[number] for number in sorted(values) if values[number] is not None]
        if is_share:
            centre = sum(row[""] for row in rows.values()) / sum(row["of"] for row in rows.values())
        else:
            centre = statistics.fmean(known)
        steps = [abs(later - earlier) for earlier, later in zip(known, known[1:])]
        yield (group, aim, "centre"), centre
        side = length = 0
        for number in sorted(rows):
            value, limits = values[number], None
            if is_share and rows[number]["of"]:
                reach = 3 * math.sqrt(centre * (1 - centre) / rows[number]["of"])
                limits = max(0.0, centre - reach), min(1.0, centre + reach)
            elif not is_share and steps:
                reach = 2.66 * statistics.fmean(steps)
                limits = max(0.0, centre - reach), centre + reach
            is_signal = False
            # A month of nobody and one on the line itself are on no side: they neither make a row nor break it.
            if value is not None:
                now = (value > centre) - (value < centre)
                if now:
                    side, length = now, length + 1 if now == side else 1
                is_signal = now != 0 and length >= 8 or limits is not None and not limits[0] <= value <= limits[1]
            month = f"{number // 12:04}-{number % 12 + 1:02}"
            yield (group, aim, month, "lower"), limits and limits[0]
            yield (group, aim, month, "upper"), limits and limits[1]
            yield (group, aim, month, "is_signal"), is_signal


def curve_marks(cohort, groups, asked):
    horizon = asked.get("horizon", 90)
    for group, members in groups.items():
        days, events = measures.times(cohort, members, horizon, asked.get("event", "exit"))
        _, rows = estimators.kaplan_meier(days, events)
        for mark in asked["marks"]:
            gone = [event for day, event in zip(days, events) if day <= mark]
            shares = [row[4] for row in rows if row[0] <= mark]
            yield (group, "mark", mark, "at_risk"), sum(day >= mark for day in days)
            yield (group, "mark", mark, "events"), sum(gone)
            yield (group, "mark", mark, "censored"), len(gone) - sum(gone)
            yield (group, "mark", mark, "retained"), shares[-1] if shares else 1


def worst_days(cohort, groups, asked):
    for group in groups:
        lower = {
            day: value
            for _, name, day, value in measures.danger_days(cohort, {group: groups[group]}, asked)
            if name == "lower"
        }
        worst = sorted(lower, key=lambda day: (-lower[day], day))[: asked.get("top", 5)]
        for place, day in enumerate(worst):
            yield (group, "worst", place), day


BESIDE = {"aims": charts, "retention": curve_marks, "danger_days": worst_days}
