"""Random networks, and a count of their activation patterns by brute force, for the tests of regions."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import numpy.typing as npt

from viz.activations import Activation

Array = npt.NDArray[np.float64]
Network = tuple[list[Array], list[Array]]


def random_network(sizes: tuple[int, ...], seed: int, bias: float = 1.0) -> Network:
    """Return He weights and normal biases for layers of those sizes, inputs and outputs included."""
    rng = np.random.default_rng(seed)
    weights, biases = [], []
    for fan_in, fan_out in pairwise(sizes):
        weights.append(rng.normal(0.0, np.sqrt(2.0 / fan_in), (fan_in, fan_out)))
        biases.append(rng.normal(0.0, bias, fan_out))
    return weights, biases


def patterns_at(network: Network, activations: list[Activation], x: Array) -> npt.NDArray[np.int64]:
    """Return which piece every hidden unit is on (N, U) at inputs (N, D), by running the network there."""
    found, h = [], x
    for weight, bias, activation in zip(network[0][:-1], network[1][:-1], activations, strict=True):
        z = h @ weight + bias
        found.append(sum((z > kink.at).astype(np.int64) for kink in activation.kinks))
        h = activation(z)
    return np.concatenate(found, axis=1)


def output_at(network: Network, activations: list[Activation], x: Array) -> Array:
    """Return the output (N, O) at inputs (N, D)."""
    h = x
    for weight, bias, activation in zip(network[0][:-1], network[1][:-1], activations, strict=True):
        h = activation(h @ weight + bias)
    return h @ network[0][-1] + network[1][-1]


def square_grid(half: float, side: int) -> Array:
    """Return the midpoints (side², 2) of a fine grid over the square."""
    axis = (np.arange(side) + 0.5) / side * 2 * half - half
    return np.stack(np.meshgrid(axis, axis), axis=-1).reshape(-1, 2)


def distinct(patterns: npt.NDArray[np.integer]) -> set[int]:
    """Return the different patterns among rows (N, U) of up to four pieces, each as one number."""
    return set(np.unique(patterns.astype(np.int64) @ 4 ** np.arange(patterns.shape[1])).tolist())
