"""Random definitions of cohorts, within what the language allows."""

import cohort

MEASURES = {
    "counts": "sepq",
    "wait": "epq",
    "funnel": "epq",
    "stage_flow": "ep",
    "length_of_stay": "sep",
    "reasons": "sep",
    "retention": "sep",
    "exits": "sep",
    "danger_days": "sep",
    "continuity": "s",
    "readmission": "ep",
    "time_to_return": "ep",
    "units_of_care": "ep",
    "no_shows": "ep",
    "aims": "ep",
    "outcomes": "ep",
    "score_change": "ep",
}
POPULATIONS = {"s": "stays", "e": "episodes", "p": "patients", "q": "enquiries"}
GROUPS = [
    "facility",
    "sex",
    "age",
    "service",
    "stage",
    "route",
    "insurance",
    "payment_source",
    "primary_substance",
    "service_type",
    "referral_source",
    "admission_year",
    "admission_month",
]


def measures_of(population):
    letter = next(letter for letter, name in POPULATIONS.items() if name == population)
    return [name for name, letters in MEASURES.items() if letter in letters]


def definition(random, number):
    """One with everything drawn; every sixth in the whole is of enquiries."""
    population = random.choice(["stays", "stays", "episodes", "episodes", "episodes", "patients", "patients", "enquiries"])
    asked = {"name": f"drawn_{number}", "title": f"Drawn {number}", "population": population}
    drawn = conditions(random, population, random.choice([0, 0, 1, 1, 1, 2, 2, 3]))
    if drawn:
        asked["conditions"] = drawn
    if random.random() < 0.25:
        asked["except"] = conditions(random, population, random.choice([1, 1, 2]))
    groups = ["facility", "admission_year", "admission_month"] if population == "enquiries" else GROUPS
    by, each = random.choice(groups + [None] * 4), random.choice(groups[:9] + [None] * 20)
    chosen = {key: value for key, value in [("by", by), ("each", each)] if value and (key == "by" or each != by)}
    if chosen:
        asked["groups"] = chosen
    names = measures_of(population)
    names = random.sample(names, min(len(names), random.choice([2, 3, 4, 5])))
    asked["measures"] = [measure(random, name) for name in names]
    return asked


def whole():
    """One definition a population with every measure there is: few groups, and more of them."""
    for population in POPULATIONS.values():
        for by in [None, "facility", "admission_year"]:
            asked = {"name": f"whole_{population}", "title": "Whole", "population": population}
            asked["measures"] = [plain(name) for name in measures_of(population)]
            yield asked if by is None else {**asked, "groups": {"by": by}}


def conditional():
    """One for each condition that reads a table of its own."""
    for name, asked in {
        "sex": "male",
        "age": {"to": 40},
        "substance": {"drug": "ketamine", "rank": "any"},
        "referral": "self",
        "payment_source": "medicaid",
        "diagnosis": "F10",
        "score": {"instrument": "phq_9", "at": "change", "to": -3},
        "step": {"from": "detox", "to": "residential", "within": 7},
        "readmission": {"within": 90},
        "consent": ["demographics"],
        "stage": "detox",
    }.items():
        yield {
            "name": f"by_{name}",
            "title": name,
            "population": "episodes",
            "conditions": {name: asked},
            "measures": ["counts", "retention"],
        }


def special():
    """Nobody, one person, and nobody who left."""
    everybody = {"population": "episodes", "measures": [plain(name) for name in measures_of("episodes")]}
    yield {"name": "nobody", "title": "Nobody", **everybody, "conditions": {"admitted": {"from": "2031-01-01"}}}
    yield {"name": "one_person", "title": "One person", **everybody, "conditions": {"facility": "lone"}}
    yield {"name": "all_open", "title": "Nobody left", **everybody, "conditions": {"facility": "new"}}
    yield {
        "name": "one_each",
        "title": "Groups of nobody else",
        **everybody,
        "conditions": {"facility": ["lone", "new"]},
        "groups": {"by": "facility"},
    }


def plain(name):
    return {name: {"horizon": 365, "marks": [0, 30, 90, 365]}} if name == "time_to_return" else name


def days(random, most, count):
    return sorted(random.sample(range(1, most + 1), random.randrange(1, count + 1)))


