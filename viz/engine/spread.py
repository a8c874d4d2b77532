"""Spreads calls over any executor, or makes them here, and gives back what comes in as it comes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, as_completed
from typing import TypeVar

C = TypeVar("C")
T = TypeVar("T")


def spread(function: Callable[[C], T], cases: Sequence[C], executor: Executor | None) -> Iterator[tuple[C, T]]:
    """Yield every case with what `function` makes of it, in any order; closing the iterator cancels what waits.

    executor : where calls are made; here, in order, if None.  One of processes must be able to pickle `function`.
    """
    if executor is None:
        yield from ((case, function(case)) for case in cases)
        return
    futures = {executor.submit(function, case): case for case in cases}
    try:
        for future in as_completed(futures):
            yield futures[future], future.result()
    finally:
        for future in futures:
            future.cancel()
