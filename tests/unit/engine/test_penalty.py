"""Penalties and clipping, held against finite differences of what they say they minimise and limit."""

from __future__ import annotations

import numpy as np
import pytest

from viz.activations import get
from viz.engine import Network
from viz.engine.penalty import Penalty

RNG = np.random.default_rng(1)


def network(normalisation: str = "none") -> Network:
    shapes = ((3, 4), (4, 2))
    weights, biases = [RNG.normal(size=(2, d, h)) for d, h in shapes], [RNG.normal(size=(2, h)) for _, h in shapes]
    return Network(weights, biases, [get("relu")], normalisation=normalisation)


def column(*values: float) -> np.ndarray:
    return np.array(values)[:, np.newaxis]


OFF = column(0.0, 0.0)


@pytest.mark.parametrize("normalisation", ["none", "batch", "layer"])
def test_gradient_of_both_penalties_leaves_all_but_weights_alone(normalisation: str) -> None:
    net, l1, l2 = network(normalisation), column(0.1, 0.0), column(0.02, 0.5)
    penalty = Penalty(net, l1, l2, OFF)
    gradient = np.zeros_like(net.parameters)
    penalty.apply(gradient)

    def objective(member: int) -> float:
        weights = np.concatenate([layer[member].reshape(-1) for layer in net.weights])
        return l1[member, 0] * np.abs(weights).sum() + 0.5 * l2[member, 0] * np.square(weights).sum()

    step = 1e-6
    for member in range(2):
        for index in range(net.parameters.shape[1]):
            kept = net.parameters[member, index]
            net.parameters[member, index] = kept + step
            above = objective(member)
            net.parameters[member, index] = kept - step
            below = objective(member)
            net.parameters[member, index] = kept
            assert gradient[member, index] == pytest.approx((above - below) / (2 * step), abs=1e-8)


def test_clipping_shortens_only_what_is_too_long() -> None:
    net = network()
    penalty = Penalty(net, OFF, OFF, column(0.5, 100.0))
    gradient = RNG.normal(size=net.parameters.shape)
    clipped = gradient.copy()
    penalty.apply(clipped)
    assert np.linalg.norm(clipped[0]) == pytest.approx(0.5)
    np.testing.assert_allclose(clipped[0] / np.linalg.norm(clipped[0]), gradient[0] / np.linalg.norm(gradient[0]))
    np.testing.assert_array_equal(clipped[1], gradient[1])


def test_a_member_without_clipping_is_not_clipped() -> None:
    net = network()
    gradient = 1e6 * np.ones_like(net.parameters)
    Penalty(net, OFF, OFF, column(1.0, 0.0)).apply(gradient)
    assert np.linalg.norm(gradient[0]) == pytest.approx(1.0)
    assert (gradient[1] == 1e6).all()


def test_nothing_to_do_is_known_beforehand() -> None:
    assert not Penalty(network(), OFF, OFF, OFF).active
    assert Penalty(network(), OFF, column(0.0, 0.1), OFF).active
