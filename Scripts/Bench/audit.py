"""The audit trail: verifying and archiving it, how soon rows are sealed, and what the sealer costs those who write."""
import time

from figures import Figure, interleaved, run, timed
from processes import Process

PORT = 18_478


def measure(server, paths, rounds, seconds, rows):
    server.create()
    token = paths.found(server)
    data = paths.scratch / "found-bench"
    write = paths.sql / "audit_write.sql"

    def sealer():
        return Process([paths.stepwell, "serve", "--database-url", server.conninfo(), "--data", data, "--port", PORT],
                       PORT, "/readyz")

    def unsealed():
        return int(server.sql("SELECT count(*) FROM audit.event WHERE transaction >= "
                              "(SELECT coalesce(max(until_transaction::text::bigint), 0)::text::xid8 FROM audit.seal)"))

    def alone():
        return server.pgbench(write, 8, seconds)

    def beside():
        with sealer():
            while unsealed() > 20_000:
                time.sleep(0.1)
            return server.pgbench(write, 8, seconds)

    with_sealer, without = interleaved(rounds, [beside, alone])

    with sealer():
        while unsealed():
            time.sleep(0.1)
        began = server.sql("SELECT now()")
        server.pgbench(write, 8, 4 * seconds)
        while unsealed():
            time.sleep(0.1)
    lag = float(server.sql(f"""
        SELECT percentile_cont(0.99) WITHIN GROUP (ORDER BY extract(epoch FROM s.sealed_at - e.at))
        FROM audit.event AS e
        JOIN audit.seal AS s ON e.transaction >= s.from_transaction AND e.transaction < s.until_transaction
        WHERE e.at > '{began}' AND s.sealed_at > '{began}'"""))

    server.script(paths.sql / "audit_fill.sql", rows=rows, since="")
    with sealer():
        while unsealed():
            time.sleep(0.1)
    checked = int(server.sql("SELECT sum(row_count) FROM audit.seal"))
    took = timed(lambda: run(paths.stepwell, "audit", "verify", "--data", data, "--database-url", server.conninfo(),
                             "--token", token, "--json"))
    archived, archiving = archive(server, paths, token, data, sealer, unsealed, rows)
    return [
        Figure("audit.verify", checked / took, "rows/s", "limit", 200_000, 1.0),
        Figure("audit.archive", archived / archiving, "rows/s", "limit", 20_000, 1.0),
        Figure("audit.seal lag p99", lag, "s", "limit", 5.0, 1.0, most=True),
        Figure("audit.write with sealer", with_sealer, "/s", "the same without a sealer", without, 0.85)]


def archive(server, paths, token, data, sealer, unsealed, rows):
    """How many rows of an old month went to a file, and in how many seconds: written, checked and taken out."""
    server.sql("SELECT audit.make_partitions('2025-01-01', 1)")
    server.sql("""
        INSERT INTO access.staff_role (organization_id, staff_id, role, valid)
        SELECT organization_id, id, 'privacy_officer', '[2020-01-01,)' FROM access.staff""")
    server.script(paths.sql / "audit_fill.sql", rows=rows, since="2025-01-01 UTC")
    with sealer():
        while unsealed():
            time.sleep(0.1)
    folder = paths.scratch / "archive"
    folder.mkdir()
    took = timed(lambda: run(paths.stepwell, "audit", "archive", "--before", "2025-02", "--to", folder, "--data", data,
                             "--database-url", server.conninfo(), "--token", token, "--json"))
    return rows, took
