"""The tables of deploy/README.md: what visitors wait for, and what that takes, at more and more visitors."""

from __future__ import annotations

import asyncio
import os
import platform
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from tests.bench.__main__ import cpu
from tests.load.address import Address
from tests.load.servers import ROOT, Served, one_replica, three_replicas
from tests.load.tab import Tab
from tests.load.visitors import Tally, crowd, median, p95, together

README = ROOT / "deploy" / "README.md"
BEGIN, END = "<!-- measured by make {} -->", "<!-- end of what make {} measured -->"
ROOM = 50  # visitors for whom targets are set, and who open one link in the same second
SLIDER, TRAIN, MEMORY = 1.0, 3.0, 1.5e9  # targets at p95 in seconds, and bytes
WATCHING = 1.0  # seconds between two looks at the memory
MB = 1e6

COLUMNS = (
    "| visitors | first paint, median / p95 | slider → page, median / p95 | Train → first frames, median / p95 "
    "| memory in all, most | errors |\n|---|---|---|---|---|---|"
)


@dataclass(frozen=True)
class Round:
    """What a number of visitors met, and the most memory that was in use meanwhile, in bytes (0: not known)."""

    visitors: int
    tally: Tally
    memory: int

    def __str__(self) -> str:
        waits = (self.tally.paint, self.tally.slider, self.tally.train)
        times = " | ".join(f"{median(each):.2f} / {p95(each):.2f} s" for each in waits)
        memory = f"{self.memory / MB:,.0f} MB" if self.memory else "–"
        return f"| {self.visitors} | {times} | {memory} | {len(self.tally.errors)} |"

    def missed(self) -> list[str]:
        """Return which targets were missed."""
        found = {
            f"slider p95 ≤ {SLIDER:g} s": p95(self.tally.slider) <= SLIDER,
            f"Train p95 ≤ {TRAIN:g} s": p95(self.tally.train) <= TRAIN,
            "no error": not self.tally.errors,
            f"≤ {MEMORY / MB:,.0f} MB in all": self.memory <= MEMORY,
        }
        return [target for target, met in found.items() if not met]


def measure_both(visitors: Sequence[int], seconds: float) -> bool:
    """Measure one replica, and three behind nginx; print both tables, put them into the file, return if all is met."""
    lines, met = [heading()], True
    with tempfile.TemporaryDirectory() as folder, one_replica(Path(folder)) as served:
        more, met = asyncio.run(table(served, visitors, seconds))
        lines += more
    with tempfile.TemporaryDirectory() as folder, three_replicas(Path(folder)) as (served, _):
        more, _ = asyncio.run(table(served, visitors, seconds))
        lines += more
    put("load", "\n".join(lines))
    return met


async def measure_at(address: Address, visitors: Sequence[int], seconds: float) -> bool:
    """Print the table of a server that runs already; only what visitors see is known of it."""
    print(COLUMNS)
    rounds = [await round_of(address, None, each, seconds) for each in visitors]
    return not any(each.tally.errors for each in rounds)


async def table(served: Served, visitors: Sequence[int], seconds: float) -> tuple[list[str], bool]:
    """Return the lines of one deployment, and whether its targets are met."""
    lines = [f"\n**{served.name.capitalize()}**\n", COLUMNS]
    print("\n".join(lines), flush=True)
    await warm(served)
    missed = []
    for each in visitors:
        result = await round_of(served.address, served, each, seconds)
        missed += result.missed() if each == ROOM else []
        lines.append(str(result))
    lines += ["", await same_second(served), await sessions(served)]
    faults = served.faults()
    if faults:
        missed.append(f"no exception in a log ({faults[-1]})")
    lines.append(f"Targets at {ROOM} visitors: " + (f"missed: {'; '.join(missed)}." if missed else "all met."))
    print("\n".join(lines[-4:]), flush=True)
    return lines, not missed


async def round_of(address: Address, served: Served | None, visitors: int, seconds: float) -> Round:
    """Let visitors use the app for so long, print what they met, and return it."""
    tally, most = Tally(), 0
    using = asyncio.create_task(crowd(address, visitors, seconds, tally))
    while not using.done():
        most = max(most, served.memory()) if served else 0
        await asyncio.wait([using], timeout=WATCHING)
    await using
    result = Round(visitors, tally, most)
    print(result, *sorted(set(tally.errors))[:5], sep="\n", flush=True)
    return result


async def warm(served: Served) -> None:
    """Open a page on each replica, so that the first visitor of the round is no exception."""
    for _ in range(4 * len(served.replicas)):
        await together(served.address, 1, "training?v=1&steps=100")


async def same_second(served: Served) -> str:
    """Have a room open a link that nobody has opened yet in the same second; return what came of it as a line."""
    before = served.trainings()
    times, runs = await together(served.address, ROOM, "training?v=1&seed=424242")
    trained = served.trainings() - before
    return (
        f"{ROOM} visitors open the same new link in the same second: trained {trained} time{'s' * (trained != 1)}, "
        f"{len(set(runs))} recording{'s' * (len(set(runs)) != 1)}, first paint "
        f"{median(times):.2f} s (p95 {p95(times):.2f} s)."
    )


async def sessions(served: Served) -> str:
    """Return as a line what a session takes that has a page open and does nothing."""
    link = "training?v=1&seed=424242"
    first = Tab(served.address, link)
    await first.open()
    await first.settled()
    before, begun = served.memory(), time.monotonic()
    tabs = [Tab(served.address, link) for _ in range(ROOM)]
    for tab in tabs:
        await tab.open(files=False)
    each = (served.memory() - before) / ROOM
    apart = (time.monotonic() - begun) / ROOM
    for tab in [first, *tabs]:
        await tab.close()
    return (
        f"A session more on a run that is known: {each / MB:.1f} MB, and {apart:.2f} s to open it, one after the other."
    )


def heading() -> str:
    """Return what was measured, on what."""
    return (
        f"{cpu()}, {os.cpu_count()} cores for servers, workers and visitors alike; Python {platform.python_version()}, "
        f"Streamlit {version('streamlit')}; {datetime.now(UTC):%Y-%m-%d}. Every visitor acts every 5 s; half of them "
        "open the same links."
    )


def put(command: str, text: str, file: Path = README) -> bool:
    """Write what a command has measured into its place in a file; return whether there is one."""
    begin, end = BEGIN.format(command), END.format(command)
    whole = file.read_text(encoding="utf-8") if file.exists() else ""
    if whole.count(begin) != 1 or whole.count(end) != 1 or whole.index(begin) > whole.index(end):
        print(f"{file.name} has no place {begin} … {end} for this.")
        return False
    file.write_text(whole[: whole.index(begin)] + f"{begin}\n{text}\n" + whole[whole.index(end) :], encoding="utf-8")
    return True
