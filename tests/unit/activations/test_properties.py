"""The stated properties hold: range, monotonicity, Lipschitz constant, saturation, symmetry, extrema and kinks."""

from __future__ import annotations

from math import isinf

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.activations.cases import activations, every_variant
from viz.activations import Activation

GRID = np.linspace(-10.0, 10.0, 4001)
FAR = np.concatenate([-np.geomspace(10.0, 1e8, 400)[::-1], GRID, np.geomspace(10.0, 1e8, 400)])


def _grid(activation: Activation, grid: np.ndarray = GRID) -> np.ndarray:
    """Return the grid with the points at which something happens."""
    marks = [kink.at + shift for kink in activation.kinks for shift in (-1e-9, 0.0, 1e-9)]
    marks += [point.at for point in (activation.minimum, activation.steepest) if point]
    return np.unique([*grid, *marks])


@every_variant
def test_range(activation: Activation) -> None:
    bounds = activation.range
    f = activation(_grid(activation, FAR))
    slack = 1e-15 * max(1.0, np.abs(f[np.abs(f) < 1e3]).max())
    assert bounds.low - slack <= f.min()
    assert f.max() <= bounds.high + slack
    near = activation(np.linspace(-0.5, 0.5, 101))  # further out, rounding may reach an open bound
    for bound, closed, extreme, strict in (
        (bounds.low, bounds.low_closed, f.min(), near.min() > bounds.low),
        (bounds.high, bounds.high_closed, f.max(), near.max() < bounds.high),
    ):
        if isinf(bound):
            assert not closed
            assert abs(extreme) > 1e5
        else:
            assert extreme == pytest.approx(bound, abs=1e-4 if activation.monotonic == "none" else 1e-7)
            assert closed or strict


@every_variant
def test_monotonicity(activation: Activation) -> None:
    steps = np.diff(activation(_grid(activation)))
    rounding = 4e-15
    if activation.monotonic == "none":
        wide = np.diff(activation(5.0 * GRID))  # half a period of the slowest wave
        assert wide.min() < -1e-6
        assert wide.max() > 1e-6
    else:
        assert steps.min() >= -rounding
        middle = np.diff(activation(np.linspace(-1.5, 1.5, 61)))
        assert (middle > 0.0).all() if activation.monotonic == "increasing" else (steps == 0.0).any()


@every_variant
def test_lipschitz_constant_is_reached_and_never_exceeded(activation: Activation) -> None:
    slopes = np.abs(activation.derivative(_grid(activation, FAR)))
    limits = [abs(side) for kink in activation.kinks for side in (kink.left, kink.right)]
    steepest = max(slopes.max(), *limits, 0.0)
    if isinf(activation.lipschitz):
        assert steepest > 1e5 or any(kink.jump for kink in activation.kinks)
    else:
        assert not any(kink.jump for kink in activation.kinks)
        assert activation.lipschitz * (1 - 1e-12) <= steepest <= activation.lipschitz * (1 + 1e-14)


@given(activation=activations(), a=st.floats(-50, 50), b=st.floats(-50, 50))
def test_chords_obey_lipschitz_range_and_monotonicity(activation: Activation, a: float, b: float) -> None:
    low, high = sorted((a, b))
    rise = float(activation(high) - activation(low))
    rounding = 1e-13 * (1 + abs(float(activation(low))) + abs(float(activation(high))))
    if not isinf(activation.lipschitz):
        assert abs(rise) <= activation.lipschitz * (high - low) + rounding
    if activation.monotonic != "none":
        assert rise >= -rounding
    for z in (low, high):
        assert activation.range.low - rounding <= activation(z) <= activation.range.high + rounding
        assert abs(activation.derivative(z)) <= activation.lipschitz * (1 + 1e-14)


@every_variant
def test_saturation(activation: Activation) -> None:
    far = np.linspace(1e7, 1e7 + 50, 500)
    for saturates, side in zip(activation.saturates, (-1, 1), strict=True):
        slope = np.abs(activation.derivative(side * far)).max()
        assert slope < 1e-6 if saturates else slope > 1e-4


@every_variant
def test_symmetry(activation: Activation) -> None:
    z = np.linspace(0.013, 9.7, 1000)
    right, left = activation(z), activation(-z)
    held = {
        "odd": np.allclose(left, -right, rtol=1e-15, atol=1e-15),
        "even": np.allclose(left, right, rtol=1e-15, atol=1e-15),
    }
    assert [name for name, holds in held.items() if holds] == ([activation.symmetry] if activation.symmetry else [])


@every_variant
def test_extrema(activation: Activation) -> None:
    lowest, steepest = activation.minimum, activation.steepest
    if lowest:
        assert activation(lowest.at) == pytest.approx(lowest.value, abs=1e-15)
        assert lowest.value == activation.range.low
        assert activation.derivative(lowest.at) == pytest.approx(0.0, abs=1e-12) or activation.kinks
        beside = activation(lowest.at + np.array([-0.1, -0.01, 0.01, 0.1]))
        assert (beside > lowest.value).all()
    if steepest:
        assert abs(activation.derivative(steepest.at)) == pytest.approx(steepest.value, rel=1e-14)
        assert steepest.value == activation.lipschitz
        assert (np.abs(activation.derivative(steepest.at + np.array([-0.1, 0.1]))) < steepest.value).all()
    has_dip = activation.monotonic == "none" and activation.range.low_closed
    assert bool(lowest) or not has_dip or activation.name in {"sine", "threshold"}


@every_variant
def test_kinks_are_as_declared(activation: Activation) -> None:
    assert [kink.at for kink in activation.kinks] == sorted(kink.at for kink in activation.kinks)
    for kink in activation.kinks:
        assert kink.jump or kink.left != kink.right
        assert activation.derivative(kink.at) == pytest.approx(kink.derivative, abs=1e-15)
        h = 1e-7
        left, right = activation(kink.at - h), activation(kink.at + h)
        assert activation.derivative(kink.at - h) == pytest.approx(kink.left, abs=1e-5)
        assert activation.derivative(kink.at + h) == pytest.approx(kink.right, abs=1e-5)
        assert bool(abs(right - left) > 1e-3) is kink.jump
        assert np.isfinite(activation(kink.at))
        for side, value, slope in ((-1, left, kink.left), (1, right, kink.right)):
            beyond = activation(kink.at + side * (h + 1e-6))
            assert side * (beyond - value) / 1e-6 == pytest.approx(slope, abs=1e-4)


@every_variant
def test_there_are_no_other_kinks(activation: Activation) -> None:
    z = GRID + 1e-4
    inside = np.zeros(z.size - 1, bool)
    for kink in activation.kinks:
        inside |= (z[:-1] < kink.at) & (kink.at < z[1:])
    thirds = np.linspace(z[:-1], z[1:], 5)
    curvature = np.abs(activation.second_derivative(thirds)).max(axis=0)
    step = z[1] - z[0]
    change = np.abs(np.diff(activation.derivative(z)))
    rise = np.abs(np.diff(activation(z)))
    slope = np.abs(activation.derivative(thirds)).max(axis=0)
    assert (change <= 1.1 * curvature * step + 1e-12)[~inside].all()
    assert (rise <= 1.1 * slope * step + 1e-12)[~inside].all()
    assert inside.sum() == sum(abs(kink.at) < 10 for kink in activation.kinks)
