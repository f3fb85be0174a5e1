"""Who belongs to a cohort, and to which of its groups: person by person, from the words of the definition."""

import dataclasses
import datetime

import records

REASONS = {
    "completed": 1,
    "left_against_advice": 2,
    "terminated": 3,
    "transferred": 4,
    "incarcerated": 5,
    "died": 6,
    "other": 7,
    "unknown": 8,
    "transferred_not_reported": 14,
}
SEXES = {1: "male", 2: "female"}
REFERRALS = {
    1: "self",
    2: "substance_use_provider",
    3: "health_provider",
    4: "school",
    5: "employer",
    6: "community",
    7: "court",
}
INSURANCES = {1: "private", 2: "blue_cross", 3: "medicare", 4: "medicaid", 6: "hmo", 20: "other", 21: "none"}
PAYMENT_SOURCES = {
    1: "self",
    2: "blue_cross",
    3: "medicare",
    4: "medicaid",
    5: "other_government",
    6: "workers_compensation",
    7: "other_insurer",
    8: "no_charge",
    9: "other",
}
ROUTES = {1: "oral", 2: "smoking", 3: "nasal", 4: "injection", 20: "other"}
SUBSTANCES = {
    1: "none",
    2: "alcohol",
    3: "cocaine",
    4: "cannabis",
    5: "heroin",
    9: "other_hallucinogens",
    10: "methamphetamine",
    13: "benzodiazepines",
    20: "other",
}
DRUGS = {"ketamine": 2004}
SERVICES = {
    1: "detox_hospital",
    2: "detox_residential",
    3: "residential_hospital",
    4: "residential_short_term",
    5: "residential_long_term",
    6: "outpatient_intensive",
    7: "outpatient",
    8: "detox_outpatient",
}
TYPES = {
    1: "detoxification",
    2: "detoxification",
    3: "hospital_residential",
    4: "short_term_residential",
    5: "long_term_residential",
    6: "intensive_outpatient",
    7: "outpatient",
    8: "detoxification",
}
BANDS = [(0, 11), (12, 14), (15, 17), (18, 20), (21, 24), (25, 29), (30, 34), (35, 39), (40, 44), (45, 49), (50, 54), (55, 64)]


@dataclasses.dataclass
class Member:
    """One of a cohort: a stay, an episode or an enquiry."""

    main: object
    patient: str
    facility: object
    zone: str
    start: datetime.datetime
    # The episode, or the one that came of the enquiry; nothing where none is known.
    episode: object = None
    # The stay, or the one that the episode began with.
    stay: object = None
    intake: object = None
    intake_id: str = None
    # When and why it ended, by the report's time; nothing while it goes on.
    end: datetime.datetime = None
    reason: int = None
    upper: datetime.datetime = None
    group: str = "all"
    panel: str = ""

    def day(self, at):
        return records.day(at, self.zone)

    @property
    def start_day(self):
        return self.day(self.start)

    @property
    def end_day(self):
        return self.end and self.day(self.end)


