"""The oracle: a deep network written out in JAX, with skips and layer norm, and its derivatives sample by sample."""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from tests.oracle.jax_network import LOSSES, jax_activation
from viz.engine.setup import Population
from viz.spec.deep import DeepSpec


def by_layer(spec: DeepSpec, population: Population, member: int) -> dict[str, np.ndarray]:
    """Return variance, sensitivity and gradient of every layer of one network, (L,)."""
    network = population.network
    weights = [jnp.array(weight[member]) for weight in network.weights]
    biases = [jnp.array(bias[member]) for bias in network.biases]
    x, y = jnp.array(population.x_train[member]), jnp.array(population.y_train[member])
    functions = [jax_activation(activation) for activation in spec.layers]
    nothing = [jnp.zeros((len(x), len(bias))) for bias in biases]

    def pre_activations(weights: list[Any], added: list[Any]) -> list[Any]:
        """Return z of all layers, (N, H), with something added to each that is then passed on."""
        h, found = x, []
        for number, function in enumerate(functions):
            u = h @ weights[number]
            if spec.normalisation == "layer":
                u = (u - u.mean(axis=1, keepdims=True)) / jnp.sqrt(u.var(axis=1, keepdims=True) + 1e-5)
            z = u + biases[number] + added[number]
            found.append(z)
            h = function(z) + (h if spec.residual and h.shape == z.shape else 0.0)
        return [*found, h @ weights[-1] + biases[-1] + added[-1]]

    def loss(weights: list[Any], added: list[Any]) -> Any:
        return LOSSES[spec.resolved_loss](pre_activations(weights, added)[-1], y)

    z = pre_activations(weights, nothing)
    by_weights, by_z = jax.grad(loss, argnums=(0, 1))(weights, nothing)
    samples = len(x)
    return {
        "variance": np.array([float((layer**2).mean()) for layer in z]),
        "sensitivity": np.array([float(jnp.sqrt(((samples * d) ** 2).sum(axis=1).mean())) for d in by_z]),
        "gradient": np.array([float(jnp.sqrt((d**2).sum())) for d in by_weights]),
    }
