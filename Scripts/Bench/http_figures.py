"""The service under load by wrk, against a hand-written peer in Go and against its own handler without a database."""
import os
import pathlib
import shutil
import statistics

from figures import Figure, interleaved, run
from processes import Process

PORT, PEER_PORT, EMPTY_PORT, UNGUARDED_PORT = 18_474, 8_400, 18_476, 18_478


def measure(server, paths, rounds, seconds, patients):
    server.create()
    token = paths.found(server)
    run(paths.stepwell, "demo", "load", "--patients", patients, "--seed", 7, "--database-url", server.conninfo(),
        "--token", token)
    server.sql("VACUUM (ANALYZE)")
    ids, one, facility = places(server, paths)
    server.copy("bench", "unguarded")
    server.script(paths.sql / "unguarded.sql", "unguarded")
    unguarded = Process(
        [paths.stepwell, "serve", "--database-url", server.conninfo("unguarded"), "--port", UNGUARDED_PORT],
        UNGUARDED_PORT, "/readyz")
    service = Process([paths.stepwell, "serve", "--database-url", server.conninfo(), "--port", PORT], PORT, "/readyz")
    empty = Process(
        [paths.release / "ServiceBench", server.conninfo(), token, one, EMPTY_PORT], EMPTY_PORT, "/healthz")
    peer = go_peer(server, paths)
    try:
        def wrk(script, port=PORT, **extra):
            return load_with(paths.wrk / script, port, 32, seconds, {"TOKEN": token, "FACILITY": facility, **extra})

        latencies = []

        def chart():
            rate, p99 = wrk("read.lua", ADDRESS="/v1/patients/%s", IDS=ids)
            latencies.append(p99)
            return rate

        chart_rate, empty_rate, unguarded_rate = interleaved(rounds, [
            chart, lambda: wrk("read.lua", EMPTY_PORT, ADDRESS=f"/v1/patients/{one}")[0],
            lambda: wrk("read.lua", UNGUARDED_PORT, ADDRESS="/v1/patients/%s", IDS=ids)[0]])
        figures = [
            Figure("http.guard", chart_rate, "/s", "the same without session, policies and audit row", unguarded_rate, 0.65),
            Figure("http.chart", chart_rate, "/s", "the same handler without the database", empty_rate, 0.10),
            Figure("http.chart p99", statistics.median(latencies), "ms", "limit at 32 connections", 15.0, 1.0, most=True)]

        audited = lambda: wrk("read.lua", ADDRESS="/v1/patients/%s/summary", IDS=ids)[0]  # noqa: E731
        intake = lambda: wrk("intake.lua")[0]  # noqa: E731
        if peer:
            ours, theirs = interleaved(rounds, [
                audited, lambda: peer_load(paths, "get_patient.lua", seconds, PREFIX="/audited/patients")])
            figures.append(Figure("http.audited", ours, "/s", "Go net/http with pgx", theirs, 1.0))
            ours, theirs = interleaved(rounds, [intake, lambda: peer_load(paths, "post_intake.lua", seconds)])
            figures.append(Figure("http.intake", ours, "/s", "Go net/http with pgx", theirs, 1.2))
        else:
            print("http: Go or the peers' sources are not there; pgbench is the baseline")
            server.script(paths.sql / "driver_setup.sql")
            ours, limit = interleaved(rounds, [
                audited, lambda: server.best(paths.sql / "driver_unit.sql", [8, 16, 32], seconds)])
            figures.append(Figure("http.audited", ours, "/s", "pgbench, look-up and audit", limit, 1.0))
        if (paths.peers / "raw_intake_pipe.sql").exists() and peer:
            ours, limit = interleaved(rounds, [
                intake, lambda: server.best(paths.peers / "raw_intake_pipe.sql", [8, 16, 32], seconds, "peer")])
            figures.append(Figure("http.intake (limit)", ours, "/s", "pgbench raw_intake_pipe", limit, 0.5))
        figures.append(
            Figure("memory under load", service.resident_megabytes(), "MB", "limit", 80, 1.0, most=True))
        return figures
    finally:
        for process in [service, empty, unguarded] + ([peer] if peer else []):
            process.stop()


def places(server, paths):
    """A file with identifiers of patients, one of them, and a facility."""
    path = paths.scratch / "ids"
    path.write_text(server.sql(
        "SELECT patient_id FROM clinic.intake GROUP BY patient_id ORDER BY random() LIMIT 20000") + "\n")
    one = path.read_text().split()[0]
    return str(path), one, server.sql("SELECT id FROM clinic.facility ORDER BY id LIMIT 1")


def load_with(script, port, connections, seconds, environment):
    """Answers a second and the 99th percentile in ms; any answer that is not 2xx stops the bench."""
    out = run("wrk", "-t2", f"-c{connections}", f"-d{seconds}s", "--latency", "-s", script, f"http://127.0.0.1:{port}",
              env={**os.environ, **environment})
    if "Non-2xx" in out:
        raise SystemExit(f"bench: {script.name} got answers other than 2xx\n{out}")
    rate = float(next(line.split(":")[1] for line in out.splitlines() if line.startswith("Requests/sec")))
    p99 = next(line.split()[1] for line in out.splitlines() if line.strip().startswith("99%"))
    for unit, factor in (("us", 1e-3), ("ms", 1.0), ("s", 1e3)):
        if p99.endswith(unit):
            return rate, float(p99.removesuffix(unit)) * factor
    raise SystemExit(f"bench: wrk printed a latency of {p99}")


def go_peer(server, paths):
    """The peer on the same server, or None where Go or its sources are missing."""
    source = paths.peers / "go_peer.go"
    if not shutil.which("go") or not source.exists():
        return None
    server.create("peer")
    server.script(paths.peers / "fastapi_schema.sql", "peer")
    built = paths.scratch / "go_peer"
    run("go", "build", "-o", built, source,
        env={**os.environ, "GO111MODULE": "off", "GOPATH": "/usr/share/gocode", "GOCACHE": str(paths.scratch / "gocache")})
    return Process([built], PEER_PORT, "/patients/1", peer_environment(server))


def peer_environment(server):
    return {"DSN": f"host={server.folder} user=postgres dbname=peer sslmode=disable pool_max_conns=16 pool_min_conns=16", "GOMAXPROCS": "2"}


def peer_load(paths, script, seconds, **environment):
    return load_with(pathlib.Path(paths.peers / script), PEER_PORT, 32, seconds, environment)[0]
