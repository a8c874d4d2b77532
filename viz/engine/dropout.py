"""Dropout: hidden outputs zeroed at random in training, the others scaled up so that the mean stays.

Srivastava et al. 2014, Dropout: A Simple Way to Prevent Neural Networks from Overfitting, in the inverted form: what is
kept is multiplied by 1 / (1 − p) in training, so that a network that is only looked at needs no change.  Where a layer
has a skip, what is dropped is f(z); its input passes whole.

Every sample of a batch has a mask of its own, from a generator of the member's own: a run without dropout draws
nothing, and data, weights and batches are those that they are without.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate, pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from viz.engine.backpropagation import Backpropagation
from viz.engine.block_backpropagation import BlockBackpropagation
from viz.engine.network import Network

Array = NDArray[np.float64]
State = tuple[Mapping[str, Any], ...]

_CHILD = 4  # of the seed: data, weights, batches and biases have 0 to 3


class Masks:
    """What the hidden outputs of P networks are multiplied by: 0 or 1 / (1 − p).

    Parameters
    ----------
    shares : p of each network, (P,), from 0 to below 1.
    widths : of the hidden layers.
    batch : B.
    generators : one for each network.

    Attributes
    ----------
    layers : L − 1 views (P, H, B), filled by :meth:`draw`.
    """

    def __init__(
        self, shares: Array, widths: Sequence[int], batch: int, generators: Sequence[np.random.Generator]
    ) -> None:
        self._generators = generators
        self._share = np.reshape(shares, (-1, 1))
        self._scale = 1.0 / (1.0 - self._share)
        ends = [0, *accumulate(width * batch for width in widths)]
        self._uniform = np.empty((len(self._share), ends[-1]))
        self._flat = np.ones_like(self._uniform)
        self.layers: list[Array] = [
            self._flat[:, start:end].reshape(len(self._flat), width, batch)
            for width, (start, end) in zip(widths, pairwise(ends), strict=True)
        ]

    def draw(self) -> None:
        """Draw new masks for all layers."""
        for generator, row in zip(self._generators, self._uniform, strict=True):
            generator.random(out=row)
        np.multiply(self._uniform >= self._share, self._scale, out=self._flat)


class DroppingBackpropagation(Backpropagation):
    """The passes of plain networks with new masks at every `forward`."""

    def __init__(self, network: Network, batch: int, masks: Masks) -> None:
        super().__init__(network, batch)
        self.masks = masks
        self._up = list(zip(self._hidden, masks.layers, strict=True))
        self._down = list(zip(self._back, masks.layers[::-1], strict=True))

    def forward(self, columns: Array) -> Array:
        """Return the raw outputs (P, C, B), a buffer, for input columns (P, D+1, B)."""
        self.masks.draw()
        self._columns = columns
        for (weights, z, value, out, parameters, below), mask in self._up:
            np.matmul(weights, columns, out=z)
            value(z, out, *parameters)
            np.multiply(out, mask, out=out)
            columns = below
        return np.matmul(self.network.layers[-1], columns, out=self.pre_activations[-1])

    def backward(self, targets: Array) -> None:
        """Fill `gradient`, `deltas` and `slopes` for the batch of the last `forward`; targets are (P, C, B)."""
        self.network.loss.gradient(self.pre_activations[-1], targets, self.deltas[-1])
        for (gradient, delta, inputs, weights, delta_below, derivative, z, slope, parameters), mask in self._down:
            np.matmul(delta, inputs, out=gradient)
            np.matmul(weights, delta, out=delta_below)
            derivative(z, slope, *parameters)
            np.multiply(delta_below, slope, out=delta_below)
            np.multiply(delta_below, mask, out=delta_below)
        np.matmul(self.deltas[0], self._columns.swapaxes(1, 2), out=self._first_gradient)


class DroppingBlockBackpropagation(BlockBackpropagation):
    """The passes of networks with normalisation or skips, with new masks at every `forward`."""

    def __init__(self, network: Network, batch: int, masks: Masks) -> None:
        super().__init__(network, batch)
        self.masks = masks
        for block, mask in zip(self.blocks, masks.layers, strict=True):
            block.mask = mask

    def forward(self, columns: Array) -> Array:
        """Return the raw outputs (P, C, B), a buffer, for input columns (P, D+1, B)."""
        self.masks.draw()
        return super().forward(columns)


class Dropout:
    """The random side of dropout for P members; draws nothing until it is asked for passes that drop.

    Parameters
    ----------
    seeds : one for each member; what is drawn for data, weights and batches has other children of it.
    """

    def __init__(self, seeds: Sequence[int]) -> None:
        self._seeds = tuple(seeds)
        self._generators: list[np.random.Generator] = []

    def passes(self, network: Network, batch: int, shares: Array) -> Backpropagation:
        """Return passes to train with: those of the network itself where all shares (P,) are 0."""
        if not shares.any() or len(network.sizes) == 2:
            return network.passes(batch)
        self._begin()
        masks = Masks(shares, network.sizes[1:-1], batch, self._generators)
        if network.normalisation == "none" and not any(network.skips):
            return DroppingBackpropagation(network, batch, masks)
        return DroppingBlockBackpropagation(network, batch, masks)

    @property
    def state(self) -> State:
        """Where the generators are; empty if none has drawn."""
        return tuple(generator.bit_generator.state for generator in self._generators)

    @state.setter
    def state(self, state: State) -> None:
        if state:
            self._begin()
        states = state or tuple(_generator(seed).bit_generator.state for seed in self._seeds)
        for generator, generator_state in zip(self._generators, states, strict=False):
            generator.bit_generator.state = generator_state

    def _begin(self) -> None:
        if not self._generators:
            self._generators.extend(map(_generator, self._seeds))


def _generator(seed: int) -> np.random.Generator:
    return np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(_CHILD,)))  # made alone, without the others
