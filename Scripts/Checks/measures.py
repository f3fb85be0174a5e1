"""Every figure of every measure, worked out one person at a time from the conventions as they are told in words.

Each function yields (group, figure, day, value) of one panel; `groups` has the members of each group.
"""

import datetime
import math
import statistics

import estimators
from cohort import REASONS

POOLED = {"completed": [1], "transferred": [4, 14], "dropped_out": [2], "terminated": [3], "other": [5, 6, 7, 8]}
# Standard deviation and reliability of each instrument, as its definition cites them; a low score is the better one.
RELIABILITY = {"phq_9": (6.1, 0.84), "gad_7": (4.7, 0.83)}


def rate(group, name, part, whole):
    share, lower, upper = estimators.wilson(part, whole)
    yield group, name, None, part
    yield group, f"{name}.of", None, whole
    yield group, f"{name}.share", None, share
    yield group, f"{name}.lower", None, lower
    yield group, f"{name}.upper", None, upper


def spread(group, days):
    yield group, "count", None, len(days)
    yield group, "lower_quartile", None, estimators.quantile(days, 0.25)
    yield group, "median", None, estimators.quantile(days, 0.5)
    yield group, "upper_quartile", None, estimators.quantile(days, 0.75)
    yield group, "ninetieth", None, estimators.quantile(days, 0.9)
    yield group, "mean", None, statistics.fmean(days)


def counts(cohort, groups, asked):
    for group, members in groups.items():
        ended = sum(member.reason is not None for member in members)
        yield group, "admitted", None, len(members)
        yield group, "ended", None, ended
        yield group, "open", None, len(members) - ended
        yield group, "people", None, len({member.patient for member in members})


def waiting(cohort, member):
    """Days from the first contact to admission; nothing without either."""
    if cohort.population == "enquiries":
        return None if member.end is None else (member.end_day - member.start_day).days
    if member.intake is None:
        return None
    enquiry = cohort.known.enquiry.get(member.intake.enquiry_id)
    contacts = [at for at in (member.intake.first_contact_at, enquiry and enquiry.received_at) if at]
    return (member.start_day - member.day(min(contacts))).days if contacts else None


def wait(cohort, groups, asked):
    for group, members in groups.items():
        days = [days for days in (waiting(cohort, member) for member in members) if days is not None and days >= 0]
        if days:
            yield from spread(group, days)
        for within in asked.get("within", [3, 21]):
            yield from rate(group, f"within_{within}_days", sum(one <= within for one in days), len(days))


FUNNEL = [
    "enquired",
    "reached",
    "intake",
    "admitted",
    "detox_begun",
    "detox_completed",
    "residential_begun",
    "residential_completed",
    "aftercare_begun",
    "aftercare_90_days",
]


def runs(cohort, episode):
    """The stages of an episode, where stays of one stage that follow each other at once are one."""
    found = []
    for stay in cohort.known.stays_of.get(episode.episode_id, []):
        if stay.starts > cohort.as_of:
            continue
        if found and found[-1][0] == stay.stage and found[-1][2] == stay.starts:
            found[-1][2:] = [stay.ends, stay.end_reason]
        else:
            found.append([stay.stage, stay.starts, stay.ends, stay.end_reason])
    return found


def furthest(cohort, member, asked):
    """The number of the last step that was reached, each of which presupposes the one before."""
    if cohort.population == "enquiries":
        if member.intake is None:
            calls = cohort.known.attempts.get(member.main.id, [])
            return int(any(call.outcome == "answered" and call.at <= cohort.as_of for call in calls))
        if member.episode is None:
            return 2
    way = runs(cohort, member.episode)

    def begun(stage, after=None, within=None):
        for kind, start, end, reason in way:
            if kind == stage and (after is None or start >= after and (member.day(start) - member.day(after)).days <= within):
                yield start, end, end is not None and end <= cohort.as_of and reason in (1, 4, 14)

    step = 3
    for _, end, is_done in begun("detox"):
        step = max(step, 4)
        if not is_done:
            continue
        step = max(step, 5)
        for _, left, is_over in begun("residential", end, asked.get("residential_within", 7)):
            step = max(step, 6)
            if not is_over:
                continue
            step = max(step, 7)
            for came, until, _ in begun("aftercare", left, asked.get("aftercare_within", 14)):
                step = max(step, 8)
                if (member.day(min(until or cohort.as_of, cohort.as_of)) - member.day(came)).days >= 90:
                    step = 9
    return step


