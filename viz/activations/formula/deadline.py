"""Runs Python code that may take for ever, and breaks it off."""

from __future__ import annotations

import ctypes
import threading
import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

PATIENCE = 8  # on a busy machine: seconds on the clock for every second of work
POLL = 0.01
TRIES = 40
_turn = threading.Lock()  # one at a time, so that many visitors with slow formulas hold up each other alone


def within(seconds: float, work: Callable[[], T]) -> T:
    """Return work(), done in a thread of its own; TimeoutError once it has computed for `seconds`.

    The thread is ended by an exception that Python raises in it between two of its instructions.
    """
    result: list[T] = []
    failure: list[BaseException] = []
    clock: list[int] = []  # of the processor time that the thread uses, where the system keeps one
    done = threading.Event()

    def run() -> None:
        try:
            if hasattr(time, "pthread_getcpuclockid"):
                clock.append(time.pthread_getcpuclockid(threading.get_ident()))
            result.append(work())
        except BaseException as error:  # handed on below, in the thread that waits
            failure.append(error)
        finally:
            done.set()

    with _turn:
        thread = threading.Thread(target=run, name="formula", daemon=True)
        begun = time.monotonic()
        thread.start()
        while not done.wait(POLL):
            if _used(clock) > seconds or time.monotonic() - begun > PATIENCE * seconds:
                for _ in range(TRIES):  # what is raised within a destructor goes no further
                    _break_off(thread)
                    if done.wait(5 * POLL):
                        break
                raise TimeoutError(f"over {seconds} s")
        thread.join()
    if failure:
        raise failure[0]
    return result[0]


def _used(clock: list[int]) -> float:
    """Return the seconds on a thread's clock, 0 where there is none or the thread has ended."""
    try:
        return time.clock_gettime(clock[0])
    except (IndexError, OSError):
        return 0.0


def _break_off(thread: threading.Thread) -> None:
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread.ident or 0), ctypes.py_object(TimeoutError))
