"""Turns: how many pages a server draws at a time, so that each is drawn soon after its turn has come.

Python runs one thread at a time. Of many pages drawn at once all would be late, and the more of them there are, the
more time would go into changing from one to another.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from heapq import heappop, heappush
from itertools import count as numbers


class Turns:
    """Lets so many threads go on at a time, in the order in which they came; who lends a turn keeps their place in it.

    Parameters
    ----------
    count : of threads that may have a turn.
    """

    def __init__(self, count: int) -> None:
        self._free = count
        self._lock = threading.Lock()
        self._waiting: list[tuple[int, threading.Lock]] = []  # a heap; each is locked until its turn has come
        self._numbers = numbers(1)
        self._own = threading.local()

    @property
    def waiting(self) -> int:
        """How many threads wait for a turn."""
        return len(self._waiting)

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Wait for a turn, and have it for as long as this lasts; a thread takes one at a time."""
        number = next(self._numbers)
        self._take(number)
        try:
            yield
        finally:
            self._give()

    @contextmanager
    def lent(self) -> Iterator[None]:
        """Let others have the turn of this thread, if it has one, while it waits for something else."""
        number = getattr(self._own, "number", 0)
        if not number:
            yield
            return
        self._give()
        try:
            yield
        finally:
            self._take(number)

    def _take(self, number: int) -> None:
        gate = threading.Lock()
        gate.acquire()
        with self._lock:
            if self._free:
                self._free -= 1
                gate.release()
            else:
                heappush(self._waiting, (number, gate))
        gate.acquire()
        self._own.number = number

    def _give(self) -> None:
        self._own.number = 0
        with self._lock:
            if self._waiting:
                _, gate = heappop(self._waiting)
                gate.release()
            else:
                self._free += 1


PAGES = Turns(1)