def funnel(cohort, groups, asked):
    first = 0 if cohort.population == "enquiries" else 3
    for group, members in groups.items():
        steps = [
            furthest(cohort, member, asked)
            for member in members
            if (member.day(cohort.as_of) - member.start_day).days >= asked.get("window", 180)
        ]
        if not steps:
            continue
        for number in range(first, len(FUNNEL)):
            reached = sum(step >= number for step in steps)
            before = sum(step >= max(first, number - 1) for step in steps)
            yield from rate(group, FUNNEL[number], reached, before)
            yield group, f"{FUNNEL[number]}.share_of_first", None, reached / len(steps)


def stage_flow(cohort, groups, asked):
    for group, members in groups.items():
        steps = {}
        for member in members:
            way = [stay for stay in cohort.known.stays_of.get(member.episode.episode_id, []) if stay.starts <= cohort.as_of]
            places = ["admission"] + [stay.stage for stay in way] if way else []
            if way:
                last = way[-1]
                if last.ends is None or last.ends > cohort.as_of:
                    places.append("still_there")
                else:
                    names = {1: "completed", 4: "transferred", 14: "transferred", 2: "dropped_out", 3: "terminated"}
                    places.append(names.get(last.end_reason, "other"))
            for step in zip(places, places[1:]):
                steps[step] = steps.get(step, 0) + 1
        for (before, after), count in steps.items():
            yield group, f"{before}.{after}", None, count
            leaving = sum(number for step, number in steps.items() if step[0] == before)
            yield group, f"{before}.{after}.share", None, count / leaving


def length_of_stay(cohort, groups, asked):
    least = 1 if asked.get("same_day", "teds") == "teds" else 0

    def lengths(members):
        return [max(least, (member.end_day - member.start_day).days) for member in members if member.end]

    everybody = [member for members in groups.values() for member in members]
    for group, members in {**groups, "all": everybody}.items():
        if lengths(members):
            yield from spread(group, lengths(members))


def tenths(part, whole):
    """Percent, rounded to the tenth, halves up."""
    return math.floor(1_000 * part / whole + 0.5) / 10 if whole else None


def reasons(cohort, groups, asked):
    heads = POOLED if asked.get("form", "published") == "published" else {word: [code] for word, code in REASONS.items()}

    def row(members):
        left = [member.reason for member in members if member.end]
        return {"total": len(left), **{word: sum(code in codes for code in left) for word, codes in heads.items()}}

    rows = {group: row(members) for group, members in groups.items()}
    everybody = row([member for members in groups.values() for member in members])
    for group, counted in {**{group: one for group, one in rows.items() if one["total"]}, "all": everybody}.items():
        for word, count in counted.items():
            yield group, f"{word}.count", None, count
            yield group, f"{word}.row_percent", None, tenths(count, counted["total"])
            yield group, f"{word}.column_percent", None, tenths(count, everybody[word])


def times(cohort, members, horizon, event):
    """Days in treatment, not beyond the horizon, and whether the event happened by then."""
    codes = (2, 3) if event == "dropout" else tuple(REASONS.values())
    pairs = []
    for member in members:
        days = (member.day(member.end or cohort.as_of) - member.start_day).days
        pairs.append((min(days, horizon), int(member.end is not None and days <= horizon and member.reason in codes)))
    return [days for days, _ in pairs], [happened for _, happened in pairs]


