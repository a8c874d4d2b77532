"""Work and turns to it are counted once each, and told in the text that Prometheus reads."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest
from prometheus_client import generate_latest
from prometheus_client.parser import text_string_to_metric_families

from viz.ui.background import Background
from viz.ui.metrics import PAGE_RUN_SECONDS, REGISTRY
from viz.ui.shelf import Shelf

SECONDS = 30.0  # that anything may take on a slow machine


class Count(Background[int]):
    """Takes numbers, on a clock that goes on by a second a look."""

    def __init__(self, kind: str, source: Iterator[int]) -> None:
        self.time = 0.0
        super().__init__(kind, source, self.tick)
        self.taken: list[int] = []

    def tick(self) -> float:
        self.time += 1.0
        return self.time

    @property
    def size(self) -> int:
        return 100 * len(self.taken)

    def _take(self, chunk: int) -> None:
        self.taken.append(chunk)


def fail() -> Iterator[int]:
    yield 1
    raise ValueError("max(0, x")


def value(name: str, **labels: str) -> float | None:
    """Return a value as a reader of the text finds it; None if it is not in there."""
    families = text_string_to_metric_families(generate_latest(REGISTRY).decode())
    found = [each.value for family in families for each in family.samples if (each.name, each.labels) == (name, labels)]
    assert len(found) <= 1
    return found[0] if found else None


@pytest.mark.parametrize(("outcome", "source"), [("done", lambda: iter([1, 2])), ("failed", fail)])
def test_work_is_counted_when_it_begins_and_when_it_ends(outcome: str, source: Callable[[], Iterator[int]]) -> None:
    kind = f"to be {outcome}"
    work = Count(kind, source())
    assert value("relu_lab_work_begun_total", kind=kind) == 1.0
    assert value("relu_lab_work_seconds_count", kind=kind, outcome=outcome) is None
    for _ in range(2):
        work.watch("me")
        thread = work._thread
        assert work.wait(SECONDS, done=True)
        if thread is not None:
            thread.join(SECONDS)
    assert value("relu_lab_work_begun_total", kind=kind) == 1.0
    assert value("relu_lab_work_running", kind=kind) == 0.0
    assert value("relu_lab_work_seconds_count", kind=kind, outcome=outcome) == 1.0
    assert (value("relu_lab_work_seconds_sum", kind=kind, outcome=outcome) or 0.0) >= 1.0
    assert value("relu_lab_work_seconds_bucket", kind=kind, outcome=outcome, le="+Inf") == 1.0


def test_work_is_running_while_it_goes_on() -> None:
    go = threading.Event()

    def held() -> Iterator[int]:
        yield 1
        go.wait(SECONDS)

    work = Count("held", held())
    assert value("relu_lab_work_running", kind="held") is None
    work.watch("me")
    thread = work._thread
    assert work.wait(SECONDS)
    assert value("relu_lab_work_running", kind="held") == 1.0
    go.set()
    assert thread is not None
    thread.join(SECONDS)
    assert value("relu_lab_work_running", kind="held") == 0.0


def test_a_turn_to_work_is_a_miss_when_it_has_to_be_begun_and_else_a_hit_once() -> None:
    shelf: Shelf[str, Count] = Shelf(lambda key, _: Count(key, iter([1])), entries=8, limit=1e9)
    turns = [("a", "me", 0, 1), ("a", "me", 0, 1), ("a", "you", 1, 1), ("b", "me", 1, 2), ("a", "me", 2, 2)]
    for key, watcher, hits, misses in turns:
        shelf.look(key, watcher)
        assert (shelf.hits, shelf.misses) == (hits, misses)
    for key in "ab":
        shelf.look(key, "me").wait(SECONDS, done=True)
    assert shelf.size == 200


def test_a_page_that_is_broken_off_counts_as_run() -> None:
    with pytest.raises(SystemExit), PAGE_RUN_SECONDS.labels("broken off").time():
        raise SystemExit
    assert value("relu_lab_page_run_seconds_count", page="broken off") == 1.0
