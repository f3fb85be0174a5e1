"""64 clients fight for 8 beds through HTTP, while the server is killed at random and started again.

Every client holds a bed of its choice for a while, at the end of which the hold ends by itself. Afterwards no two rows of a
bed overlap, every 201 is in the database, and whoever lost was told who entered what holds the bed, and until when.
"""
import datetime
import http.client
import json
import random
import signal
import threading
import time
import uuid

from figures import Figure, run
from processes import Process

PORT = 18_482
CLIENTS, BEDS, SECONDS = 64, 8, 20
FILE = """version: 1
facilities:
  - facility: race
    name: Race
    zone: UTC
    units:
      - unit: Race
        stage: detox
        beds: [%s]
""" % ", ".join(f"R-{number}" for number in range(1, BEDS + 1))


class Tally:
    """What the clients were told."""

    def __init__(self):
        self.lock = threading.Lock()
        self.held = {}  # by identifier of the occupation, the bed
        self.counts = {"won": 0, "lost": 0, "broken": 0, "asked again": 0}
        self.untold, self.strange = [], []

    def count(self, what):
        with self.lock:
            self.counts[what] += 1


def measure(server, paths, kills=4):
    server.create("race")
    token = paths.found(server, "race")
    file = paths.scratch / "race.yaml"
    file.write_text(FILE)
    run(paths.stepwell, "facility", "load", file, "--database-url", server.conninfo("race"), "--token", token)
    time.sleep(2)  # the beds are in use from now on, and holds begin up to a second ago
    beds = server.sql("SELECT b.id FROM clinic.bed AS b JOIN clinic.facility AS f ON f.id = b.facility_id "
                      "WHERE f.slug = 'race' ORDER BY b.label", "race").split()
    figures = []
    for deaths in (0, kills):
        tally = race(server, paths, token, beds, deaths)
        verdict(server, tally, deaths)
        name = "bed.race" if deaths == 0 else "bed.race killed"
        print(f"{name}: {tally.counts}, {deaths} kills, no overlap, every 201 is there, every loser was told why")
        figures.append(Figure(name, tally.counts["won"] / SECONDS, "won/s", "lost/s", tally.counts["lost"] / SECONDS, 0))
    return figures


def race(server, paths, token, beds, deaths):
    command = [paths.stepwell, "serve", "--database-url", server.conninfo("race"), "--port", PORT]
    tally, stop = Tally(), threading.Event()
    service = Process(command, PORT, "/readyz")
    clients = [threading.Thread(target=fight, args=(number + CLIENTS * deaths, token, beds, tally, stop))
               for number in range(CLIENTS)]
    for client in clients:
        client.start()
    chance, end = random.Random(deaths), time.monotonic() + SECONDS
    for _ in range(deaths):
        time.sleep(chance.uniform(0.5, 1.5) * SECONDS / (deaths + 1))
        service.process.send_signal(signal.SIGKILL)
        service.process.wait()
        service = Process(command, PORT, "/readyz")
    time.sleep(max(0.0, end - time.monotonic()))
    stop.set()
    for client in clients:
        client.join()
    service.stop()
    return tally


def fight(number, token, beds, tally, stop):
    """Holds one bed after another; where the server died it asks again under the same key."""
    chance = random.Random(number)
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=20)

    def ask(path, body, key=None):
        for _ in range(400):
            try:
                own = {**headers, **({"Idempotency-Key": key} if key else {})}
                connection.request("POST", path, json.dumps(body), own)
                answer = connection.getresponse()
                text = answer.read()
                if answer.status in (503, 504):  # nothing was changed: it asks again under its key
                    tally.count("asked again")
                    time.sleep(0.05)
                    continue
                return answer.status, json.loads(text or b"{}")
            except (OSError, http.client.HTTPException, ValueError):
                tally.count("broken")
                connection.close()
                time.sleep(0.05)
        return 0, {}

    while not stop.is_set():
        bed, key = chance.choice(beds), str(uuid.UUID(int=chance.getrandbits(128), version=4))
        start = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=chance.uniform(-1, 1))
        until = start + datetime.timedelta(seconds=chance.uniform(0.2, 5))
        status, answer = ask(
            f"/v1/beds/{bed}/holds", {"from": start.isoformat(), "until": until.isoformat()}, key)
        if status == 201:
            tally.count("won")
            with tally.lock:
                tally.held[answer["id"]] = bed
            time.sleep(chance.uniform(0, 0.05))
        elif status == 409:
            tally.count("lost")
            taken = answer.get("taken", {})
            if answer.get("type") != "/problems/bed-taken" or not taken.get("until") or not taken.get("entered_by"):
                tally.untold.append(answer)
        else:
            tally.strange.append((status, answer))


def verdict(server, tally, deaths):
    """Holds what the clients were told against the database; stops the bench where they differ."""
    overlaps = int(server.sql(
        "SELECT count(*) FROM clinic.occupation AS a JOIN clinic.occupation AS b ON a.bed_id = b.bed_id AND a.id < b.id "
        "AND a.valid && b.valid WHERE a.known_to = 'infinity' AND b.known_to = 'infinity'", "race"))
    stored = dict(line.split("|") for line in server.sql(
        "SELECT id, bed_id FROM clinic.occupation WHERE known_to = 'infinity'", "race").split())
    missing = [key for key, bed in tally.held.items() if stored.get(key) != bed]
    faults = [
        f"{overlaps} overlaps" if overlaps else "", f"{len(missing)} of {len(tally.held)} holds are not there" if missing else "",
        f"{len(tally.untold)} losers were not told who: {tally.untold[:1]}" if tally.untold else "",
        f"{len(tally.strange)} strange answers: {tally.strange[:2]}" if tally.strange else "",
        "nobody won" if not tally.held else ""]
    if any(faults):
        raise SystemExit("bench: bed.race: " + "; ".join(fault for fault in faults if fault))