def measure(random, name):
    horizon = random.choice([7, 21, 30, 90, 200, 365])
    marks = [0] + days(random, horizon, 5)
    settings = {
        "wait": lambda: {"within": days(random, 40, 3)},
        "funnel": lambda: {
            "window": random.randrange(1, 300),
            "residential_within": random.randrange(0, 30),
            "aftercare_within": random.randrange(0, 30),
        },
        "length_of_stay": lambda: {"same_day": random.choice(["teds", "hcup"])},
        "reasons": lambda: {"form": random.choice(["published", "detailed"])},
        "retention": lambda: {"event": random.choice(["exit", "dropout"]), "horizon": horizon},
        "exits": lambda: {"horizon": horizon, "marks": marks},
        "danger_days": lambda: {"event": random.choice(["exit", "dropout"]), "horizon": horizon},
        "continuity": lambda: {"within": days(random, 60, 3), "same_day": random.choice(["counts", "excluded"])},
        "readmission": lambda: {"within": days(random, 200, 3)},
        "time_to_return": lambda: {"horizon": horizon, "marks": marks},
        "units_of_care": lambda: {"within": random.choice([3, 14, 30, 60])},
        "score_change": lambda: {"instrument": random.choice(["phq_9", "gad_7"])},
    }.get(name)
    if settings is None or name != "time_to_return" and random.random() < 0.2:
        return name
    return {name: settings()}


def some(random, values, most=3):
    chosen = random.sample(list(values), random.randrange(1, most + 1))
    return chosen if len(chosen) > 1 or random.random() < 0.5 else chosen[0]


def bounds(random, low, high):
    first, last = sorted([random.randrange(low, high), random.randrange(low, high)])
    return random.choice([{"from": first, "to": last}, {"from": first}, {"to": last}])


def conditions(random, population, count):
    """So many conditions, all of them different."""

    def span():
        first, last = sorted(
            f"{random.choice([2022, 2022, 2023, 2024])}-{random.randrange(1, 13):02}-{random.randrange(1, 29):02}"
            for _ in range(2)
        )
        return random.choice([{"from": first, "to": last}, {"from": first}, {"to": last}])

    def substance():
        if random.random() < 0.3:
            return random.choice(["alcohol", "heroin", "other_hallucinogens"])
        asked = random.choice([{"class": "alcohol"}, {"class": "cocaine"}, {"drug": "ketamine"}])
        if population != "enquiries":
            if random.random() < 0.5:
                asked = {**asked, "rank": random.choice(["any", "primary"])}
            if random.random() < 0.3:
                asked = {**asked, "route": random.choice(list(cohort.ROUTES.values()))}
        return asked

    def step():
        first, second = random.sample(["detox", "residential", "aftercare"], 2)
        return {"from": first, "to": second, "within": random.choice([0, 3, 7, 30])}

    facility = ("facility", lambda: some(random, ["north", "south", "east", "lone", "new"]))
    if population == "enquiries":
        kinds = [facility, ("received", span), ("substance", substance)]
    else:
        kinds = [
            facility,
            ("admitted", span),
            ("substance", substance),
            ("sex", lambda: random.choice(["male", "female"])),
            ("age", lambda: bounds(random, 10, 80)),
            ("referral", lambda: some(random, cohort.REFERRALS.values())),
            ("insurance", lambda: some(random, cohort.INSURANCES.values())),
            ("payment_source", lambda: some(random, cohort.PAYMENT_SOURCES.values())),
            ("reason", lambda: some(random, cohort.REASONS, 5)),
            ("diagnosis", lambda: some(random, ["F10", "F10.2", "F19", "F32"])),
            (
                "score",
                lambda: {
                    "instrument": random.choice(["phq_9", "gad_7"]),
                    "at": random.choice(["first", "last", "any", "change"]),
                    **bounds(random, -8, 24),
                },
            ),
            ("step", step),
            ("readmission", lambda: {"within": random.choice([0, 7, 30, 365])}),
            ("consent", lambda: some(random, ["demographics", "intake", "treatment", "screenings"], 2)),
            ("stage", lambda: some(random, ["detox", "residential", "aftercare"], 2)),
        ]
    return {name: draw() for name, draw in random.sample(kinds, min(count, len(kinds)))}
