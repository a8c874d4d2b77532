"""The oracle for hidden layers with normalisation and skips: one network in JAX, in float64."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from tests.oracle.jax_network import LOSSES
from viz.engine import Network

jax.config.update("jax_enable_x64", True)

Tree = dict[str, list[Any]]  # weights L × (D, H), biases L × (H,), gains and offsets of the hidden layers, if any
EPSILON = 1e-5


def tree_of(network: Network, member: int, flat: np.ndarray | None = None) -> Tree:
    """Return copies of one member's parameters, or of what is laid out like them."""
    flat = network.parameters if flat is None else flat
    layers = [layer[member] for layer in network.layer_views(flat)]
    return {
        "weights": [layer[:, :-1].T.copy() for layer in layers],
        "biases": [layer[:, -1].copy() for layer in layers],
        "gains": [gain[member].copy() for gain in network.gain_views(flat)],
        "offsets": [offset[member].copy() for offset in network.offset_views(flat)],
    }


def pre_activations(
    tree: Tree,
    activations: Sequence[Callable[[Any], Any]],
    x: Any,
    normalisation: str,
    residual: bool,
    statistics_of: Any = None,
) -> list[Any]:
    """Return z (B, H) of every layer for x (B, D), the last one the raw output.

    statistics_of: other samples (N, D), whose means and variances batch normalisation takes instead.
    """
    found = []
    for number, activation in enumerate(activations):
        z, other = (None if v is None else v @ tree["weights"][number] for v in (x, statistics_of))
        if normalisation == "none":
            z = z + tree["biases"][number]
        elif normalisation == "layer":
            z = z + tree["offsets"][number]
            z = (z - z.mean(1, keepdims=True)) / jnp.sqrt(z.var(1, keepdims=True) + EPSILON)
            z = tree["gains"][number] * z + tree["biases"][number]
        else:
            source = z if other is None else other
            mean, deviation = source.mean(0), jnp.sqrt(source.var(0) + EPSILON)
            z, other = (
                None if v is None else tree["gains"][number] * (v - mean) / deviation + tree["biases"][number]
                for v in (z, other)
            )
        found.append(z)
        above = [None if v is None else activation(v) for v in (z, other)]
        if residual and x.shape[1] == z.shape[1]:
            above = [a if a is None else a + v for a, v in zip(above, (x, statistics_of), strict=True)]
        x, statistics_of = above
    return [*found, x @ tree["weights"][-1] + tree["biases"][-1]]


def loss(
    tree: Tree,
    activations: Sequence[Callable[[Any], Any]],
    name: str,
    x: Any,
    y: Any,
    normalisation: str,
    residual: bool,
) -> Any:
    """Return the loss of one network on inputs x (B, D) and targets y (B, C)."""
    return LOSSES[name](pre_activations(tree, activations, x, normalisation, residual)[-1], y)
