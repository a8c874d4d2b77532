"""A case that passes a bound fails, and at once; what others have left behind is not counted as its own."""

from __future__ import annotations

import gc
from itertools import count

import pytest

from tests.fuzz.bounds import TookTooLong, bounded


def test_a_case_without_end_is_ended() -> None:
    with pytest.raises(TookTooLong, match=r"over 0\.05 s"), bounded(0.05, 40.0):
        for _ in count():
            pass


def test_a_case_that_takes_memory_fails() -> None:
    with pytest.raises(AssertionError, match="at most 10"), bounded(5.0, 10.0):
        bytes(20 * 2**20).upper()


def test_no_garbage_is_collected_within_a_case() -> None:
    collected: list[str] = []

    def note(phase: str, _: object) -> None:
        collected.append(phase)

    gc.callbacks.append(note)
    try:
        with bounded(5.0, 100.0):
            kept: list[list[int]] = [[] for _ in range(100_000)]
            assert kept
            assert collected == []
        assert gc.isenabled()
    finally:
        gc.callbacks.remove(note)
