"""The Gaussian moments: exact for ReLU, by SciPy for others, and as the theory's own quadrature has them for all."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from scipy.integrate import quad

from viz.activations import ACTIVATIONS, get
from viz.labs.gradient_flow.moments import moments
from viz.theory import mean_field, variance_map

VARIANCES = np.array([1e-9, 1e-3, 0.57, 1.0, 4.0, 60.0])


def test_relu_is_exact_at_any_variance() -> None:
    found = moments(get("relu"))
    q = np.array([1e-40, 1e-6, 0.3, 1.0, 7.0, 1e12])
    np.testing.assert_allclose(found.second(q), q / 2, rtol=1e-6)
    np.testing.assert_allclose(found.fourth(q), 1.5 * q**2, rtol=1e-6)
    np.testing.assert_allclose(found.slope_second(q), 0.5, rtol=1e-9)
    np.testing.assert_allclose(found.slope_fourth(q), 0.5, rtol=1e-9)
    np.testing.assert_allclose(found.elasticity(q), 1.0, rtol=1e-6)
    inside = q[1:5]
    np.testing.assert_allclose(found.mean(inside), np.sqrt(inside / (2 * np.pi)), rtol=1e-4)
    np.testing.assert_allclose(found.mean_slope(inside), np.sqrt(inside / (2 * np.pi)), rtol=2e-3)


@pytest.mark.parametrize("q", [0.05, 0.57, 3.0])
@pytest.mark.parametrize("name", ["tanh", "gelu", "hardtanh", "selu"])
def test_moments_agree_with_scipy(name: str, q: float) -> None:
    activation, found = get(name), moments(get(name))

    def mean(function: Callable[[float], np.floating[Any]], power: int) -> float:
        def weighted(x: float) -> float:
            return float(function(np.sqrt(q) * x)) ** power * np.exp(-x * x / 2) / np.sqrt(2 * np.pi)

        ends = [-10.0, *sorted({0.0, *(kink.at / np.sqrt(q) for kink in activation.kinks)}), 10.0]
        return sum(quad(weighted, a, b, epsabs=1e-13)[0] for a, b in pairwise(ends))

    assert float(found.mean(q)) == pytest.approx(mean(activation, 1), abs=2e-5)
    assert float(found.second(q)) == pytest.approx(mean(activation, 2), rel=2e-5)
    assert float(found.fourth(q)) == pytest.approx(mean(activation, 4), rel=5e-5)
    assert float(found.slope_fourth(q)) == pytest.approx(mean(activation.derivative, 4), rel=5e-5)


@pytest.mark.parametrize("name", sorted(ACTIVATIONS))
def test_table_agrees_with_the_theory(name: str) -> None:
    activation = get(name)
    q = VARIANCES[VARIANCES < 10] if name in ("exponential", "sine", "snake", "gcu") else VARIANCES
    expected = variance_map(activation, q, 1.0, 0.0)
    small = expected < 1e-30  # of functions that are 0 around 0
    np.testing.assert_allclose(moments(activation).second(q)[~small], expected[~small], rtol=1e-3)


def test_slope_agrees_with_the_theory_at_its_fixed_point() -> None:
    field = mean_field(get("tanh"), 1.5**0.5, 0.05**0.5)
    assert 1.5 * float(moments(get("tanh")).slope_second(field.variance)) == pytest.approx(field.slope, rel=1e-5)
