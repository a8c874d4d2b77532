"""The bounds of one case, processor time and memory, and how many cases there are."""

from __future__ import annotations

import gc
import os
import resource
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, settings

SHORT = 700  # cases of all targets together in `make test`
CASES = int(os.environ.get("FUZZ_CASES", SHORT))
COUNT = {"cases": 0}  # made in this process, of the corpus too

_PEAK, _STATUS = Path("/proc/self/clear_refs"), Path("/proc/self/status")


class TookTooLong(AssertionError):
    """A case used more processor time than it may."""


def fuzzed(share: float) -> Any:
    """Return hypothesis's settings of a target that gets this share of all cases."""
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example]
    phases = (Phase.explicit, Phase.reuse, Phase.generate)  # to make a case smaller takes longer than all the others
    return settings(max_examples=max(1, round(share * CASES)), suppress_health_check=checks, phases=phases)


def in_words(error: Exception, longest: int = 1000) -> str:
    """Return what a refusal says, which is something, and not too much for a page."""
    text = str(error)
    assert 0 < len(text) <= longest
    return text


@contextmanager
def bounded(seconds: float, megabytes: float) -> Iterator[None]:
    """Count a case, and fail it if it takes more processor time or more memory: at once, not when it is done.

    Garbage is not collected meanwhile: in a process with much in it that takes half a second, whosever it is.
    """

    def late(*_: object) -> None:
        raise TookTooLong(f"over {seconds} s of processor time")

    gc.disable()
    before, began = _restarted_peak(), time.process_time()
    previous = signal.signal(signal.SIGPROF, late)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
        took, grown = time.process_time() - began, _peak() - before
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, previous)
        gc.enable()
        COUNT["cases"] += 1
    if took > seconds:
        raise TookTooLong(f"{took:.1f} s of processor time, at most {seconds}")
    assert grown <= megabytes, f"{grown:.0f} MB more than before, at most {megabytes}"


def _restarted_peak() -> float:
    """Have the system measure the largest memory anew, where it can, and return it in MB."""
    if _PEAK.exists():
        _PEAK.write_text("5")
    return _peak()


def _peak() -> float:
    if not _STATUS.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**10
    (line,) = (line for line in _STATUS.read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 2**10
