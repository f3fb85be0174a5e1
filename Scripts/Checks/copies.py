"""Holds reports as known at an instant against the same reports on a copy of the database that was made at that instant.

The clinic is written on before and after each copy: corrections, things taken out, late entries, revocations.
"""

import datetime
import sys
import time

import clinic
import definitions

ROUNDS = 3
# What is wrong in each table and put right, in SQL.
CORRECTIONS = {
    "episode_fact": "discharge_reason = CASE WHEN discharge_reason IS NOT NULL THEN 2 END",
    "stay_fact": "end_reason = CASE WHEN end_reason IS NOT NULL THEN 4 END, service = 7",
    "demographics": "sex = 3 - sex, birth_date = birth_date - 700",
    "substance_use": "frequency = CASE WHEN frequency IS NOT NULL THEN 1 END",
    "appointment": "state = CASE state WHEN 'kept' THEN 'missed' ELSE 'kept' END, at = least(at, now())",
    "screening": "total = (total + 9) % 20, first_id = known_as",
    "diagnosis": "at = at - interval '100 days'",
    "discharge_status": "employment = 1",
    "consent": "categories = '{demographics,intake,treatment,screenings}'",
}


def corrections(number):
    """Takes out or corrects one in ten rows of each table."""
    for table, change in CORRECTIONS.items():
        yield f"""
          CREATE TEMPORARY TABLE picked ON COMMIT DROP AS
          SELECT *, md5('{number}' || id) < '02' AS is_out FROM clinic.{table}
          WHERE known_to = 'infinity' AND md5('{number}' || id) < '1a';
          UPDATE clinic.{table} SET known_to = now() WHERE id IN (SELECT id FROM picked);
          UPDATE picked SET id = gen_random_uuid(), known_from = now(), {change} WHERE NOT is_out;
          SELECT format(
            'INSERT INTO clinic.{table} (%1$s) SELECT %1$s FROM picked WHERE NOT is_out', string_agg(column_name, ', '))
          FROM information_schema.columns
          WHERE table_schema = 'clinic' AND table_name = '{table}' AND is_generated = 'NEVER' \\gexec
          DROP TABLE picked;"""
    yield f"""
      INSERT INTO clinic.consent_revocation (organization_id, consent_id, patient_id, at, recorded_by)
      SELECT organization_id, id, patient_id, now(), recorded_by FROM clinic.consent
      WHERE known_to = 'infinity' AND md5('{number}' || id) BETWEEN '20' AND '40'
      ON CONFLICT DO NOTHING;
      INSERT INTO clinic.call_attempt (organization_id, id, enquiry_id, at, outcome, recorded_at, recorded_by)
      SELECT organization_id, gen_random_uuid(), id, received_at + interval '1 hour', 'answered', now(), recorded_by
      FROM clinic.enquiry WHERE md5('{number}' || id) < '30';"""


def late(number, made, now):
    """More people, of whom all is written down only now."""
    more = clinic.Clinic(1_000 + number, 60, made.organization, made.staff, made.facilities)
    del more.tables["facility"], more.tables["consent_revocation"]
    for rows in more.tables.values():
        rows[:] = [row for row in rows if row.get("known_to", clinic.FOREVER) == clinic.FOREVER]
        for row in rows:
            row.update({key: now for key in ("known_from", "recorded_at") if key in row})
            if "first_id" in row:
                row["first_id"] = None
    return more


def check(check, made):
    """Writes, copies, writes on, and compares; leaves no copy behind."""

    def clock():
        return datetime.datetime.fromisoformat(check.psql("SELECT clock_timestamp();"))

    copies = []
    try:
        for number in range(ROUNDS + 1):
            check.psql("BEGIN;", *corrections(number), *late(number, made, clock()).write(check.folder), "COMMIT;")
            if number == ROUNDS:
                break
            instant = clock().replace(microsecond=0) + datetime.timedelta(seconds=1)
            time.sleep(max(0, (instant - clock()).total_seconds()) + 0.01)
            name = f"{check.database}_{number + 1}"
            check.elsewhere(
                f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)', f'CREATE DATABASE "{name}" TEMPLATE "{check.database}"'
            )
            copies.append((instant, name))
        compared = 0
        for instant, name in copies:
            for definition in [*definitions.whole(), *definitions.conditional()]:
                for as_of in (instant, clinic.END):
                    here = check.report(definition, as_of, instant)
                    there = check.report(definition, as_of, None, database=name)
                    if here != there:
                        lines = sorted(set(here.splitlines()) ^ set(there.splitlines()))
                        sys.exit(
                            f"{definition}\nas of {as_of}: as known at {instant} it differs from the copy of then:\n"
                            + "\n".join(lines[:10])
                        )
                    compared += 1
        now = [check.report(definition, clinic.END, None) for definition in definitions.whole()]
        then = [check.report(definition, clinic.END, copies[-1][0]) for definition in definitions.whole()]
        assert all(one != other for one, other in zip(now, then)), "what was written after the last copy changed nothing"
        return compared
    finally:
        for _, name in copies:
            check.elsewhere(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
