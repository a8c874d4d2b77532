"""A shelf of work that a server's sessions share: one computation however many ask for it, in bounded memory."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable
from typing import Any, Generic, TypeVar

from viz.ui.background import Background

K = TypeVar("K", bound=Hashable)
W = TypeVar("W", bound=Background[Any])


class Shelf(Generic[K, W]):
    """Work by what was asked for; beyond `entries`, or `limit` bytes, what was looked at longest ago is dropped.

    What goes on before somebody's eyes is never dropped: they would only ask for it again.

    Parameters
    ----------
    begin : key, what is on the shelf -> new work.
    entries : at most so many.
    limit : bytes; a single one that is larger is kept all the same.
    """

    def __init__(self, begin: Callable[[K, Collection[W]], W], entries: int, limit: float) -> None:
        self.entries = entries
        self.limit = limit
        self._begin = begin
        self._lock = threading.Lock()
        self._works: OrderedDict[K, W] = OrderedDict()
        self.hits = 0  # times that somebody turned to what was there
        self.misses = 0  # ... and to what had to be begun

    def __len__(self) -> int:
        return len(self._works)

    def __contains__(self, key: K) -> bool:
        return key in self._works

    def look(self, key: K, watcher: Hashable) -> W:
        """Return the work asked for, going on or done; `watcher` looks at no other from now on."""
        with self._lock:
            work = self._works.get(key)
            if work is None:
                work = self._works[key] = self._begin(key, self._works.values())
                self.misses += 1
            elif not work.watched_by(watcher):
                self.hits += 1
            self._works.move_to_end(key)
            for other in self._works.values():
                if other is not work:
                    other.leave(watcher)
            work.watch(watcher)
            self._make_room()
            return work

    def peek(self, key: K) -> W | None:
        """Return the work that is on the shelf, if it is, without watching it or having it begun."""
        with self._lock:
            return self._works.get(key)

    def retry(self, key: K) -> None:
        """Drop work that failed, or that may turn out otherwise another time, so that the next look tries again."""
        with self._lock:
            work = self._works.get(key)
            if work is not None and (work.error is not None or not work.determined):
                del self._works[key]

    def drop(self, unwanted: Callable[[K], bool]) -> None:
        """Drop and give up all work that was asked for by an unwanted key."""
        with self._lock:
            for key in [key for key in self._works if unwanted(key)]:
                self._works.pop(key).close()

    def _make_room(self) -> None:
        *others, _ = self._works
        for key in others:
            if len(self._works) <= self.entries and self.size <= self.limit:
                return
            if self._works[key].done or not self._works[key].watched:
                self._works.pop(key).close()

    @property
    def size(self) -> int:
        """Bytes of memory that all of it takes, roughly."""
        return sum(work.size for work in list(self._works.values()))
