"""What is measured of every layer at initialisation agrees with a network in JAX, and with a plain loop in NumPy."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tests.unit.labs.gradient_flow.networks import by_layer
from viz.engine.setup import populate
from viz.labs.gradient_flow import at_initialisation, quantiles
from viz.labs.gradient_flow.profile import _norm
from viz.spec.deep import DeepSpec
from viz.spec.flow_runs import LayersSpec

DEEP = DeepSpec(hidden=(7,) * 12, samples=30, steps=1)


@pytest.mark.parametrize(
    "settings",
    [
        {"activation": "tanh", "init_bias_deviation": 0.3},
        {"activation": "relu", "initialiser": "orthogonal"},
        {"activation": "gelu", "residual": True},
        {"activation": "sigmoid", "normalisation": "layer", "residual": True, "init_bias_deviation": 0.2},
        {"activation": "softplus", "dataset": "sine", "initialiser": "lsuv"},
    ],
    ids=lambda settings: "-".join(map(str, settings.values())),
)
def test_profile_agrees_with_jax(settings: dict[str, Any]) -> None:
    spec = LayersSpec(DEEP.unchecked(settings), 3)
    profile = at_initialisation(spec).profile
    population = populate(list(spec.runs()))
    for member in range(3):
        oracle = by_layer(spec.spec, population, member)
        for name, expected in oracle.items():
            np.testing.assert_allclose(getattr(profile, name)[member], expected, rtol=1e-9, err_msg=name)


def test_variance_agrees_with_a_plain_loop() -> None:
    spec = LayersSpec(DEEP.unchecked({"activation": "tanh", "init_bias_deviation": 0.5}), 5)
    profile = at_initialisation(spec).profile
    population = populate(list(spec.runs()))
    weights, biases = population.network.weights, population.network.biases
    for member in range(5):
        h = population.x_train[member]
        for layer in range(13):
            z = np.array(
                [
                    [
                        sum(h[s] * weights[layer][member, :, j]) + biases[layer][member, j]
                        for j in range(weights[layer].shape[2])
                    ]
                    for s in range(len(h))
                ]
            )
            assert profile.variance[member, layer] == pytest.approx((z**2).mean(), rel=1e-10)
            h = np.tanh(z)


def test_seeds_give_the_same_networks_however_many_there_are() -> None:
    few, many = (at_initialisation(LayersSpec(DEEP, seeds)).profile for seeds in (2, 5))
    np.testing.assert_array_equal(many.variance[:2], few.variance)


def test_gradient_far_below_single_precision_is_measured() -> None:
    deep = DeepSpec(hidden=(32,) * 100, activation="sigmoid", initialiser="glorot_normal", samples=20, steps=1)
    first = at_initialisation(LayersSpec(deep, 1)).profile.sensitivity[0, 0]
    assert 1e-75 < first < 1e-50


def test_norms_beyond_the_square_root_of_double_precision() -> None:
    values = np.array([[[3e-200, 4e-200]], [[3e200, -4e200]], [[0.0, 0.0]], [[3.0, 4.0]]])
    np.testing.assert_allclose(_norm(values), [5e-200, 5e200, 0.0, 5.0], rtol=1e-12)


def test_quantiles_leave_out_what_overflowed() -> None:
    values = np.array([[1.0, np.nan], [2.0, np.nan], [np.nan, np.nan], [3.0, np.nan]])
    low, middle, high = quantiles(values)
    np.testing.assert_allclose([low[0], middle[0], high[0]], [1.2, 2.0, 2.8])
    assert np.isnan([low[1], middle[1], high[1]]).all()
