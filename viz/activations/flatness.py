"""Where a function is flat: the intervals on which |f′| stays below a threshold."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from math import isfinite
from typing import Protocol, TypeAlias

import numpy as np
import numpy.typing as npt

from viz.activations.kernels import Array
from viz.activations.traits import Kink

Truth: TypeAlias = npt.NDArray[np.bool_]

CELLS = 4096  # of the grid over a smooth piece: 21 to a period of sin(30 z) on [−20, 20]
HALVINGS = 60  # of one cell, which leaves neighbouring numbers


class Differentiable(Protocol):
    """What is needed of a function: f′, f″ and its kinks."""

    @property
    def kinks(self) -> tuple[Kink, ...]:
        """Where f′ jumps, from left to right."""
        ...

    def derivative(self, z: npt.ArrayLike) -> Array:
        """Return f′(z)."""
        ...

    def second_derivative(self, z: npt.ArrayLike) -> Array:
        """Return f″(z)."""
        ...


def flat_zones(function: Differentiable, epsilon: float, low: float, high: float) -> list[tuple[float, float]]:
    """Return the intervals (a, b) of [low, high] where |f′| < epsilon, in order.

    Between kinks the axis is cut wherever f′ or f″ changes sign. On each piece |f′| is then monotone, so its two ends
    tell whether it crosses epsilon, and bisection says where. A single point (a kink) does not split a zone.
    Raises ValueError for an empty or infinite interval and for epsilon ≤ 0.
    """
    if not (isfinite(low) and isfinite(high) and low < high):
        raise ValueError(f"the interval must be finite with low < high, not [{low}, {high}]")
    if not epsilon > 0:
        raise ValueError(f"epsilon = {epsilon} must be positive")
    inside = [kink for kink in function.kinks if low < kink.at < high]
    ends = [low, *(kink.at for kink in inside), high]
    from_right = {kink.at: kink.right for kink in function.kinks}
    from_left = {kink.at: kink.left for kink in function.kinks}
    zones: list[tuple[float, float]] = []
    for a, b in pairwise(ends):
        limits = {end: limit[end] for end, limit in ((a, from_right), (b, from_left)) if end in limit}
        for start, stop in _smooth_zones(function, epsilon, a, b, limits):
            if zones and zones[-1][1] == start:
                start = zones.pop()[0]
            zones.append((start, stop))
    return zones


def _smooth_zones(
    function: Differentiable, epsilon: float, low: float, high: float, limits: dict[float, float]
) -> list[tuple[float, float]]:
    """Return the zones of one smooth piece; `limits` holds f′ at those of its ends that are kinks, seen from inside."""

    def slopes(z: Array) -> Array:
        values = function.derivative(z)
        values[0], values[-1] = limits.get(low, values[0]), limits.get(high, values[-1])
        return values

    grid = np.linspace(low, high, CELLS + 1)
    inner = grid[1:-1]  # f″ at a kink may be that of the other side
    turns = [
        _changes(lambda z: function.derivative(z) > 0.0, grid, slopes(grid) > 0.0),
        _changes(lambda z: function.second_derivative(z) > 0.0, inner, function.second_derivative(inner) > 0.0),
    ]
    points = np.unique(np.concatenate([grid, *turns]))
    flat = np.abs(slopes(points)) < epsilon
    crossings = _changes(lambda z: np.abs(function.derivative(z)) < epsilon, points, flat)
    borders = [*([low] if flat[0] else []), *crossings.tolist(), *([high] if flat[-1] else [])]
    zones = zip(borders[::2], borders[1::2], strict=True)
    return [(start, stop) for start, stop in zones if start < stop]


def _changes(holds: Callable[[Array], Truth], points: Array, held: Truth) -> Array:
    """Return where a condition begins or ceases to hold between neighbouring points, by bisection of all at once."""
    at = np.flatnonzero(held[:-1] != held[1:])
    low, high, start = points[at], points[at + 1], held[at]
    for _ in range(HALVINGS):
        middle = 0.5 * (low + high)
        unchanged = holds(middle) == start
        low, high = np.where(unchanged, middle, low), np.where(unchanged, high, middle)
    return high
