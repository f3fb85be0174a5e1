"""A made-up clinic for checks of reports: everything that measures read, with what makes them hard.

Two and a half years of calls, intakes, episodes and stays, with late entries and corrections, so that what was known differs
from what is known. There are readmissions, deaths, gaps and returns between stages, same-day stays, ties, first contacts that
are missing or after the admission, missing ages, a facility with one person and one that nobody has left.
"""

import csv
import datetime
import random
import uuid

BEGIN = datetime.datetime(2022, 1, 1, tzinfo=datetime.UTC)
END = datetime.datetime(2024, 7, 1, tzinfo=datetime.UTC)
FOREVER = "infinity"
FACILITIES = [
    ("north", "North", "America/New_York"),
    ("south", "South", "Europe/Berlin"),
    ("east", "East", "Pacific/Auckland"),
    ("lone", "Lone", "UTC"),
    ("new", "New", "Asia/Kolkata"),
]
COURSES = [
    "d",
    "d",
    "dr",
    "dr",
    "dra",
    "dra",
    "dra",
    "r",
    "ra",
    "a",
    "da",
    "dd",
    "ddrraa",
    "drdra",
    "rdr",
    "adra",
    "drdrdra",
    "rdra",
]
STAGES = {"d": "detox", "r": "residential", "a": "aftercare"}
SERVICES = {"d": [1, 2, 8], "r": [3, 4, 5], "a": [6, 7]}
LONGEST = {"d": 12, "r": 60, "a": 220}
CODES = ["F10.20", "F10.10", "F11.20", "F12.20", "F19.20", "F32.1"]


def minutes(count):
    return datetime.timedelta(minutes=count)


