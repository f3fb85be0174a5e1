"""The ledger: moves with another bed through HTTP beside the same statements by pgbench, and previews of corrections."""
import datetime
import http.client
import json
import os
import re
import statistics
import time
import uuid

from figures import Figure, interleaved, run
from http_figures import load_with
from processes import Process

PORT = 18_480
EPISODES, MOVES, DOCUMENTS, PREVIEWS = 240, 40, 300, 400
LEVELS = [{"edition": 3, "code": "3.5"}, {"edition": 3, "code": "3.1"}]


class Client:
    """One connection of one person."""

    def __init__(self, token):
        self.connection = http.client.HTTPConnection("127.0.0.1", PORT)
        self.headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}

    def post(self, path, body):
        self.connection.request("POST", path, json.dumps(body), self.headers)
        answer = self.connection.getresponse()
        text = answer.read()
        if answer.status >= 300:
            raise SystemExit(f"bench: POST {path} was answered with {answer.status}: {text.decode()}")
        return json.loads(text)


def measure(server, paths, rounds, seconds):
    server.create()
    token = paths.found(server)
    database = ("--database-url", server.conninfo(), "--token", token)
    run(paths.stepwell, "facility", "open", "bench", "--zone", "America/New_York", "--beds",
        f"residential={2 * EPISODES + 1}", *database)
    facility = server.sql("SELECT id FROM clinic.facility WHERE slug = 'bench'")
    beds = server.sql("SELECT id FROM clinic.bed ORDER BY label").split()
    with Process([paths.stepwell, "serve", "--database-url", server.conninfo(), "--port", PORT], PORT, "/readyz"):
        client = Client(token)
        places = [admit(client, facility, beds[2 * number]) + (beds[2 * number], beds[2 * number + 1])
                  for number in range(EPISODES)]
        preview = previews(server, client, facility, beds[-1])
        file = paths.scratch / "places"
        file.write_text("".join(f"{episode} {one} {other}\n" for _, episode, one, other in places))
        script = baseline(server, client, paths, places)
        server.sql("VACUUM (ANALYZE)")
        moves, limit = interleaved(rounds, [
            lambda: load_with(paths.wrk / "move.lua", PORT, 16, seconds, {"TOKEN": token, "PLACES": str(file)})[0],
            lambda: server.best(script, [8, 16], seconds)])
    return [
        Figure("move.throughput", moves, "/s", "pgbench, the same statements", limit, 0.5),
        Figure("correct.preview p99", preview, "ms", f"limit, {MOVES} moves and {DOCUMENTS} documents", 50.0, 1.0,
               most=True)]


def admit(client, facility, bed, days=10):
    """A person in residential treatment for some days, and the episode."""
    intake = client.post("/v1/intakes", {
        "facility_id": facility, "patient": {"given_name": "Testa", "family_name": f"Zz{uuid.uuid4().hex[:12]}"}})
    admitted = client.post("/v1/episodes", {
        "patient_id": intake["patient_id"], "facility_id": facility, "stage": "residential", "level": LEVELS[0],
        "bed_id": bed, "at": ago(days * 24)})
    return intake["patient_id"], admitted["episode_id"]


def ago(hours):
    time = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(hours=hours)
    return time.strftime("%Y-%m-%dT%H:%M:%SZ")


