"""Holds stored PHQ-9 scores against a recomputation in pandas: sample in, `stepwell screening rescore`, scores out.

  scores.py CONNINFO STEPWELL DATA_FOLDER
"""
import csv
import json
import os
import pathlib
import subprocess
import sys
import uuid

import numpy
import pandas

ITEMS = list(range(1, 10))
BANDS = [(-1, "none-minimal"), (4, "mild"), (9, "moderate"), (14, "moderately severe"), (19, "severe")]
ROWS = 20_000


def sample():
    """Answers by response: drawn with a seed, and those of NHANES 2017-2018 where they are at hand."""
    random = numpy.random.default_rng(1999)
    drawn = pandas.DataFrame(random.integers(0, 4, (ROWS, 9)).astype(float), columns=ITEMS)
    drawn = drawn.mask(random.random((ROWS, 9)) < 0.03)
    file = pathlib.Path(os.environ.get("STEPWELL_DATA", "../shared/data"), "instruments/nhanes_2017_2018_dpq_phq9_dev.csv")
    if not file.exists():
        return drawn, 0
    real = pandas.read_csv(file)[[f"DPQ0{item}0" for item in ITEMS]]
    # Codes 7 and 9 are refusals and people who do not know.
    real = real.where(real.isin([0, 1, 2, 3]))
    real.columns = ITEMS
    return pandas.concat([drawn, real], ignore_index=True), len(real)


def expected(answers):
    known = answers.notna()
    complete = known.all(axis=1)
    total = answers.sum(axis=1)
    bands = pandas.cut(total, [low for low, _ in BANDS] + [27], labels=[label for _, label in BANDS]).astype(object)
    return pandas.DataFrame({
        "total": total.where(complete), "at_least": total.where(~complete), "items_answered": known.sum(axis=1).astype(float),
        "items_required": 9.0, "band": bands.where(complete), "self_harm": (answers[9] >= 1),
    })


def main():
    conninfo, stepwell, folder = sys.argv[1:]
    folder = pathlib.Path(folder)

    def psql(text):
        command = ["psql", "-XqAt", "-v", "ON_ERROR_STOP=1", "-d", conninfo, "-c", text]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()

    answers, real = sample()
    ids = [str(uuid.UUID(int=(7 << 76) + index + 1)) for index in range(len(answers))]
    organization, staff = psql("SELECT organization_id, id FROM access.staff LIMIT 1").split("|")
    patient = str(uuid.uuid4())
    psql(f"INSERT INTO clinic.patient (organization_id, id, recorded_at, recorded_by) "
         f"VALUES ('{organization}', '{patient}', now(), '{staff}')")
    with open(folder / "screenings.csv", "w", newline="") as file:
        csv.writer(file).writerows(
            [organization, id, patient, "phq_9", "unscored", "2026-01-01Z", 0, 9, 9, "2026-01-01Z", staff] for id in ids)
    with open(folder / "answers.csv", "w", newline="") as file:
        writer = csv.writer(file)
        for id, row in zip(ids, answers.itertuples(index=False)):
            writer.writerows(
                [organization, id, item, f"q{item}", "", "refused"] if value != value
                else [organization, id, item, f"q{item}", int(value), ""] for item, value in zip(ITEMS, row))
    psql("\\copy clinic.screening (organization_id, id, patient_id, instrument, instrument_version, at, total, items_answered, "
         f"items_required, known_from, recorded_by) FROM '{folder}/screenings.csv' CSV")
    psql("\\copy clinic.screening_answer (organization_id, screening_id, item, question, value, missing) "
         f"FROM '{folder}/answers.csv' CSV")

    command = [stepwell, "screening", "rescore", "phq_9", "--reason", "check", "--json"]
    told = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    assert told["screenings"] == len(answers) and told["unfit"] == 0, told

    stored = pandas.read_csv(
        pandas.io.common.StringIO(psql(
            "COPY (SELECT known_as AS id, total, at_least, items_answered, items_required, band, 'self_harm' = ANY (flags) AS "
            "self_harm FROM clinic.screening WHERE known_to = 'infinity') TO STDOUT CSV HEADER")),
        true_values=["t"], false_values=["f"]).set_index("id").reindex(ids)
    right = expected(answers).set_axis(stored.index)
    for column in right.columns:
        same = (stored[column] == right[column]) | (stored[column].isna() & right[column].isna())
        if not same.all():
            print(pandas.DataFrame({"stored": stored[column], "pandas": right[column]})[~same].head(), file=sys.stderr)
            sys.exit(f"{column}: {(~same).sum()} of {len(same)} responses differ from pandas")
    print(f"{len(right):,} PHQ-9 responses, {real:,} of them of NHANES, are scored as pandas scores them")


if __name__ == "__main__":
    main()
