"""Break things while visitors use the app; report whether all are back with what they had: `make faults`."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.chromium import FLAGS, find_chromium
from tests.faults.connection import dropped, slow, without_cache
from tests.faults.machine import disk_full, every_worker_killed, replica_killed, worker_killed
from tests.faults.outcome import COLUMNS, Outcome
from tests.load.report import heading, put
from tests.load.servers import one_replica, three_replicas

STEPS = 20_000  # a training of some seconds


def main() -> int:
    """Try them all, put the table into deploy/README.md, and return 1 if anybody lost anything."""
    lines, problems = [heading(), "", COLUMNS], []
    print("\n".join(lines), flush=True)
    for outcome in outcomes():
        lines.append(str(outcome))
        problems += outcome.problems
        print(outcome, flush=True)
    put("faults", "\n".join(lines))
    return 1 if problems else 0


def outcomes() -> Iterator[Outcome]:
    """Yield what came of each."""
    with ExitStack() as stack:
        served, site = stack.enter_context(three_replicas(folder(stack)))
        yield asyncio.run(replica_killed(served, site, visitors=30, load=10))
    with ExitStack() as stack:
        served = stack.enter_context(one_replica(folder(stack)))
        yield asyncio.run(worker_killed(served, STEPS))
        yield asyncio.run(every_worker_killed(served, STEPS))
        browser = stack.enter_context(sync_playwright()).chromium.launch(
            executable_path=find_chromium(), args=list(FLAGS)
        )
        for fault in (dropped, slow, without_cache):
            yield fault(browser, served)
        browser.close()
    with ExitStack() as stack:
        yield asyncio.run(disk_full(stack.enter_context(one_replica(folder(stack)))))


def folder(stack: ExitStack) -> Path:
    """Return a folder that is gone in the end."""
    return Path(stack.enter_context(tempfile.TemporaryDirectory()))


if __name__ == "__main__":
    sys.exit(main())
