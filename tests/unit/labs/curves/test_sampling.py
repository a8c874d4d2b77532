"""Sampled curves: dense enough to draw, broken exactly where the function is."""

from __future__ import annotations

import numpy as np
import pytest

from viz.activations import ACTIVATIONS, get
from viz.labs.curves import sample


@pytest.mark.parametrize("name", ACTIVATIONS)
@pytest.mark.parametrize(("low", "high"), [(-5.0, 5.0), (-1000.0, 1000.0), (2.0, 2.1), (-0.05, 0.05)])
def test_straight_lines_between_the_points_look_like_the_curve(name: str, low: float, high: float) -> None:
    activation, curve = ACTIVATIONS[name], sample(ACTIVATIONS[name], low, high)
    assert np.all(np.diff(curve.z) >= 0)
    assert (curve.z[0], curve.z[-1]) == (low, high)
    assert len(curve.z) < 4100
    tallest = max(abs(low), abs(high), 3.0)  # what is above is off the plot
    shown = np.abs(curve.value) < tallest
    drawn = shown[1:] & shown[:-1] & (np.diff(curve.z) > 0)
    straight = (curve.value[1:][drawn] + curve.value[:-1][drawn]) / 2
    off = np.abs(activation((curve.z[1:][drawn] + curve.z[:-1][drawn]) / 2) - straight)
    height = np.ptp(curve.value[shown]) if shown.any() else 0.0
    swings = name in ("sine", "snake", "gcu") and high - low > 100  # more of them than the screen has pixels
    assert off.max(initial=0.0) <= (1.0 if swings else 0.004) * height + 1e-9


def test_an_ordinary_curve_needs_few_points() -> None:
    assert max(len(sample(activation, -5.0, 5.0).z) for activation in ACTIVATIONS.values()) <= 400


def test_a_kink_breaks_the_derivative_only() -> None:
    curve = sample(get("relu"), -1.0, 1.0)
    at = np.flatnonzero(curve.z == 0)
    np.testing.assert_array_equal(curve.value[at], 0.0)
    np.testing.assert_array_equal(curve.derivative[at], [0.0, np.nan, 1.0])


def test_a_jump_breaks_the_curve() -> None:
    curve = sample(get("heaviside"), -1.0, 1.0)
    np.testing.assert_array_equal(curve.value[curve.z == 0], [0.0, np.nan, 1.0])


def test_the_second_derivative_comes_along() -> None:
    curve = sample(get("tanh"), -1.0, 1.0)
    np.testing.assert_allclose(curve.second_derivative, get("tanh").second_derivative(curve.z), atol=1e-7)


@pytest.mark.parametrize(("low", "high"), [(1.0, 1.0), (2.0, -2.0), (float("nan"), 1.0), (0.0, float("inf"))])
def test_a_range_that_is_none_is_refused(low: float, high: float) -> None:
    with pytest.raises(ValueError, match="finite with low < high"):
        sample(get("relu"), low, high)
