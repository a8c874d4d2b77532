"""Faults of the machine, met by visitors who speak the protocol: a replica or a worker killed, a disk that is full."""

from __future__ import annotations

import asyncio
import os
import resource
import signal
import time
from pathlib import Path

from tests.deploy.site import REPLICAS, Site
from tests.faults.outcome import Outcome
from tests.load.servers import Served, descendants
from tests.load.tab import Refused, Tab
from tests.load.visitors import Tally, crowd
from viz.engine import record
from viz.spec import ExperimentSpec

BACK_WITHIN = 10.0  # seconds
LONG = "training?v=1&steps={steps}&seed={seed}"
LOOK = 0.05  # seconds between two looks at which worker is busy


async def replica_killed(served: Served, site: Site, visitors: int, load: int) -> Outcome:
    """Kill one of three replicas while `load` others use them; its visitors are back on another one.

    visitors: who are watched; about a third of them are met by it.
    """
    using = asyncio.create_task(crowd(served.address, load, 2 * BACK_WITHIN, Tally(), every=1.0))
    tabs = [Tab(served.address, f"training?v=1&steps=600&seed={seed}") for seed in range(visitors)]
    await asyncio.gather(*(tab.open(files=False) for tab in tabs))
    await asyncio.gather(*(tab.change("Noise", 0.2) for tab in tabs))
    await asyncio.gather(*(tab.settled() for tab in tabs))
    before = [(tab.page.query, tab.page.recording) for tab in tabs]

    async def back(tab: Tab) -> float:
        await tab.come_back()
        await tab.settled()
        return time.monotonic()

    with site.without(REPLICAS[0]):
        killed = time.monotonic()
        await asyncio.sleep(0.5)
        met = [tab for tab in tabs if not tab.connected]
        seconds = [there - killed for there in await asyncio.gather(*(back(tab) for tab in met))]
        late = max(seconds, default=0.0) > BACK_WITHIN
        problems = ["nobody was met by it"] * (not met) + [f"later than {BACK_WITHIN:g} s"] * late
        for tab, (query, recording) in zip(tabs, before, strict=True):
            problems += ["other settings"] * (tab.page.query != query)
            problems += ["another run"] * (tab.page.recording != recording)
        await asyncio.gather(*(tab.change("Noise", 0.3) for tab in tabs))  # and all of them go on
    await asyncio.gather(*(tab.close() for tab in tabs))
    await using
    return Outcome(f"one of three replicas killed, {visitors + load} visitors in all", seconds, sorted(set(problems)))


async def worker_killed(served: Served, steps: int) -> Outcome:
    """Kill the worker that trains a run: the visitor gets the run all the same."""
    tab = Tab(served.address, LONG.format(steps=steps, seed=1))
    await tab.open(files=False)
    await tab.until(lambda: bool(tab.page.recording))  # so that a worker is at it, not at its own start
    problems = ["it was over before"] * tab.page.still
    while not await kill_busy(served):
        await tab.until(lambda: not tab.page.still, LOOK)
    killed = time.monotonic()
    await tab.settled()
    seconds = time.monotonic() - killed
    problems += ["another run"] * (tab.page.recording != record(ExperimentSpec(steps=steps, seed=1)).to_bytes())
    await tab.close()
    return Outcome("worker process killed in mid-training", [seconds], problems)


async def every_worker_killed(served: Served, steps: int) -> Outcome:
    """Kill every worker that trains a run, until the page says that it cannot be trained; then try again."""
    tab = Tab(served.address, LONG.format(steps=steps, seed=2))
    await tab.open(files=False)
    problems = []
    try:
        async with asyncio.timeout(60):
            while True:
                await kill_busy(served)
                await tab.until(lambda: True)
    except Refused as said:
        problems += [f"it said: {said}"] * ("could not be trained" not in str(said))
    except TimeoutError:
        problems.append("it was never said")
    tab.page.errors.clear()
    tried = time.monotonic()
    await tab.press("Train")
    await tab.settled()
    seconds = time.monotonic() - tried
    problems += ["another run"] * (tab.page.recording != record(ExperimentSpec(steps=steps, seed=2)).to_bytes())
    await tab.close()
    return Outcome("every worker that tries it killed: the page says so, Train tries again", [seconds], problems)


async def kill_busy(served: Served) -> bool:
    """Kill the worker that has used a processor most within a moment; return whether one has."""
    before = {process: ticks(process) for process in workers(served)}
    await asyncio.sleep(LOOK)
    used = {process: ticks(process) - then for process, then in before.items()}
    busiest = max(used, key=lambda process: used[process], default=None)
    if busiest is None or used[busiest] <= 0:
        return False
    os.kill(busiest, signal.SIGKILL)
    return True


def workers(served: Served) -> list[int]:
    """Return the worker processes of a server."""
    found = []
    for process in descendants(served.process):
        try:
            command = Path(f"/proc/{process}/cmdline").read_bytes()
        except (FileNotFoundError, ProcessLookupError):
            continue
        found += [process] * (b"viz.engine.worker" in command)
    return found


def ticks(process: int) -> int:
    """Return the processor time that a process has used so far, in ticks; 0 if it has ended."""
    try:
        return sum(map(int, Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[11:13]))
    except (FileNotFoundError, ProcessLookupError):
        return 0


async def disk_full(served: Served) -> Outcome:
    """Let no file grow any more, the log included: whoever is there goes on, and others can come."""
    tab = Tab(served.address, "training?v=1&steps=600&seed=3")
    await tab.open(files=False)
    await tab.settled()
    for process in descendants(served.process):
        resource.prlimit(process, resource.RLIMIT_FSIZE, (0, 0))
    begun = time.monotonic()
    await tab.change("Noise", 0.2)
    await tab.settled()
    seconds = time.monotonic() - begun
    fresh = Tab(served.address, f"training?{tab.page.query}")
    await fresh.open(files=True)
    await fresh.settled()
    same = fresh.page.recording == tab.page.recording and fresh.page.query == tab.page.query
    await fresh.train("Seed", 4)
    for each in (tab, fresh):
        await each.close()
    return Outcome("disk full, the log included", [seconds], ["another run"] * (not same))
