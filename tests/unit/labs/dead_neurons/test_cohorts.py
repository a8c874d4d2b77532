"""Groups of runs say what the runs say one by one, and their bands are the quantiles that a loop finds."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from viz.engine import record
from viz.labs.dead_neurons import DEFINITIONS, Cohorts, cohorts
from viz.spec import ExperimentSpec
from viz.spec.dead_runs import CohortsSpec

BASE = ExperimentSpec(samples=60, steps=80, frames=8, learning_rate=1.5, seed=3)
WILD = ExperimentSpec(dataset="sine", samples=60, steps=80, frames=8, learning_rate=1.0, seed=3, activation="prelu")
SPEC = CohortsSpec((("calm", BASE), ("deep", replace(BASE, hidden=(8, 8, 8))), ("wild", WILD)), seeds=5, tau=0.1)


@pytest.fixture(scope="module")
def result() -> Cohorts:
    *_, last = cohorts(SPEC)
    return last


def quantile(values: list[float], share: float) -> float:
    """Return the quantile by linear interpolation between neighbours, as the definition says."""
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    below = math.floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])


@pytest.mark.parametrize("group", [0, 1])
def test_shares_and_losses_are_those_of_the_runs_one_by_one(group: int, result: Cohorts) -> None:
    for place in range(SPEC.seeds):
        recording = record(replace(SPEC.groups[group][1], seed=3 + place))
        for moment in range(len(result.steps)):
            units = [unit for layer in recording.active_fraction for unit in layer[0, moment].tolist()]
            dead = sum(unit == 0.0 for unit in units) / len(units)
            assert result.share[group, place, 0, moment] == pytest.approx(dead, abs=1e-12)
            silent = [unit for layer in recording.gradient_dead for unit in layer[0, moment].tolist()]
            assert result.share[group, place, 3, moment] == pytest.approx(sum(silent) / len(silent), abs=1e-12)
        np.testing.assert_array_equal(result.loss[group, place], recording.train_loss[0])


def test_bands_are_the_quantiles_over_the_seeds(result: Cohorts) -> None:
    for definition in DEFINITIONS:
        low, middle, high = result.share_band(0, definition)
        for moment in range(len(result.steps)):
            values = result.share[0, :, DEFINITIONS.index(definition), moment].tolist()
            expected = [quantile(values, share) for share in (0.1, 0.5, 0.9)]
            assert [low[moment], middle[moment], high[moment]] == pytest.approx(expected, abs=1e-12)


def test_runs_that_overflow_are_left_out_and_counted(result: Cohorts) -> None:
    steps = [record(replace(WILD, seed=3 + place)).header["overflows"][0] for place in range(SPEC.seeds)]
    assert result.overflow[2].tolist() == [-1 if entry is None else entry["step"] for entry in steps]
    assert result.overflowed(2) == sum(entry is not None for entry in steps) > 0
    left = [share for share, entry in zip(result.share[2, :, 0, -1], steps, strict=True) if entry is None]
    assert result.share_band(2, "dead")[1, -1] == pytest.approx(quantile(left, 0.5)) if left else True
    assert np.isnan(result.share[2, :, 0, -1]).sum() == result.overflowed(2)


def test_results_grow_to_the_whole() -> None:
    grown = list(cohorts(SPEC))
    assert [one.progress for one in grown] == sorted(one.progress for one in grown)
    assert grown[-1].progress == 1.0
    assert grown[-1].known.all()
    assert len(grown) > 1
    assert np.isnan(grown[0].share[~grown[0].known]).all()


def test_the_run_in_the_middle_has_the_median_share(result: Cohorts) -> None:
    spec = result.typical(0, "dead")
    shares = sorted(result.share[0, :, 0, -1].tolist())
    recording = record(spec)
    dead = np.concatenate([layer[0, -1] for layer in recording.dead]).mean()
    assert dead == pytest.approx(shares[2])
