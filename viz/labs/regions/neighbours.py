"""Which cells share an edge; which of them are one linear region; and colours that differ across every edge."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from viz.labs.regions.plane import PlaneRegions
from viz.labs.regions.polygons import BORDER, Polygons

Indices = npt.NDArray[np.int64]

SHARED = 1e-9  # of the square's side: edges that overlap by more are shared
SAME = 1e-9  # of the largest slope: outputs that differ by less are one affine function


def neighbours(cells: Polygons, side: float) -> Indices:
    """Return the pairs (N, 2) of cells that share an edge, or part of one.

    Edges on one cut have one name, so only they are compared: sorted along the cut, each with those that start before
    it ends.
    """
    cell, place = np.nonzero(cells.present & (cells.edges != BORDER))
    start = cells.corners[cell, place]
    stop = cells.corners[cell, cells.following()[cell, place]]
    name = cells.edges[cell, place]
    order = np.argsort(name, kind="stable")
    first = order[np.searchsorted(name[order], name)]  # one edge of each cut gives the direction along all of them
    along = stop[first] - start[first]
    along /= np.maximum(np.linalg.norm(along, axis=1, keepdims=True), 1e-300)
    ends = np.sort(np.stack([(start * along).sum(axis=1), (stop * along).sum(axis=1)]), axis=0)
    order = np.lexsort((ends[0], name))
    name, cell, low, high = name[order], cell[order], ends[0][order], ends[1][order]
    pairs: list[Indices] = []
    for apart in range(1, len(name)):
        later = np.arange(apart, len(name))
        met = (name[later] == name[later - apart]) & (low[later] < high[later - apart] - SHARED * side)
        met &= cell[later] != cell[later - apart]
        length = np.minimum(high[later], high[later - apart]) - low[later]
        shared = met & (length > SHARED * side)
        pairs.append(np.stack([cell[later - apart], cell[later]], axis=1)[shared])
        if not met.any():
            break
    return np.concatenate(pairs) if pairs else np.empty((0, 2), dtype=np.int64)


def linear_regions(regions: PlaneRegions) -> Indices:
    """Return the linear region (C,) of every cell, numbered from 0.

    A linear region is a largest connected part of the square on which the output is one affine function: cells that
    share an edge, with the same output on both sides, belong together.
    """
    pairs = neighbours(regions.cells, regions.side)
    output = np.concatenate([regions.slopes.reshape(len(regions), -1), regions.offsets], axis=1)
    size = np.abs(output).max(initial=1e-300)
    same = (np.abs(output[pairs[:, 0]] - output[pairs[:, 1]]) <= SAME * size).all(axis=1)
    return _components(len(regions), pairs[same])


def _components(count: int, pairs: Indices) -> Indices:
    """Return the connected component of each of `count` nodes, numbered in order of their first nodes."""
    parent = list(range(count))

    def root(node: int) -> int:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for one, other in pairs.tolist():
        a, b = root(one), root(other)
        parent[max(a, b)] = min(a, b)
    return np.unique([root(node) for node in range(count)], return_inverse=True)[1].astype(np.int64)


def contrasting(count: int, pairs: Indices, colours: int) -> Indices:
    """Return a colour (C,) from 0 for every cell that no neighbour has, as far as `colours` suffice."""
    around: list[list[int]] = [[] for _ in range(count)]
    for one, other in pairs.tolist():
        around[one].append(other)
        around[other].append(one)
    chosen = np.full(count, -1, dtype=np.int64)
    used = np.zeros(colours, dtype=np.int64)
    for node in sorted(range(count), key=lambda node: -len(around[node])):
        taken = {int(chosen[other]) for other in around[node]}
        free = [colour for colour in range(colours) if colour not in taken] or list(range(colours))
        chosen[node] = min(free, key=lambda colour: int(used[colour]))  # all colours about equally often
        used[chosen[node]] += 1
    return chosen
