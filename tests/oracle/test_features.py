"""Networks that are given features, against the same network in JAX from the formulas up."""

from __future__ import annotations

from dataclasses import replace

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from tests.oracle.jax_network import jax_activation, loss
from viz.engine.features import FEATURES
from viz.engine.setup import populate
from viz.spec import ExperimentSpec

IN_JAX = {
    "x1": lambda x: x[:, 0],
    "x2": lambda x: x[:, 1],
    "x1x1": lambda x: jnp.square(x[:, 0]),
    "x2x2": lambda x: jnp.square(x[:, 1]),
    "x1x2": lambda x: jnp.prod(x, axis=1),
    "sinx1": lambda x: jnp.sin(x[:, 0]),
    "sinx2": lambda x: jnp.sin(x[:, 1]),
}
SPEC = ExperimentSpec(samples=80, hidden=(6, 4), activation="tanh", dataset="spirals", seed=3)


@pytest.mark.parametrize("features", [(name,) for name in FEATURES] + [tuple(FEATURES), ("x2x2", "x1")])
def test_gradients_with_features(features: tuple[str, ...]) -> None:
    spec = replace(SPEC, features=features)
    population = populate([spec])
    data, network = population.datasets[0], population.network
    layers = [(jnp.array(w[0]), jnp.array(b[0])) for w, b in zip(network.weights, network.biases, strict=True)]
    functions = [jax_activation(activation) for activation in spec.layers]

    def of_points(layers, x):
        inputs = jnp.stack([IN_JAX[name](x) for name in features], axis=1)
        return loss(layers, functions, "binary_cross_entropy", inputs, jnp.array(data.y_train)[:, None])

    expected, gradients = jax.value_and_grad(of_points)(layers, jnp.array(data.x_train))
    value, weights, biases = network.gradients(population.x_train, population.y_train)
    assert value[0] == pytest.approx(float(expected), rel=1e-12)
    for mine, bias, (theirs, their_bias) in zip(weights, biases, gradients, strict=True):
        np.testing.assert_allclose(mine[0], theirs, rtol=1e-9, atol=1e-12)
        np.testing.assert_allclose(bias[0], their_bias, rtol=1e-9, atol=1e-12)
