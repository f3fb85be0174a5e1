"""The driver alone, against pgbench with the same statements on the same server."""
import json

from figures import Figure, interleaved, run


def measure(server, paths, rounds, seconds):
    server.create()
    server.script(paths.sql / "driver_setup.sql")

    def driver(name, connections):
        line = run(paths.release / "DriverBench", "--conninfo", server.conninfo(), "--name", name, "--seconds", seconds,
                   "--connections", connections)
        return json.loads(line.splitlines()[-1])["value"]

    lookup, lookup_limit = interleaved(rounds, [
        lambda: driver("driver.lookup", 4),
        lambda: server.best(paths.sql / "driver_lookup.sql", [1, 8, 16], seconds)])
    unit, unit_limit = interleaved(rounds, [
        lambda: driver("driver.unit", 16),
        lambda: server.best(paths.sql / "driver_unit.sql", [8, 16, 32], seconds)])
    return [
        Figure("driver.lookup", lookup, "/s", "pgbench -M prepared, best of 1, 8, 16 clients", lookup_limit, 1.0),
        Figure("driver.unit", unit, "/s", "pgbench, same statements, best of 8, 16, 32 clients", unit_limit, 1.3)]
