"""Gaussian moments of every activation, held against closed forms, two other quadratures and simulation."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import mpmath
import numpy as np
import pytest
from scipy import integrate as quad
from scipy import special

from tests.unit.activations.cases import every_variant
from viz.activations import ACTIVATIONS, Activation, get
from viz.theory.gaussian_moments import LEAST_VARIANCE, GaussianMoments, gaussian_moments
from viz.theory.quadrature import integrate

VARIANCES = np.geomspace(1e-12, 1e6, 37)
ERF = replace(
    ACTIVATIONS["tanh"],
    name="erf",
    value_kernel=lambda z, out: special.erf(z, out=out),
    derivative_kernel=lambda z, out: np.copyto(out, 2 / np.sqrt(np.pi) * np.exp(-(z**2))),
)


@pytest.mark.parametrize(
    ("activation", "square", "slope"),
    [
        (get("relu"), lambda q: q / 2, lambda q: 0.5 + 0 * q),
        (get("leaky_relu", slope=0.3), lambda q: 1.09 * q / 2, lambda q: 1.09 / 2 + 0 * q),
        (get("identity"), lambda q: q, lambda q: 1 + 0 * q),
        (get("squared_relu"), lambda q: 1.5 * q**2, lambda q: 2 * q),
        (get("heaviside"), lambda q: 0.5 + 0 * q, lambda q: 0 * q),
        (get("gaussian"), lambda q: (1 + 4 * q) ** -0.5, lambda q: 4 * q * (1 + 4 * q) ** -1.5),
        (ERF, lambda q: 2 / np.pi * np.arcsin(2 * q / (1 + 2 * q)), lambda q: 4 / np.pi * (1 + 4 * q) ** -0.5),
    ],
    ids=lambda case: getattr(case, "name", ""),
)
def test_closed_forms(activation: Activation, square: object, slope: object) -> None:
    """Those of erf are the arcsine kernel's (Williams 1998), at equal inputs."""
    first, second = gaussian_moments(activation)(VARIANCES)
    np.testing.assert_allclose(first, square(VARIANCES), rtol=1e-12)
    np.testing.assert_allclose(second, slope(VARIANCES), rtol=1e-12)


def test_closed_forms_of_functions_without_an_end() -> None:
    q = np.geomspace(1e-12, 1e3, 31)
    first, second = gaussian_moments(get("sine"))(q)
    np.testing.assert_allclose(first, -np.expm1(-2 * q) / 2, rtol=1e-12)
    np.testing.assert_allclose(second, (1 + np.exp(-2 * q)) / 2, rtol=1e-12)
    q = np.geomspace(1e-12, 30.0, 31)  # e^(2q) comes from around u = 2q
    np.testing.assert_allclose(gaussian_moments(get("exponential"))(q)[0], np.exp(2 * q), rtol=1e-11)


@every_variant
def test_every_activation_against_adaptive_quadrature(activation: Activation) -> None:
    """The panels of the other quadrature are halved for each q by itself."""
    for q in (0.04, 1.0, 20.0):
        ends = np.linspace(-40, 40, 81) * np.sqrt(q)
        edges = np.union1d(ends, [k.at for k in activation.kinks if abs(k.at) < ends[-1]])

        def weighted(u: np.ndarray, q: float = q) -> np.ndarray:
            density = np.exp(-0.5 * u**2 / q) / np.sqrt(2 * np.pi * q)
            return np.stack([activation(u), activation.derivative(u)]) ** 2 * density

        expected = integrate(weighted, edges)
        found = np.array(gaussian_moments(activation)(q))
        np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-13 * min(q, 1.0))


@pytest.mark.parametrize("name", ["softshrink", "hardtanh", "mish"])
def test_against_scipy(name: str) -> None:
    activation = get(name)
    cuts = sorted([k.at for k in activation.kinks] + [-12.0, 12.0])
    found = gaussian_moments(activation)(1.7)[0]
    pieces = [
        quad.quad(lambda u: float(activation(u)) ** 2 * np.exp(-(u**2) / 3.4), a, b, epsabs=1e-13, epsrel=1e-12)[0]
        for a, b in pairwise(cuts)
    ]
    assert float(found) == pytest.approx(sum(pieces) / np.sqrt(2 * np.pi * 1.7), rel=1e-9)


@pytest.mark.parametrize("q", [1e-6, 0.57, 300.0])
def test_tanh_against_arbitrary_precision(q: float) -> None:
    with mpmath.workdps(25):
        scale = mpmath.sqrt(q)
        ends = [-12, -3, -1 / scale, 0, 1 / scale, 3, 12] if q > 1 else [-12, -3, 0, 3, 12]
        both = [
            mpmath.quad(lambda z, f=f: f(scale * z) ** 2 * mpmath.npdf(z), ends)
            for f in (mpmath.tanh, lambda u: mpmath.sech(u) ** 2)
        ]
    found = gaussian_moments(get("tanh"))(q)
    assert [float(m) for m in found] == pytest.approx([float(m) for m in both], rel=1e-12)


@pytest.mark.parametrize("name", ["gelu", "threshold", "snake", "selu"])
def test_against_simulation(name: str) -> None:
    """200,000 draws: five standard errors."""
    activation, q = get(name), 2.5
    u = np.random.default_rng(0).normal(0.0, np.sqrt(q), 200_000)
    for found, drawn in zip(
        gaussian_moments(activation)(q), (activation(u) ** 2, activation.derivative(u) ** 2), strict=True
    ):
        assert abs(float(found) - drawn.mean()) < 5 * drawn.std() / np.sqrt(len(u))


def test_kinks_are_cut() -> None:
    """P(u > 2.9) and P(|u| < 1), by the normal distribution: no polynomial follows a jump."""
    q = np.array([0.3, 4.0, 1e5])
    found = gaussian_moments(get("threshold", threshold=2.9, value=0.0))(q)[1]
    np.testing.assert_allclose(found, special.ndtr(-2.9 / np.sqrt(q)), rtol=1e-11)
    found = gaussian_moments(get("hardtanh"))(q)[1]
    np.testing.assert_allclose(found, special.erf(1 / np.sqrt(2 * q)), rtol=1e-11)


def test_a_bell_of_no_width_sees_both_sides_of_the_origin() -> None:
    moments = GaussianMoments(get("leaky_relu", slope=0.5))
    for q in (0.0, LEAST_VARIANCE / 10):
        first, second = moments(q)
        assert float(first) == pytest.approx(0.625 * q, rel=1e-12)
        assert float(second) == pytest.approx(0.625, rel=1e-7)
    assert float(gaussian_moments(get("sigmoid"))(0.0)[0]) == pytest.approx(0.25, rel=1e-12)


def test_shapes_and_order_are_kept() -> None:
    moments = gaussian_moments(get("tanh"))
    q = np.random.default_rng(0).uniform(0.1, 5.0, (3, 50))
    first, second = moments(q)
    assert first.shape == second.shape == q.shape
    assert first[2, 17] == pytest.approx(float(moments(q[2, 17])[0]), rel=1e-13)
    assert moments(1.0)[0].shape == ()


def test_what_overflows_is_infinite_and_does_not_warn() -> None:
    assert np.isposinf(gaussian_moments(get("exponential"))(1e4)).all()
    moments = gaussian_moments(get("sine", omega=30.0))
    assert np.isposinf(moments(10 * moments.limit)).all()
