"""Layer and batch normalisation: mean 0 and variance 1 over the units of a layer, or over the samples of a batch.

Ba, Kiros and Hinton 2016, Layer Normalization; Ioffe and Szegedy 2015, Batch Normalization.
"""

from __future__ import annotations

from typing import Self

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

EPSILON = 1e-5  # added to the variance, as in both papers' code
NORMALISATIONS = {"none": "None", "layer": "Layer norm", "batch": "Batch norm"}
VECTORS = {"none": 0, "batch": 1, "layer": 2}  # per hidden layer, besides weights and biases: gains; gains and offsets


class Normalisation:
    """(u − μ) / √(σ² + ε) for one layer of P networks, and its derivative, in buffers that are allocated once.

    μ and σ² are those of what is normalised (divided by the number of units or samples), or, with `like`, those that
    another one last found: batch normalisation looks at other samples with the statistics of the training set.

    Parameters
    ----------
    kind : "layer" or "batch".
    shape : (P, H, B).
    like : whose mean and variance are taken; such a normalisation has no `backward`.
    """

    def __init__(self, kind: str, shape: tuple[int, int, int], like: Self | None = None) -> None:
        population, units, samples = shape
        self._over_units = kind == "layer"
        count = units if self._over_units else samples
        self._shares = np.full((1, units) if self._over_units else (samples, 1), 1.0 / count)
        self._like = like
        self._scratch = np.empty(shape)
        reduced = (population, 1, samples) if self._over_units else (population, units, 1)
        self.mean: Array = np.empty(reduced)
        self.inverse_deviation: Array = np.empty(reduced)
        self._products = np.empty(reduced)

    def forward(self, u: Array) -> None:
        """Normalise u (P, H, B) in place."""
        if self._like is not None:
            np.subtract(u, self._like.mean, out=u)
            np.multiply(u, self._like.inverse_deviation, out=u)
            return
        np.subtract(u, self._average(u, self.mean), out=u)
        np.square(u, out=self._scratch)
        deviation = self._average(self._scratch, self.inverse_deviation)
        deviation += EPSILON
        np.sqrt(deviation, out=deviation)
        np.reciprocal(deviation, out=deviation)
        np.multiply(u, deviation, out=u)

    def backward(self, normal: Array, delta: Array) -> None:
        """Turn the loss's derivative by the normalised values (P, H, B) into that by u, in place.

        With n the normalised values and d that derivative: (d − mean(d) − n·mean(d·n)) / √(σ² + ε).
        """
        scratch = self._scratch
        np.multiply(normal, delta, out=scratch)
        np.multiply(normal, self._average(scratch, self._products), out=scratch)
        np.subtract(delta, self._average(delta, self._products), out=delta)
        np.subtract(delta, scratch, out=delta)
        np.multiply(delta, self.inverse_deviation, out=delta)

    def _average(self, values: Array, out: Array) -> Array:
        """Fill the means over units or samples: a matrix product takes a third of the time of a reduction."""
        left, right = (self._shares, values) if self._over_units else (values, self._shares)
        return np.matmul(left, right, out=out)
