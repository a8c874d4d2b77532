"""Calls spread over an executor: each case once with its result, here or there, and no more once closed."""

from __future__ import annotations

from concurrent.futures import Executor, ThreadPoolExecutor
from threading import Event

import pytest

from viz.engine.spread import spread


@pytest.mark.parametrize("executor", [None, ThreadPoolExecutor(2)], ids=["here", "threads"])
def test_every_case_comes_once_with_its_result(executor: Executor | None) -> None:
    found = list(spread(str, range(20), executor))
    assert sorted(found) == [(case, str(case)) for case in range(20)]


def test_closing_cancels_what_waits() -> None:
    begun, go = [], Event()

    def wait(case: int) -> int:
        begun.append(case)
        if case:
            go.wait(10)
        return case

    with ThreadPoolExecutor(1) as pool:
        results = spread(wait, range(10), pool)
        assert next(results) == (0, 0)
        results.close()  # type: ignore[attr-defined]
        go.set()
    assert len(begun) <= 2


def test_an_error_reaches_the_one_who_asked() -> None:
    with ThreadPoolExecutor(1) as pool, pytest.raises(ValueError, match="invalid literal"):
        list(spread(int, ["1", "one"], pool))
