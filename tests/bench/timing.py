"""Timing contenders in turns, so that all of them see the same noise of the machine."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

Contender = Callable[[], object]


@dataclass(frozen=True)
class Row:
    """One line of the report; `target` and `unit` are words, `values` by contender, ours first."""

    what: str
    unit: str
    target: str
    values: Mapping[str, float]
    met: bool | None = None


def interleaved(contenders: Mapping[str, Contender], units: float, rounds: int = 15) -> dict[str, float]:
    """Return each contender's median time in µs per unit, of `rounds` rounds in which everyone has one turn.

    Parameters
    ----------
    contenders : by name, a function that does `units` units of work each time it is called.
    """
    for contender in contenders.values():
        contender()  # compiles, fills caches
    times: dict[str, list[float]] = {name: [] for name in contenders}
    gc.collect()
    gc.disable()
    try:
        for _ in range(rounds):
            for name, contender in contenders.items():
                began = time.perf_counter()
                contender()
                times[name].append((time.perf_counter() - began) / units * 1e6)
    finally:
        gc.enable()
    return {name: statistics.median(values) for name, values in times.items()}
