"""The clients: wrk, 200 requests a second through the load balancer, half to each route."""
import os, re, signal, subprocess, tempfile, time
from pathlib import Path

HERE = Path(__file__).resolve().parent
RATE = 200


class Load:
    """wrk, from entering to leaving."""

    def __enter__(self):
        self.file = tempfile.mktemp(prefix="load-")
        self.process = subprocess.Popen(
            ["wrk", "-t1", "-c16", "-d3600s", "--timeout", "30s", "-s", str(HERE / "load.lua"), "http://localhost:8080"],
            env={**os.environ, "LOAD_OUT": self.file, "LOAD_RATE": str(RATE)}, stdout=subprocess.PIPE, text=True)
        self.await_steady()
        self.begin = time.time()
        return self

    def await_steady(self, most=60):
        """Until a function's instances have started: those that the first requests find cold take the machine for a while."""
        until = time.time() + most
        while time.time() < until:
            time.sleep(1)
            now = int(time.time())
            answers = [self.count(since=second, until=second) for second in range(now - 5, now - 2)]
            if min(answers) >= 0.95 * RATE:
                return

    def __exit__(self, *_):
        time.sleep(2)
        self.took = time.time() - self.begin
        self.process.send_signal(signal.SIGINT)
        self.summary = self.process.communicate(timeout=60)[0]

    def rows(self, since=0.0, until=float("inf")):
        if not os.path.exists(self.file):
            return
        for line in Path(self.file).read_text().splitlines():
            second, route, version, status, count = line.split()
            if since <= int(second) <= until:
                yield route, version, int(status), int(count)

    def count(self, which=lambda route, version, status: True, **window):
        return sum(count for route, version, status, count in self.rows(**window) if which(route, version, status))

    def failed(self):
        """Answers other than 200, and requests that got none."""
        errors = re.search(r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", self.summary)
        lost = sum(map(int, errors.groups())) if errors else 0
        return self.count(lambda route, version, status: status != 200) + lost

    def failures(self, most=5):
        lines = Path(self.file + ".failures").read_text().splitlines()
        return [f"    {line}" for line in lines[:most]]

    def words(self):
        return f"{self.failed()} of {self.count()} requests failed ({self.count() / self.took:.0f} a second)"
