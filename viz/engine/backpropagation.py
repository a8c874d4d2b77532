"""The forward and backward pass of a population over one batch, in buffers that are allocated once.

This is the inner loop of training: every operation writes into a buffer, and no array is made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from viz.engine.network import Network

Array = NDArray[np.float64]


class Backpropagation:
    """Buffers for B samples at a time, and the two passes through them.

    Attributes
    ----------
    pre_activations : L arrays (P, H, B); the last one is the raw output.
    activations : L − 1 arrays (P, H, B), f of the hidden pre-activations.
    outputs : L − 1 arrays (P, H, B), what the hidden layers put out: the activations, and with a skip their input too.
    slopes : L − 1 arrays (P, H, B), f′ at the hidden pre-activations (after `backward`).
    deltas : L arrays (P, H, B), the loss's derivative with respect to the pre-activations (after `backward`).
    gradient : (P, n), the loss's derivative with respect to the parameters (after `backward`).
    """

    def __init__(self, network: Network, batch: int) -> None:
        population, (_, *widths) = network.population, network.sizes
        self.network = network
        self.pre_activations: list[Array] = [np.empty((population, width, batch)) for width in widths]
        self.deltas: list[Array] = [np.empty((population, width, batch)) for width in widths]
        self.slopes: list[Array] = [np.empty((population, width, batch)) for width in widths[:-1]]
        self.gradient: Array = np.empty_like(network.parameters)
        inputs = [np.ones((population, width + 1, batch)) for width in widths[:-1]]  # the last row stays 1: the bias
        self.outputs: list[Array] = [rows[:, :-1] for rows in inputs]
        self.activations = self.outputs
        self._hidden = list(
            zip(
                network.layers[:-1],
                self.pre_activations[:-1],
                [activation.value_kernel for activation in network.activations],
                self.outputs,
                network.activation_parameters,
                inputs,
                strict=True,
            )
        )
        layer_gradients = network.layer_views(self.gradient)
        self._first_gradient = layer_gradients[0]
        self._back = list(
            zip(
                layer_gradients[1:],
                self.deltas[1:],
                [rows.swapaxes(1, 2) for rows in inputs],
                [layer[:, :, :-1].swapaxes(1, 2) for layer in network.layers[1:]],
                self.deltas[:-1],
                [activation.derivative_kernel for activation in network.activations],
                self.pre_activations[:-1],
                self.slopes,
                network.activation_parameters,
                strict=True,
            )
        )[::-1]

    def forward(self, columns: Array) -> Array:
        """Return the raw outputs (P, C, B), a buffer, for input columns (P, D+1, B)."""
        self._columns = columns
        for weights, z, value, out, parameters, below in self._hidden:
            np.matmul(weights, columns, out=z)
            value(z, out, *parameters)
            columns = below
        return np.matmul(self.network.layers[-1], columns, out=self.pre_activations[-1])

    def backward(self, targets: Array) -> None:
        """Fill `gradient`, `deltas` and `slopes` for the batch of the last `forward`; targets are (P, C, B)."""
        self.network.loss.gradient(self.pre_activations[-1], targets, self.deltas[-1])
        for layer_gradient, delta, inputs, weights, delta_below, derivative, z, slope, parameters in self._back:
            np.matmul(delta, inputs, out=layer_gradient)
            np.matmul(weights, delta, out=delta_below)
            derivative(z, slope, *parameters)
            np.multiply(delta_below, slope, out=delta_below)
        np.matmul(self.deltas[0], self._columns.swapaxes(1, 2), out=self._first_gradient)
