"""Scoring screenings from the database: every response is read with its answers, scored by the definition and compared."""
import json
import statistics

from figures import Figure, run


def measure(server, paths, rounds, rows):
    server.create()
    token = paths.found(server)
    server.script(paths.sql / "screening_fill.sql", rows=rows)
    server.sql("VACUUM (ANALYZE)")
    taken = []
    for _ in range(rounds + 1):
        answer = json.loads(run(
            paths.stepwell, "screening", "rescore", "phq_9", "--database-url", server.conninfo(), "--token", token, "--json"))
        assert answer["screenings"] == rows and answer["unfit"] == 0, answer
        taken.append(answer["seconds"])
    by_hand = server.sql("EXPLAIN (ANALYZE, TIMING off, SUMMARY on) SELECT screening_id, sum(value), count(value) "
                         "FROM clinic.screening_answer GROUP BY screening_id")
    sum_by_hand = float(by_hand.splitlines()[-1].split(": ")[1].split()[0]) / 1_000
    seconds = statistics.median(taken[1:])
    return [
        Figure(f"screening.score, {rows:,} PHQ-9", seconds, "s", "limit", 5.0, 1.0, most=True),
        Figure("screening.score against sums in SQL", seconds, "s", "sum and count by response, unguarded", sum_by_hand, 4.0,
               most=True),
    ]
