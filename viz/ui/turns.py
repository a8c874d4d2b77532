"""Turns: how many pages a server draws at a time, so that each is drawn soon after its turn has come.

Python runs one thread at a time. Of many pages drawn at once all would be late, and the more of them there are, the
more time would go into changing from one to another.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Turns:
    """Lets so many threads go on at a time, in the order in which they came.

    Parameters
    ----------
    count : of threads that may have a turn.
    """

    def __init__(self, count: int) -> None:
        self._free = count
        self._lock = threading.Lock()
        self._waiting: deque[threading.Lock] = deque()  # each is locked until its turn has come
        self._own = threading.local()

    @property
    def waiting(self) -> int:
        """How many threads wait for a turn."""
        return len(self._waiting)

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Wait for a turn, and have it for as long as this lasts."""
        self._take(self._waiting.append)
        try:
            yield
        finally:
            self._give()

    @contextmanager
    def lent(self) -> Iterator[None]:
        """Let others have the turn of this thread, if it has one, while it waits for something else."""
        if not getattr(self._own, "turn", False):
            yield
            return
        self._give()
        try:
            yield
        finally:
            self._take(self._waiting.appendleft)  # it has stood in line already

    def _take(self, stand_in_line: Callable[[threading.Lock], None]) -> None:
        with self._lock:
            gate = None if self._free else threading.Lock()
            if gate is None:
                self._free -= 1
            else:
                gate.acquire()
                stand_in_line(gate)
        if gate is not None:
            gate.acquire()
        self._own.turn = True

    def _give(self) -> None:
        self._own.turn = False
        with self._lock:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._free += 1


PAGES = Turns(2)  # one computes while the other one waits for a lock or the network
