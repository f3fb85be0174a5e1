"""What is due on a unit of 200 patients with 90 days of history behind it, as a nurse's screen asks for it."""
import statistics

from figures import Figure, interleaved
from http_figures import load_with
from processes import Process

PORT = 18_484
CONNECTIONS = 16


def measure(server, paths, rounds, seconds):
    server.create()
    token = paths.found(server)
    server.script(paths.sql / "flowsheet_fill.sql")
    server.sql("VACUUM (ANALYZE)")
    unit = server.sql("SELECT id FROM clinic.unit WHERE name = 'Bench'")
    facility = server.sql("SELECT id FROM clinic.facility WHERE slug = 'bench-house'")
    latencies = {}
    with Process([paths.stepwell, "serve", "--database-url", server.conninfo(), "--port", PORT], PORT, "/readyz"):

        def due(name, query):
            rate, p99 = load_with(
                paths.wrk / "due.lua", PORT, CONNECTIONS, seconds, {"TOKEN": token, "ADDRESS": f"/v1/due-checks?{query}"})
            latencies.setdefault(name, []).append(p99)
            return rate

        rate, whole, by_hand = interleaved(rounds, [
            lambda: due("page", f"facility={facility}&unit={unit}"),
            lambda: due("whole", f"facility={facility}&unit={unit}&limit=1000"),
            lambda: server.pgbench(paths.sql / "due_by_hand.sql", CONNECTIONS, seconds)])
    p99 = {name: statistics.median(taken[1:]) for name, taken in latencies.items()}
    return [
        Figure("due.list", rate, "/s", "pgbench, by hand and unguarded", by_hand, 0.2),
        Figure("due.list p99", p99["page"], "ms", "limit at 16 connections", 20.0, 1.0, most=True),
        Figure("due.list, all 600 lines, p99", p99["whole"], "ms", "limit at 16 connections", 60.0, 1.0, most=True),
        Figure("due.list, all 600 lines", whole, "/s", "due.list", rate, 0.1),
    ]
