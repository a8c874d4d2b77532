"""Adaptive quadrature against closed forms."""

from __future__ import annotations

import numpy as np
import pytest

from viz.theory.quadrature import integrate


def test_several_integrands_at_once() -> None:
    values = integrate(lambda z: np.stack([np.sin(z), np.exp(z), z**7]), np.array([0.0, 1.0, 2.0]))
    np.testing.assert_allclose(values, [1 - np.cos(2.0), np.exp(2.0) - 1, 2.0**8 / 8], rtol=1e-13)


@pytest.mark.parametrize("sharpness", [1.0, 1e2, 1e4])
def test_a_peak_is_found_however_sharp(sharpness: float) -> None:
    value = integrate(lambda z: (sharpness / (1 + (sharpness * z) ** 2))[None], np.array([-1.0, 1.0]))
    assert value[0] == pytest.approx(2 * np.arctan(sharpness), rel=1e-11)


def test_many_swings() -> None:
    value = integrate(lambda z: (np.sin(30 * z) ** 2)[None], np.linspace(-50.0, 50.0, 25))
    assert value[0] == pytest.approx(50 - np.sin(3000) / 60, rel=1e-12)


def test_a_singularity_ends_in_an_estimate_and_not_in_a_hang() -> None:
    value = integrate(lambda z: (1 / np.sqrt(np.abs(z)))[None], np.array([-1.0, 0.5]))
    assert value[0] == pytest.approx(2 + 2 * np.sqrt(0.5), rel=1e-5)


def test_overflow_is_infinite_and_does_not_warn() -> None:
    with np.errstate(over="ignore"):
        assert integrate(lambda z: np.exp(z * 1e3)[None], np.array([0.0, 1.0]))[0] == np.inf
