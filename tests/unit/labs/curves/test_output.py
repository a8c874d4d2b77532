"""What comes out of an activation, held against closed forms, scipy's quadrature and simulation."""

from __future__ import annotations

from math import exp, inf, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import integrate, stats
from scipy.special import ndtr

from viz.activations import ACTIVATIONS, get
from viz.labs.curves import Input, Normal, Uniform, flat_mass, histogram, pass_through

INPUTS = (Normal(-0.5, 1.0), Normal(2.0, 4.0), Uniform(-3.0, 2.0))
DRAWS = 400_000

means = st.floats(-20, 20)
deviations = st.floats(0.01, 20)


def rectified(mean: float, deviation: float) -> tuple[float, float]:
    """Return mean and variance of max(0, z) for z from N(mean, deviation)."""
    t = mean / deviation
    first = mean * ndtr(t) + deviation * stats.norm.pdf(t)
    second = (mean**2 + deviation**2) * ndtr(t) + mean * deviation * stats.norm.pdf(t)
    return first, second - first**2


def draw(inputs: Input) -> np.ndarray:
    shares = (np.arange(DRAWS) + np.random.default_rng(0).random(DRAWS)) / DRAWS
    return inputs.quantile(shares)  # stratified: errs far less than plain draws


# Moments --------------------------------------------------------------------------------------------------------------


@given(means, deviations)
def test_relu_of_a_normal(mean: float, deviation: float) -> None:
    output = pass_through(get("relu"), Normal(mean, deviation))
    first, second = rectified(mean, deviation)
    assert output.mean == pytest.approx(first, rel=1e-10, abs=1e-10 * deviation)
    assert output.variance == pytest.approx(second, rel=1e-9, abs=1e-10 * deviation**2)
    assert output.zeros == pytest.approx(ndtr(-mean / deviation), rel=1e-12, abs=1e-300)


@given(means, deviations, st.floats(0, 1))
def test_leaky_relu_of_a_normal(mean: float, deviation: float, slope: float) -> None:
    output = pass_through(get("leaky_relu", slope=slope), Normal(mean, deviation))
    above, below = rectified(mean, deviation), rectified(-mean, deviation)
    first = above[0] - slope * below[0]
    # The two halves are never positive at once, so the mean of their product is 0.
    second = above[1] + slope**2 * below[1] + 2 * slope * above[0] * below[0]
    assert output.mean == pytest.approx(first, abs=1e-10 * (abs(mean) + deviation))
    assert output.variance == pytest.approx(second, rel=1e-9, abs=1e-10 * deviation**2)


@given(means, deviations)
def test_identity_changes_nothing(mean: float, deviation: float) -> None:
    output = pass_through(get("identity"), Normal(mean, deviation))
    assert output.mean == pytest.approx(mean, abs=1e-11 * deviation)
    assert output.variance == pytest.approx(deviation**2, rel=1e-11)
    assert output.atoms == ()


@given(st.floats(-30, 29), st.floats(0.1, 40))
def test_relu_of_a_uniform(low: float, width: float) -> None:
    high = min(low + width, 50.0)
    output = pass_through(get("relu"), Uniform(low, high))
    a, b = max(low, 0.0), max(high, 0.0)
    first, second = (b**2 - a**2) / 2 / (high - low), (b**3 - a**3) / 3 / (high - low)
    assert output.mean == pytest.approx(first, abs=1e-11 * max(1.0, b))
    assert output.variance == pytest.approx(second - first**2, rel=1e-8, abs=1e-10)
    assert output.zeros == pytest.approx(min(max(-low / (high - low), 0.0), 1.0), abs=1e-14)


@pytest.mark.parametrize(("mean", "deviation"), [(0.0, 1.0), (-3.0, 2.5), (0.2, 8.0)])
def test_exponential_of_a_normal_is_lognormal(mean: float, deviation: float) -> None:
    output = pass_through(get("exponential"), Normal(mean, deviation))
    first = exp(mean + deviation**2 / 2)
    assert output.mean == pytest.approx(first, rel=1e-9)
    assert output.variance == pytest.approx(first**2 * np.expm1(deviation**2), rel=1e-9)


def test_a_variance_beyond_double_precision_is_infinite() -> None:
    assert pass_through(get("exponential"), Normal(20.0, 20.0)).variance == inf


@pytest.mark.parametrize("omega", [1.0, 7.3, 30.0])
def test_sine_of_a_normal(omega: float) -> None:
    output = pass_through(get("sine", omega=omega), Normal(0.3, 1.7))
    assert output.mean == pytest.approx(np.sin(0.3 * omega) * exp(-((1.7 * omega) ** 2) / 2), abs=1e-11)
    second = (1 - np.cos(0.6 * omega) * exp(-2 * (1.7 * omega) ** 2)) / 2
    assert output.variance == pytest.approx(second - output.mean**2, abs=1e-11)


@pytest.mark.parametrize("name", ["tanh", "gelu", "sigmoid", "mish", "hardswish", "sparse_plus", "snake"])
@pytest.mark.parametrize("inputs", INPUTS, ids=lambda inputs: inputs.symbol)
def test_moments_agree_with_scipy(name: str, inputs: Input) -> None:
    activation, output = get(name), pass_through(get(name), inputs)
    low, high = inputs.bounds

    def moment(power: int) -> float:
        def integrand(z: float) -> float:
            return float(activation(z)) ** power * float(inputs.density(np.asarray(z)))

        points = [p for p in (-3.0, -1.0, 0.0, 1.0, 3.0) if low < p < high]
        return float(integrate.quad(integrand, low, high, points=points, limit=2000, epsabs=1e-12)[0])

    assert output.mean == pytest.approx(moment(1), abs=1e-9)
    assert output.variance == pytest.approx(moment(2) - moment(1) ** 2, abs=1e-8)


