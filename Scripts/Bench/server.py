"""A throw-away PostgreSQL that keeps every promise (fsync on), for both sides of a figure."""
import glob
import os
import pwd
import shutil
import tempfile

from figures import run

SETTINGS = """
listen_addresses = ''
max_connections = 100
shared_buffers = '1GB'
effective_cache_size = '6GB'
work_mem = '32MB'
maintenance_work_mem = '256MB'
max_wal_size = '8GB'
checkpoint_timeout = '30min'
wal_compression = lz4
random_page_cost = 1.1
jit = off
timezone = 'UTC'
fsync = on
synchronous_commit = on
full_page_writes = on
"""


class Server:
    """Started with `with`; stopped and removed at the end."""

    def __enter__(self):
        self.bin = max(glob.glob("/usr/lib/postgresql/*/bin"), key=lambda path: int(path.split("/")[4]))
        self.folder = tempfile.mkdtemp(prefix="stepwell-bench-")
        self.data = os.path.join(self.folder, "data")
        # PostgreSQL refuses to run as root.
        self.drop = []
        if os.geteuid() == 0:
            account = pwd.getpwnam("postgres")
            os.chown(self.folder, account.pw_uid, account.pw_gid)
            os.chmod(self.folder, 0o755)
            self.drop = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
        self.tool("initdb", "-D", self.data, "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8", "-A", "trust",
                  "--data-checksums")
        with open(os.path.join(self.data, "postgresql.conf"), "a") as file:
            file.write(SETTINGS + f"unix_socket_directories = '{self.folder}'\n")
        self.start()
        return self

    def __exit__(self, *_):
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def tool(self, name, *arguments):
        return run(*self.drop, os.path.join(self.bin, name), *arguments, cwd="/")

    def start(self):
        self.tool("pg_ctl", "-D", self.data, "-l", os.path.join(self.folder, "log"), "-w", "start")

    def stop(self):
        self.tool("pg_ctl", "-D", self.data, "-m", "fast", "-w", "stop")

    def conninfo(self, database="bench"):
        return f"host={self.folder} user=postgres dbname={database}"

    def sql(self, text, database="bench"):
        return run("psql", "-XqAt", "-v", "ON_ERROR_STOP=1", "-d", self.conninfo(database), "-c", text).strip()

    def script(self, path, database="bench", **variables):
        settings = [part for name, value in variables.items() for part in ("-v", f"{name}={value}")]
        return run("psql", "-XqAt", "-v", "ON_ERROR_STOP=1", *settings, "-d", self.conninfo(database), "-f", path)

    def create(self, database="bench"):
        self.sql(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)', "postgres")
        self.sql(f'CREATE DATABASE "{database}"', "postgres")

    def copy(self, database, to):
        """A second database with all that the first holds."""
        self.sql(f'DROP DATABASE IF EXISTS "{to}" WITH (FORCE)', "postgres")
        self.sql(f'CREATE DATABASE "{to}" TEMPLATE "{database}"', "postgres")

    def pgbench(self, script, clients, seconds, database="bench"):
        """Transactions a second."""
        out = run("pgbench", "-n", "-M", "prepared", "-c", clients, "-j", min(clients, 2), "-T", seconds, "-f", script,
                  "-h", self.folder, "-U", "postgres", database)
        return float(next(line.split("=")[1].split()[0] for line in out.splitlines() if line.startswith("tps")))

    def best(self, script, clients, seconds, database="bench"):
        return max(self.pgbench(script, count, seconds, database) for count in clients)
