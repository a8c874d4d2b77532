"""What is under load: one replica, or three behind nginx, with their memory and what they count of themselves."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

from tests.deploy.site import REPLICAS, Site
from tests.load.address import Address

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 30.0  # seconds to start
PAGE = os.sysconf("SC_PAGE_SIZE")
BEGUN = re.compile(rb'^relu_lab_work_begun_total\{kind="training"\} (\S+)', re.MULTILINE)
OPENER = build_opener(ProxyHandler({}))


@dataclass(frozen=True)
class Served:
    """A running app.

    Attributes
    ----------
    name : what it consists of, for the table.
    address : where visitors go.
    replicas : addresses of the servers behind it.
    process : id of a process of which all that runs it descend.
    log : folder of what is printed.
    """

    name: str
    address: Address
    replicas: tuple[Address, ...]
    process: int
    log: Path

    def memory(self) -> int:
        """Return the bytes of memory of all servers and their workers: their resident sets, added up."""
        total = 0
        for process in descendants(self.process):
            try:
                total += int(Path(f"/proc/{process}/statm").read_text().split()[1]) * PAGE
            except (FileNotFoundError, ProcessLookupError):  # it has just ended
                continue
        return total

    def trainings(self) -> int:
        """Return how many runs all servers have begun to train."""
        counts = (BEGUN.search(OPENER.open(f"{replica}/metrics", timeout=PATIENCE).read()) for replica in self.replicas)
        return sum(int(float(found[1])) for found in counts if found)

    def faults(self) -> list[str]:
        """Return what servers printed of exceptions."""
        printed = "".join(path.read_text(errors="replace") for path in self.log.glob("*") if path.is_file())
        return re.findall(r"Traceback.*|\w+Error: .*", printed)


def descendants(process: int) -> list[int]:
    """Return a process and all that it started, and they in turn."""
    children: dict[int, list[int]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
        except (FileNotFoundError, ProcessLookupError):
            continue
        children.setdefault(parent, []).append(int(folder.name))
    found = [process]
    for each in found:
        found += children.get(each, [])
    return found


@contextmanager
def one_replica(folder: Path, **environment: str) -> Iterator[Served]:
    """Start the app on a free port, and stop it.

    environment: more of it.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = Address("127.0.0.1", probe.getsockname()[1])
    options = {"port": address.port, "address": address.host, "headless": "true", "fileWatcherType": "none"}
    command = [sys.executable, "-m", "streamlit", "run", "asgi.py"]
    command += [f"--server.{name}={value}" for name, value in options.items()]
    with (folder / "server.log").open("wb") as log:
        server = subprocess.Popen(
            command, cwd=ROOT, stdout=log, stderr=log, env={**os.environ, "RELU_LAB_METRICS": "1", **environment}
        )
    try:
        deadline = time.monotonic() + PATIENCE
        while not _healthy(address):
            if server.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"The app did not start:\n{(folder / 'server.log').read_text()}")
            time.sleep(0.05)
        yield Served("one replica", address, (address,), server.pid, folder)
    finally:
        server.terminate()
        server.wait(PATIENCE)


@contextmanager
def three_replicas(folder: Path) -> Iterator[tuple[Served, Site]]:
    """Start three replicas behind nginx, as deploy/ describes them, and stop them."""
    site = Site(folder)
    site.image.environment["RELU_LAB_METRICS"] = "1"
    try:
        for replica in REPLICAS:
            site.start(replica)
        for replica in REPLICAS:
            site.wait(replica)
        site.start_nginx()
        site.until(lambda: _healthy(Address.of(site.address)))
        replicas = tuple(Address(replica, site.replica_port) for replica in REPLICAS)
        yield Served("three behind nginx", Address.of(site.address), replicas, os.getpid(), folder), site
    finally:
        site.stop()


def _healthy(address: Address) -> bool:
    try:
        with OPENER.open(f"{address}/_stcore/health", timeout=PATIENCE) as answer:
            return bool(answer.status == 200)
    except (URLError, ConnectionError):
        return False
