"""Curves that jump, as slopes of ReLU do."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from viz.labs.claims.picture import Curve, curve


def broken(name: str, x: npt.ArrayLike, y: npt.ArrayLike, at: float, slot: int = 0) -> Curve:
    """Return a curve (N,) over rising x that is interrupted at a place where it jumps."""
    places, values = np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)
    beside = places != at
    gap = int(np.searchsorted(places[beside], at))
    return curve(name, np.insert(places[beside], gap, at), np.insert(values[beside], gap, np.nan), slot)
