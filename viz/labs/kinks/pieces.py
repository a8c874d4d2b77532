"""The sum of ReLU units, and the exact number of straight pieces that it has."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from viz.activations import get
from viz.spec.kinks import HIGH, LOW, Units

Array = npt.NDArray[np.float64]

TOGETHER = 1e-9  # kinks closer than this are one
STRAIGHT = 1e-12  # of the bends that meet there: what a sum of them has to exceed to be one


@dataclass(frozen=True)
class Pieces:
    """How a sum of units falls into straight pieces over the window.

    count: pieces, 1 + the number of bends. bends: where the slope changes, ascending.
    flat: units without a kink (slope or height 0). outside: kinks not within the window.
    together: kinks that coincide with one further left. cancelled: places where the bends of several units add up to 0.
    """

    count: int
    bends: tuple[float, ...]
    flat: int
    outside: int
    together: int
    cancelled: int


def total(units: Units, x: npt.ArrayLike) -> tuple[Array, Array]:
    """Return the parts (k, N) and their sum with the offset (N,) at inputs (N,)."""
    relu = get("relu")
    x = np.asarray(x, dtype=np.float64)
    slopes, positions, heights = (np.array(each)[:, None] for each in (units.slopes, units.positions, units.heights))
    parts: Array = heights * relu(slopes * (x - positions)).astype(np.float64)
    return parts, parts.sum(axis=0) + units.offset


def count_pieces(units: Units) -> Pieces:
    """Count the pieces of the sum between LOW and HIGH: exactly, from the kinks, not from points of the curve.

    Passing a kink from the left changes the slope by height·|slope|, whichever way the unit faces. Kinks at one place
    add up; where they add up to 0 there is none.
    """
    bending = [
        (position, height * abs(slope))
        for slope, position, height in zip(units.slopes, units.positions, units.heights, strict=True)
        if slope and height
    ]
    inside = sorted((position, bend) for position, bend in bending if LOW < position < HIGH)
    places: list[list[tuple[float, float]]] = []
    for kink in inside:
        if places and kink[0] - places[-1][-1][0] <= TOGETHER:
            places[-1].append(kink)
        else:
            places.append([kink])
    bends = tuple(
        place[0][0]
        for place in places
        if abs(sum(bend for _, bend in place)) > STRAIGHT * sum(abs(bend) for _, bend in place)
    )
    return Pieces(
        count=1 + len(bends),
        bends=bends,
        flat=len(units) - len(bending),
        outside=len(bending) - len(inside),
        together=len(inside) - len(places),
        cancelled=len(places) - len(bends),
    )
