"""The stepped sum of sigmoids, against log(1 + e^x)."""

from __future__ import annotations

import numpy as np
import pytest

from viz.theory import stepped_sigmoids


def test_published_distance() -> None:
    """At most 0.0106 on [−5, 10] (computed on a fine grid, so exact to the digits given)."""
    x = np.linspace(-5.0, 10.0, 20_001)
    distance = np.abs(stepped_sigmoids(x) - np.logaddexp(0.0, x)).max()
    assert distance == pytest.approx(0.0106, abs=5e-5)


def test_a_sum_written_out() -> None:
    expected = sum(1 / (1 + np.exp(-(1.3 - i + 0.5))) for i in range(1, 101))
    assert stepped_sigmoids(1.3) == pytest.approx(expected, rel=1e-13)


def test_as_far_as_the_copies_reach() -> None:
    assert stepped_sigmoids(50.0, copies=10) == pytest.approx(10.0, rel=1e-12)
    assert stepped_sigmoids(np.zeros((2, 3))).shape == (2, 3)
