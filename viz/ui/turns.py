"""Turns: how many pages a server draws at a time, so that each is drawn soon after its turn has come.

Python runs one thread at a time. Of many pages drawn at once all would be late, and the more of them there are, the
more time would go into changing from one to another.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from heapq import heappop, heappush
from itertools import count as numbers

STUCK = 20.0  # seconds without any change of turns after which who is next goes ahead: no page may stop all others


class Turns:
    """Lets so many threads go on at a time, in the order in which they came; who lends a turn keeps their place in it.

    Parameters
    ----------
    count : of threads that may have a turn.
    stuck : seconds that a turn may last while others wait.
    clock : seconds, monotonic.
    """

    def __init__(self, count: int, stuck: float = STUCK, clock: Callable[[], float] = time.monotonic) -> None:
        self._free = count
        self._stuck = stuck
        self._clock = clock
        self._changed = clock()
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
        own = number, threading.Lock()
        own[1].acquire()
        with self._lock:
            if self._free > 0:
                self._free -= 1
                self._begin(own)
            else:
                heappush(self._waiting, own)
        while not own[1].acquire(timeout=self._stuck):
            with self._lock:
                if self._clock() - self._changed >= self._stuck and self._waiting[:1] == [own]:
                    self._begin(heappop(self._waiting))
        self._own.number = number

    def _give(self) -> None:
        self._own.number = 0
        with self._lock:
            if self._waiting:
                self._begin(heappop(self._waiting))
            else:
                self._free += 1

    def _begin(self, turn: tuple[int, threading.Lock]) -> None:
        self._changed = self._clock()
        turn[1].release()


PAGES = Turns(1)
