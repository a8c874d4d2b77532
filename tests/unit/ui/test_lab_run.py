"""A lab's experiment is computed once for all who watch it, for as long as any of them does."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from functools import partial
from types import FunctionType
from typing import Any, TypeAlias

import numpy as np
import pytest

from tests.unit.ui.lab_cases import SECONDS, Count, CountSpec, count, long_runs, losses
from viz.engine.workers import Lease, Workers
from viz.ui.background import PATIENCE
from viz.ui.cache import begin_lab
from viz.ui.lab_run import Experiment, LabRun, bytes_of
from viz.ui.shelf import Shelf

Labs: TypeAlias = Shelf[Experiment, LabRun[Any]]


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    with Workers(2) as made:
        yield made


@pytest.fixture
def shelf(workers: Workers) -> Labs:
    return Shelf(partial(begin_lab, workers), entries=3, limit=1e9)


@pytest.fixture
def begin(workers: Workers) -> Callable[..., LabRun[Count]]:
    return lambda spec, **more: LabRun(Experiment(count, spec), workers.lease(), **more)


def until(run: LabRun[Any], holds: Callable[[], bool]) -> None:
    with run._changed:
        assert run._changed.wait_for(holds, timeout=SECONDS)


def rested(run: LabRun[Any]) -> None:
    """Wait until the thread has left it."""
    if (thread := run._thread) is not None:
        thread.join(SECONDS)
        assert not thread.is_alive()


def test_the_newest_result_is_shown_and_the_last_one_stays(begin: Callable[..., LabRun[Count]]) -> None:
    spec = CountSpec(to=3)
    run = begin(spec)
    run.watch("me")
    assert run.result is None
    assert run.progress == 0.0
    spec.let(1)
    assert run.wait(SECONDS)
    assert run.progress == pytest.approx(1 / 3)
    assert not run.done
    spec.let(2)
    assert run.wait(SECONDS, done=True)
    assert run.result is not None
    assert run.result.so_far == 3


def test_cancelled_work_stops_and_goes_on_from_where_it_was(begin: Callable[..., LabRun[Count]]) -> None:
    spec = CountSpec(to=3)
    run = begin(spec)
    run.watch("me")
    spec.let(1)
    assert run.wait(SECONDS)
    run.cancel("me")
    assert run.cancelled("me")
    spec.let(1)  # the step that it is in
    rested(run)
    run.watch("me")  # the page is drawn again
    assert run._thread is None
    assert run.progress == pytest.approx(2 / 3)
    run.resume("me")
    spec.let(1)
    assert run.wait(SECONDS, done=True)
    assert run.progress == 1.0
    assert len(spec.begun) == 1


def test_what_one_cancels_goes_on_for_another(begin: Callable[..., LabRun[Count]]) -> None:
    spec = CountSpec(to=3)
    run = begin(spec)
    run.watch("me")
    run.watch("you")
    run.cancel("me")
    spec.let(3)
    assert run.wait(SECONDS, done=True)
    assert run.cancelled("me")
    assert not run.cancelled("you")


def test_who_comes_back_has_cancelled_nothing(shelf: Labs) -> None:
    spec, other = CountSpec(to=1), CountSpec(to=2)
    run = shelf.look(Experiment(count, spec), "me")
    run.cancel("me")
    shelf.look(Experiment(count, other), "me")
    assert shelf.look(Experiment(count, spec), "me") is run
    assert not run.cancelled("me")
    spec.let(1)
    other.let(2)
    assert run.wait(SECONDS, done=True)


def test_it_rests_when_nobody_looks(begin: Callable[..., LabRun[Count]]) -> None:
    now, spec = [0.0], CountSpec(to=3)
    run = begin(spec, clock=lambda: now[0])
    run.watch("me")
    now[0] = PATIENCE + 1
    assert run.age == PATIENCE + 1
    spec.let(1)
    until(run, lambda: run._thread is None)
    assert not run.done
    run.watch("me")
    spec.let(2)
    assert run.wait(SECONDS, done=True)


def test_sessions_share_one_computation(shelf: Labs) -> None:
    specs = [CountSpec(to=2) for _ in range(8)]  # equal, as each session makes its own
    start = threading.Barrier(8)
    runs = []

    def ask(number: int) -> None:
        start.wait()
        runs.append(shelf.look(Experiment(count, specs[number]), number))

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(SECONDS)
    assert len({id(run) for run in runs}) == 1
    for spec in specs:
        spec.let(2)
    assert runs[0].wait(SECONDS, done=True)
    assert sum(len(spec.begun) for spec in specs) == 1


def test_labs_and_specs_are_told_apart(shelf: Labs) -> None:
    one = shelf.look(Experiment(count, CountSpec(to=1)), "me")
    assert shelf.look(Experiment(count, CountSpec(to=2)), "me") is not one
    assert Experiment(count, CountSpec()) != Experiment(losses, CountSpec())
    anew = FunctionType(count.__code__, count.__globals__)  # as a module has it that was loaded again
    anew.__module__, anew.__qualname__ = count.__module__, count.__qualname__
    assert Experiment(count, CountSpec()) == Experiment(anew, CountSpec())


def test_memory_is_bounded(workers: Workers) -> None:
    shelf: Labs = Shelf(partial(begin_lab, workers), entries=9, limit=30_000)
    for steps in range(1, 6):
        spec = CountSpec(to=steps, numbers=1000)
        spec.let(steps)
        assert shelf.look(Experiment(count, spec), "me").wait(SECONDS, done=True)
    shelf.look(Experiment(count, CountSpec(to=5, numbers=1000)), "me")
    assert len(shelf) == 3


def test_bytes_are_counted_wherever_they_are() -> None:
    array = np.zeros(1000)
    for value in (array, (array,), [array], {"a": array}, Count(1, 1, array)):
        assert 8000 <= bytes_of(value) < 8400
    assert bytes_of(np.array([array, array], dtype=object)) >= 16_000
    assert bytes_of("x" * 5000) > 5000


def test_a_failure_is_told_and_can_be_tried_again(shelf: Labs, caplog: pytest.LogCaptureFixture) -> None:
    spec = CountSpec(to=3, fails_at=2)
    run = shelf.look(Experiment(count, spec), "me")
    spec.let(2)
    assert run.wait(SECONDS, done=True)
    assert run.error == "ArithmeticError: 2 is too many"
    assert run.progress == pytest.approx(1 / 3)  # what had come before is still there
    assert "lab_cases.count failed: ArithmeticError" in caplog.text
    shelf.retry(Experiment(count, CountSpec()))
    assert shelf.look(Experiment(count, spec), "me") is run
    shelf.retry(Experiment(count, spec))
    assert shelf.look(Experiment(count, spec), "me") is not run


def test_what_is_dropped_is_given_up(workers: Workers, caplog: pytest.LogCaptureFixture) -> None:
    shelf: Labs = Shelf(partial(begin_lab, workers), entries=1, limit=1e9)
    run = shelf.look(Experiment(long_runs, 9), "me")
    thread = run._thread
    assert thread is not None
    assert run.wait(SECONDS)
    run.cancel("me")
    run._lease.hold()  # now the thread waits for what nobody computes
    spec = CountSpec(to=1)
    spec.let(1)
    shelf.look(Experiment(count, spec), "me")
    thread.join(SECONDS)
    assert not thread.is_alive()
    assert run.error is None
    assert not caplog.text
    assert workers.submit(pow, 2, 3).result(SECONDS) == 8


def test_a_sweep_is_cancelled_and_resumed_with_the_numbers_that_it_has_anyway(workers: Workers) -> None:
    *_, whole = losses(300, workers)
    lease = workers.lease()
    run: LabRun[Count] = LabRun(Experiment(losses, 300), lease)
    run.watch("me")
    assert run.wait(SECONDS)
    run.cancel("me")
    assert lease.held
    assert not run.done
    lease.hold()  # do not wait for what is short
    assert list(workers.map(pow, range(8), [2] * 8)) == [number**2 for number in range(8)]  # both workers are free
    run.resume("me")
    assert run.wait(SECONDS, done=True)
    assert run.result is not None
    np.testing.assert_array_equal(run.result.values, whole.values)


def test_a_lease_is_all_that_a_run_needs_of_the_workers() -> None:
    held: list[Any] = []

    class Recorder(Lease):
        def __init__(self) -> None: ...

        def hold(self, grace: float = 0.0) -> None:
            held.append(grace)

        def release(self) -> None:
            held.append("released")

    spec = CountSpec(to=1)
    run: LabRun[Count] = LabRun(Experiment(count, spec), Recorder())
    run.watch("me")
    run.watch("you")
    run.cancel("me")
    assert held == ["released", "released"]
    run.cancel("you")
    assert held[2:] == [0.25]
    spec.let(1)
    rested(run)
