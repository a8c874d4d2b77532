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
from collections.abc import Callable, Hashable, Sequence
from concurrent.futures import Executor, Future
from typing import Any, ParamSpec, TypeVar

from viz.engine.calls import Call, Queue, WorkerDied

__all__ = ["Lease", "WorkerDied", "Workers", "cores"]

Q = ParamSpec("Q")
T = TypeVar("T")

START = "import sys; sys.path[:] = {path!r}; from viz.engine.worker import serve; serve({modules!r})"
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}


class Lease(Executor):
    """A share in `Workers` that can be put on hold: then no worker is busy with it.

    Attributes
    ----------
    owner : for whom calls are made from now on; workers are shared out evenly among owners, whatever each has waiting.
    begun, held, closed : whether a call was begun; whether none is for now; whether no more are taken.
    """

    def __init__(self, queue: Queue) -> None:
        self.owner: Hashable = self
        self.begun = False
        self.held = False
        self.closed = False
        self._queue = queue

    def submit(self, fn: Callable[Q, T], /, *args: Q.args, **kwargs: Q.kwargs) -> Future[T]:
        """Have a worker call a function that it can import, with arguments that can be pickled."""
        call = Call(Future(), (fn, args, kwargs), self, self.owner)
        self._queue.add(call)
        return call.future

    def hold(self, grace: float = 0.0) -> None:
        """Stop: begin no call; what is being made for `grace` more seconds is broken off, and made anew later."""
        held = self.held
        self._queue.hold(self)
        if grace == 0.0:
            self._queue.break_off(self)
        elif not held:  # else that is seen to already
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
    modules : what they load, besides the engine, before their first call.
    """

    def __init__(self, count: int | None = None, modules: Sequence[str] = ()) -> None:
        super().__init__(Queue())
        self.count = count or cores()
        self._threads = [
            threading.Thread(target=_serve, args=(self._queue, tuple(modules)), name=f"worker {number}", daemon=True)
            for number in range(self.count)
        ]
        for thread in self._threads:
            thread.start()
        self._end = weakref.finalize(self, self._queue.close)

    @property
    def alive(self) -> int:
        """How many serve: fewer than `count` if one could not be started again, or all are to end."""
        return sum(thread.is_alive() for thread in self._threads)

    @property
    def busy(self) -> int:
        """How many are making a call."""
        return self._queue.running

    @property
    def waiting(self) -> int:
        """How many calls wait for one, those of leases on hold included."""
        return self._queue.waiting

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


def _serve(queue: Queue, modules: Sequence[str]) -> None:
    """Make calls in a process, replaced when it dies, until there will be no more."""
    process = _start(modules)
    while _serve_one(queue, process):
        if process.poll() is not None:
            _end(process)
            process = _start(modules)
    _end(process)


def _serve_one(queue: Queue, process: subprocess.Popen[bytes]) -> bool:
    """Wait for a call and make it, and keep nothing of it; return False when there will be no more."""
    call = queue.take(process)
    if call is None:
        return False
    if process.poll() is not None:
        queue.broke(call, idle=True)
        return True
    try:
        content = pickle.dumps(call.content)
    except Exception as unfit:  # pickle raises whatever it likes
        queue.made(call)
        call.future.set_exception(unfit)
        return True
    try:
        result, error = _ask(process, content)
    except (EOFError, OSError, pickle.UnpicklingError):
        process.kill()
        process.wait()
        queue.broke(call, idle=False)
        return True
    queue.made(call)
    if error is None:
        call.future.set_result(result)
    else:
        call.future.set_exception(error)
    return True


def _start(modules: Sequence[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", START.format(path=sys.path, modules=tuple(modules))],
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
