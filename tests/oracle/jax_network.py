"""The oracle: one dense network in JAX, in float64, written without a look at how the engine does it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import optax

from viz.activations import Activation

jax.config.update("jax_enable_x64", True)

Layers = list[tuple[Any, Any]]  # (W (D, H), b (H,)) a layer, or of P networks (W (P, D, H), b (P, H))

LOSSES: dict[str, Callable[[jax.Array, jax.Array], jax.Array]] = {
    "mse": lambda z, y: jnp.mean((z - y) ** 2),
    "binary_cross_entropy": lambda z, y: jnp.mean(optax.sigmoid_binary_cross_entropy(z, y)),
    "softmax_cross_entropy": lambda z, y: jnp.mean(optax.softmax_cross_entropy(z, y)),
}
OUTPUTS = {"mse": 2, "binary_cross_entropy": 1, "softmax_cross_entropy": 3}


def jax_activation(activation: Activation) -> Callable[[jax.Array], jax.Array]:
    """Return the function in JAX, by running the snippet that the app offers to copy."""
    code = activation.code("jax")
    assert code is not None

    def apply(z: jax.Array) -> jax.Array:
        names: dict[str, Any] = {"z": z}
        exec(code, names)
        return names["h"]

    return apply


def loss(
    layers: Layers, activations: Sequence[Callable[[jax.Array], jax.Array]], name: str, x: Any, y: Any
) -> jax.Array:
    """Return the loss of one network on inputs x (B, D) and targets y (B, C)."""
    for (weights, biases), activation in zip(layers[:-1], activations, strict=True):
        x = activation(x @ weights + biases)
    weights, biases = layers[-1]
    return LOSSES[name](x @ weights + biases, y)


def value_and_gradients(
    layers: Layers, activations: Sequence[Activation], name: str, x: Any, y: Any
) -> tuple[np.ndarray, list[tuple[np.ndarray, np.ndarray]]]:
    """Return the losses (P,) of P networks on x (P, B, D), y (P, B, C), and their derivatives, shaped as the layers."""
    functions = [jax_activation(activation) for activation in activations]
    values, gradients = jax.vmap(jax.value_and_grad(lambda layers, x, y: loss(layers, functions, name, x, y)))(
        layers, x, y
    )
    return np.asarray(values), [(np.asarray(weights), np.asarray(biases)) for weights, biases in gradients]


def random_layers(rng: np.random.Generator, population: int, sizes: Sequence[int]) -> Layers:
    """Return weights (P, D, H) with He's variance and biases (P, H) that are not zero, layer by layer."""
    return [
        (
            rng.normal(0.0, np.sqrt(2.0 / fan_in), (population, fan_in, fan_out)),
            rng.normal(0.0, 0.5, (population, fan_out)),
        )
        for fan_in, fan_out in pairwise(sizes)
    ]


def random_targets(rng: np.random.Generator, name: str, *shape: int) -> np.ndarray:
    """Return targets (*shape, C) that fit the loss: values, labels 0 and 1, or one-hot classes."""
    outputs = OUTPUTS[name]
    if name == "mse":
        return rng.standard_normal((*shape, outputs))
    if name == "binary_cross_entropy":
        return rng.integers(0, 2, (*shape, outputs)).astype(np.float64)
    return np.eye(outputs)[rng.integers(0, outputs, shape)]
