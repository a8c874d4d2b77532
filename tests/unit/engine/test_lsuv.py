"""Layer-sequential unit variance: every layer's variance, computed apart from the engine, is what was asked for."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from viz.activations import get
from viz.engine.lsuv import TOLERANCE
from viz.engine.setup import populate
from viz.spec import ExperimentSpec

LSUV = ExperimentSpec(initialiser="lsuv", hidden=(8, 8, 6), samples=200, init_bias=0.3)


def linear_parts(spec: ExperimentSpec, member: int = 0, *others: ExperimentSpec) -> list[np.ndarray]:
    """Return x W, and + b where nothing is normalised, of every layer (N, H) on a member's training set."""
    population = populate([spec, *others])
    network, h = population.network, population.x_train[member]
    found = []
    for layer, (weights, biases) in enumerate(zip(network.weights, network.biases, strict=True)):
        u = h @ weights[member]
        hidden = layer < len(spec.hidden)
        if spec.normalisation == "none" or not hidden:
            found.append(u + biases[member])
            z = found[-1]
        else:
            found.append(u)
            axis = {"layer": 1, "batch": 0}[spec.normalisation]
            z = (u - u.mean(axis, keepdims=True)) / np.sqrt(u.var(axis, keepdims=True) + 1e-5) + biases[member]
        if hidden:
            a = get(spec.activation)(z)
            h = a + h if spec.residual and a.shape == h.shape else a
    return found


@pytest.mark.parametrize("activation", ["relu", "tanh", "sine", "squared_relu"])
@pytest.mark.parametrize("normalisation", ["none", "layer", "batch"])
@pytest.mark.parametrize("residual", [False, True])
def test_every_layer_has_variance_one(activation: str, normalisation: str, residual: bool) -> None:
    spec = replace(LSUV, activation=activation, normalisation=normalisation, residual=residual)
    for u in linear_parts(spec):
        assert u.var() == pytest.approx(1.0, rel=1e-9)  # biases that are all alike change nothing: one try is enough


@pytest.mark.parametrize("bias_deviation", [0.1, 0.5])
def test_biases_that_differ_take_more_tries(bias_deviation: float) -> None:
    for u in linear_parts(replace(LSUV, init_bias_deviation=bias_deviation)):
        assert u.var() == pytest.approx(1.0, rel=TOLERANCE)


def test_biases_that_vary_more_than_all_may_leave_the_weights_as_drawn() -> None:
    spec = replace(LSUV, init_bias_deviation=10.0)
    for weights in populate([spec]).network.weights[:-1]:
        w = weights[0]
        gram = w.T @ w if w.shape[0] >= w.shape[1] else w @ w.T
        np.testing.assert_allclose(gram, np.eye(len(gram)), atol=1e-12)
    assert linear_parts(spec)[-1].var() == pytest.approx(1.0, rel=1e-9)  # the output's biases are 0


def test_the_scale_is_the_deviation_aimed_at() -> None:
    for u in linear_parts(replace(LSUV, init_scale=0.4)):
        assert u.std() == pytest.approx(0.4, rel=1e-9)
    for weights in populate([replace(LSUV, init_scale=0.0)]).network.weights:
        assert not weights.any()


def test_weights_stay_orthogonal() -> None:
    for weights in populate([LSUV]).network.weights:
        w = weights[0]
        gram = w.T @ w if w.shape[0] >= w.shape[1] else w @ w.T
        np.testing.assert_allclose(gram, gram[0, 0] * np.eye(len(gram)), atol=1e-12 * gram[0, 0])


def test_inputs_of_any_size_end_alike() -> None:
    """The point of looking at the data: without biases a thousandfold input gives the same pre-activations."""
    usual, large = (linear_parts(replace(LSUV, init_bias=0.0, data_scale=scale)) for scale in (1.0, 1000.0))
    for u, v in zip(usual, large, strict=True):
        np.testing.assert_allclose(u, v, rtol=1e-9, atol=1e-12)


def test_members_with_other_initialisers_are_left_alone() -> None:
    others = [replace(LSUV, initialiser=name, seed=7) for name in ("he_normal", "orthogonal")]
    for u in linear_parts(others[0], 1, LSUV, others[1]):
        assert u.var() == pytest.approx(1.0, rel=1e-9)
    together = populate([others[0], LSUV, others[1]]).network
    for member, spec in ((0, others[0]), (2, others[1])):
        assert np.array_equal(together.parameters[member], populate([spec]).network.parameters[0])


def test_layers_that_put_out_nothing_or_no_number_keep_their_weights() -> None:
    dead = populate([replace(LSUV, init_bias=-10.0, activation="relu")]).network  # layer 2 gets zeros only
    for weights in dead.weights[1:]:
        w = weights[0]
        gram = w.T @ w if w.shape[0] >= w.shape[1] else w @ w.T
        np.testing.assert_allclose(gram, np.eye(len(gram)), atol=1e-12)
    wild = populate([replace(LSUV, activation="exponential", init_scale=10.0, data_scale=1000.0)]).network
    assert np.isfinite(wild.parameters).all()
