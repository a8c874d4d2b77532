"""A lab's experiment that goes on behind the page, shared by all who ask for it; each of them can cancel and resume."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Hashable, Iterator, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any, Generic, Protocol, TypeVar

import numpy as np

from viz.engine.workers import Lease
from viz.ui.background import Background


class Growing(Protocol):
    """A lab's result so far; `progress` goes from 0 to 1."""

    @property
    def progress(self) -> float:
        """The share of the work that it is the result of."""


R = TypeVar("R", bound=Growing)
S = TypeVar("S", bound=Hashable)
Lab = Callable[[S, Executor | None], Iterator[R]]

GRACE = 0.25  # seconds that a worker gets to finish its piece before it is broken off


@dataclass(frozen=True)
class Experiment:
    """What a lab is asked to do; the same if the lab has the same name."""

    lab: Lab[Any, Any] = field(compare=False)
    spec: Hashable
    name: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", f"{self.lab.__module__}.{self.lab.__qualname__}")


class LabRun(Background[R], Generic[R]):
    """One experiment; `result` is the newest.

    Somebody who cancels it has stopped watching; when nobody is left, nothing is computed any more, at once.

    Parameters
    ----------
    experiment : its lab yields results that grow.
    lease : where it computes.
    clock : seconds, monotonic.
    """

    def __init__(self, experiment: Experiment, lease: Lease, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(experiment.name, self._begin(experiment), clock)
        self.result: R | None = None
        self.began = clock()
        self._lease = lease
        self._cancelled: set[Hashable] = set()
        self._measured: tuple[R | None, int] = (None, 0)

    def _begin(self, experiment: Experiment) -> Iterator[R]:
        """Yield the results; being a generator, it does its first work on the thread."""
        yield from experiment.lab(experiment.spec, self._lease)

    @property
    def age(self) -> float:
        """Seconds since it was first asked for."""
        return self._clock() - self.began

    @property
    def progress(self) -> float:
        """The share of the work that is done."""
        return self.result.progress if self.result is not None else 0.0

    @property
    def size(self) -> int:
        """Bytes of memory that the result takes, roughly."""
        if self._measured[0] is not self.result:
            self._measured = (self.result, bytes_of(self.result))
        return self._measured[1]

    def watch(self, watcher: Hashable) -> None:
        """Say that `watcher` looks; unless they have cancelled it, it goes on."""
        with self._changed:
            if watcher not in self._cancelled:
                self._lease.release()
                super().watch(watcher)

    def leave(self, watcher: Hashable) -> None:
        """Say that `watcher` looks at something else now; who comes back has cancelled nothing."""
        with self._changed:
            self._cancelled.discard(watcher)
            super().leave(watcher)
            self._rest()

    def cancel(self, watcher: Hashable) -> None:
        """Stop computing for `watcher`."""
        with self._changed:
            self._cancelled.add(watcher)
            super().leave(watcher)
            self._rest()

    def resume(self, watcher: Hashable) -> None:
        """Go on for `watcher` from where it was."""
        with self._changed:
            self._cancelled.discard(watcher)
            self.watch(watcher)

    def watched_by(self, watcher: Hashable) -> bool:
        """Whether `watcher` has looked, and at nothing else since; who has cancelled it still looks."""
        return watcher in self._cancelled or super().watched_by(watcher)

    def cancelled(self, watcher: Hashable) -> bool:
        """Return whether `watcher` has cancelled it."""
        return watcher in self._cancelled

    def close(self) -> None:
        """Give the work up for good."""
        super().close()
        self._lease.shutdown(cancel_futures=True)

    def _rest(self) -> None:
        if not self.done and not self.watched:
            self._lease.hold(GRACE)

    def _take(self, chunk: R) -> None:
        self.result = chunk


def bytes_of(value: Any) -> int:
    """Return the bytes of memory that a result takes, roughly: its arrays count, and what holds them."""
    if isinstance(value, np.ndarray):
        return int(value.nbytes) if value.dtype != object else sum(map(bytes_of, value.flat))
    if is_dataclass(value) and not isinstance(value, type):
        return sum(bytes_of(getattr(value, entry.name)) for entry in fields(value))
    if isinstance(value, Mapping):
        return sum(map(bytes_of, value.values()))
    if isinstance(value, tuple | list | set | frozenset):
        return sys.getsizeof(value) + sum(map(bytes_of, value))
    return sys.getsizeof(value)
