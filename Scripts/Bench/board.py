"""The board of a facility, now and at any instant of five years, and beds that many want at once."""
import statistics

import bed_race
from figures import Figure, interleaved
from http_figures import load_with
from processes import Process

PORT = 18_480
CONNECTIONS = 16
PAST_DAYS = 1_800


def measure(server, paths, rounds, seconds, stays):
    server.create()
    token = paths.found(server)
    server.script(paths.sql / "board_fill.sql", stays=max(1, stays // 2_000))
    server.sql("VACUUM (ANALYZE)")
    ids = paths.scratch / "facilities"
    ids.write_text(server.sql("SELECT id FROM clinic.facility WHERE slug LIKE 'house-%'") + "\n")
    latencies = {0: [], PAST_DAYS: []}
    with Process([paths.stepwell, "serve", "--database-url", server.conninfo(), "--port", PORT], PORT, "/readyz"):

        def board(past):
            rate, p99 = load_with(
                paths.wrk / "board.lua", PORT, CONNECTIONS, seconds, {"TOKEN": token, "IDS": str(ids), "PAST": str(past)})
            latencies[past].append(p99)
            return rate

        now, past, by_hand = interleaved(rounds, [
            lambda: board(0), lambda: board(PAST_DAYS),
            lambda: server.pgbench(paths.sql / "board_by_hand.sql", CONNECTIONS, seconds)])
    p99 = {days: statistics.median(taken[1:]) for days, taken in latencies.items()}
    return [
        Figure("board.now", now, "/s", "pgbench, by hand and unguarded", by_hand, 0.2),
        Figure("board.now p99", p99[0], "ms", "limit at 16 connections", 25.0, 1.0, most=True),
        Figure("board.past p99", p99[PAST_DAYS], "ms", "limit at 16 connections", 25.0, 1.0, most=True),
        Figure("board.past", past, "/s", "board.now", now, 0.5),
    ] + bed_race.measure(server, paths)