@pytest.mark.parametrize("name", ACTIVATIONS)
@pytest.mark.parametrize("inputs", INPUTS[:2], ids=lambda inputs: inputs.symbol)
def test_every_function_agrees_with_simulation(name: str, inputs: Input) -> None:
    activation = ACTIVATIONS[name]
    z = draw(inputs)
    y = activation(z)
    output = pass_through(activation, inputs)
    if name != "exponential":  # its moments hang on draws too rare to come up; the closed form above holds them
        assert output.mean == pytest.approx(y.mean(), abs=2e-3 * float(y.std()) + 1e-12)
        assert output.variance == pytest.approx(y.var(), rel=5e-3)
    assert flat_mass(activation, inputs, 0.01) == pytest.approx((abs(activation.derivative(z)) < 0.01).mean(), abs=2e-5)
    for atom in output.atoms:
        assert atom.mass == pytest.approx((y == atom.value).mean(), abs=2e-5)


# Atoms and flat mass --------------------------------------------------------------------------------------------------

ATOMS = {
    "relu": {0.0: (-inf, 0.0)},
    "squared_relu": {0.0: (-inf, 0.0)},
    "relu6": {0.0: (-inf, 0.0), 6.0: (6.0, inf)},
    "hardtanh": {-1.0: (-inf, -1.0), 1.0: (1.0, inf)},
    "heaviside": {0.0: (-inf, 0.0), 1.0: (0.0, inf)},
    "hardshrink": {0.0: (-0.5, 0.5)},
    "softshrink": {0.0: (-0.5, 0.5)},
    "hardsigmoid": {0.0: (-inf, -3.0), 1.0: (3.0, inf)},
    "hardswish": {0.0: (-inf, -3.0)},
    "sparse_plus": {0.0: (-inf, -1.0)},
}


@pytest.mark.parametrize("name", ATOMS)
def test_atoms_are_exact(name: str) -> None:
    atoms = pass_through(get(name), Normal(-0.5, 4.0)).atoms
    assert [atom.value for atom in atoms] == sorted(ATOMS[name])
    for atom in atoms:
        low, high = ATOMS[name][atom.value]
        assert atom.mass == pytest.approx(ndtr((high + 0.5) / 4) - ndtr((low + 0.5) / 4), abs=1e-12)


@pytest.mark.parametrize("name", ["tanh", "sigmoid", "gelu", "silu", "gaussian", "softplus", "exponential", "elu"])
@pytest.mark.parametrize("inputs", [Normal(-20.0, 20.0), Normal(20.0, 20.0), Uniform(-50.0, -49.0)])
def test_a_tail_that_underflows_is_no_atom(name: str, inputs: Input) -> None:
    assert pass_through(get(name), inputs).atoms == ()


def test_a_leaky_slope_of_zero_has_relus_atom() -> None:
    flat, relu = (pass_through(a, Normal(1.0, 2.0)) for a in (get("leaky_relu", slope=0), get("relu")))
    assert flat.zeros == pytest.approx(relu.zeros, rel=1e-12)


@given(means, deviations)
def test_flat_mass_of_relu_and_tanh(mean: float, deviation: float) -> None:
    inputs = Normal(mean, deviation)
    assert flat_mass(get("relu"), inputs, 0.01) == pytest.approx(ndtr(-mean / deviation), abs=1e-12)
    end = np.arctanh(sqrt(0.99))  # 1 − tanh² = 0.01
    outside = ndtr((-end - mean) / deviation) + ndtr((mean - end) / deviation)
    assert flat_mass(get("tanh"), inputs, 0.01) == pytest.approx(outside, abs=1e-10)


# Histogram ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ACTIVATIONS)
@pytest.mark.parametrize("inputs", INPUTS, ids=lambda inputs: inputs.symbol)
def test_histogram_and_atoms_hold_all_mass(name: str, inputs: Input) -> None:
    shape = histogram(ACTIVATIONS[name], inputs, np.linspace(-2.0, 3.0, 41))
    atoms = sum(atom.mass for atom in pass_through(ACTIVATIONS[name], inputs).atoms)
    assert shape.masses.min() >= -1e-12
    assert shape.masses.sum() + shape.below + shape.above + atoms == pytest.approx(1.0, abs=1e-9)


@pytest.mark.parametrize("slope", [0.0, 0.3])
def test_histogram_of_leaky_relu(slope: float) -> None:
    edges = np.linspace(-1.0, 3.0, 33)
    shape = histogram(get("leaky_relu", slope=slope), Normal(-0.5, 1.0), edges)
    with np.errstate(divide="ignore", invalid="ignore"):
        ends = np.where(edges > 0, edges, edges / slope if slope else np.where(edges == 0, 0.0, -np.inf))
    expected = np.diff(np.maximum(ndtr(ends + 0.5), ndtr(0.5) if not slope else 0.0))
    np.testing.assert_allclose(shape.masses, expected, atol=1e-4)


def test_histogram_of_a_function_that_folds() -> None:
    edges = np.linspace(0.0, 1.0, 21)
    shape = histogram(get("gaussian"), Normal(0.0, 1.0), edges)  # e^(−z²) > y where |z| < √(−ln y)
    with np.errstate(divide="ignore"):
        inside = 2 * ndtr(np.sqrt(-np.log(edges))) - 1
    np.testing.assert_allclose(shape.masses, -np.diff(inside), atol=1e-4)
