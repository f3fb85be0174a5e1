"""Whether the time of an answer tells a chart that is closed from one that is not there."""
import http.client
import random
import statistics
import time
import uuid

from figures import Figure, run
from processes import Process

PORT = 18_474
PAIRS = 2_000


def measure(server, paths):
    server.create()
    token = paths.found(server)
    database = ("--database-url", server.conninfo(), "--token", token)
    run(paths.stepwell, "demo", "load", "--patients", 2_000, "--seed", 7, *database)
    # A counsellor opens the charts of the own care team, and is on none.
    run(paths.stepwell, "staff", "add", "zz.counsellor", "--name", "Zz Counsellor", "--role", "counsellor", *database)
    data = paths.scratch / "counsellor"
    data.mkdir()
    run(paths.stepwell, "sign-in", "--as-owner", "--handle", "zz.counsellor", "--database-url", server.conninfo(),
        "--data", data)
    patients = server.sql("SELECT id FROM clinic.patient").split()
    server.sql("VACUUM (ANALYZE)")
    with Process([paths.stepwell, "serve", "--database-url", server.conninfo(), "--port", PORT], PORT, "/readyz"):
        closed, absent = times((data / "token").read_text().strip(), patients)
    return [
        Figure("access.closed", statistics.median(closed), "us", "an absent chart", statistics.median(absent), 1.05,
               most=True),
        Figure("access.closed told apart", slower(closed, absent), "of 1", "by chance", 0.5, 1.2, most=True)]


def times(token, patients):
    """Microseconds of closed and of absent charts, asked for in turn and in random order, on one connection."""
    connection = http.client.HTTPConnection("127.0.0.1", PORT)
    headers = {"Authorization": f"Bearer {token}"}
    chance = random.Random(7)
    taken = ([], [])
    for pair in range(PAIRS + 200):
        asked = [(0, chance.choice(patients)), (1, str(uuid.UUID(int=chance.getrandbits(128), version=4)))]
        chance.shuffle(asked)
        for kind, patient in asked:
            began = time.perf_counter_ns()
            connection.request("GET", f"/v1/patients/{patient}", headers=headers)
            answer = connection.getresponse()
            answer.read()
            if answer.status != 404:
                raise SystemExit(f"bench: a chart that is closed or absent was answered with {answer.status}")
            if pair >= 200:
                taken[kind].append((time.perf_counter_ns() - began) / 1_000)
    return taken


def slower(closed, absent):
    """How often a closed chart takes longer than an absent one, of all pairs: a half where time tells nothing."""
    ranked = sorted([(value, 1) for value in closed] + [(value, 0) for value in absent])
    ranks = sum(rank for rank, (_, is_closed) in enumerate(ranked, 1) if is_closed)
    return (ranks - len(closed) * (len(closed) + 1) / 2) / (len(closed) * len(absent))
