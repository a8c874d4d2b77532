"""Finite differences, high-precision arithmetic and published numbers as oracles."""

from __future__ import annotations

from collections.abc import Callable

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad

from tests.unit.activations.cases import activations, away_from_breaks, every_variant
from viz.activations import Activation, get

POINTS = np.concatenate([np.linspace(-11.9, 11.9, 300), np.random.default_rng(5).normal(scale=3.0, size=100)])
STEP = 3e-4


def _difference(function: Callable[[np.ndarray], np.ndarray], z: np.ndarray, h: float = STEP) -> np.ndarray:
    """Return the five-point central difference, whose error is h⁴ f⁽⁵⁾/30."""
    return (8.0 * (function(z + h) - function(z - h)) - (function(z + 2 * h) - function(z - 2 * h))) / (12.0 * h)


def _agree(activation: Activation, z: np.ndarray) -> None:
    z = away_from_breaks(activation, z, 3 * STEP)
    for function, derivative in (
        (activation, activation.derivative),
        (activation.derivative, activation.second_derivative),
    ):
        expected = _difference(function, z)
        size = np.maximum(1.0, np.abs(expected))
        rounding = 4e-16 / STEP * np.abs(function(z))
        assert (np.abs(derivative(z) - expected) <= 1e-7 * size + 10.0 * rounding).all()


@every_variant
def test_finite_differences(activation: Activation) -> None:
    _agree(activation, POINTS)


@given(activation=activations(), z=st.floats(-20.0, 20.0))
def test_finite_differences_anywhere(activation: Activation, z: float) -> None:
    _agree(activation, np.array([z]))


@every_variant
def test_differences_across_a_kink_lie_between_its_slopes(activation: Activation) -> None:
    h = 1e-6
    for kink in activation.kinks:
        if not kink.jump:
            central = (activation(kink.at + h) - activation(kink.at - h)) / (2 * h)
            assert central == pytest.approx((kink.left + kink.right) / 2, abs=1e-4)


# Digits that a careless form would lose ------------------------------------------------------------------------------


def _logistic(z: mpmath.mpf) -> mpmath.mpf:
    return 1 / (1 + mpmath.exp(-z))


EXACT = {
    "sigmoid": _logistic,
    "tanh": mpmath.tanh,
    "silu": lambda z: z * _logistic(z),
    "gelu": lambda z: z * mpmath.ncdf(z),
    "gelu_tanh": lambda z: z * _logistic(2 * mpmath.sqrt(2 / mpmath.pi) * (z + mpmath.mpf(0.044715) * z**3)),
    "mish": lambda z: z * mpmath.tanh(mpmath.log1p(mpmath.exp(z))),
    "serf": lambda z: z * mpmath.erf(mpmath.log1p(mpmath.exp(z))),
    "telu": lambda z: z * mpmath.tanh(mpmath.exp(z)),
    "softplus": lambda z: mpmath.log1p(mpmath.exp(z)),
    "logsigmoid": lambda z: -mpmath.log1p(mpmath.exp(-z)),
    "tanhshrink": lambda z: z - mpmath.tanh(z),
    "squareplus": lambda z: (z + mpmath.sqrt(z**2 + 4)) / 2,
    "bent_identity": lambda z: (mpmath.sqrt(z**2 + 1) - 1) / 2 + z,
    "elu": lambda z: z if z > 0 else mpmath.expm1(z),
    "celu": lambda z: z if z > 0 else mpmath.expm1(z),
    "isru": lambda z: z / mpmath.sqrt(1 + z**2),
    "softsign": lambda z: z / (1 + abs(z)),
    "arctan": mpmath.atan,
    "gaussian": lambda z: mpmath.exp(-(z**2)),
    "lisht": lambda z: z * mpmath.tanh(z),
}


@pytest.mark.parametrize("name", EXACT)
@pytest.mark.parametrize("z", [-300.0, -37.0, -17.3, -3.1, -0.9, -1e-4, -1e-9, 1e-9, 1e-4, 0.9, 3.1, 17.3, 37.0, 300.0])
def test_digits_against_high_precision(name: str, z: float) -> None:
    activation, exact = get(name), EXACT[name]
    with mpmath.workdps(600):
        value = float(exact(mpmath.mpf(z)))
        slope = float(mpmath.diff(exact, mpmath.mpf(z), h=mpmath.mpf(10) ** -100))
        bend = float(mpmath.diff(exact, mpmath.mpf(z), 2, h=mpmath.mpf(10) ** -100))
    condition = 1.0 + abs(z) if name in {"gelu", "gelu_tanh", "gaussian", "serf"} else 1.0  # rounding of z² in e^−z²
    for ours, expected in (
        (activation(z), value),
        (activation.derivative(z), slope),
        (activation.second_derivative(z), bend),
    ):
        assert abs(ours - expected) <= 1e-14 * condition**2 * abs(expected) + 1e-300