def retention(cohort, groups, asked):
    followed = {
        group: times(cohort, members, asked.get("horizon", 90), asked.get("event", "exit")) for group, members in groups.items()
    }
    for group, (days, events) in followed.items():
        (median, lower, upper), rows = estimators.kaplan_meier(days, events)
        yield group, "count", None, len(days)
        yield group, "events", None, sum(events)
        yield group, "censored", None, len(days) - sum(events)
        yield group, "median_day", None, median
        yield group, "median_lower", None, lower
        yield group, "median_upper", None, upper
        for day, *row in rows:
            for name, value in zip(["at_risk", "events", "censored", "retained", "lower", "upper"], row):
                yield group, name, day, value
    test = estimators.log_rank(list(followed.values())) if len(followed) > 1 else None
    if test:
        for name, value in zip(["chi_square", "degrees", "p"], test):
            yield "all", f"log_rank.{name}", None, value


def marks(asked, otherwise):
    """The days of the table; definitions of this check name them, or have this horizon."""
    return asked["marks"] if "marks" in asked else otherwise[asked.get("horizon")]


def exits(cohort, groups, asked):
    horizon = asked.get("horizon", 90)
    days_told = marks(asked, {None: [0, 15, 30, 45, 60, 75, 90], 90: [0, 15, 30, 45, 60, 75, 90]})
    causes = {code: number for number, codes in enumerate(POOLED.values(), start=1) for code in codes}
    for group, members in groups.items():
        days, left = times(cohort, members, horizon, "exit")
        ways = [causes[member.reason] if gone else 0 for member, gone in zip(members, left)]
        shares = estimators.cumulative_incidence(days, ways, days_told, len(POOLED))
        rest = estimators.remaining(days, left, days_told)
        for place, mark in enumerate(days_told):
            yield group, "at_risk", mark, sum(day >= mark for day in days)
            for name, share in zip(POOLED, shares):
                yield group, name, mark, share[place]
            yield group, "remaining", mark, rest[place]


def danger_days(cohort, groups, asked):
    for group, members in groups.items():
        days, left = times(cohort, members, asked.get("horizon", 30), asked.get("event", "dropout"))
        for day in sorted({day for day, gone in zip(days, left) if gone}):
            at_risk = sum(one >= day for one in days)
            gone = sum(one == day and is_gone for one, is_gone in zip(days, left))
            share, lower, upper = estimators.wilson(gone, at_risk)
            for name, value in [("at_risk", at_risk), ("left", gone), ("hazard", share), ("lower", lower), ("upper", upper)]:
                yield group, name, day, value


ORDER = ["detox", "residential", "aftercare"]


def is_end(cohort, member):
    """Whether a stay ends detox or residential, and no stay of the same stage follows at once."""
    return (
        member.end
        and member.stay.stage != "aftercare"
        and not any(
            stay.stage == member.stay.stage and stay.starts == member.end
            for stay in cohort.known.stays_of.get(member.stay.episode_id, [])
        )
    )


def followed_for(cohort, member):
    """Days from leaving to the report's time."""
    return (member.day(cohort.as_of) - member.end_day).days


def continuity(cohort, groups, asked):
    known, first = cohort.known, 0 if asked.get("same_day", "counts") == "counts" else 1

    def next_care(member):
        """Days to a later stage or a kept appointment, of any episode of the person."""
        later = [
            stay.starts
            for episode in known.episodes_of.get(member.patient, [])
            for stay in known.stays_of.get(episode.episode_id, [])
            if ORDER.index(stay.stage) > ORDER.index(member.stay.stage)
        ]
        later += [visit.at for visit in known.appointments_of.get(member.patient, []) if visit.state == "kept"]
        days = [(member.day(at) - member.end_day).days for at in later if member.end <= at <= cohort.as_of]
        return min((day for day in days if day >= first), default=None)

    for group, members in groups.items():
        ends = [(member, next_care(member)) for member in members if is_end(cohort, member) and member.reason not in (5, 6)]
        for within in asked.get("within", [7, 14, 30]):
            followed = [days for member, days in ends if followed_for(cohort, member) >= within]
            yield from rate(
                group, f"within_{within}_days", sum(days is not None and days <= within for days in followed), len(followed)
            )


