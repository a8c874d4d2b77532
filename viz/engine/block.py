"""A hidden layer with what may be put around it: normalisation before the activation, and a skip past it.

    u = W x + c;  n = norm(u);  z = γ n + b;  a = f(z);  h = a + x

Without normalisation z = W x + b.  The offset c is there for layer normalisation only (batch normalisation would take
it away again), the skip where the layer is as wide as its input.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from viz.engine.normalisation import Normalisation

if TYPE_CHECKING:
    from viz.engine.network import Network

Array = NDArray[np.float64]
Scratch = Callable[[int, str], Array]  # (H, what for) -> a buffer (P, H, B) that layers of one width share


class Block:
    """Hidden layer `number` of P networks over B samples: buffers, and the two passes through it.

    Attributes
    ----------
    linear : (P, H, B), u, which `forward` normalises in place; without normalisation the same array as
        `pre_activations`.
    pre_activations, activations, slopes, deltas : (P, H, B), z, f(z), f′(z) and ∂L/∂z.
    inputs_above : (P, H+1, B), what the layer puts out, h, and a row of ones for the biases above.
    mask : (P, H, B), what f(z) is multiplied by; None without dropout.
    """

    def __init__(self, network: Network, number: int, batch: int, gradient: Array, like: Block | None) -> None:
        width = network.sizes[number + 1]
        shape = (network.population, width, batch)
        layer = network.layers[number]
        self._weights, self._bias = layer[:, :, :-1], layer[:, :, -1:]
        self._layer = layer
        self._gradient = network.layer_views(gradient)[number]
        self._value = network.activations[number].value_kernel
        self._derivative = network.activations[number].derivative_kernel
        self._parameters = network.activation_parameters[number]
        self._skips = network.skips[number]
        self.pre_activations, self.slopes, self.deltas = (np.empty(shape) for _ in range(3))
        self.inputs_above: Array = np.ones((network.population, width + 1, batch))
        self.outputs: Array = self.inputs_above[:, :-1]
        self.activations: Array = np.empty(shape) if self._skips else self.outputs
        self.mask: Array | None = None
        self.linear = self.pre_activations
        self.normalisation: Normalisation | None = None
        if network.normalisation != "none":
            self.linear = np.empty(shape)
            self.normalisation = Normalisation(network.normalisation, shape, like.normalisation if like else None)
            self._gain = network.gains[number][:, :, np.newaxis]
            self._ones = np.ones((batch, 1))  # sums over samples
            self._gain_gradient = network.gain_views(gradient)[number][:, :, np.newaxis]
            self._offset: Array | None = None
            if network.offsets:
                self._offset = network.offsets[number][:, :, np.newaxis]
                self._offset_gradient = network.offset_views(gradient)[number][:, :, np.newaxis]

    def connect(self, columns: Array) -> Array:
        """Fill `linear` for columns (P, D+1, B): what is normalised, or W x + b where nothing is."""
        if self.normalisation is None:
            return np.matmul(self._layer, columns, out=self.linear)
        np.matmul(self._weights, columns[:, :-1], out=self.linear)
        return self.linear if self._offset is None else np.add(self.linear, self._offset, out=self.linear)

    def forward(self, columns: Array) -> Array:
        """Return the columns (P, H+1, B) for the layer above, a buffer."""
        self.connect(columns)
        return self.activate(columns)

    def activate(self, columns: Array) -> Array:
        """Do the rest of `forward`, once `linear` is filled for the same columns."""
        self._columns = columns
        if self.normalisation is not None:
            self.normalisation.forward(self.linear)
            np.multiply(self.linear, self._gain, out=self.pre_activations)
            np.add(self.pre_activations, self._bias, out=self.pre_activations)
        self._value(self.pre_activations, self.activations, *self._parameters)
        if self.mask is not None:
            np.multiply(self.activations, self.mask, out=self.activations)
        if self._skips:
            np.add(self.activations, columns[:, :-1], out=self.outputs)
        return self.inputs_above

    def backward(self, above: Array, scratch: Scratch) -> Array:
        """Return ∂L/∂u (P, H, B), a buffer, from ∂L/∂h, and fill the gradients of the layer's parameters."""
        self._derivative(self.pre_activations, self.slopes, *self._parameters)
        np.multiply(above, self.slopes, out=self.deltas)
        if self.mask is not None:
            np.multiply(self.deltas, self.mask, out=self.deltas)
        through = self.deltas
        if self.normalisation is not None:
            through = scratch(self.deltas.shape[1], "through")
            np.multiply(self.deltas, self.linear, out=through)
            np.matmul(through, self._ones, out=self._gain_gradient)
            np.multiply(self.deltas, self._gain, out=through)
            self.normalisation.backward(self.linear, through)
            if self._offset is not None:
                np.matmul(through, self._ones, out=self._offset_gradient)
        np.matmul(through, self._columns.swapaxes(1, 2), out=self._gradient)
        if self.normalisation is not None:
            np.matmul(self.deltas, self._ones, out=self._gradient[:, :, -1:])  # the bias comes after the normalisation
        return through

    def below(self, through: Array, above: Array, out: Array) -> Array:
        """Fill ∂L/∂x (P, D, B), what `backward` of the block below takes, from ∂L/∂u and ∂L/∂h."""
        np.matmul(self._weights.swapaxes(1, 2), through, out=out)
        if self._skips:
            np.add(out, above, out=out)
        return out
