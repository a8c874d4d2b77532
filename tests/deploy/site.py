"""What deploy/ describes, as far as one machine without Docker can be it: three replicas behind Debian's nginx.

A replica runs what the Dockerfile copies, with its settings and its command, on a loopback address of its own. nginx
runs the files of deploy/; only folder, ports and the addresses of the name "app" are the test's.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
DOCKERFILE = ROOT / "Dockerfile"
REPLICAS = ("127.0.0.1", "127.0.0.2", "127.0.0.3")
PATIENCE = 30.0  # seconds


@dataclass(frozen=True)
class Image:
    """What the last stage of the Dockerfile says: sources to copy, environment and command."""

    sources: tuple[str, ...]
    environment: dict[str, str]
    command: tuple[str, ...]

    @classmethod
    def read(cls) -> Image:
        """Read the Dockerfile."""
        stage = DOCKERFILE.read_text(encoding="utf-8").replace("\\\n", " ").rsplit("\nFROM ", 1)[1].splitlines()
        steps = [line.split(maxsplit=1) for line in stage if re.match("[A-Z]+ ", line)]
        copied = [step[1].split()[:-1] for step in steps if step[0] == "COPY" and not step[1].startswith("--from")]
        environment = " ".join(step[1] for step in steps if step[0] == "ENV")
        (command,) = (json.loads(step[1]) for step in steps if step[0] == "CMD")
        return cls(
            sources=tuple(source for sources in copied for source in sources),
            environment=dict(pair.split("=", 1) for pair in environment.split()),
            command=tuple(command),
        )

    def unpack(self, folder: Path) -> None:
        """Copy the sources into `folder`, as the image has them."""
        for source in self.sources:
            if (ROOT / source).is_dir():
                shutil.copytree(ROOT / source, folder / source, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(ROOT / source, folder)


@dataclass(frozen=True)
class Answer:
    """What came back for a request: status, headers by their small names, cookies and body."""

    status: int
    headers: dict[str, str]
    cookie: str | None
    body: bytes

    @classmethod
    def of(cls, response: HTTPResponse) -> Answer:
        """Read a response to its end."""
        headers = {name.lower(): value for name, value in response.getheaders()}
        found = re.search(r"\bvisitor=(\w+)", headers.get("set-cookie", ""))
        return cls(response.status, headers, found and found[1], response.read())


class Site:
    """Three replicas and nginx in `folder`, with all that they print."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.image = Image.read()
        self.app, self.home = folder / "app", folder / "home"
        self.app.mkdir()
        self.home.mkdir()
        self.image.unpack(self.app)
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        with socket.socket() as one, socket.socket() as other:
            one.bind(("0.0.0.0", 0))
            other.bind(("0.0.0.0", 0))
            self.port, self.replica_port = one.getsockname()[1], other.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"

    def start(self, replica: str) -> None:
        """Start the replica at an address; :meth:`wait` tells when it is there."""
        environment = self.image.environment | {
            "PATH": os.environ["PATH"],
            "HOME": str(self.home),
            "STREAMLIT_SERVER_ADDRESS": replica,
            "STREAMLIT_SERVER_PORT": str(self.replica_port),
        }
        self._run(replica, [sys.executable, "-m", *self.image.command], cwd=self.app, env=environment)

    def start_nginx(self) -> None:
        """Start nginx with the files of deploy/, for which the name "app" has the addresses of all replicas."""
        program = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
        assert program, "No nginx: `make test` installs one."
        shutil.copy("/etc/nginx/mime.types", self.folder)
        for name, changes in {
            "nginx.conf": {"/tmp/": f"{self.folder}/", "listen 8080": f"listen 127.0.0.1:{self.port}"},
            "replicas.conf": {"app:8501": f"app:{self.replica_port}"},
        }.items():
            text = (DEPLOY / name).read_text(encoding="utf-8")
            for old, new in changes.items():
                assert old in text
                text = text.replace(old, new)
            (self.folder / name).write_text(text, encoding="utf-8")
        hosts = self.folder / "hosts"
        hosts.write_text("".join(f"{replica} app\n" for replica in REPLICAS))
        # A mount namespace of its own, in which /etc/hosts is ours; it ends with nginx.
        root = os.geteuid() == 0
        alone = ["unshare", "--mount", *(() if root else ("--map-current-user", "--keep-caps"))]
        as_user = "user root;" if root else ""
        script = 'mount --bind "$0" /etc/hosts && exec "$@"'
        nginx = [program, "-c", str(self.folder / "nginx.conf"), "-g", f"daemon off; {as_user}"]
        self._run("nginx", [*alone, "sh", "-c", script, str(hosts), *nginx])

    @contextmanager
    def without(self, replica: str) -> Iterator[None]:
        """Kill a replica and its worker processes at once, as if its machine had failed; start it again on leaving."""
        os.killpg(self._running[replica].pid, signal.SIGKILL)
        self._running.pop(replica).wait(PATIENCE)
        try:
            yield
        finally:
            self.start(replica)
            self.wait(replica)

    def stop(self) -> None:
        """Stop everything that runs."""
        for process in self._running.values():
            with suppress(ProcessLookupError):  # it ended by itself
                os.killpg(process.pid, signal.SIGTERM)
        for process in self._running.values():
            process.wait(PATIENCE)

    def wait(self, replica: str) -> None:
        """Wait until a replica says that it is healthy."""

        def healthy() -> bool:
            try:
                return self._ask(replica, self.replica_port, "GET", "/_stcore/health", {}, None).status == 200
            except ConnectionError:
                return False

        self.until(healthy, replica)

    def until(self, condition: Callable[[], object], process: str = "nginx") -> None:
        """Wait for a condition, and no longer than `process` lives."""
        deadline = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < deadline, self.printed(process)
            try:
                code = self._running[process].wait(0.05)
            except subprocess.TimeoutExpired:
                continue
            raise AssertionError(f"{process} ended with {code}:\n{self.printed(process)}")

    def ask(
        self, path: str, *, method: str = "GET", visitor: str | None = None, body: bytes | None = None, **headers: str
    ) -> Answer:
        """Send one request to nginx, as the visitor whose cookie is given."""
        if visitor:
            headers["Cookie"] = f"visitor={visitor}"
        return self._ask("127.0.0.1", self.port, method, path, headers, body)

    def asked(self, visitor: str, path: str = "/_stcore/health") -> list[str]:
        """Return the replicas that nginx asked, in turn, for a request by this visitor."""
        seen = len(self.visits())
        self.ask(path, visitor=visitor)
        self.until(lambda: len(self.visits()) > seen)
        return re.findall(rf"({'|'.join(map(re.escape, REPLICAS))}):{self.replica_port}", self.visits()[-1])

    def visits(self) -> list[str]:
        """Return the lines of the access log."""
        return (self.folder / "nginx.out").read_text().splitlines()

    def printed(self, process: str = "*") -> str:
        """Return what a process printed, or all of them."""
        return "\n".join(path.read_text() for path in sorted(self.folder.glob(f"{process}.[oe]*")))

    def _run(self, name: str, command: list[str], **more: object) -> None:
        with (self.folder / f"{name}.out").open("ab") as out, (self.folder / f"{name}.err").open("ab") as err:
            self._running[name] = subprocess.Popen(
                command,
                stdout=out,
                stderr=err,
                start_new_session=True,
                **more,  # type: ignore[call-overload]
            )

    @staticmethod
    def _ask(host: str, port: int, method: str, path: str, headers: dict[str, str], body: bytes | None) -> Answer:
        connection = HTTPConnection(host, port, timeout=PATIENCE)
        try:
            connection.request(method, path, body, headers)
            return Answer.of(connection.getresponse())
        finally:
            connection.close()


@contextmanager
def running_site(folder: Path) -> Iterator[Site]:
    """Start replicas and nginx, yield them once all are there, and stop them."""
    site = Site(folder)
    try:
        for replica in REPLICAS:
            site.start(replica)
        for replica in REPLICAS:
            site.wait(replica)
        site.start_nginx()
        site.until(lambda: _listens(site.port))
        yield site
    finally:
        site.stop()


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
