"""A population of dense networks that share a shape: P networks, one flat buffer of parameters.

Inside, samples are columns and the bias is the last column of each weight matrix, so a layer is one matrix product
on contiguous memory: z (P, H, B) = W (P, H, D+1) @ [a; 1] (P, D+1, B).  The public methods use the usual layout.
Normalised networks have their gains and offsets behind all layers in the same buffer.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

import numpy as np
from numpy.typing import ArrayLike, NDArray

from viz.engine.backpropagation import Backpropagation
from viz.engine.blas import use_one_thread
from viz.engine.block_backpropagation import BlockBackpropagation
from viz.engine.losses import LOSSES
from viz.engine.normalisation import NORMALISATIONS, VECTORS
from viz.engine.unit_activations import LayerFunction, MixedLayer, stacked_parameters

Array = NDArray[np.float64]


class Network:
    """P fully connected networks with the same sizes and activations; the output layer is linear.

    A hidden layer is z = x W + b, h = f(z).  With batch normalisation z = γ·norm(x W) + b, with layer normalisation
    z = γ·norm(x W + c) + b: without the offset c, 0 at first, a layer would not see how long x is.  With `residual`
    h = f(z) + x in layers as wide as their input.

    Parameters
    ----------
    weights : L arrays (P, D, H), from the first layer to the output.
    biases : L arrays (P, H).
    activations : one for each of the L − 1 hidden layers, or a `MixedLayer` with one for each of its units; a layer may
        also have a sequence of P of one name that differ in their parameters.
    loss : a name in `viz.engine.losses.LOSSES`.
    normalisation : of the hidden layers, a name in `viz.engine.normalisation.NORMALISATIONS`; each unit then has a gain
        γ, which starts at 1.
    residual : whether hidden layers as wide as their input add that input to what they put out.

    Attributes
    ----------
    parameters : (P, n), all that is trained.
    layers : L views (P, H, D+1) of it, the bias last.
    gains, offsets : γ and c, L − 1 views (P, H) of it; none where there are no such.
    skips : L − 1 bools, whether the layer's input is added to its output.

    Raises
    ------
    ValueError
        If shapes, counts or names do not fit, saying which and what would.
    """

    def __init__(
        self,
        weights: Sequence[ArrayLike],
        biases: Sequence[ArrayLike],
        activations: Sequence[LayerFunction | Sequence[LayerFunction]],
        loss: str = "mse",
        *,
        normalisation: str = "none",
        residual: bool = False,
    ) -> None:
        use_one_thread()
        for what, name, accepted in (("loss", loss, LOSSES), ("normalisation", normalisation, NORMALISATIONS)):
            if name not in accepted:
                raise ValueError(f"unknown {what} {name!r}: accepted are {', '.join(accepted)}")
        arrays = [np.asarray(weight, dtype=np.float64) for weight in weights]
        offsets = [np.asarray(bias, dtype=np.float64) for bias in biases]
        self.sizes = _checked_sizes(arrays, offsets, len(activations))
        self.population = len(arrays[0])
        self.loss = LOSSES[loss]
        self._activate(activations)
        self.normalisation = normalisation
        self.skips = [residual and d == h for d, h in self.layer_shapes[:-1]]
        dense = sum((d + 1) * h for d, h in self.layer_shapes)
        self.parameters: Array = np.empty((self.population, dense + VECTORS[normalisation] * sum(self.sizes[1:-1])))
        self.layers = self.layer_views(self.parameters)
        self.gains = self.gain_views(self.parameters)
        self.offsets = self.offset_views(self.parameters)
        self.parameters[:, dense:] = 0.0
        for gain in self.gains:
            gain[:] = 1.0
        for layer, weight, bias in zip(self.layers, arrays, offsets, strict=True):
            layer[:, :, :-1] = weight.swapaxes(1, 2)
            layer[:, :, -1] = bias

    @property
    def layer_shapes(self) -> list[tuple[int, int]]:
        """(D, H) of every layer."""
        return list(zip(self.sizes[:-1], self.sizes[1:], strict=True))

    @property
    def weights(self) -> list[Array]:
        """L views (P, D, H) of the parameters."""
        return [layer[:, :, :-1].swapaxes(1, 2) for layer in self.layers]

    @property
    def biases(self) -> list[Array]:
        """L views (P, H) of the parameters."""
        return [layer[:, :, -1] for layer in self.layers]

    def activate(self, activations: Sequence[LayerFunction | Sequence[LayerFunction]]) -> None:
        """Give the hidden layers other activations, as at the start; passes made before keep the old ones."""
        if len(activations) != len(self.activations):
            raise ValueError(f"{len(activations)} activations, expected one for each of {len(self.activations)} layers")
        self._activate(activations)

    def _activate(self, activations: Sequence[LayerFunction | Sequence[LayerFunction]]) -> None:
        members = _members(activations, self.sizes[1:-1], self.population)
        self.activations = [functions[0] for functions in members]
        self.activation_parameters = [stacked_parameters(functions) for functions in members]

    def layer_views(self, flat: Array) -> list[Array]:
        """Return L views (P, H, D+1), the bias last, of a flat buffer (P, n)."""
        views, start = [], 0
        for fan_in, fan_out in self.layer_shapes:
            stop = start + (fan_in + 1) * fan_out
            views.append(flat[:, start:stop].reshape(len(flat), fan_out, fan_in + 1))
            start = stop
        return views

    def gain_views(self, flat: Array) -> list[Array]:
        """Return L − 1 views (P, H) of a flat buffer (P, n); none without normalisation."""
        return self._vector_views(flat, 0)

    def offset_views(self, flat: Array) -> list[Array]:
        """Return L − 1 views (P, H) of a flat buffer (P, n); none without layer normalisation."""
        return self._vector_views(flat, 1)

    def _vector_views(self, flat: Array, number: int) -> list[Array]:
        """Return the views of one of the vectors that hidden layers have besides weights and biases."""
        vectors = VECTORS[self.normalisation]
        if number >= vectors:
            return []
        widths = self.sizes[1:-1]
        start = flat.shape[1] - (vectors - number) * sum(widths)
        return [
            flat[:, stop - width : stop]
            for width, stop in zip(widths, (start + end for end in accumulate(widths)), strict=True)
        ]

    def passes(self, batch: int, like: Backpropagation | None = None) -> Backpropagation:
        """Return buffers for B samples at a time and the passes through them, which follow the parameters.

        Batch normalisation takes the statistics of the B samples themselves, or those of the last forward pass of
        `like`, passes of the same network over other samples.
        """
        if self.normalisation == "none" and not any(self.skips):
            return Backpropagation(self, batch)
        return BlockBackpropagation(self, batch, like)

    @np.errstate(all="ignore")
    def forward(self, x: ArrayLike) -> Array:
        """Return the raw outputs (P, B, C) for inputs (B, D), the same for all, or (P, B, D).

        Batch normalisation takes the statistics of these inputs; see :meth:`passes` for others.
        """
        columns = self.columns(x)
        return self.passes(columns.shape[2]).forward(columns).swapaxes(1, 2)

    @np.errstate(all="ignore")
    def gradients(self, x: ArrayLike, y: ArrayLike) -> tuple[Array, list[Array], list[Array]]:
        """Return the loss (P,) and its derivatives: L arrays (P, D, H) and L arrays (P, H).

        Those by gains and offsets are in the `gradient` of :meth:`passes`.

        Parameters
        ----------
        x : (B, D) or (P, B, D).
        y : targets (B,), (B, C) or (P, B, C); classes one-hot where there is one output for each.
        """
        columns = self.columns(x)
        targets = np.asarray(y, dtype=np.float64)
        if targets.ndim == 1:
            targets = targets[:, np.newaxis]
        expected = (self.population, columns.shape[2], self.sizes[-1])
        if targets.shape not in (expected, expected[1:]):
            raise ValueError(f"y has shape {targets.shape}, expected (B, C) = {expected[1:]} or (P, B, C) = {expected}")
        targets = np.broadcast_to(targets, expected).swapaxes(1, 2)
        work = self.passes(columns.shape[2])
        loss = self.loss.value(work.forward(columns), targets)
        work.backward(targets)
        views = self.layer_views(work.gradient)
        return loss, [view[:, :, :-1].swapaxes(1, 2) for view in views], [view[:, :, -1] for view in views]

    def columns(self, x: ArrayLike) -> Array:
        """Return inputs (B, D) or (P, B, D) as the columns that a layer takes: (P, D+1, B), the last row 1."""
        samples = np.asarray(x, dtype=np.float64)
        if samples.ndim not in (2, 3) or samples.shape[-1] != self.sizes[0]:
            raise ValueError(f"x has shape {samples.shape}, expected (B, {self.sizes[0]}) or (P, B, {self.sizes[0]})")
        if samples.ndim == 3 and len(samples) != self.population:
            raise ValueError(f"x is for {len(samples)} networks, this population has {self.population}")
        columns = np.ones((self.population, self.sizes[0] + 1, samples.shape[-2]))
        columns[:, :-1] = samples.swapaxes(-1, -2)
        return columns


def _checked_sizes(weights: list[Array], biases: list[Array], hidden: int) -> list[int]:
    """Return the sizes [D, H, …, C] that the arrays agree on; raise ValueError where they don't."""
    if not weights or len(biases) != len(weights) or hidden != len(weights) - 1:
        raise ValueError(
            f"{len(weights)} weights, {len(biases)} biases and {hidden} activations: "
            "expected L ≥ 1 weights, L biases and L − 1 activations"
        )
    if weights[0].ndim != 3 or len(weights[0]) < 1:
        raise ValueError(f"the weights of layer 1 have shape {weights[0].shape}, expected (P, D, H)")
    population, sizes = len(weights[0]), [weights[0].shape[1]]
    for number, (weight, bias) in enumerate(zip(weights, biases, strict=True), start=1):
        if weight.ndim != 3 or weight.shape[:2] != (population, sizes[-1]):
            raise ValueError(
                f"the weights of layer {number} have shape {weight.shape}, expected ({population}, {sizes[-1]}, H)"
            )
        if bias.shape != (population, weight.shape[2]):
            raise ValueError(
                f"the biases of layer {number} have shape {bias.shape}, expected {(population, weight.shape[2])}"
            )
        sizes.append(weight.shape[2])
    return sizes


def _members(
    activations: Sequence[LayerFunction | Sequence[LayerFunction]], widths: Sequence[int], population: int
) -> list[list[LayerFunction]]:
    """Return what each layer computes in each member; ValueError where they differ in more than parameters."""
    found = []
    for number, (entry, width) in enumerate(zip(activations, widths, strict=True), start=1):
        members = list(entry) if isinstance(entry, Sequence) else [entry] * population
        if len(members) != population or len({member.name for member in members}) != 1:
            raise ValueError(
                f"layer {number} needs one activation, or {population} that differ only in their parameters"
            )
        first = members[0]
        if isinstance(first, MixedLayer) and len(first.units) != width:
            raise ValueError(f"layer {number} has {width} units, there are activations for {len(first.units)}")
        found.append(members)
    return found