class Clinic:
    """Rows by table, drawn with a seed."""

    def __init__(self, seed, people, organization, staff, facilities=None):
        self.random = random.Random(seed)
        self.organization, self.staff = organization, staff
        self.tables = {}
        self.facilities = facilities or [self.facility(*facility) for facility in FACILITIES]
        self.tables.setdefault("facility", [])
        for number in range(people):
            self.person(self.facilities[self.pick([0, 0, 1, 2])] if number > 24 else self.facilities[4])
        self.person(self.facilities[3], course="dra")
        for _ in range(people // 4):
            self.enquiry(None, self.instant())

    # Chance.

    def id(self):
        return str(uuid.UUID(int=self.random.getrandbits(128), version=4))

    def pick(self, values):
        return self.random.choice(values)

    def happens(self, share):
        return self.random.random() < share

    def instant(self, first=BEGIN, last=END):
        """At a full minute, every fourth time close to a midnight."""
        at = first + minutes(self.random.randrange(max(1, int((last - first).total_seconds() // 60))))
        if self.happens(0.25):
            at = max(first, at.replace(hour=self.pick([3, 4, 5, 10, 11, 12, 22, 23]), minute=self.pick([0, 30, 59])))
        return at

    def later(self, at, days, share=0.3):
        """The same instant, or now and then some days after it."""
        return at + minutes(self.random.randrange(1, days * 1_440)) if self.happens(share) else at

    def or_missing(self, values, share=0.1):
        return None if self.happens(share) else self.pick(values)

    # Rows.

    def row(self, table, **columns):
        self.tables.setdefault(table, []).append({"organization_id": self.organization, **columns})

    def versions(self, table, versions, by=None, **columns):
        """One row for each (known_from, columns); the last is known for ever, unless its columns are None: taken out."""
        first = None
        for (known_from, own), (known_to, _) in zip(versions, versions[1:] + [(FOREVER, None)]):
            if own is None or known_to != FOREVER and known_to < known_from:
                continue
            id = self.id()
            more = {} if by is None else {by: first}
            first = first or id
            self.row(table, id=id, **columns, **own, **more, known_from=known_from, known_to=known_to, recorded_by=self.staff)

    def corrected(self, known_from, own, **wrong):
        """The versions of a fact: right at once, wrong at first, or taken out again."""
        until = known_from + minutes(self.random.randrange(60, 120 * 1_440))
        if wrong and self.happens(0.12):
            return [(known_from, {**own, **wrong}), (until, own)]
        return [(known_from, own), (until, None)] if self.happens(0.015) else [(known_from, own)]

    def facility(self, slug, name, zone):
        id = self.id()
        self.row("facility", id=id, slug=slug, name=name, time_zone=zone, opened_at=BEGIN - minutes(100_000))
        return id

    def enquiry(self, patient, at, facility=None):
        id = self.id()
        substance = self.or_missing([2, 3, 5, 9, 20, 20])
        state = "converted" if patient else self.pick(["open", "lost", "lost"])
        recorded = self.later(at, 5, 0.15)
        self.row(
            "enquiry",
            id=id,
            facility_id=facility or self.or_missing([one for one in self.facilities[:3]], 0.2),
            received_at=at,
            recorded_at=recorded,
            recorded_by=self.staff,
            consent_to_call=True,
            substance=substance,
            detailed_drug=2004 if substance == 20 and self.happens(0.5) else None,
            state=state,
            loss_reason="cost" if state == "lost" else None,
            patient_id=patient,
        )
        for _ in range(self.random.randrange(4)):
            when = at + minutes(self.random.randrange(20_000))
            self.row(
                "call_attempt",
                id=self.id(),
                enquiry_id=id,
                at=when,
                recorded_at=self.later(when, 20, 0.2),
                recorded_by=self.staff,
                outcome=self.pick(["answered", "answered", "voicemail", "left_message", "no_answer", "wrong_number"]),
            )
        return id

    def person(self, facility, course=None):
        patient = self.id()
        is_new = facility == self.facilities[4]
        contact = self.instant(END - minutes(90 * 1_440) if is_new else BEGIN, END)
        self.row("patient", id=patient, recorded_at=contact, recorded_by=self.staff)
        self.demographics(patient, contact)
        admission, enquiry, last = contact, None, None
        while admission < END:
            if last is None or self.happens(0.8):
                enquiry = None
                contact = admission
                if self.happens(0.75):
                    enquiry = self.enquiry(patient, contact, None if self.happens(0.1) else facility)
            intake_at = self.instant(contact, contact + minutes(25 * 1_440))
            start = intake_at if self.happens(0.2) else intake_at + minutes(self.random.randrange(10 * 1_440))
            if last and start < last:
                start = last
            intake = self.intake(patient, facility, enquiry, contact, intake_at, start)
            if is_new and self.happens(0.1) or start >= END:
                break
            where = facility if self.happens(0.9) or is_new or course else self.facilities[self.pick([0, 1, 2])]
            last, reason = self.episode(patient, where, intake, start, course or self.pick(COURSES), is_new)
            if last is None or reason == 6 or course or self.happens(0.35):
                break
            admission = self.pick(
                [last, self.instant(last, last + minutes(60 * 1_440)), self.instant(last, last + minutes(400 * 1_440))]
            )
        for _ in range(self.random.randrange(3)):
            self.consent(patient)
        for code in self.random.sample(CODES, self.random.randrange(3)):
            at = self.instant()
            self.versions(
                "diagnosis",
                self.corrected(self.later(at, 30), {"at": at}, at=at + minutes(50_000)),
                patient_id=patient,
                code=code,
                rank=1,
            )

    def demographics(self, patient, at):
        birth = (
            None
            if self.happens(0.1)
            else datetime.date(self.random.randrange(1940, 2012), self.random.randrange(1, 13), self.random.randrange(1, 29))
        )
        if self.happens(0.02):
            birth = datetime.date(2004, 2, 29)
        sex = self.or_missing([1, 2])

        def own(birth, sex):
            return {
                "birth_date": birth,
                "birth_date_missing": None if birth else "unknown",
                "sex": sex,
                "sex_missing": None if sex else "refused",
            }

        missing = dict.fromkeys(["name_missing", "race_missing", "ethnicity_missing"], "not_collected")
        versions = self.corrected(self.later(at, 60), own(birth, sex), **own(datetime.date(1990, 5, 5), 1))
        self.versions("demographics", versions, patient_id=patient, **missing)

    def intake(self, patient, facility, enquiry, contact, at, start):
        id = self.id()
        first = self.pick([None, contact, contact - minutes(3_000), contact + minutes(2_000), contact])
        if self.happens(0.04):
            first = start + minutes(4_000)
        self.row(
            "intake",
            id=id,
            patient_id=patient,
            facility_id=facility,
            enquiry_id=enquiry,
            first_contact_at=first,
            at=at,
            known_from=self.later(at, 10, 0.2),
            recorded_by=self.staff,
            referral_source=self.or_missing(range(1, 8)),
            insurance=self.or_missing([1, 2, 3, 4, 6, 20, 21]),
            payment_source=self.or_missing(range(1, 10)),
            **self.status(),
        )
        for rank in range(1, self.random.randrange(1, 4) + 1):
            if rank == 1 and self.happens(0.05):
                continue
            own = self.substance()
            self.versions(
                "substance_use",
                self.corrected(self.later(at, 10, 0.2), own, **self.substance()),
                patient_id=patient,
                intake_id=id,
                rank=rank,
            )
        return id

    def substance(self):
        substance = self.or_missing([1, 2, 2, 3, 5, 9, 20, 20, 10, 13])
        drug = 2004 if substance == 20 and self.happens(0.7) else None
        used = substance not in (None, 1)
        return {
            "substance": substance,
            "substance_missing": None if substance else "unknown",
            "detailed_drug": drug,
            "route": self.or_missing([1, 2, 3, 4, 20]) if used else None,
            "frequency": self.or_missing([1, 2, 3, 4, 5]) if used else None,
        }

    def status(self):
        return {
            "employment": self.or_missing([1, 2, 3, 4], 0.2),
            "living_arrangement": self.or_missing([1, 2, 3], 0.2),
            "arrests_past_30_days": self.or_missing([0, 0, 1, 2], 0.2),
            "self_help": self.or_missing([1, 1, 2, 3, 4], 0.2),
        }

    def episode(self, patient, facility, intake, start, course, is_new):
        id = self.id()
        self.row("episode", id=id, patient_id=patient, recorded_at=start, recorded_by=self.staff)
        delay = minutes(self.random.randrange(20 * 1_440)) if self.happens(0.3) else minutes(0)
        is_taken_out = self.happens(0.02)
        taken_out = END + minutes(self.random.randrange(50_000))
        stays, at = [], start
        for place, kind in enumerate(course):
            length = (
                minutes(self.random.randrange(1, 600))
                if self.happens(0.08)
                else minutes(self.random.randrange(600, LONGEST[kind] * 1_440))
            )
            end = at + length if self.happens(0.7) else self.instant(at + minutes(1), at + length + minutes(2))
            isLast = place == len(course) - 1 or self.happens(0.25)
            reason = self.pick([1, 1, 1, 2, 2, 3, 4, 5, 6, 7, 8, 14]) if isLast else self.pick([1, 1, 1, 4, 4, 14, 7, 2])
            if end > END or is_new:
                end = reason = None
            stays.append((kind, at, end, reason))
            if isLast or end is None:
                break
            at = end if self.happens(0.75) else self.instant(end, end + minutes(25 * 1_440))
            if at >= END:
                break
        for kind, begins, ends, reason in stays:
            self.stay(patient, facility, id, kind, begins, ends, reason, delay, taken_out if is_taken_out else None)
        _, _, last, reason = stays[-1]
        own = {"lower": start, "upper": None, "discharge_reason": None}
        versions = [(start + delay, own)]
        if last:
            closed = {"lower": start, "upper": last, "discharge_reason": reason}
            wrong = self.pick([{"discharge_reason": self.pick([1, 2, 7])}, {"upper": start + (last - start) / 2}])
            versions += self.corrected(last + delay, closed, **wrong)
        if is_taken_out:
            versions = [(known, own) for known, own in versions if own] + [(taken_out + minutes(300 * 1_440), None)]
        self.versions("episode_fact", versions, episode_id=id, patient_id=patient, facility_id=facility, intake_id=intake)
        until = last or END
        for _ in range(self.random.randrange(6)):
            self.appointment(patient, facility, id, self.instant(start, until + minutes(40 * 1_440)))
        for instrument in ["phq_9", "gad_7"]:
            self.scores(patient, instrument, start, until)
        return last, reason

    def stay(self, patient, facility, episode, kind, start, end, reason, delay, taken_out):
        id = self.id()
        self.row("stay", id=id, episode_id=episode, patient_id=patient, recorded_at=start)
        service = self.or_missing(SERVICES[kind])
        own = {
            "stage": STAGES[kind],
            "service": service,
            "medication_assisted": self.or_missing([True, False]),
            "lower": start,
            "upper": None,
            "end_reason": None,
        }
        versions = [(start + delay, own)]
        if end:
            closed = {**own, "upper": end, "end_reason": reason}
            wrong = self.pick(
                [
                    {"end_reason": self.pick([1, 2, 7])},
                    {"upper": start + (end - start) / 3},
                    {"stage": "aftercare", "service": 7},
                ]
            )
            versions += self.corrected(end + delay, closed, **wrong)
        if taken_out:
            versions = [(known, own) for known, own in versions if own] + [(taken_out + minutes(300 * 1_440), None)]
        self.versions("stay_fact", versions, stay_id=id, episode_id=episode, patient_id=patient, facility_id=facility)
        if end and self.happens(0.6):
            status = self.status()
            self.versions(
                "discharge_status",
                self.corrected(
                    self.later(end + delay, 10), {**status, "frequency": self.or_missing([1, 1, 2, 5])}, **self.status()
                ),
                episode_id=episode,
                stay_id=id,
            )

    def appointment(self, patient, facility, episode, at):
        state = self.pick(["planned", "kept", "kept", "kept", "missed", "cancelled", "entered_in_error"])
        versions = [(at - minutes(10_000), {"state": "planned"})]
        if state != "planned":
            settled = self.later(at, 5)
            if state == "kept" and self.happens(0.2):
                versions += [(settled, {"state": "missed"}), (settled + minutes(20_000), {"state": state})]
            else:
                versions += [(settled, {"state": state})]
        self.versions(
            "appointment",
            versions,
            appointment_id=self.id(),
            episode_id=episode,
            patient_id=patient,
            facility_id=facility,
            at=at,
            place="Office",
        )

    def scores(self, patient, instrument, start, until):
        at = None
        for _ in range(self.random.randrange(4)):
            if at is None or self.happens(0.85):
                at = self.instant(start - minutes(20 * 1_440), until + minutes(5 * 1_440))
            total = self.or_missing(range(28 if instrument == "phq_9" else 22))
            own = {"total": total, "at_least": None if total is not None else 3, "state": "recorded"}
            wrong = self.pick([{"total": 4, "at_least": None}, {"state": "entered_in_error"}])
            self.versions(
                "screening",
                self.corrected(self.later(at, 30), own, **wrong),
                by="first_id",
                patient_id=patient,
                instrument=instrument,
                instrument_version="1",
                at=at,
                items_answered=9,
                items_required=9,
            )

    def consent(self, patient):
        id = self.id()
        signed = self.instant()
        kind = self.pick(["tpo", "specific", "intermediary", "research"])
        recipients = self.pick([["entity"], ["person", "intermediary"], ["intermediary"], []])
        until = self.pick(["expires_at", "expires_upon", "no_expiry_reason", None])
        self.row(
            "consent",
            id=id,
            patient_id=patient,
            kind=kind,
            discloser=self.or_missing(["clinic"], 0.05),
            categories=array(
                self.random.sample(["demographics", "contacts", "intake", "substance_use", "treatment", "screenings"], 4)
            ),
            recipients=array(["somebody"] * len(recipients)),
            recipient_kinds=array(recipients),
            purpose=self.or_missing(["care"], 0.05),
            right_to_revoke="may",
            expires_at=signed + minutes(self.random.randrange(10, 400_000)) if until == "expires_at" else None,
            expires_upon="the end" if until == "expires_upon" else None,
            no_expiry_reason="none" if until == "no_expiry_reason" else None,
            signer="S",
            signer_role="patient",
            signed_at=None if self.happens(0.05) and until != "expires_at" else signed,
            tells_of_redisclosure=self.happens(0.9),
            tells_of_refusal=self.happens(0.9),
            known_from=self.later(signed, 10),
            known_to=FOREVER,
            recorded_by=self.staff,
        )
        if self.happens(0.3):
            self.row(
                "consent_revocation",
                consent_id=id,
                patient_id=patient,
                at=self.instant(signed, END + minutes(1)),
                recorded_by=self.staff,
            )

    # Files.

    def write(self, folder):
        """One CSV file a table and the commands of psql that load them, in the order of their keys."""
        order = [
            "facility",
            "patient",
            "demographics",
            "enquiry",
            "call_attempt",
            "intake",
            "substance_use",
            "episode",
            "episode_fact",
            "stay",
            "stay_fact",
            "discharge_status",
            "appointment",
            "screening",
            "diagnosis",
            "consent",
            "consent_revocation",
        ]
        assert set(order) >= set(self.tables)
        commands = []
        for table in order:
            rows = self.tables.get(table)
            if not rows:
                continue
            for row in rows:
                if "lower" in row:
                    row["valid"] = f"[{row.pop('lower').isoformat()},{text(row.pop('upper'))})"
            columns = list(rows[0])
            with open(folder / f"{table}.csv", "w", newline="") as file:
                writer = csv.writer(file)
                writer.writerows([text(row[column]) for column in columns] for row in rows)
            commands.append(f"\\copy clinic.{table} ({', '.join(columns)}) FROM '{folder / table}.csv' CSV")
        return commands


def text(value):
    if value is None:
        return ""
    return value.isoformat() if hasattr(value, "isoformat") else value


def array(words):
    return "{" + ",".join(words) + "}"