# Published and derived numbers ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "at", "value"),
    [
        ("gelu", -0.7518, -0.16997),
        ("silu", -1.27846, -0.27846),
        ("mish", -1.1924, -0.30884),
        ("serf", -1.1931, -0.34844),
        ("hardswish", -1.5, -0.375),
        ("hard_mish", -1.0, -0.5),
    ],
)
def test_minima(name: str, at: float, value: float) -> None:
    lowest = get(name).minimum
    assert lowest is not None
    assert lowest.at == pytest.approx(at, abs=6e-5)
    assert lowest.value == pytest.approx(value, abs=6e-6)


@pytest.mark.parametrize(
    ("name", "at", "slope"),
    [
        ("gelu", np.sqrt(2.0), 1.1289),
        ("silu", 2.3994, 1.0998),
        ("gaussian", -np.sqrt(0.5), np.sqrt(2.0 / np.e)),
        ("sigmoid", 0.0, 0.25),
        ("lisht", 1.19968, 1.19968),
    ],
)
def test_steepest_points(name: str, at: float, slope: float) -> None:
    steepest = get(name).steepest
    assert steepest is not None
    assert steepest.at == pytest.approx(at, abs=5e-5)
    assert steepest.value == pytest.approx(slope, abs=5e-5)
    assert get(name).lipschitz == steepest.value


@pytest.mark.parametrize(("name", "bound"), [("gelu_tanh", 4.735e-4), ("quick_gelu", 2.03e-2)])
def test_approximations_of_gelu(name: str, bound: float) -> None:
    z = np.linspace(-10.0, 10.0, 200_001)
    assert np.abs(get(name)(z) - get("gelu")(z)).max() == pytest.approx(bound, rel=2e-3)


def _gaussian_mean(function: Callable[[float], float], deviation: float = 1.0) -> float:
    """Return E[function(z)] for z ~ N(0, deviation²); the kink at 0 is a limit of integration."""

    def integrand(z: float) -> float:
        return function(z) * np.exp(-((z / deviation) ** 2) / 2) / (deviation * np.sqrt(2 * np.pi))

    return sum(quad(integrand, *ends, epsabs=1e-12)[0] for ends in ((-40.0, 0.0), (0.0, 40.0)))


def test_selu_keeps_mean_0_and_variance_1() -> None:
    selu = get("selu")

    def moments(variance: float) -> np.ndarray:
        """Return mean and variance of SELU's output for N(0, variance), what weights with Σw = 0 and Σw² = 1 give."""
        first = _gaussian_mean(lambda z: float(selu(z)), deviation=np.sqrt(variance))
        second = _gaussian_mean(lambda z: float(selu(z)) ** 2, deviation=np.sqrt(variance))
        return np.array([first, second - first**2])

    assert moments(1.0) == pytest.approx([0.0, 1.0], abs=1e-10)
    h = 1e-4
    by_variance = (moments(1.0 + h) - moments(1.0 - h)) / (2 * h)
    assert by_variance == pytest.approx([0.0888, 0.7826], abs=5e-5)
    assert np.linalg.norm(by_variance) == pytest.approx(0.7877, abs=5e-5)  # below 1: the fixed point attracts
    assert selu.derivative(0.0) == pytest.approx(1.6732632 * 1.0507010, rel=1e-7)


def test_star_relu_keeps_mean_0_and_variance_1() -> None:
    star = get("star_relu")
    assert _gaussian_mean(lambda z: float(star(z))) == pytest.approx(0.0, abs=1e-4)
    assert _gaussian_mean(lambda z: float(star(z)) ** 2) == pytest.approx(1.0, abs=1e-3)


def test_lecun_tanh_passes_through_one() -> None:
    assert get("lecun_tanh")(1.0) == pytest.approx(1.0, abs=1e-5)


@pytest.mark.parametrize(("name", "parameter", "value"), [("leaky_relu", "slope", 0.0), ("elu", "alpha", 0.0)])
def test_parameters_at_which_a_function_becomes_relu(name: str, parameter: str, value: float) -> None:
    activation, relu = get(name, **{parameter: value}), get("relu")
    z = np.array([-np.inf, -1e300, -1.0, 0.0, 1.0, 1e300, np.inf])
    assert np.array_equal(activation(z), relu(z))
    assert np.array_equal(activation.derivative(z), relu.derivative(z))
    assert [(k.at, k.derivative) for k in activation.kinks] == [(k.at, k.derivative) for k in relu.kinks]
