"""Scripted visitors: each opens a link that was shared, and does something every five seconds."""

from __future__ import annotations

import asyncio
import random
import statistics
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from itertools import cycle, islice

from tests.load.address import Address
from tests.load.tab import GONE, Refused, Tab

EVERY = 5.0  # seconds between two acts of a visitor
MOST_VISITORS, MOST_SECONDS = 200, 3600.0
STOPS = {"Learning rate": range(6, 11), "Mean": range(72, 90), "Probe": range(10, 30)}  # none of them where it begins


@dataclass
class Tally:
    """What visitors waited for, in seconds, and what went wrong."""

    paint: list[float] = field(default_factory=list)  # address entered -> all of the page is there
    slider: list[float] = field(default_factory=list)  # slider moved -> the page is drawn with it
    train: list[float] = field(default_factory=list)  # another seed -> the first frames of its run
    scrubs: int = 0  # of which no server hears
    received: int = 0  # bytes
    errors: list[str] = field(default_factory=list)


def median(times: list[float]) -> float:
    """Return the middle one, nan of none."""
    return statistics.median(times) if times else float("nan")


def p95(times: list[float]) -> float:
    """Return the time that 95 % stay below; the longest of fewer than twenty."""
    return sorted(times)[min(len(times) - 1, int(0.95 * len(times)))] if times else float("nan")


async def crowd(address: Address, visitors: int, seconds: float, tally: Tally, *, every: float = EVERY) -> None:
    """Have so many visitors use the app for so long; they come one by one within the first `every` seconds.

    Raises
    ------
    ValueError
        If there would be more of them, or for longer, than this is made for.
    """
    if not (0 < visitors <= MOST_VISITORS and 0 < seconds <= MOST_SECONDS):
        raise ValueError(f"{visitors} visitors for {seconds:g} s: at most {MOST_VISITORS} for {MOST_SECONDS:g} s.")
    end = time.monotonic() + seconds
    chance = random.Random(visitors)
    arrivals = [every * chance.random() for _ in range(visitors)]
    visits = (Visitor(number, address, tally, every).use(arrival, end) for number, arrival in enumerate(arrivals))
    await asyncio.gather(*visits)


class Visitor:
    """One of them; every second one has the link that all of them were sent, the others have their own."""

    def __init__(self, number: int, address: Address, tally: Tally, every: float) -> None:
        self._number = number
        self._address = address
        self._tally = tally
        self._every = every
        self._moves = number
        self._seeds = iter(range(1_000 * (number + 1), 10**6))
        self._tab = Tab(address, "")

    async def use(self, arrival: float, end: float) -> None:
        """Arrive after so many seconds, and leave at `end`."""
        begins_at = 0 if self._number // 2 % 2 == 0 else 4
        due = time.monotonic() + arrival
        for act in islice(cycle(self._script()), begins_at, None):
            await asyncio.sleep(max(0.0, due - time.monotonic()))
            if time.monotonic() >= end:
                break
            await self._do(act)
            due = max(due + self._every, time.monotonic())
        self._tally.received += self._tab.received
        await self._tab.close()

    def _script(self) -> Iterator[Callable[[], Awaitable[None]]]:
        return iter((self._training, self._scrub, self._rate, self._train, self._activations, self._mean, self._probe))

    async def _do(self, act: Callable[[], Awaitable[None]]) -> None:
        try:
            await act()
        except (*GONE, Refused, LookupError) as error:
            self._tally.errors.append(f"{act.__name__.strip('_')}: {type(error).__name__}: {error}")

    async def _training(self) -> None:
        seed = 7 if self._number % 2 == 0 else 100 + self._number
        await self._open(f"training?v=1&seed={seed}")

    async def _activations(self) -> None:
        mean = 0.5 if self._number % 2 == 0 else round(0.1 * (self._number % 40) - 2, 1)
        await self._open(f"activations?v=1&mean={mean:g}")

    async def _open(self, link: str) -> None:
        self._tally.received += self._tab.received
        await self._tab.close()
        fresh = not self._tab.page.name  # later on the browser has the files
        self._tab = Tab(self._address, link)
        self._tally.paint.append(await self._tab.open(files=fresh))

    async def _scrub(self) -> None:
        self._tally.scrubs += 1  # the player does it in the browser

    async def _rate(self) -> None:
        await self._move("Learning rate")

    async def _mean(self) -> None:
        await self._move("Mean")

    async def _probe(self) -> None:
        await self._move("Probe")

    async def _move(self, label: str) -> None:
        self._moves += 1
        stops = STOPS[label]
        self._tally.slider.append(await self._tab.change(label, stops[self._moves % len(stops)]))

    async def _train(self) -> None:
        self._tally.train.append(await self._tab.train("Seed", next(self._seeds)))


async def together(address: Address, visitors: int, link: str) -> tuple[list[float], list[bytes]]:
    """Have all visitors open a link at the same moment; return seconds to their first paint and the run each has."""
    tabs = [Tab(address, link) for _ in range(visitors)]
    try:
        times = await asyncio.gather(*(tab.open(files=False) for tab in tabs))
        await asyncio.gather(*(tab.settled() for tab in tabs))
        return list(times), [tab.page.recording for tab in tabs]
    finally:
        await asyncio.gather(*(tab.close() for tab in tabs))
