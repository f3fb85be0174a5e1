"""Import of TEDS rows, against psql copying the same file into a table without rules, keys or durability."""
from figures import Figure, run, timed


def measure(server, paths, rows):
    if not paths.generator.exists():
        print(f"import: not run, {paths.generator.name} is not there (name its folder with --tools)")
        return []
    file = paths.scratch / "episodes.csv"
    run("python3", paths.generator, "--rows", rows, "--seed", 7, "--out", file)
    server.create()
    header = file.open().readline().strip().split(",")
    server.sql("CREATE UNLOGGED TABLE plain (" + ", ".join(f"{name} text" for name in header) + ")")
    plain = timed(lambda: run(
        "psql", "-XqAt", "-d", server.conninfo(), "-c", f"\\copy plain FROM '{file}' WITH (FORMAT csv, HEADER)"))
    server.sql("DROP TABLE plain")
    token = paths.found(server)
    ours = timed(lambda: run(
        paths.stepwell, "import", "teds", file, "--database-url", server.conninfo(), "--token", token, "--json"))
    return [Figure("import", rows / ours, "rows/s", "psql \\copy into an unlogged text table", rows / plain, 0.25)]
