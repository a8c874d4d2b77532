"""Straight pieces of activations: which have them, and whether they are the function."""

from __future__ import annotations

import numpy as np
import pytest

from viz.activations import ACTIVATIONS, get
from viz.activations.piecewise import is_piecewise_linear, pieces

STRAIGHT = {
    *("identity", "relu", "threshold", "leaky_relu", "prelu", "rrelu", "relu6", "hardtanh", "hardsigmoid"),
    *("sparse_sigmoid", "heaviside", "hardshrink", "softshrink"),
}


def test_the_straight_ones_are_known() -> None:
    assert {name for name, activation in ACTIVATIONS.items() if is_piecewise_linear(activation)} == STRAIGHT


@pytest.mark.parametrize("name", sorted(STRAIGHT))
def test_pieces_put_together_are_the_function(name: str) -> None:
    activation = get(name)
    found = pieces(activation)
    z = np.random.default_rng(0).normal(0.0, 5.0, 2000)
    piece = found.index(z)
    np.testing.assert_allclose(found.slopes[piece] * z + found.offsets[piece], activation(z), atol=1e-12)
    np.testing.assert_array_equal(found.slopes[piece], activation.derivative(z))


def test_parameters_move_the_pieces() -> None:
    found = pieces(get("hardtanh", min_val=-0.5, max_val=2.0))
    assert found.kinks.tolist() == [-0.5, 2.0]
    assert found.slopes.tolist() == [0.0, 1.0, 0.0]
    assert found.offsets.tolist() == [-0.5, 0.0, 2.0]


def test_a_kink_belongs_to_the_piece_on_its_left() -> None:
    assert pieces(get("relu")).index(np.array([-1e-300, 0.0, 1e-300])).tolist() == [0, 0, 1]


@pytest.mark.parametrize("name", sorted(set(ACTIVATIONS) - STRAIGHT))
def test_a_curved_function_is_refused_with_the_reason(name: str) -> None:
    with pytest.raises(ValueError, match=r"is curved"):
        pieces(get(name))
