"""Linear regions of a network over a square of its two inputs, by cutting the square along every unit's kinks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from viz.activations import Activation
from viz.activations.piecewise import Pieces, pieces
from viz.labs.regions.line import CANCELLED
from viz.labs.regions.polygons import Polygons

Array = npt.NDArray[np.float64]

TOUCHING = 1e-10  # of the square's side: a corner that close to a line lies on it
MOST = 40_000  # cells that are cut out before the count is given up


class TooManyRegions(ValueError):
    """The square falls into more cells than are cut out."""


@dataclass(frozen=True, eq=False)
class PlaneRegions:
    """The cells into which a network's units cut a square.

    A cell is a convex polygon on which every unit of every hidden layer stays on one piece of its activation: its
    *activation pattern*. No two cells have the same pattern, so their number is that of the patterns in the square.

    cells: C polygons. patterns: (C, U) the piece of each unit, layer by layer.
    slopes: (C, 2, O), offsets: (C, O): the output on each cell, x·slope + offset.
    """

    cells: Polygons
    patterns: npt.NDArray[np.int8]
    slopes: Array
    offsets: Array
    side: float

    def __len__(self) -> int:
        return len(self.cells)


def plane_regions(
    weights: Sequence[npt.ArrayLike],
    biases: Sequence[npt.ArrayLike],
    activations: Sequence[Activation],
    half: float,
    centre: tuple[float, float] = (0.0, 0.0),
) -> PlaneRegions:
    """Cut the square of half-side `half` around `centre` into the cells of a network with two inputs.

    Nothing is sampled: corners are intersections of lines, in double precision. A corner closer to a line than 1e-10
    of the square's side counts as on it, so that equal and concurrent lines cut no slivers; where a unit rests on a
    kink in a whole cell, it has the piece on the kink's left.

    Parameters
    ----------
    weights : L arrays (D, H) with D = 2 for the first, from there to the output.
    biases : L arrays (H,).
    activations : L − 1, piecewise linear.
    half, centre : the square.

    Raises
    ------
    ValueError
        If an activation is curved, or the first layer doesn't have two inputs.
    TooManyRegions
        If there are more than 40,000 cells.
    """
    matrices = [np.asarray(weight, dtype=np.float64) for weight in weights]
    if matrices[0].shape[0] != 2:
        raise ValueError(f"regions are cut out of a plane, so of two inputs, not {matrices[0].shape[0]}")
    cells = Polygons.square(centre, half)
    slope, offset = np.eye(2)[np.newaxis], np.zeros((1, 2))  # (C, 2, D), (C, D): of what the layer below puts out
    patterns = np.empty((1, 0), np.int8)
    made = 0  # edges named so far
    for matrix, bias, activation in zip(matrices[:-1], biases[:-1], activations, strict=True):
        z_slope, z_offset = _affine(slope, offset, matrix, bias)
        cells, parents, made = _cut(cells, z_slope, z_offset, pieces(activation), TOUCHING * half, made)
        slope, offset, piece = _through(pieces(activation), cells, z_slope[parents], z_offset[parents])
        patterns = np.concatenate([patterns[parents], piece], axis=1)
    slope, offset = _affine(slope, offset, matrices[-1], biases[-1])
    return PlaneRegions(cells, patterns, slope, offset, 2 * half)


def _affine(slope: Array, offset: Array, matrix: Array, bias: npt.ArrayLike) -> tuple[Array, Array]:
    """Return slope (C, 2, H), offset (C, H) after a layer's weights; a slope that only rounding keeps from 0 is 0."""
    above = slope @ matrix
    above[np.abs(above) <= CANCELLED * (np.abs(slope) @ np.abs(matrix))] = 0.0
    return above, offset @ matrix + np.asarray(bias, dtype=np.float64)


def _cut(
    cells: Polygons, slope: Array, offset: Array, pieces: Pieces, touching: float, made: int
) -> tuple[Polygons, npt.NDArray[np.intp], int]:
    """Cut all cells by all units of a layer; return them, the old cell of each new one, and the names used up."""
    parents = np.arange(len(cells))
    before = len(cells)
    for unit in range(slope.shape[2]):
        for kink in pieces.kinks.tolist():
            steep = np.linalg.norm(slope[parents, :, unit], axis=1)
            away = np.einsum("cvd,cd->cv", cells.corners, slope[parents, :, unit])
            away += (offset[parents, unit] - kink)[:, np.newaxis]
            # In units of length; a unit that is constant in a cell has no line there.
            height = np.divide(away, steep[:, np.newaxis], out=np.zeros_like(away), where=steep[:, np.newaxis] > 0.0)
            height[(np.abs(height) <= touching) | ~cells.present] = 0.0
            hit = np.flatnonzero((height.min(axis=1) < 0.0) & (height.max(axis=1) > 0.0))
            if len(hit) == 0:
                made += before
                continue
            if len(cells) + len(hit) > MOST:
                raise TooManyRegions(f"more than {MOST:,} cells")
            halved, names = cells.take(hit), made + parents[hit]
            above, below = halved.side(height[hit], names), halved.side(-height[hit], names)
            others = np.ones(len(cells), dtype=np.bool_)
            others[hit] = False
            cells = cells.take(others).joined(above).joined(below)
            parents = np.concatenate([parents[others], parents[hit], parents[hit]])
            made += before
    return cells, parents, made


def _through(pieces: Pieces, cells: Polygons, slope: Array, offset: Array) -> tuple[Array, Array, npt.NDArray[np.int8]]:
    """Return slope (C, 2, H) and offset (C, H) of what a layer puts out, and the piece (C, H) of each unit."""
    z = np.einsum("cd,cdh->ch", cells.centres, slope) + offset
    piece = pieces.index(z)
    factor = pieces.slopes[piece]
    return slope * factor[:, np.newaxis], offset * factor + pieces.offsets[piece], piece.astype(np.int8)
