"""What the tests of trainings need: workers, a job's end, and pieces that go wrong where workers can import them."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any

from viz.engine.pieces import Piece, train_piece
from viz.engine.workers import Lease
from viz.ui.job import Job
from viz.ui.line import Line

SECONDS = 60.0  # at most, on a slow machine


class Here(Lease):
    """Makes every call at once, in the thread that asks, and notes what was asked for."""

    def __init__(self) -> None:
        self.owner = None
        self.calls: list[tuple[Any, ...]] = []

    def lease(self) -> Here:
        return self

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        self.calls.append(args)
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


def wide() -> Line:
    """Return a line in which nobody waits."""
    return Line(limit=99, budget=99)


def finished(job: Job) -> bytes:
    """Return the whole recording, looked at like a page does until it is there."""
    end = time.monotonic() + SECONDS
    while not job.wait(1.0, done=True) and time.monotonic() < end:
        job.watch("a page")
    assert job.done
    assert job.error is None, job.error
    return job.prefix()


def no_room(*_: Any) -> Piece:
    raise MemoryError("no room")


def deadly(marker: Path, times: int, after: int, *arguments: Any) -> Piece:
    """Train a piece, but end the process the first `times` times that `after` frames have been taken before."""
    suspended = arguments[1]
    before = len(marker.read_text(encoding="utf-8")) if marker.exists() else 0
    if before < times and suspended is not None and suspended.frames >= after:
        marker.write_text("x" * (before + 1), encoding="utf-8")
        os.kill(os.getpid(), signal.SIGKILL)
    return train_piece(*arguments)


def gated(gate: Path, *arguments: Any) -> Piece:
    """Train a piece once there is a gate."""
    while not gate.exists():
        pass
    return train_piece(*arguments)
