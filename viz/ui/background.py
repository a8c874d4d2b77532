"""Work that goes on behind the page while anybody looks, on a thread of its own."""

from __future__ import annotations

import logging
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Hashable, Iterator
from concurrent.futures import BrokenExecutor
from traceback import format_tb
from typing import Generic, TypeVar

from viz.ui import metrics
from viz.ui.turns import PAGES

C = TypeVar("C")

PATIENCE = 10.0  # seconds after which someone who has not looked again, for a page may wait long, is taken to have left
MOST_WATCHERS = 256  # beyond which those are forgotten who have left without a word

log = logging.getLogger(__name__)


class Background(ABC, Generic[C]):
    """Takes what a source yields, chunk by chunk, for all who watch.

    It rests when nobody has looked for `PATIENCE` seconds, and goes on from there when somebody does.

    Attributes
    ----------
    error : what went wrong, once something has.

    Parameters
    ----------
    what : names the kind of work in metrics and in the log, which hold nothing that a visitor typed: no settings, no
        message of an error, which may quote them.
    source : does its work as it is iterated over, on the thread; None is nothing new, but a moment to rest.
    clock : seconds, monotonic.
    """

    def __init__(self, what: str, source: Iterator[C | None], clock: Callable[[], float] = time.monotonic) -> None:
        self.error: str | None = None
        self._what = what
        self._source = source
        self._clock = clock
        self._changed = threading.Condition()
        self._watchers: dict[Hashable, float] = {}
        self._thread: threading.Thread | None = None
        self._begun = False
        self._complete = False
        self._closed = False
        self._seconds = 0.0  # that it went on
        metrics.BEGUN.labels(what).inc()

    # For those who look -----------------------------------------------------------------------------------------------

    def watch(self, watcher: Hashable) -> None:
        """Say that `watcher` looks, and go on if the work rests."""
        with self._changed:
            self._watchers[watcher] = self._clock()
            if len(self._watchers) > MOST_WATCHERS:
                self._watchers = {who: seen for who, seen in self._watchers.items() if self._looks(seen)}
            if not self.done and not self._closed and self._thread is None:
                self._thread = threading.Thread(target=self._work, daemon=True)
                self._thread.start()

    def leave(self, watcher: Hashable) -> None:
        """Say that `watcher` looks at something else now."""
        with self._changed:
            self._watchers.pop(watcher, None)

    def wait(self, seconds: float, *, done: bool = False) -> bool:
        """Wait until there is something to show (`done`: until all is); return whether there is."""
        with PAGES.lent(), self._changed:
            return self._changed.wait_for(lambda: self.done or (not done and self._begun), timeout=seconds)

    @property
    def done(self) -> bool:
        """Whether nothing will follow: all is there, or it failed."""
        return self._complete or self.error is not None

    @property
    def watched(self) -> bool:
        """Whether somebody has looked lately."""
        return any(map(self._looks, list(self._watchers.values())))

    def _looks(self, seen: float) -> bool:
        return self._clock() - seen < PATIENCE

    def watched_by(self, watcher: Hashable) -> bool:
        """Whether `watcher` has looked, and at nothing else since."""
        return watcher in self._watchers

    @property
    def determined(self) -> bool:
        """Whether the same work would have the same result another time."""
        return True

    @property
    @abstractmethod
    def size(self) -> int:
        """Bytes of memory that the result takes, roughly."""

    def close(self) -> None:
        """Give the work up for good."""
        with self._changed:
            self._closed = True
            self._watchers.clear()

    # On the thread ----------------------------------------------------------------------------------------------------

    @abstractmethod
    def _take(self, chunk: C) -> None:
        """Take what the source has yielded; those who look are kept waiting meanwhile."""

    def _rests(self) -> None:
        """Let go of what others may use meanwhile."""

    def _work(self) -> None:
        """Go on until all is there or nobody looks, and count that."""
        since = self._clock()
        with metrics.RUNNING.labels(self._what).track_inprogress():
            ended = self._go_on()
        self._seconds += self._clock() - since
        if ended and not self._closed:
            outcome = "failed" if self.error else "done"
            metrics.ENDED_SECONDS.labels(self._what, outcome).observe(self._seconds)
            fields = {"outcome": outcome, "seconds": round(self._seconds, 3)}
            log.info("%s ended", self._what, extra={"fields": fields})

    def _go_on(self) -> bool:
        """Take what comes; return whether that was all, or it failed."""
        try:
            for chunk in self._source:
                with self._changed:
                    if chunk is not None:
                        self._take(chunk)
                        self._begun = True
                        self._changed.notify_all()
                    if not self._complete and not self.watched:
                        self._thread = None
                        self._rests()
                        return False
            self._end(None)
        except Exception as error:  # whatever it is, the page must be able to say it
            if self._closed:
                self._end(None)
                return True
            log.error("%s failed: %s\n%s", self._what, type(error).__name__, "".join(format_tb(error.__traceback__)))
            self._end(_said(error))
        return True

    def _end(self, error: str | None) -> None:
        with self._changed:
            self._complete = error is None
            self.error = error
            self._thread = None
            self._changed.notify_all()


def _said(error: Exception) -> str:
    if isinstance(error, BrokenExecutor):  # a sentence of our own
        return str(error)
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
