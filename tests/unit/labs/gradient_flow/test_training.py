"""Deep networks in training: recorded numbers again from single steps, overflows, and work that can be given up."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import Any

import numpy as np
import pytest

from tests.unit.labs.gradient_flow.networks import by_layer
from viz.engine.trainer import Trainer
from viz.labs.gradient_flow import FlowRuns, flow_runs
from viz.labs.gradient_flow.training import trace
from viz.spec.deep import DeepSpec
from viz.spec.flow_runs import FlowRunsSpec, LayersSpec, moments

RUN = DeepSpec(hidden=(6,) * 4, samples=40, steps=6, batch_size=8, learning_rate=0.05, activation="tanh")


class Slow(Executor):
    """An executor that computes nothing until it is told to."""

    def __init__(self) -> None:
        self.given: list[tuple[Future[Any], Callable[[], Any]]] = []

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        self.given.append((future, lambda: fn(*args, **kwargs)))
        return future


def test_moments_start_densely_and_end_at_the_last_step() -> None:
    for steps in (1, 2, 7, 300, 20_000):
        found = moments(steps)
        assert found[:2] == (0, 1)
        assert found[-1] == steps
        assert list(found) == sorted(set(found))
        assert len(found) <= 25


def test_trace_agrees_with_single_steps() -> None:
    found = trace(RUN)
    trainer = Trainer(RUN)
    start = [weight.copy() for weight in trainer.network.weights]
    steps = moments(RUN.steps)
    for step in range(RUN.steps + 1):
        before = [weight.copy() for weight in trainer.network.weights]
        if step:
            trainer.advance(1)
        if step not in steps:
            continue
        row = steps.index(step)
        for layer, weight in enumerate(trainer.network.weights):
            moved = np.linalg.norm(weight[0] - start[layer][0]) / np.linalg.norm(start[layer][0])
            assert found.movement[row, layer] == pytest.approx(moved, rel=1e-12)
            if step:
                update = np.linalg.norm(weight[0] - before[layer][0]) / np.linalg.norm(before[layer][0])
                assert found.update[row, layer] == pytest.approx(update, rel=1e-12)
        for name, expected in by_layer(RUN, trainer.population, 0).items():
            np.testing.assert_allclose(getattr(found, name)[row], expected, rtol=1e-9, err_msg=name)
    assert np.isnan(found.update[0]).all()
    assert found.overflow == -1


def test_run_that_overflows_says_when_and_is_blank_from_then_on() -> None:
    exploding = RUN.unchecked({"activation": "identity", "learning_rate": 50.0, "steps": 200, "init_scale": 2.0})
    found = trace(exploding)
    assert found.overflow > 0
    later = np.array(moments(200)) >= found.overflow
    assert later.any()
    for values in (found.loss, found.gradient, found.movement):
        assert np.isnan(values[later]).all()
        assert np.isfinite(values[~later]).all()


def groups(seeds: int = 3) -> FlowRunsSpec:
    other = RUN.unchecked({"normalisation": "batch"})
    return FlowRunsSpec((("plain", LayersSpec(RUN, seeds)), ("batch norm", LayersSpec(other, seeds))))


def test_result_grows_seed_by_seed_over_all_groups() -> None:
    results = list(flow_runs(groups(), None))
    assert [result.progress for result in results] == pytest.approx([1 / 6, 2 / 6, 3 / 6, 4 / 6, 5 / 6, 1.0])
    assert results[1].known.tolist() == [[True, False, False], [True, False, False]]
    last = results[-1]
    assert last.labels == ("plain", "batch norm")
    alone = trace(RUN.unchecked({"seed": 2}))
    np.testing.assert_array_equal(last.gradient[0, 2], alone.gradient)
    np.testing.assert_array_equal(last.loss[0, 2], alone.loss)
    np.testing.assert_array_equal(last.profile(0, 3).variance[2], alone.variance[3])
    assert np.isnan(results[0].loss[1]).all()  # what was yielded before is left as it was


def test_executor_gives_the_same_and_is_asked_for_few_pieces_at_a_time() -> None:
    executor = Slow()
    results: list[FlowRuns] = []
    source = flow_runs(groups(), executor)

    def compute() -> None:
        for future, call in executor.given:
            if not future.done():
                future.set_result(call())

    original = executor.submit

    def submit(fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future = original(fn, *args, **kwargs)
        assert sum(not given.done() for given, _ in executor.given) <= 4
        if len(executor.given) in (4, 5, 6):
            compute()
        return future

    executor.submit = submit  # type: ignore[method-assign]
    results = list(source)
    assert results[-1].progress == 1.0
    np.testing.assert_array_equal(results[-1].gradient, list(flow_runs(groups(), None))[-1].gradient)


def test_closing_cancels_what_is_not_begun() -> None:
    executor = Slow()
    source = flow_runs(groups(), executor)
    original = executor.submit

    def submit(fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future = original(fn, *args, **kwargs)
        if len(executor.given) == 1:
            future.set_result(fn(*args, **kwargs))
        return future

    executor.submit = submit  # type: ignore[method-assign]
    next(source)
    source.close()  # type: ignore[attr-defined]
    assert [future.cancelled() for future, _ in executor.given] == [False, True, True, True]
