"""The plain tables as they were dumped, and what of them was known at an instant."""

import csv
import datetime
import functools
import types
import zoneinfo

INFINITY = datetime.datetime.max.replace(tzinfo=datetime.UTC)
# What is read of each table, with the kinds of its columns: t an instant, i a whole number, d a day, b yes or no, a words.
TABLES = {
    "facility": "id slug name time_zone",
    "demographics": "patient_id birth_date:d sex:i known_from:t known_to:t",
    "enquiry": "id facility_id received_at:t recorded_at:t substance:i detailed_drug:i state patient_id",
    "call_attempt": "enquiry_id at:t recorded_at:t outcome",
    "intake": "id patient_id enquiry_id first_contact_at:t at:t referral_source:i insurance:i payment_source:i employment:i "
    "living_arrangement:i arrests_past_30_days:i self_help:i known_from:t",
    "substance_use": "intake_id rank:i substance:i detailed_drug:i route:i frequency:i known_from:t known_to:t",
    "episode_fact": "episode_id patient_id facility_id intake_id starts:t ends:t discharge_reason:i known_from:t known_to:t",
    "stay_fact": "stay_id episode_id patient_id facility_id stage service:i medication_assisted:b starts:t ends:t end_reason:i "
    "known_from:t known_to:t",
    "discharge_status": "episode_id stay_id frequency:i employment:i living_arrangement:i arrests_past_30_days:i self_help:i "
    "known_from:t known_to:t",
    "appointment": "episode_id patient_id at:t state known_from:t known_to:t",
    "screening": "id patient_id instrument at:t total:i state known_from:t known_to:t",
    "diagnosis": "patient_id code at:t known_from:t known_to:t",
    "consent": "id patient_id kind discloser categories:a recipients:a recipient_kinds:a purpose right_to_revoke expires_at:t "
    "expires_upon no_expiry_reason signer signer_role signed_at:t tells_of_redisclosure:b tells_of_refusal:b "
    "known_from:t known_to:t",
    "consent_revocation": "consent_id at:t",
}


def instant(text):
    return INFINITY if text == "infinity" else datetime.datetime.fromisoformat(text)


KINDS = {
    "t": instant,
    "i": int,
    "d": datetime.date.fromisoformat,
    "b": lambda text: text == "t",
    "a": lambda text: text.strip("{}").split(",") if text != "{}" else [],
}


def commands(folder):
    """The commands of psql that dump the tables."""
    for table, columns in TABLES.items():
        names = [column.split(":")[0] for column in columns.split()]
        if table in ("episode_fact", "stay_fact"):
            names = [{"starts": "lower(valid) AS starts", "ends": "upper(valid) AS ends"}.get(name, name) for name in names]
        yield f"\\copy (SELECT {', '.join(names)} FROM clinic.{table}) TO '{folder / table}.csv' CSV HEADER"


def read(folder):
    """The rows of each table."""
    tables = {}
    for table, columns in TABLES.items():
        kinds = dict((column.split(":") + [None])[:2] for column in columns.split())
        with open(folder / f"{table}.csv", newline="") as file:
            tables[table] = [
                types.SimpleNamespace(
                    **{
                        name: None if value == "" else KINDS[kinds[name]](value) if kinds[name] else value
                        for name, value in row.items()
                    }
                )
                for row in csv.DictReader(file)
            ]
    return tables


@functools.cache
def zone(name):
    return zoneinfo.ZoneInfo(name)


@functools.cache
def day(at, name):
    """The day that the clocks of a time zone show."""
    return at.astimezone(zone(name)).date()


class Known:
    """What was known at an instant, or is known now, arranged for people to look things up in."""

    def __init__(self, tables, known_at, as_of):
        self.as_of, self.known_at = as_of, known_at

        def knows(row):
            return row.known_to == INFINITY if known_at is None else row.known_from <= known_at < row.known_to

        def known(table):
            return [row for row in tables[table] if knows(row)]

        def by(rows, key):
            found = {}
            for row in rows:
                found.setdefault(getattr(row, key), []).append(row)
            return found

        def once(at):
            return known_at is None or at <= known_at

        self.facilities = {row.id: row for row in tables["facility"]}
        self.first_facility = min(tables["facility"], key=lambda row: row.name)
        self.people = {row.patient_id: row for row in known("demographics")}
        self.enquiries = tables["enquiry"]
        self.enquiry = {row.id: row for row in self.enquiries}
        self.attempts = by([row for row in tables["call_attempt"] if once(row.recorded_at)], "enquiry_id")
        self.intakes = {row.id: row for row in tables["intake"] if once(row.known_from)}
        self.intakes_of_enquiry = by(self.intakes.values(), "enquiry_id")
        self.substances = by(known("substance_use"), "intake_id")
        self.episodes = known("episode_fact")
        self.episode = {row.episode_id: row for row in self.episodes}
        self.episodes_of = by(self.episodes, "patient_id")
        self.episodes_of_intake = by(self.episodes, "intake_id")
        self.stays = known("stay_fact")
        self.stays_of = by(sorted(self.stays, key=lambda row: row.starts), "episode_id")
        self.statuses = {row.stay_id: row for row in known("discharge_status")}
        appointments = known("appointment")
        self.appointments_of = by(appointments, "patient_id")
        self.appointments_of_episode = by(appointments, "episode_id")
        self.scores_of = by(
            [row for row in known("screening") if row.state == "recorded" and row.total is not None], "patient_id"
        )
        self.diagnoses_of = by(known("diagnosis"), "patient_id")
        self.consents_of = by(known("consent"), "patient_id")
        self.revocations = {row.consent_id: row.at for row in tables["consent_revocation"] if once(row.at)}
