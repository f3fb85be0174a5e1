"""32 nurses act on the same doses through HTTP, while the server is killed at random and started again.

Every nurse goes through every dose in an order of her own, gives it or holds it, and asks again under the same key where the
server died. Afterwards each dose has one row, every 201 is in the database, and whoever came second was told by whom and when.
"""
import hashlib
import http.client
import json
import random
import signal
import threading
import time
import uuid

from figures import Figure
from processes import Process

PORT = 18_486
NURSES, PATIENTS, DOSES = 32, 10, 300


class Tally:
    """What the nurses were told."""

    def __init__(self):
        self.lock = threading.Lock()
        self.counts = {"first": 0, "second": 0, "broken": 0, "asked again": 0}
        self.written, self.told, self.strange = {}, [], []

    def count(self, what):
        with self.lock:
            self.counts[what] += 1


class Client:
    """One connection of one nurse."""

    def __init__(self, token, tally=None):
        self.connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=20)
        self.headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        self.tally = tally

    def post(self, path, body, key=None):
        for _ in range(400):
            try:
                own = {**self.headers, **({"Idempotency-Key": key} if key else {})}
                self.connection.request("POST", path, json.dumps(body), own)
                answer = self.connection.getresponse()
                text = answer.read()
                if answer.status in (503, 504):  # nothing was changed: it asks again under its key
                    self.note("asked again")
                    time.sleep(0.05)
                    continue
                return answer.status, json.loads(text or b"{}")
            except (OSError, http.client.HTTPException, ValueError):
                self.note("broken")
                self.connection.close()
                time.sleep(0.05)
        return 0, {}

    def note(self, what):
        if self.tally:
            self.tally.count(what)

    def made(self, path, body):
        status, answer = self.post(path, body)
        if status != 201:
            raise SystemExit(f"bench: POST {path} was answered with {status}: {answer}")
        return answer


def measure(server, paths, kills=3):
    figures = []
    for deaths in (0, kills):
        database = f"doses{deaths}"
        server.create(database)
        token = paths.found(server, database)
        command = [paths.stepwell, "serve", "--database-url", server.conninfo(database), "--port", PORT]
        service = Process(command, PORT, "/readyz")
        orders, nurses = ward(server, database, Client(token)), staff(server, database)
        tally, took = race(command, service, orders, nurses, deaths)
        verdict(server, database, tally, orders)
        name = "dose.race" if deaths == 0 else "dose.race killed"
        print(f"{name}: {tally.counts}, {deaths} kills, each dose once, every 201 is there, every second was told who")
        figures.append(
            Figure(name, len(orders) / took, "doses/s", "second/s", tally.counts["second"] / took, 0))
    return figures


