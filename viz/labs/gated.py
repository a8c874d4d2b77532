"""A gated unit over the plane of its two inputs, and where neither of them gets a gradient."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from viz.activations import GATED, Gated

Array = npt.NDArray[np.float64]

GRID = 65  # points a side: odd, so that 0 is one of them


@dataclass(frozen=True, eq=False)
class GatedResult:
    """g(a, b) and the length of its gradient on a grid.

    axis: (G,) values of a and of b. value, slope: (G, G), rows along b, columns along a. flat_share: share of the
    square where |∇g| < epsilon.
    """

    unit: Gated
    axis: Array
    value: Array
    slope: Array
    epsilon: float
    flat_share: float


@lru_cache(maxsize=64)
def examine_gated(name: str, extent: float, epsilon: float) -> GatedResult:
    """Return the unit called `name` over a and b from −extent to extent.

    `flat_share` is taken at the midpoints of a grid eight times finer, which leaves an error of about 1e-3.
    """
    unit = GATED[name]
    axis: Array = np.linspace(-extent, extent, GRID)
    cells = 8 * GRID
    fine = (np.arange(cells) + 0.5) * (2 * extent / cells) - extent
    a, b = np.meshgrid(axis, axis)
    flat = np.hypot(*unit.gradient(*np.meshgrid(fine, fine))) < epsilon
    return GatedResult(
        unit,
        axis,
        unit(a, b).astype(np.float64),
        np.hypot(*unit.gradient(a, b)).astype(np.float64),
        epsilon,
        float(flat.mean()),
    )