def previews(server, client, facility, bed):
    """The 99th percentile in ms of previews of another time for one move of a long episode."""
    patient, episode = admit(client, facility, bed, days=200)
    moves = []
    for number in range(1, MOVES):
        body = [{"event": "leave", "to": "residential_leave", "reason": "visit"}, {"event": "return", "to": "residential"},
                {"event": "transfer", "to": "residential", "level": LEVELS[number // 3 % 2]}][(number - 1) % 3]
        moves.append(client.post(f"/v1/episodes/{episode}/moves", {**body, "at": ago(4_700 - 100 * number)})["move_id"])
    server.sql(f"""
        INSERT INTO clinic.screening (organization_id, id, patient_id, episode_id, instrument, instrument_version, at, total,
          items_answered, items_required, known_from, recorded_by)
        SELECT e.organization_id, gen_random_uuid(), e.patient_id, e.id, 'phq_2', '1', now() - n * interval '15 hours', 2, 2,
          2, now(), e.recorded_by
        FROM clinic.episode AS e, generate_series(1, {DOCUMENTS}) AS n
        WHERE e.id = '{episode}'""")
    server.sql("VACUUM (ANALYZE)")
    taken = []
    for number in range(PREVIEWS):
        place = number % (len(moves) - 1)
        body = {"move_id": moves[place], "effective_at": ago(4_700 - 100 * (place + 1) + number % 30 + 1),
                "reason": "typo", "preview": True}
        began = time.perf_counter()
        client.post(f"/v1/episodes/{episode}/corrections", body)
        taken.append((time.perf_counter() - began) * 1_000)
    return statistics.quantiles(taken, n=100)[98]


def baseline(server, client, paths, places):
    """A script for pgbench with the statements of one move, as the server's log has them, for any of the episodes."""
    server.sql("CREATE TABLE public.bench_place (n serial PRIMARY KEY, episode uuid, one uuid, other uuid)")
    for _, episode, one, other in places:
        server.sql(f"INSERT INTO public.bench_place (episode, one, other) VALUES ('{episode}', '{one}', '{other}')")
    _, episode, one, other = places[0]
    stay = server.sql(f"SELECT stay_id FROM clinic.stay_fact WHERE episode_id = '{episode}' AND known_to = 'infinity'")
    patient = server.sql(f"SELECT patient_id FROM clinic.episode WHERE id = '{episode}'")
    log = os.path.join(server.folder, "log")
    server.sql("ALTER SYSTEM SET log_statement = 'all'")
    server.sql("ALTER SYSTEM SET log_parameter_max_length = -1")
    server.sql("SELECT pg_reload_conf()")
    time.sleep(0.5)
    start = os.path.getsize(log)
    moved = client.post(f"/v1/episodes/{episode}/moves", {
        "event": "transfer", "to": "residential", "level": LEVELS[1], "bed_id": other})
    time.sleep(0.5)
    server.sql("ALTER SYSTEM RESET log_statement")
    server.sql("SELECT pg_reload_conf()")
    with open(log) as file:
        file.seek(start)
        statements = logged(file.read())
    names = {episode: ":episode", patient: ":patient", moved["stay_id"]: ":new_stay", stay: ":stay",
             moved["move_id"]: ":move", other: ":bed"}
    units = [[]]
    for text, values in statements:
        if "access.begin" in text and units[-1]:
            units.append([])
        units[-1].append(filled(text, values, names))
    script = paths.scratch / "move.sql"
    script.write_text(
        # Each client has episodes of its own, so that none finds that another was faster.
        f"\\set n 1 + :client_id * {len(places) // 16} + random(0, {len(places) // 16 - 1})\n"
        "SELECT p.episode, e.patient_id AS patient, e.version, s.stay_id AS stay, p.one AS bed, gen_random_uuid() AS move,\n"
        "  gen_random_uuid() AS new_stay, now() AS now\n"
        "FROM public.bench_place AS p JOIN clinic.episode AS e ON e.id = p.episode\n"
        "JOIN clinic.stay_fact AS s ON s.organization_id = e.organization_id AND s.episode_id = e.id AND s.known_to = 'infinity'\n"
        "  AND upper_inf(s.valid)\nWHERE p.n = :n FOR UPDATE OF e \\gset\n"
        + "".join("BEGIN;\n" + "".join(f"{text};\n" for text in unit) + "COMMIT;\n" for unit in units))
    return script


def logged(text):
    """The statements of the service, each with its parameters."""
    found = []
    for entry in re.split(r"\n(?=\d{4}-\d\d-\d\d )", text):
        match = re.search(r"LOG:  execute [^:]+: (.*)", entry, re.S)
        if match:
            found.append([match.group(1).replace("\n\t", "\n").strip(), {}])
        match = re.search(r"DETAIL:  parameters: (.*)", entry, re.S)
        if match and found:
            found[-1][1] = {number: value for number, value in re.findall(
                r"\$(\d+) = ('(?:[^']|'')*'|NULL)", match.group(1))}
    return [(text, values) for text, values in found if text not in ("BEGIN", "COMMIT")]


def filled(text, values, names):
    """One statement with its parameters in place; what differs from move to move is a variable of pgbench."""
    def value(match):
        given = values.get(match.group(1), "NULL")
        bare = given.strip("'")
        if bare in names:
            return f"(:{names[bare].lstrip(':')})::uuid"
        if re.match(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", bare):
            return "(:now)::timestamptz"
        for known, name in names.items():
            given = given.replace(known, "' || " + name + " || '")
        # Only lists of identifiers have braces here; made of parts, they no longer take their type from their place.
        return f"({given})::uuid[]" if bare.startswith("{") else given
    text = re.sub(r"\$(\d+)", value, text)
    # Locks go by the text of an identifier.
    text = re.sub(r"hashtext\((\(:\w+\)::uuid)\)", r"hashtext(\1::text)", text)
    # The version that was read decides whether the write goes through.
    text = re.sub(r"version = '\d+'", "version = (:version)::integer", text)
    return re.sub(r"\s+", " ", text)


if __name__ == "__main__":
    raise SystemExit("Run Scripts/bench stages.")
