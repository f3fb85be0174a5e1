"""From the command to the first answer, on a data folder that is there, against PostgreSQL's own start."""
import statistics
import time

from figures import Figure
from processes import Process

PORT = 18_473


def measure(server, paths, rounds):
    data = paths.scratch / "start"
    up(paths, data)
    ours = statistics.median(up(paths, data) for _ in range(rounds))
    limit = statistics.median(restart(server) for _ in range(rounds))
    return [Figure("start", 1_000 * ours, "ms", "pg_ctl start", 1_000 * limit, 3.0, most=True)]


def up(paths, data):
    """Seconds until the service answers 200; it is stopped again."""
    began = time.monotonic()
    with Process([paths.stepwell, "up", "--data", data, "--port", PORT], PORT, "/readyz"):
        return time.monotonic() - began


def restart(server):
    server.stop()
    began = time.monotonic()
    server.start()
    return time.monotonic() - began
