"""The factor by which a layer scales the variance, against what the papers derive."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import integrate, stats

from viz.activations import get
from viz.theory import variance_factor


@pytest.mark.parametrize("slope", [0.0, 0.01, 0.25, 1.0])
def test_he_and_leaky_slopes(slope: float) -> None:
    assert variance_factor(get("leaky_relu", slope=slope)) == pytest.approx((1 + slope**2) / 2, rel=1e-13)


def test_selu_keeps_a_variance_of_1() -> None:
    """Klambauer et al. 2017, section 2: α and λ are chosen for it."""
    assert variance_factor(get("selu")) == pytest.approx(1.0, abs=1e-12)


def test_tanh_against_scipy() -> None:
    expected = integrate.quad(lambda z: np.tanh(z) ** 2 * stats.norm.pdf(z), -12, 12, epsabs=1e-13)[0]
    assert variance_factor(get("tanh")) == pytest.approx(expected, rel=1e-10)
