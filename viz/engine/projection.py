"""Principal components: the plane on which data of more than two inputs are pictured."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Interval = tuple[float, float]


@dataclass(frozen=True, eq=False)
class Projection:
    """Onto the two directions in which the samples that it was fitted to vary most.

    Attributes
    ----------
    centre : (D,) their mean.
    axes : (D, 2) orthonormal; of each the entry that is largest in size is positive. A direction in which nothing
        varies is 0.
    explained : the shares of their variance along the two, from 0 to 1.
    """

    centre: Array
    axes: Array
    explained: tuple[float, float]

    @classmethod
    def of(cls, x: Array) -> Self:
        """Fit to samples (N, D)."""
        centre = x.mean(axis=0)
        _, sizes, directions = np.linalg.svd(x - centre, full_matrices=False)
        variances = np.zeros(max(2, len(sizes)))
        variances[: len(sizes)] = np.square(sizes)
        total = variances.sum() or 1.0
        axes = np.zeros((x.shape[1], 2))
        for number, direction in enumerate(directions[:2]):
            if variances[number] > 0.0:
                axes[:, number] = direction * np.sign(direction[np.abs(direction).argmax()])
        return cls(centre, axes, (float(variances[0] / total), float(variances[1] / total)))

    def __call__(self, x: Array) -> Array:
        """Return samples (…, D) on the plane, (…, 2)."""
        return (x - self.centre) @ self.axes


def padded(values: Array, share: float = 0.05) -> Interval:
    """Return an interval with room around all values; around a single one it is 2 wide."""
    low, high = float(values.min()), float(values.max())
    room = share * (high - low) if high > low else 1.0
    return low - room, high + room


def square_domain(points: Array) -> tuple[Interval, Interval]:
    """Return the intervals around points (N, 2), as wide as each other so that distances compare."""
    intervals = [padded(column) for column in points.T]
    half = max(high - low for low, high in intervals) / 2.0
    (x, y) = ((low + high) / 2.0 for low, high in intervals)
    return (x - half, x + half), (y - half, y + half)
