"""Where a function is flat: the intervals on which |f′| stays below a threshold."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from math import isfinite
from typing import Protocol

import numpy as np
import numpy.typing as npt
from scipy.optimize import brentq

from viz.activations.kernels import Array
from viz.activations.traits import Kink

CELLS = 4096  # per smooth piece: 25 in every period of the fastest sine over the widest range that is plotted


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
    tell whether it crosses epsilon, and a root finder says where. A single point (a kink) does not split a zone.
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

    def slope(z: float) -> float:
        return limits[z] if z in limits else float(function.derivative(z))

    def curvature(z: float) -> float:
        return float(function.second_derivative(z))

    def slopes(z: Array) -> Array:
        values = function.derivative(z)
        values[0], values[-1] = slope(float(z[0])), slope(float(z[-1]))
        return values

    grid = np.linspace(low, high, CELLS + 1)
    inner = grid[1:-1]  # f″ at a kink may be that of the other side
    turns = _sign_changes(slope, grid, slopes(grid)) + _sign_changes(
        curvature, inner, function.second_derivative(inner)
    )
    points = np.unique([*grid, *turns])
    flat = np.abs(slopes(points)) < epsilon
    borders = [low] if flat[0] else []
    for i in np.flatnonzero(flat[:-1] != flat[1:]):
        borders.append(_root(lambda z: abs(slope(z)) - epsilon, points[i], points[i + 1]))
    borders += [high] if flat[-1] else []
    zones = zip(borders[::2], borders[1::2], strict=True)
    return [(start, stop) for start, stop in zones if start < stop]


def _sign_changes(function: Callable[[float], float], grid: Array, values: Array) -> list[float]:
    """Return a root of the function between any two neighbours on the grid where its sign differs."""
    signs = np.sign(values)
    return [_root(function, grid[i], grid[i + 1]) for i in np.flatnonzero(signs[:-1] * signs[1:] < 0)]


def _root(function: Callable[[float], float], low: float, high: float) -> float:
    return float(brentq(function, float(low), float(high), xtol=1e-14))