def readmission(cohort, groups, asked):
    known = cohort.known

    def again(member):
        starts = [
            stay.starts
            for episode in known.episodes_of.get(member.patient, [])
            if episode.episode_id != member.episode.episode_id
            for stay in known.stays_of.get(episode.episode_id, [])
            if stay.stage != "aftercare"
        ]
        days = [(member.day(at) - member.end_day).days for at in starts if member.end <= at <= cohort.as_of]
        return min((day for day in days if day >= 1), default=None)

    for group, members in groups.items():
        left = [(member, again(member)) for member in members if member.end and member.reason not in (4, 6, 14)]
        for within in asked.get("within", [30]):
            followed = [days for member, days in left if followed_for(cohort, member) >= within]
            yield from rate(
                group, f"within_{within}_days", sum(days is not None and days <= within for days in followed), len(followed)
            )


def time_to_return(cohort, groups, asked):
    horizon, days_told = asked.get("horizon", 365), marks(asked, {})
    for group, members in groups.items():
        days, ways = [], []
        for member in members:
            if member.end is None or member.reason in (4, 6, 14):
                continue
            others = [one for one in cohort.known.episodes_of[member.patient] if one.episode_id != member.episode.episode_id]
            back = [one.starts for one in others if member.end <= one.starts <= cohort.as_of]
            died = [one.ends for one in others if one.discharge_reason == 6 and member.end <= one.ends <= cohort.as_of]
            until, way = (min(back), 1) if back else (min(died), 2) if died else (cohort.as_of, 0)
            passed = (member.day(until) - member.end_day).days
            days.append(min(passed, horizon))
            ways.append(way if passed <= horizon else 0)
        if not days:
            continue
        shares = estimators.cumulative_incidence(days, ways, days_told, 2)
        rest = estimators.remaining(days, [int(way > 0) for way in ways], days_told)
        yield group, "count", None, len(days)
        for place, mark in enumerate(days_told):
            yield group, "at_risk", mark, sum(day >= mark for day in days)
            yield group, "returned", mark, shares[0][place]
            yield group, "died", mark, shares[1][place]
            yield group, "neither", mark, rest[place]


def units(cohort, member, within):
    """Calendar days in detox or residential and appointments that were kept; nothing for who was not followed."""
    if (member.day(cohort.as_of) - member.start_day).days < within:
        return None
    last = member.start_day + datetime.timedelta(days=within)
    days = set()
    for stay in cohort.known.stays_of.get(member.episode.episode_id, []):
        if stay.stage != "aftercare" and stay.starts <= cohort.as_of:
            day = member.day(stay.starts)
            while day <= min(last, member.day(min(stay.ends or cohort.as_of, cohort.as_of))):
                days.add(day)
                day += datetime.timedelta(days=1)
    visits = [
        visit
        for visit in cohort.known.appointments_of_episode.get(member.episode.episode_id, [])
        if visit.state == "kept" and member.start <= visit.at <= cohort.as_of and member.day(visit.at) <= last
    ]
    return len(days) + len(visits)


def units_of_care(cohort, groups, asked):
    for group, members in groups.items():
        counted = [
            count for count in (units(cohort, member, asked.get("within", 30)) for member in members) if count is not None
        ]
        for least, word in [(2, "second_unit"), (3, "third_unit"), (4, "fourth_unit")]:
            yield from rate(group, word, sum(count >= least for count in counted), len(counted))


def due(cohort, member):
    """The appointments that were kept or missed, of those that were due."""
    return [
        visit
        for visit in cohort.known.appointments_of_episode.get(member.episode.episode_id, [])
        if visit.state in ("kept", "missed") and visit.at <= cohort.as_of
    ]


def no_shows(cohort, groups, asked):
    for group, members in groups.items():
        visits = [visit for member in members for visit in due(cohort, member)]
        yield from rate(group, "missed", sum(visit.state == "missed" for visit in visits), len(visits))


