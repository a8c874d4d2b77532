"""Piecewise linear activations: their pieces, each a slope and an offset, from what the record says about its kinks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from viz.activations.base import Activation

Array = npt.NDArray[np.float64]

_FAR = 1e3  # what is straight up to here, on the pieces that go on without end, is taken to be straight
_PROBES = np.concatenate([np.linspace(0.0, 1.0, 257)[1:-1], [1e-6, 1e-3, 1 - 1e-3, 1 - 1e-6]])


@dataclass(frozen=True, eq=False)
class Pieces:
    """f(z) = slope·z + offset on each of K + 1 pieces between K kinks; a kink belongs to the piece on its left.

    kinks: (K,) ascending. slopes, offsets: (K + 1,).
    """

    kinks: Array
    slopes: Array
    offsets: Array

    def index(self, z: Array) -> npt.NDArray[np.intp]:
        """Return which piece every z lies on, from 0 at the left."""
        return np.searchsorted(self.kinks, z, side="left")


@lru_cache(maxsize=256)
def pieces(activation: Activation) -> Pieces:
    """Return the pieces of an activation.

    Raises ValueError, saying why, if f is curved anywhere: its network has no linear regions to count.
    """
    kinks = np.array([kink.at for kink in activation.kinks])
    ends = np.array([-_FAR, *kinks, _FAR])
    inside = ends[:-1, np.newaxis] + np.diff(ends)[:, np.newaxis] * _PROBES  # (K + 1, probes)
    values: Array = activation(inside).astype(np.float64)
    slopes: Array = activation.derivative(inside).astype(np.float64)
    slope = slopes[:, len(_PROBES) // 2]
    offset = (values - slope[:, np.newaxis] * inside)[:, len(_PROBES) // 2]
    straight = slope[:, np.newaxis] * inside + offset[:, np.newaxis]
    size = np.abs(values) + np.abs(inside) + 1.0
    bent = (np.abs(values - straight) > 1e-12 * size) | (slopes != slope[:, np.newaxis])
    if bent.any():
        raise ValueError(f"{activation.label} is curved, so its networks have no linear pieces to count")
    return Pieces(kinks, slope, offset)


def is_piecewise_linear(activation: Activation) -> bool:
    """Return whether :func:`pieces` can cut an activation into straight pieces."""
    try:
        pieces(activation)
    except ValueError:
        return False
    return True