class Cohort:
    def __init__(self, definition, known):
        self.definition, self.known, self.as_of = definition, known, known.as_of
        self.population = definition["population"]
        members = [member for member in self.everybody() if member.start <= self.as_of and self.belongs(member)]
        if self.population == "patients":
            first = {}
            for member in sorted(members, key=lambda one: (one.start, one.episode.episode_id)):
                first.setdefault(member.patient, member)
            members = list(first.values())
        groups = definition.get("groups", {})
        for member in members:
            if "by" in groups:
                member.group = self.name(member, groups["by"]) or "missing"
            if "each" in groups:
                member.panel = self.name(member, groups["each"]) or "missing"
        self.members = members

    def everybody(self):
        known = self.known
        if self.population == "enquiries":
            for row in known.enquiries:
                if known.known_at is None or row.recorded_at <= known.known_at:
                    yield self.enquiry(row)
            return
        for row in known.stays if self.population == "stays" else known.episodes:
            facility = known.facilities[row.facility_id]
            member = Member(row, row.patient_id, facility, facility.time_zone, row.starts, upper=row.ends)
            if self.population == "stays":
                member.stay, member.episode = row, known.episode.get(row.episode_id)
            else:
                member.episode = row
                member.stay = next((stay for stay in known.stays_of.get(row.episode_id, []) if stay.starts == row.starts), None)
            if row.ends and row.ends <= self.as_of:
                member.end = row.ends
                member.reason = row.end_reason if self.population == "stays" else row.discharge_reason
            if member.episode:
                member.intake_id = member.episode.intake_id
                member.intake = known.intakes.get(member.intake_id)
            yield member

    def enquiry(self, row):
        facility = self.known.facilities.get(row.facility_id)
        member = Member(row, row.patient_id, facility, (facility or self.known.first_facility).time_zone, row.received_at)
        member.reason = {"converted": 1, "lost": 7}.get(row.state)
        came = []
        for intake in self.known.intakes_of_enquiry.get(row.id, []):
            if intake.at > self.as_of:
                continue
            member.intake = intake
            came += [one for one in self.known.episodes_of_intake.get(intake.id, []) if one.starts <= self.as_of]
        if came:
            member.episode = min(came, key=lambda one: one.starts)
            member.intake = self.known.intakes[member.episode.intake_id]
            member.end = member.episode.starts
        return member

    # Conditions. What is not on record fulfils none of them.

    def belongs(self, member):
        exceptions = self.definition.get("except", {})
        return self.fulfils(member, self.definition.get("conditions", {})) and not (
            exceptions and self.fulfils(member, exceptions)
        )

    def fulfils(self, member, conditions):
        return all(getattr(self, f"has_{name}")(member, asked) for name, asked in conditions.items())

    def has_facility(self, member, asked):
        return member.facility is not None and member.facility.slug in words(asked)

    def has_stage(self, member, asked):
        return member.stay is not None and member.stay.stage in words(asked)

    def has_admitted(self, member, asked):
        day = member.start_day.isoformat()
        return asked.get("from", day) <= day <= asked.get("to", day)

    has_received = has_admitted

    def person(self, member):
        return self.known.people.get(member.patient)

    def has_sex(self, member, asked):
        person = self.person(member)
        return person is not None and SEXES.get(person.sex) == asked

    def age(self, member):
        person = self.person(member)
        if person is None or person.birth_date is None:
            return None
        born, day = person.birth_date, member.start_day
        return day.year - born.year - ((day.month, day.day) < (born.month, born.day))

    def has_age(self, member, asked):
        age = self.age(member)
        return age is not None and asked.get("from", age) <= age <= asked.get("to", age)

    def has_referral(self, member, asked):
        return member.intake is not None and REFERRALS.get(member.intake.referral_source) in words(asked)

    def has_insurance(self, member, asked):
        return member.intake is not None and INSURANCES.get(member.intake.insurance) in words(asked)

    def has_payment_source(self, member, asked):
        return member.intake is not None and PAYMENT_SOURCES.get(member.intake.payment_source) in words(asked)

    def has_reason(self, member, asked):
        return member.end is not None and member.reason in [REASONS[word] for word in words(asked)]

    def has_substance(self, member, asked):
        asked = asked if isinstance(asked, dict) else {"class": asked}
        if self.population == "enquiries":
            named = [member.main]
        else:
            named = self.known.substances.get(member.intake_id, []) if member.intake_id else []
            if asked.get("rank", "primary") == "primary":
                named = [row for row in named if row.rank == 1]
        return any(
            ("class" not in asked or SUBSTANCES.get(row.substance) == asked["class"])
            and ("drug" not in asked or row.detailed_drug == DRUGS[asked["drug"]])
            and ("route" not in asked or ROUTES.get(row.route) == asked["route"])
            for row in named
        )

    def until(self, member):
        return member.end or self.as_of

    def has_diagnosis(self, member, asked):
        return any(
            row.at <= self.until(member) and row.code.startswith(code)
            for row in self.known.diagnoses_of.get(member.patient, [])
            for code in words(asked)
        )

    def scores(self, member, instrument):
        """Complete scores from two weeks before the start until the end, in order."""
        first = member.start - datetime.timedelta(days=14)
        return sorted(
            (
                row
                for row in self.known.scores_of.get(member.patient, [])
                if row.instrument == instrument and first <= row.at <= self.until(member)
            ),
            key=lambda row: (row.at, row.id),
        )

    def has_score(self, member, asked):
        totals = [row.total for row in self.scores(member, asked["instrument"])]
        if not totals:
            return False
        asked_of = {"first": totals[:1], "last": totals[-1:], "any": totals, "change": [totals[-1] - totals[0]]}[
            asked.get("at", "first")
        ]
        return any(asked.get("from", -1_000) <= total <= asked.get("to", 1_000) for total in asked_of)

    def has_step(self, member, asked):
        if self.population == "stays":
            before = [member.stay]
        else:
            before = self.known.stays_of.get(member.episode.episode_id, [])
        for earlier in before:
            if earlier.stage != asked["from"] or earlier.ends is None:
                continue
            for later in self.known.stays_of.get(earlier.episode_id, []):
                if later.stage == asked["to"] and later.starts <= self.as_of:
                    if 0 <= (member.day(later.starts) - member.day(earlier.ends)).days <= asked["within"]:
                        return True
        return False

    def has_readmission(self, member, asked):
        return any(
            other.episode_id != member.main.episode_id
            and other.ends is not None
            and other.ends <= member.start
            and (member.start_day - member.day(other.ends)).days <= asked["within"]
            for other in self.known.episodes_of.get(member.patient, [])
        )

    def has_consent(self, member, asked):
        return any(
            self.is_in_force(row) and set(words(asked)) <= set(row.categories)
            for row in self.known.consents_of.get(member.patient, [])
        )

    def is_in_force(self, consent):
        """Whether a consent lacks nothing that 42 CFR 2.31 asks of its kind, has begun, and has not ended."""
        if None in (
            consent.discloser,
            consent.purpose,
            consent.right_to_revoke,
            consent.signer,
            consent.signer_role,
            consent.signed_at,
        ):
            return False
        if consent.signed_at > self.as_of or consent.expires_at is not None and consent.expires_at <= self.as_of:
            return False
        revoked = self.known.revocations.get(consent.id)
        if revoked is not None and revoked <= self.as_of or not consent.recipients:
            return False
        if consent.kind == "intermediary" and not {"intermediary"} < set(consent.recipient_kinds):
            return False
        if consent.expires_at is None and consent.expires_upon is None:
            if consent.no_expiry_reason is None or consent.kind not in ("tpo", "research"):
                return False
        return consent.kind != "tpo" or consent.tells_of_redisclosure and consent.tells_of_refusal

    # Groups.

    def name(self, member, grouping):
        """The key of the group; nothing where it is not on record."""
        if grouping == "facility":
            return member.facility and member.facility.slug
        if grouping == "admission_year":
            return str(member.start_day.year)
        if grouping == "admission_month":
            return member.start_day.isoformat()[:7]
        if grouping == "stage":
            return member.stay and member.stay.stage
        if grouping == "service":
            return member.stay and SERVICES.get(member.stay.service)
        if grouping == "service_type":
            if member.stay and member.stay.service == 7 and member.stay.medication_assisted:
                return "methadone"
            return member.stay and TYPES.get(member.stay.service)
        if grouping == "sex":
            return self.person(member) and SEXES.get(self.person(member).sex)
        if grouping == "age":
            age = self.age(member)
            if age is None:
                return None
            return next((f"{low}-{high}" for low, high in BANDS if age <= high), "65+")
        if grouping == "referral_source":
            return member.intake and REFERRALS.get(member.intake.referral_source)
        if grouping == "insurance":
            return member.intake and INSURANCES.get(member.intake.insurance)
        if grouping == "payment_source":
            return member.intake and PAYMENT_SOURCES.get(member.intake.payment_source)
        first = (
            next((row for row in self.known.substances.get(member.intake_id, []) if row.rank == 1), None)
            if member.intake_id
            else None
        )
        return first and (SUBSTANCES.get(first.substance) if grouping == "primary_substance" else ROUTES.get(first.route))


def words(asked):
    return asked if isinstance(asked, list) else [asked]