def ward(server, database, client):
    """Orders of which each has one dose that is due now, of some patients."""
    facility = open_facility(server, database, client)
    orders = []
    for number in range(PATIENTS):
        intake = client.made("/v1/intakes", {
            "facility_id": facility, "patient": {"given_name": "Testa", "family_name": f"Zz{number}"}})
        admitted = client.made("/v1/episodes", {
            "patient_id": intake["patient_id"], "facility_id": facility, "stage": "aftercare",
            "level": {"edition": 3, "code": "2.1"}})
        client.made(f"/v1/patients/{intake['patient_id']}/allergies", {"kind": "none_known"})
        for dose in range(DOSES // PATIENTS):
            order = client.made(f"/v1/episodes/{admitted['episode_id']}/medication-orders", {
                "kind": "once", "drug": f"Zz{letters(dose)}", "amount": 10, "unit": "mg", "route": "oral"})
            orders.append((order["id"], order["starts"]))
    return orders


def letters(number):
    """A name of letters only, so that no two drugs share a word."""
    return "".join(chr(ord("a") + int(digit)) for digit in f"{number:04}")


def open_facility(server, database, client):
    server.sql("""
        INSERT INTO clinic.facility (organization_id, id, slug, name, time_zone, opened_at)
        SELECT organization_id, gen_random_uuid(), 'race', 'Race', 'America/New_York', now() - interval '1 day' FROM clinic.organization
        """, database)
    # The administrator of a new clinic orders too.
    server.sql("""
        INSERT INTO access.staff_role (organization_id, staff_id, role, valid)
        SELECT s.organization_id, s.id, 'prescriber', tstzrange(now() - interval '1 day', NULL) FROM access.staff AS s
        """, database)
    return server.sql("SELECT id FROM clinic.facility WHERE slug = 'race'", database)


def staff(server, database):
    """Tokens of nurses who are signed in."""
    tokens = {}
    for number in range(NURSES):
        token = f"swt_{uuid.uuid4().hex}{uuid.uuid4().hex}"
        digest = hashlib.sha256(token.encode()).hexdigest()
        server.sql(f"""
            WITH member AS (
              INSERT INTO access.staff (organization_id, id, handle, name, created_at)
              SELECT organization_id, gen_random_uuid(), 'nurse-{number}', 'Nurse {number}', now() - interval '1 day'
              FROM clinic.organization
              RETURNING organization_id, id
            ),
            held AS (
              INSERT INTO access.staff_role (organization_id, staff_id, role, valid)
              SELECT organization_id, id, 'nurse', tstzrange(now() - interval '1 day', NULL) FROM member
            )
            INSERT INTO access.session (token_digest, organization_id, id, staff_id, created_at, seen_at, expires_at)
            SELECT decode('{digest}', 'hex'), organization_id, gen_random_uuid(), id, now() - interval '1 hour', now(),
              now() + interval '1 day'
            FROM member""", database)
        tokens[f"Nurse {number}"] = token
    return tokens


def race(command, service, orders, nurses, deaths):
    tally = Tally()
    clients = [threading.Thread(target=walk, args=(number, name, token, orders, tally))
               for number, (name, token) in enumerate(nurses.items())]
    began = time.monotonic()
    for client in clients:
        client.start()
    chance = random.Random(deaths)
    for _ in range(deaths):
        time.sleep(chance.uniform(0.5, 2))
        service.process.send_signal(signal.SIGKILL)
        service.process.wait()
        service = Process(command, PORT, "/readyz")
    for client in clients:
        client.join()
    took = time.monotonic() - began
    service.stop()
    return tally, took


def walk(number, name, token, orders, tally):
    """Goes through all doses; neighbours are swapped, so that the nurses meet at the same ones all the time."""
    chance = random.Random(number)
    mine = list(orders)
    for place in range(len(mine) - 1):
        if chance.random() < 0.3:
            mine[place], mine[place + 1] = mine[place + 1], mine[place]
    client = Client(token, tally)
    for order, due in mine:
        key = str(uuid.UUID(int=chance.getrandbits(128), version=4))
        body = {"outcome": "given", "due_at": due} if chance.random() < 0.8 else {
            "outcome": "held", "due_at": due, "cause": "asleep"}
        status, answer = client.post(f"/v1/medication-orders/{order}/doses", body, key)
        with tally.lock:
            if status == 201:
                tally.counts["first"] += 1
                tally.written[answer["id"]] = (order, name)
            elif status == 409 and answer.get("type") == "/problems/dose-acted":
                tally.counts["second"] += 1
                tally.told.append((order, answer.get("acted", {})))
            else:
                tally.strange.append((status, answer))


def verdict(server, database, tally, orders):
    """Holds what the nurses were told against the database; stops the bench where they differ."""
    rows = [line.split("|") for line in server.sql("""
        SELECT d.dose_id, d.order_id, s.name, d.outcome, to_char(d.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS')
        FROM clinic.dose AS d JOIN access.staff AS s ON s.id = d.by_id
        WHERE d.known_to = 'infinity'""", database).splitlines()]
    acted = {order: (dose, name, outcome, at) for dose, order, name, outcome, at in rows}
    wrong = [told for order, told in tally.told
             if (told.get("dose_id"), told.get("by"), told.get("outcome"), told.get("at", "")[:19]) != acted.get(order)]
    missing = [dose for dose, (order, name) in tally.written.items() if acted.get(order, ("", ""))[:2] != (dose, name)]
    faults = [
        f"{len(rows)} rows of {len(orders)} doses" if len(rows) != len(orders) or len(acted) != len(orders) else "",
        f"{len(missing)} of {len(tally.written)} are not there" if missing else "",
        f"{len(wrong)} were told something else: {wrong[:1]}" if wrong else "",
        f"{len(tally.strange)} strange answers: {tally.strange[:2]}" if tally.strange else "",
        "nobody came second" if not tally.told else ""]
    if any(faults):
        raise SystemExit("bench: dose.race: " + "; ".join(fault for fault in faults if fault))
