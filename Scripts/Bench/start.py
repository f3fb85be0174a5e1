"""From the command to the first answer, on a data folder that is there, against PostgreSQL's own start."""
import os
import signal
import statistics
import subprocess
import time
import urllib.error
import urllib.request

from figures import Figure


def measure(server, paths, rounds):
    data = paths.scratch / "start"
    port = 18_473
    up(paths, data, port)
    ours = statistics.median(up(paths, data, port) for _ in range(rounds))
    limit = statistics.median(restart(server) for _ in range(rounds))
    return [Figure("start", 1_000 * ours, "ms", "pg_ctl start", 1_000 * limit, 3.0, most=True)]


def up(paths, data, port):
    """Seconds until the service answers 200; it is stopped again."""
    began = time.monotonic()
    process = subprocess.Popen(
        [paths.stepwell, "up", "--data", data, "--port", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while time.monotonic() - began < 60:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=1):
                    return time.monotonic() - began
            except (urllib.error.URLError, ConnectionError):
                time.sleep(0.002)
        raise SystemExit("bench: stepwell up did not answer within a minute")
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def restart(server):
    server.stop()
    began = time.monotonic()
    server.start()
    return time.monotonic() - began


def resident_megabytes(process):
    """What the service itself holds in memory."""
    with open(f"/proc/{process}/status") as file:
        line = next(line for line in file if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1_024
