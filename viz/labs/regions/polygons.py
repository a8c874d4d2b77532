"""Many convex polygons at once, and the cut of each by a line of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Indices = npt.NDArray[np.int64]

BORDER = -1  # the name of an edge on the border of the window


@dataclass(frozen=True, eq=False)
class Polygons:
    """C convex polygons with up to V corners each, anticlockwise.

    corners: (C, V, 2); what stands behind a polygon's last corner means nothing. counts: (C,) corners of each.
    edges: (C, V) the name of the edge from each corner to the next: edges on the same cut share one.
    """

    corners: Array
    counts: Indices
    edges: Indices

    def __len__(self) -> int:
        return len(self.corners)

    @classmethod
    def square(cls, centre: tuple[float, float], half: float) -> Self:
        """Return one axis-parallel square."""
        signs = np.array([[-1.0, -1.0], [1.0, -1.0], [1.0, 1.0], [-1.0, 1.0]])
        return cls((np.array(centre) + half * signs)[np.newaxis], np.array([4]), np.full((1, 4), BORDER))

    @property
    def present(self) -> npt.NDArray[np.bool_]:
        """(C, V): which corners are there."""
        return np.arange(self.corners.shape[1]) < self.counts[:, np.newaxis]

    @property
    def centres(self) -> Array:
        """(C, 2): the mean of each polygon's corners, which lies inside."""
        weights = self.present[:, :, np.newaxis]
        return np.where(weights, self.corners, 0.0).sum(axis=1) / self.counts[:, np.newaxis]

    @property
    def areas(self) -> Array:
        """(C,)."""
        x, y = self.corners[:, :, 0], self.corners[:, :, 1]
        after = self.following()
        cross = x * np.take_along_axis(y, after, 1) - np.take_along_axis(x, after, 1) * y
        return 0.5 * np.where(self.present, cross, 0.0).sum(axis=1)

    def following(self) -> Indices:
        """(C, V): the place of each corner's successor."""
        places = np.arange(1, self.corners.shape[1] + 1)
        return np.where(places < self.counts[:, np.newaxis], places, 0)

    def outline(self, index: int) -> Array:
        """Return the corners (V, 2) of one polygon."""
        return self.corners[index, : self.counts[index]]

    def take(self, chosen: npt.NDArray[np.bool_] | Indices) -> Polygons:
        """Return some of the polygons."""
        return Polygons(self.corners[chosen], self.counts[chosen], self.edges[chosen])

    def joined(self, others: Polygons) -> Polygons:
        """Return these polygons, then the others."""
        width = max(self.corners.shape[1], others.corners.shape[1])
        both = [part.widened(width) for part in (self, others)]
        return Polygons(
            np.concatenate([part.corners for part in both]),
            np.concatenate([part.counts for part in both]),
            np.concatenate([part.edges for part in both]),
        )

    def widened(self, width: int) -> Polygons:
        """Return the same polygons with room for `width` corners."""
        more = ((0, 0), (0, width - self.corners.shape[1]))
        return Polygons(np.pad(self.corners, (*more, (0, 0))), self.counts, np.pad(self.edges, more))

    def side(self, height: Array, cut: Indices) -> Polygons:
        """Return the part of every polygon where `height` is not negative.

        height: (C, V) of an affine function at the corners, positive somewhere and negative somewhere in each polygon;
        exactly 0 at corners that lie on the cut.  cut: (C,) the name of the edge that the cut makes.
        """
        after = self.following()
        beyond = np.take_along_axis(height, after, 1)
        present = self.present
        crossing = present & (height * beyond < 0.0)
        share = np.where(crossing, height / np.where(crossing, height - beyond, 1.0), 0.0)[:, :, np.newaxis]
        next_corner = np.take_along_axis(self.corners, after[:, :, np.newaxis], 1)
        points = np.stack([self.corners, self.corners + share * (next_corner - self.corners)], axis=2)
        kept = np.stack([present & (height >= 0.0), crossing], axis=2)
        # An edge leaves along the cut if the polygon goes on below it.
        names = np.stack([(height == 0.0) & (beyond < 0.0), beyond < 0.0], axis=2)
        edges = np.where(names, cut[:, np.newaxis, np.newaxis], self.edges[:, :, np.newaxis])
        size = len(self), -1
        kept, edges, points = kept.reshape(size), edges.reshape(size), points.reshape(*size, 2)
        counts = kept.sum(axis=1)
        order = np.argsort(~kept, axis=1, kind="stable")[:, : counts.max(initial=3)]
        return Polygons(
            np.take_along_axis(points, order[:, :, np.newaxis], 1), counts, np.take_along_axis(edges, order, 1)
        )
