"""An environment on the local cloud whose service is versions/, and the commands on it."""
import json, os, re, shutil, subprocess, tempfile, time, urllib.request
from pathlib import Path

HERE = Path(__file__).resolve().parent
HOME = HERE.parent.parent
PROVISION = os.environ.get("PROVISION", str(HOME / "provision"))
# Longer than a minute: latencies are known by the minute, and one in which a slot had another version is not judged.
GATES = {"minimumRequests": 30, "errorRate": 1, "patience": "80s"}
ENDPOINT = "http://127.0.0.1:4566"


def jdk():
    """The folder of the JDK that the build uses."""
    return subprocess.run(["bash", "-c", f'. "{HOME}/.mvn/jdk25.sh" && echo "$JAVA_HOME"'],
                          check=True, capture_output=True, text=True).stdout.strip()


def build_service(folder, main):
    """Makes the one class of a folder what the build of an image takes: target/ with the folder's jar."""
    target = folder / "target"
    shutil.rmtree(target, ignore_errors=True)
    classes = target / "classes"
    (classes / "META-INF/provision").mkdir(parents=True)
    (classes / "META-INF/provision/training-options").write_text(f"-D{main.lower()}.train=true\n")
    java = jdk() + "/bin/"
    subprocess.run([java + "javac", "--release", "25", "-d", classes, folder / f"src/{main}.java"], check=True)
    subprocess.run([java + "jar", "--create", "--file", target / f"{folder.name}.jar", "--main-class", main,
                    "-C", classes, "."], check=True)


def build_versions():
    build_service(HERE / "versions", "Version")


class Ended:
    """A command that has ended: its exit code, its lines with when they came, and how long it took, in seconds."""

    def __init__(self, code, lines, took):
        self.code, self.lines, self.took = code, lines, took
        self.text = "\n".join(line for _, line in lines)

    def tail(self, most=30):
        return "\n".join(f"    | {line}" for _, line in self.lines[-most:])

    def at(self, pattern):
        """When a line came first that has this, or None."""
        return next((at for at, line in self.lines if re.search(pattern, line)), None)

    def shares(self):
        """Each share that was given to the new version: percent, from, until."""
        found = [(at, int(match.group(1))) for at, line in self.lines
                 if (match := re.search(r"(\d+) % to the new version", line))]
        ends = [at for at, _ in found[1:]] + [self.lines[-1][0]]
        return [(percent, at, end) for (at, percent), end in zip(found, ends)]


class Environment:
    def __init__(self):
        self.config = Path(tempfile.mkdtemp(prefix="release-"))
        shutil.copy(HOME / "config/application.yaml", self.config)
        self.computes = {"lambda": "awsLambda", "fargate": "awsFargateEcs"}
        self.versions = {route: ("1", "none") for route in self.computes}
        self.release = {"gates": GATES}
        self.write()

    def write(self, version=None, fault="none", routes=("lambda", "fargate"), **release):
        """Changes what is configured: a version on some routes, settings of the release (which stay)."""
        self.release.update(release)
        if version:
            self.versions.update({route: (version, fault) for route in routes})
        settings = {"strategy": "canary", "steps": [10, 50], "interval": "6s", "bake": "6s", "keepPrevious": "1h",
                    **self.release}
        containers = {}
        for route, kind in self.computes.items():
            number, wrong = self.versions[route]
            containers[route] = {
                "src": "bench/release/versions",
                "environment": {"VERSION": number, "FAULT": wrong, "ROUTE": route},
                "routing": {"pathPattern": f"/{route}/*", "pathHealthCheck": f"/{route}/health"},
                "compute": {"type": kind, "awsLambda": {"memory": 512, "timeout": 30},
                            "awsFargateEcs": {"cpu": 1024, "memory": 2048, "minInstances": 1, "maxInstances": 2}}}
        # JSON is YAML.
        (self.config / "rehearsal.yaml").write_text(
            json.dumps({"cloud": "local", "release": settings, "containers": containers}, indent=1))

    def start(self, *arguments):
        return subprocess.Popen(
            [PROVISION, *arguments, "--env", "rehearsal", "--config", str(self.config), "--output", "plain"],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    def run(self, *arguments):
        return self.finish(self.start(*arguments), time.time())

    def finish(self, process, started, seen=lambda line: None):
        """Waits for the end of a command; what it said is kept in versions/target/commands.log."""
        lines = []
        for line in process.stdout:
            lines.append((time.time(), line.rstrip()))
            seen(line)
        ended = Ended(process.wait(), lines, time.time() - started)
        with open(HERE / "versions/target/commands.log", "a") as log:
            log.write(f"== {' '.join(process.args[1:])}: exit {ended.code} after {ended.took:.1f} s\n")
            log.writelines(f"{at - started:7.1f}  {line}\n" for at, line in lines)
        return ended

    def close(self):
        shutil.rmtree(self.config)


def calls(since=0):
    """The API calls that the local cloud has answered after a sequence number, and the latest number."""
    with urllib.request.urlopen(f"{ENDPOINT}/_local/requests?since={since}") as answer:
        document = json.load(answer)
    return document["requests"], document["last"]
