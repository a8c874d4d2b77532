"""Linear pieces of a network along a straight line through its inputs: every breakpoint solved for, none sampled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from viz.activations import Activation
from viz.activations.piecewise import Pieces, pieces

Array = npt.NDArray[np.float64]

TOUCHING = 1e-12  # breakpoints closer than this part of the line's length are one
CANCELLED = 1e-12  # a sum smaller than this part of its terms is rounding, and taken to be 0


@dataclass(frozen=True, eq=False)
class LinePieces:
    """What a network makes of the line from t = 0 to t = 1.

    breaks: (S − 1,) where t passes from one activation pattern to the next, ascending.
    slopes, offsets: (S, C) the output on each of the S segments, slope·t + offset.
    patterns: S, segments between breakpoints: on each, every unit stays on one piece of its activation.
    linear: maximal segments on which the output is one affine function; at most `patterns`.
    """

    breaks: Array
    slopes: Array
    offsets: Array
    patterns: int
    linear: int


def line_pieces(
    weights: Sequence[npt.ArrayLike],
    biases: Sequence[npt.ArrayLike],
    activations: Sequence[Activation],
    start: npt.ArrayLike,
    stop: npt.ArrayLike,
) -> LinePieces:
    """Cut the straight line between two inputs where a unit passes a kink of its activation.

    Parameters
    ----------
    weights : L arrays (D, H), from the first layer to the output.
    biases : L arrays (H,).
    activations : L − 1, piecewise linear.
    start, stop : (D,), the inputs at t = 0 and t = 1.

    Raises
    ------
    ValueError
        If an activation is curved, or the ends are the same input.
    """
    origin = np.asarray(start, dtype=np.float64)
    along = np.asarray(stop, dtype=np.float64) - origin
    if not np.any(along):
        raise ValueError("a line needs two different ends")
    bounds = np.array([0.0, 1.0])
    slope, offset = along[np.newaxis], origin[np.newaxis]  # (S, D): of what the layer below puts out
    for weight, bias, activation in zip(weights[:-1], biases[:-1], activations, strict=True):
        z_slope, z_offset = _affine(slope, offset, weight, bias)
        bounds, segment = _cut(bounds, z_slope, z_offset, pieces(activation))
        slope, offset = _through(pieces(activation), bounds, z_slope[segment], z_offset[segment])
    slope, offset = _affine(slope, offset, weights[-1], biases[-1])
    size = np.abs(slope).max(initial=0.0) + np.abs(offset).max(initial=0.0)
    jumps = (np.abs(np.diff(slope, axis=0)) > 1e-9 * size) | (np.abs(np.diff(offset, axis=0)) > 1e-9 * size)
    return LinePieces(bounds[1:-1], slope, offset, len(slope), 1 + int(jumps.any(axis=1).sum()))


def _affine(slope: Array, offset: Array, weight: npt.ArrayLike, bias: npt.ArrayLike) -> tuple[Array, Array]:
    """Return slope and offset (S, H) after a layer's weights; slopes that only rounding keeps from 0 are 0."""
    matrix, shift = np.asarray(weight, dtype=np.float64), np.asarray(bias, dtype=np.float64)
    above = slope @ matrix
    above[np.abs(above) <= CANCELLED * (np.abs(slope) @ np.abs(matrix))] = 0.0
    return above, offset @ matrix + shift


def _cut(bounds: Array, slope: Array, offset: Array, pieces: Pieces) -> tuple[Array, npt.NDArray[np.intp]]:
    """Return the bounds with every crossing of a kink among them, and the old segment of every new one."""
    with np.errstate(divide="ignore", invalid="ignore"):
        roots = (pieces.kinks - offset[:, :, np.newaxis]) / slope[:, :, np.newaxis]  # (S, H, K)
    inside = (roots > bounds[:-1, np.newaxis, np.newaxis]) & (roots < bounds[1:, np.newaxis, np.newaxis])
    merged = np.sort(np.concatenate([bounds, roots[inside]]))
    kept = np.concatenate([[True], np.diff(merged) > TOUCHING])
    merged = merged[kept]
    merged[-1] = 1.0
    middles = 0.5 * (merged[:-1] + merged[1:])
    return merged, np.searchsorted(bounds, middles) - 1


def _through(pieces: Pieces, bounds: Array, slope: Array, offset: Array) -> tuple[Array, Array]:
    """Return slope and offset (S, H) of a layer's output, each unit on the piece it has in the segment's middle."""
    middles = 0.5 * (bounds[:-1] + bounds[1:])
    piece = pieces.index(slope * middles[:, np.newaxis] + offset)
    return pieces.slopes[piece] * slope, pieces.slopes[piece] * offset + pieces.offsets[piece]
