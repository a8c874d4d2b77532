"""The forward and backward pass through networks with normalisation or skips, layer by layer as blocks.

Kept apart from the plain networks' passes, which are the inner loop of most runs and as lean as can be.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from viz.engine.backpropagation import Backpropagation
from viz.engine.block import Block

if TYPE_CHECKING:
    from viz.engine.network import Network

Array = NDArray[np.float64]


class BlockBackpropagation(Backpropagation):
    """Buffers for B samples at a time, and the two passes through them; the attributes are those of its base.

    Parameters
    ----------
    like : passes over the same network from whose last `forward` batch normalisation takes its statistics; these then
        have no `backward`.  Without it the statistics are those of the B samples themselves.
    """

    def __init__(self, network: Network, batch: int, like: Backpropagation | None = None) -> None:
        self.network = network
        self.gradient = np.empty_like(network.parameters)
        others: list[Block] = []
        if isinstance(like, BlockBackpropagation) and network.normalisation == "batch":
            others = like.blocks
        self.blocks: list[Block] = [
            Block(network, number, batch, self.gradient, others[number] if others else None)
            for number in range(len(network.sizes) - 2)
        ]
        output = (network.population, network.sizes[-1], batch)
        self.pre_activations = [*(block.pre_activations for block in self.blocks), np.empty(output)]
        self.deltas = [*(block.deltas for block in self.blocks), np.empty(output)]
        self.slopes = [block.slopes for block in self.blocks]
        self.activations = [block.activations for block in self.blocks]
        self.outputs = [block.outputs for block in self.blocks]
        self._output_gradient = network.layer_views(self.gradient)[-1]
        self._buffers: dict[tuple[int, str], Array] = {}
        self._batch = batch

    def forward(self, columns: Array) -> Array:
        """Return the raw outputs (P, C, B), a buffer, for input columns (P, D+1, B)."""
        for block in self.blocks:
            columns = block.forward(columns)
        self._columns = columns
        return np.matmul(self.network.layers[-1], columns, out=self.pre_activations[-1])

    def backward(self, targets: Array) -> None:
        """Fill `gradient`, `deltas` and `slopes` for the batch of the last `forward`; targets are (P, C, B)."""
        delta = self.deltas[-1]
        self.network.loss.gradient(self.pre_activations[-1], targets, delta)
        np.matmul(delta, self._columns.swapaxes(1, 2), out=self._output_gradient)
        if self.blocks:
            weights = self.network.layers[-1][:, :, :-1]
            above = self._buffer(weights.shape[2], f"above {len(self.blocks) % 2}")
            np.matmul(weights.swapaxes(1, 2), delta, out=above)
        for number in range(len(self.blocks) - 1, -1, -1):
            through = self.blocks[number].backward(above, self._buffer)
            if number:
                below = self._buffer(self.network.sizes[number], f"above {number % 2}")
                above = self.blocks[number].below(through, above, below)

    def _buffer(self, width: int, name: str) -> Array:
        """Return an array (P, H, B) that all layers of one width share."""
        key = (width, name)
        if key not in self._buffers:
            self._buffers[key] = np.empty((self.network.population, width, self._batch))
        return self._buffers[key]
