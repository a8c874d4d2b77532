"""Flat zones: |f′| stays below epsilon inside each and nowhere else."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.activations.cases import activations, every_variant
from viz.activations import Activation, get


def _check(activation: Activation, epsilon: float, low: float, high: float) -> None:
    zones = activation.flat_zones(epsilon, low, high)
    ends = [end for zone in zones for end in zone]
    assert ends == sorted(ends)
    assert all(low <= start < stop <= high for start, stop in zones)
    z = np.linspace(low, high, 3001)
    inside = np.zeros(z.size, bool)
    border = np.zeros(z.size, bool)
    for start, stop in zones:
        inside |= (start < z) & (z < stop)
    kinks = [kink.at for kink in activation.kinks]
    for mark in [*ends, *kinks]:
        border |= np.abs(z - mark) <= 1e-9 * max(1.0, abs(mark))
    slope = np.abs(activation.derivative(z))
    unclear = border | (np.abs(slope - epsilon) <= 1e-9 * max(1.0, epsilon))
    assert np.array_equal((slope < epsilon)[~unclear], inside[~unclear])
    for end in ends:
        if end not in (low, high) and min((abs(end - kink) for kink in kinks), default=1.0) > 0:
            assert abs(activation.derivative(end)) == pytest.approx(epsilon, rel=1e-9, abs=1e-12)


@every_variant
def test_zones_hold_what_is_flat_and_nothing_else(activation: Activation) -> None:
    for epsilon in (0.01, 0.3):
        _check(activation, epsilon, -8.0, 8.0)


@settings(max_examples=60)
@given(
    activation=activations(),
    epsilon=st.floats(1e-4, 2.0),
    low=st.floats(-20, 19),
    width=st.floats(0.1, 30),
)
def test_any_interval_and_threshold(activation: Activation, epsilon: float, low: float, width: float) -> None:
    _check(activation, epsilon, low, low + width)


@pytest.mark.parametrize(
    ("name", "zones"),
    [
        ("relu", [(-8.0, 0.0)]),
        ("leaky_relu", []),
        ("identity", []),
        ("heaviside", [(-8.0, 8.0)]),
        ("hardshrink", [(-0.5, 0.5)]),
        ("hardtanh", [(-8.0, -1.0), (1.0, 8.0)]),
        ("squared_relu", [(-8.0, 0.005)]),
        ("tanh", [(-8.0, -np.arccosh(10.0)), (np.arccosh(10.0), 8.0)]),
        ("exponential", [(-8.0, np.log(0.01))]),
    ],
)
def test_known_zones(name: str, zones: list[tuple[float, float]]) -> None:
    found = get(name).flat_zones(0.01, -8.0, 8.0)
    assert np.ravel(found) == pytest.approx(np.ravel(zones), abs=1e-12)


def test_a_slow_wave_and_a_narrow_dip_are_found() -> None:
    wave = get("sine", omega=30.0).flat_zones(0.01, -20.0, 20.0)
    assert len(wave) == round(40.0 * 30.0 / np.pi)
    assert len(get("silu").flat_zones(1e-6, -8.0, 8.0)) == 1


@pytest.mark.parametrize(
    ("epsilon", "low", "high", "message"),
    [(0.01, 1.0, 1.0, "low < high"), (0.01, -np.inf, 0.0, "finite"), (0.0, 0.0, 1.0, "positive")],
)
def test_senseless_questions_are_refused(epsilon: float, low: float, high: float, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        get("relu").flat_zones(epsilon, low, high)
