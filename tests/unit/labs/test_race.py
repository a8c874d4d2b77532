"""A race over seeds holds, run by run, what each run records alone."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest

from viz.engine import record
from viz.labs.race import SeededRace, race
from viz.spec import ExperimentSpec
from viz.spec.fork import forked
from viz.spec.race import RaceSpec

RUN = ExperimentSpec(steps=120, frames=12, hidden=(6, 5), samples=60)
LANES = (RUN, replace(RUN, activation="tanh", steps=60), forked(RUN, 40, learning_rate=1.5))
SPEC = RaceSpec(LANES, 4)


@pytest.fixture(scope="module")
def result() -> SeededRace:
    return list(race(SPEC))[-1]


def test_every_run_is_as_it_is_alone(result: SeededRace) -> None:
    assert result.progress == 1.0
    for lane, spec in zip(result.lanes, LANES, strict=True):
        assert lane.known.all()
        for number in range(4):
            alone = record(replace(spec, seed=spec.seed + number))
            np.testing.assert_array_equal(lane.steps, alone.steps)
            np.testing.assert_allclose(lane.loss[number], alone.train_loss[0], rtol=1e-12)
            np.testing.assert_array_equal(lane.score[number], alone.test_score[0])
            dead = np.concatenate([layer[0] for layer in alone.dead], axis=1).mean(axis=1)
            np.testing.assert_allclose(lane.dead[number], dead)


def test_bands_are_quantiles_and_solved_runs_are_counted(result: SeededRace) -> None:
    lane = result.lanes[0]
    np.testing.assert_allclose(lane.band("loss"), np.quantile(lane.loss, (0.1, 0.5, 0.9), axis=0))
    assert lane.median("loss") == pytest.approx(float(np.median(lane.loss[:, -1])))
    assert lane.goal.measure == "test_score"
    assert lane.solved == int((lane.score[:, -1] >= 0.95 - 1e-6).sum())
    assert (lane.finite, lane.overflowed) == (4, 0)


def test_it_grows(result: SeededRace) -> None:
    with ThreadPoolExecutor(2) as executor:
        partial = list(race(SPEC, executor))
    shares = [each.progress for each in partial]
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    for lane, same in zip(partial[-1].lanes, result.lanes, strict=True):
        np.testing.assert_array_equal(lane.loss, same.loss)
    first = partial[0].lanes
    for lane in first:
        assert np.isnan(lane.loss[~lane.known]).all()
        assert np.isfinite(lane.loss[lane.known]).all()


def test_runs_that_overflow_are_counted_apart() -> None:
    run = replace(RUN, dataset="sine", learning_rate=5.0, steps=300)
    (lane,) = list(race(RaceSpec((run,), 4)))[-1].lanes
    steps = [record(replace(run, seed=number)).header["stopped"] for number in range(4)]
    expected = [-1 if stopped is None else stopped["step"] for stopped in steps]
    assert lane.overflow.tolist() == expected
    assert lane.overflowed == sum(step >= 0 for step in expected) > 0
    assert lane.solved == 0
    for number, step in enumerate(expected):
        if step >= 0:
            after = lane.steps >= step
            assert np.isnan(lane.loss[number, after]).all()
            assert np.isnan(lane.dead[number, after]).all()
    assert np.isnan(lane.band("loss")[:, -1]).all() == (lane.finite == 0)


def test_a_target_is_judged_where_the_run_stopped() -> None:
    run = replace(RUN, target_loss=0.5)
    (lane,) = list(race(RaceSpec((run,), 4)))[-1].lanes
    assert lane.goal.measure == "train_loss"
    alone = [record(replace(run, seed=number)) for number in range(4)]
    assert lane.solved == sum((each.header["stopped"] or {}).get("kind") == "target_loss" for each in alone) > 0
