"""A sweep gives each run's own numbers, whoever computes them and in whatever company, and ends when told."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace
from functools import cache
from multiprocessing import get_context
from typing import Any

import numpy as np
import pytest

from tests.unit.engine.sweep_cases import final_loss, numbers, refuse_overflow, too_few
from viz.engine import record
from viz.engine.probes import losses_and_scores, parameters, unit_states
from viz.engine.sweep import MEMBERS, SweepError, _Pieces, sweep
from viz.engine.workers import Workers
from viz.spec import ExperimentSpec

SMALL = ExperimentSpec(hidden=(4,), steps=40, frames=4, samples=40)
OVERFLOWS = ExperimentSpec(
    dataset="sine", hidden=(4,), activation="identity", learning_rate=50.0, steps=40, frames=4, samples=40
)
MIXED = [
    *(replace(SMALL, seed=seed, learning_rate=rate) for rate in (0.01, 0.3) for seed in range(3)),
    *(replace(SMALL, hidden=(3, 2), seed=seed) for seed in range(2)),
    replace(SMALL, activation="tanh", optimiser="adam", learning_rate=0.01),
    replace(SMALL, dataset="sine", activation="identity", learning_rate=0.01),
    OVERFLOWS,
    *(
        replace(SMALL, activation="leaky_relu(slope:0.3)", seed=9),
        replace(SMALL, activation="leaky_relu(slope:0.1)", seed=9),
    ),
    replace(OVERFLOWS, hidden=(5,)),
    *(replace(SMALL, noise=noise, data_scale=scale) for noise in (0.0, 0.3) for scale in (1.0, 2.0)),
    *(replace(SMALL, hidden=(4, 4), normalisation="batch", residual=True, learning_rate=rate) for rate in (0.1, 1.0)),
    *(replace(SMALL, initialiser="lsuv", init_bias_deviation=deviation) for deviation in (0.1, 0.2)),
]
PROBES = (losses_and_scores, unit_states, parameters)
LONG = replace(SMALL, hidden=(8,) * 12, steps=200_000)  # more than ten seconds, even in a piece of its own
ENOUGH = 10.0  # seconds, on a slow machine, for what takes a tenth


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    with Workers(2) as made:
        yield made


@cache
def alone(spec: ExperimentSpec) -> Any:
    """What is measured of a run by itself; the frames that it lost by overflowing are blank."""
    (result,) = numbers(record(spec, probes=PROBES))
    missing = spec.frames + 1 - len(result["train_loss"])
    assert (missing > 0) == (result["overflow"] is not None)

    def whole(array: np.ndarray) -> np.ndarray:
        return np.concatenate([array, np.full((missing, *array.shape[1:]), np.nan, array.dtype)])

    return {
        name: whole(value)
        if isinstance(value, np.ndarray)
        else list(map(whole, value))
        if name != "overflow"
        else value
        for name, value in result.items()
    }


def collect(pieces: Iterator[tuple[list[int], list[Any]]], count: int) -> list[Any]:
    found: dict[int, Any] = {}
    for indices, results in pieces:
        assert len(indices) == len(results)
        assert found.keys().isdisjoint(indices)
        found |= zip(indices, results, strict=True)
    assert sorted(found) == list(range(count))
    return [found[index] for index in range(count)]


def assert_same(one: Any, other: Any) -> None:
    assert one.keys() == other.keys()
    for name in one:
        np.testing.assert_equal(one[name], other[name], strict=True)


EXECUTORS: dict[str, Callable[[], Executor | None]] = {
    "none": lambda: None,
    "threads": lambda: ThreadPoolExecutor(3),
    "processes": lambda: ProcessPoolExecutor(1, mp_context=get_context("spawn")),
    "workers": lambda: Workers(2),
}


@pytest.mark.parametrize("begin", EXECUTORS.values(), ids=EXECUTORS)
def test_every_run_is_as_it_is_alone_bit_for_bit(begin: Callable[[], Executor | None]) -> None:
    executor = begin()
    try:
        found = collect(sweep(MIXED, numbers, executor=executor, probes=PROBES), len(MIXED))
    finally:
        if executor is not None:
            executor.shutdown()
    for spec, result in zip(MIXED, found, strict=True):
        assert_same(result, alone(spec))


@pytest.mark.parametrize("seconds", [1e-9, 0.003, 10.0])
def test_neither_order_nor_grouping_matters(seconds: float) -> None:
    order = list(range(len(MIXED)))
    random.Random(3).shuffle(order)
    shuffled = [MIXED[index] for index in order]
    found = collect(sweep(shuffled, numbers, probes=PROBES, piece_seconds=seconds), len(MIXED))
    for spec, result in zip(shuffled, found, strict=True):
        assert_same(result, alone(spec))


def test_without_an_executor_pieces_come_in_order() -> None:
    specs = [replace(SMALL, seed=seed) for seed in range(5)]
    pieces = [indices for indices, _ in sweep(specs, final_loss, piece_seconds=1e-9)]
    assert pieces == [[0], [1], [2], [3], [4]]


def test_nothing_to_do() -> None:
    assert list(sweep([], final_loss)) == []
    with ThreadPoolExecutor(1) as executor:
        assert list(sweep([], final_loss, executor=executor)) == []


def test_an_overflow_is_told_of_its_member_alone() -> None:
    specs = [replace(OVERFLOWS, learning_rate=rate) for rate in (1e-3, 50.0, 1e-3)]
    found = collect(sweep(specs, numbers, probes=PROBES), 3)
    assert [result["overflow"] is None for result in found] == [True, False, True]
    assert found[1]["overflow"]["step"] > 0
    assert "overflow" in found[1]["overflow"]["message"].lower() or found[1]["overflow"]["layer"] is not None
    assert np.isnan(found[1]["train_loss"][-1])
    assert np.isfinite(found[0]["train_loss"]).all()


# Ending and failing ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("begin", [EXECUTORS["threads"], EXECUTORS["workers"]], ids=["threads", "workers"])
def test_closing_frees_the_workers_at_once(begin: Callable[[], Executor]) -> None:
    executor = begin()
    specs = [SMALL, *(replace(LONG, seed=seed) for seed in range(8))]
    pieces = sweep(specs, final_loss, executor=executor, probes=(losses_and_scores,))
    assert next(pieces)[0] == [0]
    began = time.monotonic()
    pieces.close()
    executor.shutdown(wait=True)
    assert time.monotonic() - began < ENOUGH


def test_a_sweep_that_is_no_longer_wanted_is_closed(workers: Workers) -> None:
    specs = [SMALL, *(replace(LONG, seed=seed) for seed in range(8))]
    for _ in sweep(specs, final_loss, executor=workers, probes=(losses_and_scores,)):
        break  # which closes it
    began = time.monotonic()
    assert collect(sweep([SMALL], final_loss, executor=workers), 1) == collect(sweep([SMALL], final_loss), 1)
    assert time.monotonic() - began < ENOUGH


class OneAnswer(Executor):
    """Makes the first call and none of the others, as a cluster may that is busy."""

    def __init__(self) -> None:
        self.futures: list[Future[Any]] = []

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        if not self.futures:
            future.set_result(fn(*args, **kwargs))
        self.futures.append(future)
        return future


def test_closing_cancels_what_waits() -> None:
    executor = OneAnswer()
    pieces = sweep([replace(SMALL, seed=seed) for seed in range(20)], final_loss, executor=executor, piece_seconds=1e-9)
    next(pieces)
    waiting = executor.futures[1:]
    assert waiting
    assert not any(future.cancelled() for future in waiting)
    pieces.close()
    assert all(future.cancelled() for future in waiting)


def test_no_more_is_given_to_an_executor_than_asked_for() -> None:
    executor = OneAnswer()
    specs = [replace(SMALL, seed=seed) for seed in range(20)]
    next(pieces := sweep(specs, final_loss, executor=executor, piece_seconds=1e-9, in_flight=7))
    assert len(executor.futures) == 7
    pieces.close()


@pytest.mark.parametrize("begin", EXECUTORS.values(), ids=EXECUTORS)
def test_a_failure_names_the_runs(begin: Callable[[], Executor | None]) -> None:
    specs = [replace(SMALL, seed=seed) for seed in range(3)]
    specs[1:1] = [OVERFLOWS]
    executor = begin()
    with pytest.raises(SweepError, match="run 1 of 4 failed: ArithmeticError: a loss beyond all numbers") as caught:
        list(sweep(specs, refuse_overflow, executor=executor, probes=(losses_and_scores,)))
    assert caught.value.indices == [1]
    assert isinstance(caught.value.__cause__, ArithmeticError)
    if executor is not None:
        executor.shutdown()


def test_a_reduction_must_give_one_result_for_each_run() -> None:
    specs = [replace(SMALL, seed=seed) for seed in range(3)]
    with pytest.raises(
        SweepError, match=r"runs 0 to 2 of 3 failed: ValueError: reduce returned 2 results .* 3 networks"
    ):
        list(sweep(specs, too_few, probes=(losses_and_scores,)))


# In pieces ------------------------------------------------------------------------------------------------------------


def sizes(specs: list[ExperimentSpec], slowness: float = 1.0, seconds: float = 0.1) -> list[int]:
    """The sizes of the pieces when everything takes `slowness` times what was guessed at first."""
    pieces = _Pieces(specs, PROBES, seconds)
    first = _Pieces(specs, PROBES, seconds)
    found = []
    while piece := pieces.take():
        found.append(len(piece))
        pieces.took(piece, first.guess(piece) * slowness)
    return found


def test_pieces_grow_and_shrink_with_what_they_take() -> None:
    specs = [replace(SMALL, steps=2000, seed=seed) for seed in range(3000)]
    slow, normal, fast = (sizes(specs, slowness) for slowness in (4.0, 1.0, 0.25))
    assert normal[0] == normal[-2] == slow[0] == fast[0]
    assert slow[-2] < 0.5 * normal[0]
    assert fast[-2] > 1.4 * normal[0]
    assert max(fast) <= MEMBERS


def test_a_piece_is_never_empty_and_never_too_large() -> None:
    assert set(sizes([LONG] * 3, seconds=1e-9)) == {1}
    assert max(sizes([replace(SMALL, steps=1)] * 1000, seconds=1e9)) == MEMBERS
    wide = replace(SMALL, hidden=(64,) * 6, batch_size=2000, samples=2000)
    assert max(sizes([wide] * 100, seconds=1e9)) < 10  # or a step would leave the processor's cache
    many_frames = replace(SMALL, steps=2000, frames=2000)
    assert max(sizes([many_frames] * 100, seconds=1e9)) < 10  # or the recordings would fill the memory
