"""Servers in the background."""
import os
import signal
import subprocess
import time
import urllib.request


class Process:
    """A server in the background, ready when it answers 200."""

    def __init__(self, command, port, path, environment=None):
        self.process = subprocess.Popen(
            [str(part) for part in command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            env={**os.environ, **(environment or {})})
        for _ in range(15_000):
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=1):
                    return
            except OSError:  # also an answer that takes too long
                time.sleep(0.002)
        self.stop()
        raise SystemExit(f"bench: {command[0]} did not answer within 30 s")

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.process.kill()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    def resident_megabytes(self):
        """What the process itself holds in memory."""
        with open(f"/proc/{self.process.pid}/status") as file:
            line = next(line for line in file if line.startswith("VmRSS"))
        return int(line.split()[1]) / 1_024
