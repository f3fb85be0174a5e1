"""The retention report over many episodes, against the same figures in SQL written by hand."""
from figures import Figure, interleaved, run, timed


def measure(server, paths, rounds, episodes):
    server.create()
    token = paths.found(server)
    run(paths.stepwell, "demo", "load", "--patients", episodes, "--seed", 7, "--database-url", server.conninfo(),
        "--token", token)
    server.sql("VACUUM (ANALYZE)")

    def report():
        return timed(lambda: run(
            paths.stepwell, "cohort", "report", "retention_by_stage", "--format", "json", "--database-url",
            server.conninfo(), "--token", token))

    def by_hand():
        return timed(lambda: server.script(paths.sql / "retention_by_hand.sql", token=token))

    ours, limit = interleaved(rounds, [report, by_hand])
    return [Figure("report.retention", 1_000 * ours, "ms", "the same figures in SQL by hand", 1_000 * limit, 1.2, most=True)]
