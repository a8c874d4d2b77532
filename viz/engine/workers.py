"""Worker processes that stay warm, as a `concurrent.futures.Executor`.

`ProcessPoolExecutor` does not serve here: its workers run the main script again, which under Streamlit is the page; all
its calls fail when one worker dies; and workers outlive a server that was killed.  These start with the engine loaded
and nothing else, a worker that dies costs its own call one retry, and they end when the process that asks ends.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import threading
import weakref
from collections import deque
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future
from dataclasses import dataclass
from typing import Any, ParamSpec, TypeVar

Q = ParamSpec("Q")
T = TypeVar("T")

START = "import sys; sys.path[:] = {path!r}; from viz.engine.worker import serve; serve()"
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
ATTEMPTS = 2


class WorkerDied(BrokenExecutor):
    """A call ended the worker process that made it, and another one that tried again."""


class Lease(Executor):
    """A share in `Workers` that can be put on hold: then no worker is busy with it."""

    def __init__(self, queue: _Queue) -> None:
        self.held = False
        self.closed = False
        self._queue = queue

    def submit(self, fn: Callable[Q, T], /, *args: Q.args, **kwargs: Q.kwargs) -> Future[T]:
        """Have a worker call a function that it can import, with arguments that can be pickled."""
        call = _Call(Future(), (fn, args, kwargs), self)
        self._queue.add(call)
        return call.future

    def hold(self, grace: float = 0.0) -> None:
        """Stop: begin no call; what is being made for `grace` more seconds is broken off, and made anew later."""
        self._queue.hold(self)
        if grace == 0.0:
            self._queue.break_off(self)
        else:
            timer = threading.Timer(grace, self._queue.break_off, (self,))
            timer.daemon = True
            timer.start()

    def release(self) -> None:
        """Go on."""
        self._queue.release(self)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Take no more calls; `cancel_futures` gives up what waits, and breaks off what is being made."""
        self._queue.shut(self, give_up=cancel_futures)


class Workers(Lease):
    """A pool of worker processes, each served by a thread of this one.

    Parameters
    ----------
    count : number of processes; as many as there are cores if left out.
    """

    def __init__(self, count: int | None = None) -> None:
        super().__init__(_Queue())
        self.count = count or cores()
        self._threads = [
            threading.Thread(target=_serve, args=(self._queue,), name=f"worker {number}", daemon=True)
            for number in range(self.count)
        ]
        for thread in self._threads:
            thread.start()
        self._end = weakref.finalize(self, self._queue.close)

    def lease(self) -> Lease:
        """Return an executor that shares these workers and can be put on hold."""
        return Lease(self._queue)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the processes: when their calls are made, or at once (`cancel_futures`)."""
        super().shutdown(cancel_futures=cancel_futures)
        self._end()
        if wait:
            for thread in self._threads:
                thread.join()


def cores() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


# Behind them ----------------------------------------------------------------------------------------------------------


@dataclass(eq=False)
class _Call:
    """A call that waits or is being made: (function, arguments, keywords)."""

    future: Future[Any]
    content: tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any]]
    lease: Lease
    attempts: int = 0
    broken_off: bool = False

    def give_up(self) -> None:
        if self.future.cancel():
            self.future.set_running_or_notify_cancel()  # which is how those who wait for it hear
        elif not self.future.done():
            self.future.set_exception(CancelledError())


class _Queue:
    """The calls that wait, oldest first, and those that are being made, by process."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._waiting: deque[_Call] = deque()
        self._running: dict[_Call, subprocess.Popen[bytes]] = {}
        self._closed = False

    def add(self, call: _Call) -> None:
        with self._changed:
            if self._closed or call.lease.closed:
                raise RuntimeError("no calls are taken after shutdown")
            self._waiting.append(call)
            self._changed.notify()

    def take(self, process: subprocess.Popen[bytes]) -> _Call | None:
        """Wait for a call that may be made now, by `process`; None when there will be no more."""
        with self._changed:
            while True:
                ready = (call for call in self._waiting if not call.lease.held or call.future.cancelled())
                call = next(ready, None)
                if call is None and self._closed:
                    return None
                if call is None:
                    self._changed.wait()
                    continue
                self._waiting.remove(call)
                if call.attempts or call.future.set_running_or_notify_cancel():
                    call.attempts += 1
                    self._running[call] = process
                    return call

    def made(self, call: _Call) -> None:
        """Note that a call has ended."""
        with self._changed:
            del self._running[call]

    def broke(self, call: _Call) -> None:
        """Note that the process of a call has died: it is made again, unless that was tried."""
        with self._changed:
            del self._running[call]
            if call.broken_off:
                call.attempts, call.broken_off = max(1, call.attempts - 1), False
                if call.lease.closed or self._closed:
                    call.give_up()
                    return
            elif call.attempts >= ATTEMPTS:
                call.future.set_exception(WorkerDied(f"{ATTEMPTS} worker processes died of one call"))
                return
            self._waiting.appendleft(call)
            self._changed.notify()

    def hold(self, lease: Lease) -> None:
        with self._changed:
            lease.held = True

    def release(self, lease: Lease) -> None:
        with self._changed:
            lease.held = False
            self._changed.notify_all()

    def shut(self, lease: Lease, give_up: bool) -> None:
        with self._changed:
            lease.closed = True
            if give_up:
                for call in [call for call in self._waiting if call.lease is lease]:
                    self._waiting.remove(call)
                    call.give_up()
        if give_up:
            self.break_off(lease)

    def close(self) -> None:
        """Have the processes end when nothing waits for them any more."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def break_off(self, lease: Lease) -> None:
        """Kill the processes that make calls of a lease that is held or closed."""
        with self._changed:
            for call, process in self._running.items():
                if call.lease is lease and (lease.held or lease.closed):
                    call.broken_off = True
                    process.kill()


def _serve(queue: _Queue) -> None:
    """Make calls in a process, replaced when it dies, until there will be no more."""
    process = _start()
    while (call := queue.take(process)) is not None:
        try:
            content = pickle.dumps(call.content)
        except Exception as unfit:  # pickle raises whatever it likes
            queue.made(call)
            call.future.set_exception(unfit)
            continue
        try:
            result, error = _ask(process, content)
        except (EOFError, OSError, pickle.UnpicklingError):
            _end(process)
            process = _start()
            queue.broke(call)
            continue
        queue.made(call)
        if error is None:
            call.future.set_result(result)
        else:
            call.future.set_exception(error)
    _end(process)


def _start() -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", START.format(path=sys.path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=os.environ | ONE_THREAD,
    )


def _ask(process: subprocess.Popen[bytes], content: bytes) -> tuple[Any, BaseException | None]:
    assert process.stdin is not None
    assert process.stdout is not None
    pickle.dump(content, process.stdin)
    process.stdin.flush()
    answer: tuple[Any, BaseException | None] = pickle.load(process.stdout)
    return answer


def _end(process: subprocess.Popen[bytes]) -> None:
    """Let a process end, which it does when its input does, and wait for that."""
    for pipe in (process.stdin, process.stdout):
        try:
            if pipe is not None:
                pipe.close()
        except OSError:  # it died with something unread
            pass
    process.wait()
