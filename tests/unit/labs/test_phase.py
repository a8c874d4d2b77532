"""The phase diagram: exact for ReLU, at the published place for tanh, and its line where χ₁ crosses 1 on the grid."""

from __future__ import annotations

import numpy as np
import pytest

from viz.labs.phase import phase_diagram
from viz.spec.phase import PhaseSpec


def test_relu_is_exact() -> None:
    found = phase_diagram(PhaseSpec("relu", (0.5, 3.0), (0.0, 1.0)))
    np.testing.assert_allclose(found.slope, np.broadcast_to(found.weights**2 / 2, found.slope.shape), rtol=1e-6)
    np.testing.assert_allclose(found.line_weights, 2**0.5, rtol=1e-6)


def test_tanh_is_critical_where_published() -> None:
    bias = 0.05**0.5
    found = phase_diagram(PhaseSpec("tanh", (1.0, 2.0), (bias, 2 * bias)))
    assert found.line_weights[0] ** 2 == pytest.approx(1.761, abs=1e-3)


def test_line_lies_where_the_grid_crosses_one() -> None:
    found = phase_diagram(PhaseSpec("tanh", (0.5, 3.5), (0.0, 1.0)))
    for bias, weight in zip(found.line_biases[1:], found.line_weights[1:], strict=True):
        row = np.array([np.interp(bias, found.biases, column) for column in found.slope.T])
        assert float(np.interp(1.0, row, found.weights)) == pytest.approx(weight, abs=0.01)
