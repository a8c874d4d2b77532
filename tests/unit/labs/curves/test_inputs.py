"""Input distributions: density, mass and quantile belong together."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import integrate, stats

from viz.labs.curves import Input, Normal, Uniform

INPUTS = (Normal(-0.5, 1.0), Normal(3.0, 0.2), Uniform(-2.0, 5.0))


@pytest.mark.parametrize("inputs", INPUTS, ids=lambda inputs: inputs.symbol)
def test_mass_is_the_integral_of_the_density(inputs: Input) -> None:
    low, high = inputs.quantile(np.array([0.2, 0.7]))
    area, _ = integrate.quad(lambda z: float(inputs.density(np.asarray(z))), low, high, epsabs=1e-13)
    assert area == pytest.approx(0.5, abs=1e-12)
    assert float(inputs.mass(low, high)) == pytest.approx(0.5, abs=1e-12)


@pytest.mark.parametrize("inputs", INPUTS, ids=lambda inputs: inputs.symbol)
def test_all_mass_lies_within_the_bounds(inputs: Input) -> None:
    assert float(inputs.mass(*map(np.asarray, inputs.bounds))) == pytest.approx(1.0, abs=1e-15)


def test_normal_keeps_the_digits_of_both_tails() -> None:
    far = Normal(0.0, 1.0).mass(np.array([9.0, -10.0]), np.array([10.0, -9.0]))
    expected = stats.norm.sf(9.0) - stats.norm.sf(10.0)
    np.testing.assert_allclose(far, expected, rtol=1e-12)


def test_uniform_has_no_density_outside() -> None:
    np.testing.assert_array_equal(Uniform(0.0, 2.0).density(np.array([-0.1, 1.0, 2.1])), [0.0, 0.5, 0.0])


def test_symbols_name_the_numbers() -> None:
    assert Normal(-0.5, 1.0).symbol == "N(−0.5, 1)"
    assert Uniform(-2.0, 5.0).symbol == "U(−2, 5)"


@pytest.mark.parametrize("arguments", [(0.0, 0.0), (0.0, -1.0), (float("nan"), 1.0), (0.0, float("inf"))])
def test_normal_refuses_nonsense(arguments: tuple[float, float]) -> None:
    with pytest.raises(ValueError, match="positive deviation"):
        Normal(*arguments)


def test_uniform_refuses_inverted_ends() -> None:
    with pytest.raises(ValueError, match="ascending"):
        Uniform(1.0, -1.0)
