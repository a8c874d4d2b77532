"""Whether memory stays flat while visitors come and go."""

from __future__ import annotations

import asyncio
import statistics
import tempfile
import time
from pathlib import Path

from tests.load.servers import Served, one_replica
from tests.load.visitors import Tally, crowd

VISITORS = 10  # at a time
EVERY = 1.0  # seconds between two acts of each, so that a page is opened about three times a second
LOOK = 2.0  # seconds between two looks at the memory
FLAT = 1.05  # the last quarter may take so many times the memory of the second one
MB = 1e6


def soak(seconds: float) -> bool:
    """Let visitors come and go for so long; print the course of memory, and return whether it stays flat."""
    with tempfile.TemporaryDirectory() as folder, one_replica(Path(folder)) as served:
        tally = Tally()
        course = asyncio.run(churn(served, seconds, tally))
    second, last = quarters(course)
    flat = last <= FLAT * second
    errors = sorted(set(tally.errors))
    print(f"{len(tally.paint):,} visits in {seconds / 60:g} min, {len(tally.errors)} errors {errors[:5]}")
    tenths = course[:: max(1, len(course) // 10)]
    print("MB, every tenth of the time: " + ", ".join(f"{each / MB:.0f}" for each in tenths))
    print(f"Second quarter {second / MB:.0f} MB, last {last / MB:.0f} MB: {'flat' if flat else 'it grows'}.")
    return flat and not tally.errors


async def churn(served: Served, seconds: float, tally: Tally) -> list[int]:
    """Let visitors come and go for so long; return the bytes of memory, taken every `LOOK` seconds."""
    course, begun = [], time.monotonic()
    while time.monotonic() - begun < seconds:
        using = asyncio.create_task(crowd(served.address, VISITORS, min(60.0, seconds), tally, every=EVERY))
        while not using.done():
            await asyncio.wait([using], timeout=LOOK)
            course.append(served.memory())
        await using
    return course


def quarters(course: list[int]) -> tuple[float, float]:
    """Return the medians of the second and of the last quarter."""
    quarter = max(1, len(course) // 4)
    return statistics.median(course[quarter : 2 * quarter]), statistics.median(course[-quarter:])