def aims(cohort, groups, asked):
    def month(day, member):
        """Months since the year 0; nothing for the month that is not over."""
        today = member.day(cohort.as_of)
        return 12 * day.year + day.month - 1 if (day.year, day.month) < (today.year, today.month) else None

    for group, members in groups.items():
        found = {"wait": [], "no_shows": [], "admissions": [], "continuation": []}
        for member in members:
            admitted = month(member.start_day, member)
            found["wait"].append((admitted, waiting(cohort, member)))
            found["admissions"].append((admitted, 1))
            count = units(cohort, member, 30)
            found["continuation"].append((admitted, None if count is None else int(count >= 4)))
            found["no_shows"] += [
                (month(member.day(visit.at), member), int(visit.state == "missed")) for visit in due(cohort, member)
            ]
        for name, pairs in found.items():
            pairs = [(when, value) for when, value in pairs if when is not None and value is not None and value >= 0]
            if not pairs:
                continue
            for number in range(min(pairs)[0], max(pairs)[0] + 1):
                values = [value for when, value in pairs if when == number]
                if name == "admissions":
                    yield group, name, number, len(values)
                    continue
                yield group, f"{name}.of", number, len(values)
                if name == "wait":
                    yield group, name, number, estimators.quantile(values, 0.5) if values else None
                else:
                    yield group, name, number, sum(values)
                    yield group, f"{name}.share", number, sum(values) / len(values) if values else None


def pairs_of_outcomes(cohort, member):
    """For each outcome, how it was at admission and at discharge; nothing where that is not on record."""
    known = cohort.known

    def is_one_of(row, field, codes):
        value = None if row is None else getattr(row, field)
        return None if value is None else value in codes

    used = next((row for row in known.substances.get(member.intake_id, []) if row.rank == 1), None) if member.intake else None
    written = [known.statuses.get(stay.stay_id) for stay in known.stays_of.get(member.episode.episode_id, [])]
    last = next((row for row in reversed(written) if row), None)
    for name, field, codes in [
        ("working", "employment", (1, 2)),
        ("housed", "living_arrangement", (2, 3)),
        ("no_arrests", "arrests_past_30_days", (0,)),
        ("abstinent", "frequency", (1,)),
        ("self_help", "self_help", range(2, 7)),
    ]:
        yield name, (is_one_of(used if name == "abstinent" else member.intake, field, codes), is_one_of(last, field, codes))


def outcomes(cohort, groups, asked):
    for group, members in groups.items():
        found = {name: [] for name in ["working", "housed", "no_arrests", "abstinent", "self_help"]}
        for member in members:
            if member.end and member.reason not in (5, 6):
                for name, pair in pairs_of_outcomes(cohort, member):
                    if None not in pair:
                        found[name].append(pair)
        for name, pairs in found.items():
            gained, lost = pairs.count((False, True)), pairs.count((True, False))
            yield group, f"{name}.pairs", None, len(pairs)
            yield group, f"{name}.at_admission", None, sum(before for before, _ in pairs)
            yield group, f"{name}.at_discharge", None, sum(after for _, after in pairs)
            yield group, f"{name}.gained", None, gained
            yield group, f"{name}.lost", None, lost
            yield group, f"{name}.change", None, (gained - lost) / len(pairs) if pairs else None
            yield group, f"{name}.p", None, estimators.mcnemar(lost, gained)


def score_change(cohort, groups, asked):
    instrument = asked.get("instrument", "phq_9")
    deviation, reliability = RELIABILITY[instrument]
    error = deviation * math.sqrt(1 - reliability) * math.sqrt(2)
    for group, members in groups.items():
        pairs = []
        for member in members:
            totals = [row.total for row in cohort.scores(member, instrument)]
            if len(totals) >= 2:
                pairs.append((totals[0], totals[-1]))
        if pairs:
            before, after = [one for one, _ in pairs], [one for _, one in pairs]
            spread_of, p = estimators.paired(before, after)
            yield group, "pairs", None, len(pairs)
            yield group, "before", None, statistics.fmean(before)
            yield group, "after", None, statistics.fmean(after)
            yield group, "change", None, statistics.fmean(after) - statistics.fmean(before)
            yield group, "deviation", None, spread_of
            yield group, "p", None, p
        changes = [(after - before) / error for before, after in pairs]
        improved, worsened = sum(one <= -1.96 for one in changes), sum(one >= 1.96 for one in changes)
        yield from rate(group, "improved", improved, len(changes))
        yield from rate(group, "unchanged", len(changes) - improved - worsened, len(changes))
        yield from rate(group, "worsened", worsened, len(changes))
