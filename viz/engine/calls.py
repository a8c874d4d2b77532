"""The calls that wait for worker processes, and whose turn it is."""

from __future__ import annotations

import subprocess
import threading
from collections import Counter, OrderedDict, deque
from collections.abc import Callable, Hashable
from concurrent.futures import BrokenExecutor, CancelledError, Future
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from viz.engine.workers import Lease

ATTEMPTS = 2
MOST_LOST = 8  # processes that may die before they have begun with a call: more will not start at all
REMEMBERED = 256  # owners of whom is known when they had their last turn


class WorkerDied(BrokenExecutor):
    """A call ended the worker process that made it, and another one that tried again."""


@dataclass(eq=False)
class Call:
    """A call that waits or is being made: (function, arguments, keywords).

    attempts : how often it was begun.
    lost : how often a process died before it had the call.
    """

    future: Future[Any]
    content: tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any]]
    lease: Lease
    owner: Hashable
    attempts: int = 0
    lost: int = 0
    broken_off: bool = False

    def give_up(self) -> None:
        """Have those who wait for it hear that it will not be made."""
        if self.future.cancel():
            self.future.set_running_or_notify_cancel()  # only then are they told
        elif not self.future.done():
            self.future.set_exception(CancelledError())


class Queue:
    """The calls that wait, oldest first, and those that are being made, by process.

    Next is the owner for whom the fewest calls are being made; of several, one with a lease of which no call was begun
    so far, as nothing is there to be seen of it; else the one whose turn was longest ago.
    """

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._waiting: deque[Call] = deque()
        self._running: dict[Call, subprocess.Popen[bytes]] = {}
        self._turns: OrderedDict[Hashable, int] = OrderedDict()
        self._taken = 0
        self._closed = False

    @property
    def waiting(self) -> int:
        """How many calls wait."""
        return len(self._waiting)

    @property
    def running(self) -> int:
        """How many calls are being made."""
        return len(self._running)

    def add(self, call: Call) -> None:
        """Have a call wait; RuntimeError after shutdown."""
        with self._changed:
            if self._closed or call.lease.closed:
                raise RuntimeError("no calls are taken after shutdown")
            self._waiting.append(call)
            self._changed.notify()

    def take(self, process: subprocess.Popen[bytes]) -> Call | None:
        """Wait for a call that may be made now, by `process`; None when there will be no more."""
        with self._changed:
            while True:
                call = self._next()
                if call is None and self._closed:
                    return None
                if call is None:
                    self._changed.wait()
                    continue
                self._waiting.remove(call)
                if call.future.running() or call.future.set_running_or_notify_cancel():
                    call.attempts += 1
                    call.lease.begun = True
                    self._running[call] = process
                    self._note_turn(call.owner)
                    return call

    def _next(self) -> Call | None:
        busy = Counter(call.owner for call in self._running)
        return min(
            (call for call in self._waiting if not call.lease.held or call.future.cancelled()),
            key=lambda call: (busy[call.owner], call.lease.begun, self._turns.get(call.owner, 0)),
            default=None,
        )

    def _note_turn(self, owner: Hashable) -> None:
        self._taken += 1
        self._turns[owner] = self._taken
        self._turns.move_to_end(owner)
        if len(self._turns) > REMEMBERED:
            self._turns.popitem(last=False)

    def made(self, call: Call) -> None:
        """Note that a call has ended."""
        with self._changed:
            del self._running[call]

    def broke(self, call: Call, idle: bool) -> None:
        """Note that the process of a call has died: it is made again, unless that was tried.

        idle: whether the process died before it had the call.
        """
        with self._changed:
            del self._running[call]
            call.lost += idle
            if call.broken_off or (idle and call.lost < MOST_LOST):
                call.attempts -= 1
                call.broken_off = False
                if call.lease.closed or self._closed:
                    call.give_up()
                    return
            elif idle or call.attempts >= ATTEMPTS:
                call.future.set_exception(WorkerDied(f"{max(ATTEMPTS, call.lost)} worker processes died of it"))
                return
            self._waiting.appendleft(call)
            self._changed.notify()

    def hold(self, lease: Lease) -> None:
        """Begin no calls of a lease."""
        with self._changed:
            lease.held = True

    def release(self, lease: Lease) -> None:
        """Begin calls of a lease again."""
        with self._changed:
            lease.held = False
            self._changed.notify_all()

    def shut(self, lease: Lease, give_up: bool) -> None:
        """Take no more calls of a lease; `give_up` those that are there."""
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
