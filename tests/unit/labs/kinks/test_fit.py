"""Fits: against plain NumPy gradient descent and Adam in a few lines, exact targets, and what overflows."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest

from viz.engine import samplers
from viz.engine.optimisers import OPTIMISERS
from viz.labs.kinks import count_pieces, curve, errors, fit, grid, rms, total, units_of
from viz.spec.kinks import MAX_UNITS, ErrorsSpec, FitSpec, Target, Units
from viz.spec.one_neuron import OneNeuronSpec

SPEC = OneNeuronSpec().fitting
SINE = Target("sine")


@pytest.mark.parametrize(("name", "sample"), [("sine", "sine"), ("step", "step"), ("abs", "absolute")])
def test_targets_are_the_data_sets_of_their_name(name: str, sample: str) -> None:
    x, y = getattr(samplers, sample)(50, np.random.default_rng(0))
    np.testing.assert_array_equal(curve(Target(name), x[:, 0]), y)


def test_a_drawn_curve_is_straight_between_its_points() -> None:
    drawn = tuple(np.linspace(-1.0, 1.0, 49))
    np.testing.assert_allclose(curve(Target("drawn", drawn), grid()), grid() / 3.0, atol=1e-15)


def test_plain_gradient_descent_step_by_step() -> None:
    spec = FitSpec(Units((1.0, -0.5), (0.3, 1.0), (0.7, -1.2), 0.1), SINE, "sgd", 0.05, 3)
    w, b, v, c = np.array([1.0, -0.5]), np.array([-0.3, 0.5]), np.array([0.7, -1.2]), 0.1
    x = grid()
    y = 1.5 * np.sin(1.5 * x)
    result = fit(spec)
    for step in range(4):
        np.testing.assert_allclose(result.slopes[step], w, rtol=1e-12)
        np.testing.assert_allclose(result.biases[step], b, rtol=1e-12)
        np.testing.assert_allclose(result.heights[step], v, rtol=1e-12)
        assert result.offsets[step] == pytest.approx(c, rel=1e-12)
        z = np.outer(x, w) + b
        off = np.maximum(z, 0.0) @ v + c - y
        assert result.rms[step] == pytest.approx(np.sqrt(np.mean(off**2)), rel=1e-12)
        pull = 2.0 * off / len(x)
        back = pull[:, None] * v * (z > 0.0)
        w, b, v, c = (w - 0.05 * (back * x[:, None]).sum(0), b - 0.05 * back.sum(0),
                      v - 0.05 * np.maximum(z, 0.0).T @ pull, c - 0.05 * pull.sum())  # fmt: skip


def test_the_fit_starts_from_the_units_as_they_are() -> None:
    result = fit(SPEC)
    assert result.steps[0] == 0
    assert result.steps[-1] == SPEC.steps
    assert result.rms[0] == pytest.approx(float(rms(total(SPEC.units, grid())[1], SINE)), rel=1e-12)
    assert result.rms[-1] < 0.15 * result.rms[0]


def test_the_final_units_are_the_network_they_came_from() -> None:
    result = fit(SPEC)
    assert float(rms(total(result.final, grid())[1], SINE)) == pytest.approx(float(result.rms[-1]), abs=1e-3)


def test_two_units_can_be_the_absolute_value() -> None:
    spec = replace(SPEC, units=Units((1.0, -1.0), (0.5, -0.5), (0.5, 0.5)), target=Target("abs"), steps=3000)
    result = fit(spec)
    assert result.rms[-1] < 1e-3
    assert count_pieces(Units((1.0, -1.0), (0.0, 0.0), (1.0, 1.0))).count == 2


@pytest.mark.parametrize("name", OPTIMISERS)
def test_every_optimiser_improves_the_fit(name: str) -> None:
    result = fit(replace(SPEC, optimiser=name, learning_rate=0.01, steps=300))
    assert result.overflow is None
    assert result.rms[-1] < result.rms[0]


def test_an_overflow_ends_the_frames_and_says_where() -> None:
    result = fit(replace(SPEC, optimiser="sgd", learning_rate=10.0, steps=500))
    assert result.overflow is not None
    assert len(result.steps) == len(result.rms) > 0
    assert result.steps[-1] < result.overflow
    assert np.isfinite(result.heights).all()


def test_units_far_away_come_into_reach_with_their_value() -> None:
    slopes, biases, heights = np.array([1e-4, 0.0, 2.0]), np.array([0.5, 3.0, 1.0]), np.array([2.0, 1.0, 1.0])
    units = units_of(slopes, biases, heights, 0.0)
    assert max(abs(x) for x in units.positions) <= 100.0
    x = np.array([-3.0, 0.0, 3.0])
    before = np.maximum(np.outer(x, slopes) + biases, 0.0) @ heights
    np.testing.assert_allclose(total(units, x)[1], before, atol=0.15)
    assert total(units, np.zeros(1))[1][0] == pytest.approx(5.0, abs=1e-2)


def test_errors_come_for_every_number_of_units_with_and_without_workers() -> None:
    spec = ErrorsSpec(SINE, "adam", 0.02, 40, 3)
    alone = list(errors(spec))
    assert len(alone) == MAX_UNITS
    assert alone[-1].progress == 1.0
    assert np.isfinite(alone[-1].rms).all()
    assert np.isnan(alone[0].rms).sum() == 3 * (MAX_UNITS - 1)
    with ThreadPoolExecutor(2) as executor:
        together = list(errors(spec, executor))
    np.testing.assert_array_equal(together[-1].rms, alone[-1].rms)


def test_more_units_fit_better() -> None:
    *_, result = errors(ErrorsSpec(SINE, "adam", 0.03, 400, 8))
    medians = np.median(result.rms, axis=1)
    assert medians[-1] < 0.3 * medians[0]
