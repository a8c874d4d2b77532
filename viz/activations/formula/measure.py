"""What is measured of a formula on a grid: its range, steepness and symmetry, and where it is not a number."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from viz.activations.formula.kinks import GRID
from viz.activations.formula.tree import FormulaError
from viz.activations.traits import Kink, Point, Range, Traits

Array = npt.NDArray[np.float64]
Curve = Callable[[Array], Any]

SEEN = 1000.0  # as far as any axis of the app goes
_CHECKED = np.linspace(-7.9713, 7.9871, 401)


@dataclass(frozen=True)
class Gap:
    """An interval on which f or f′ has no finite value in double precision: it overflows, or is not a number."""

    low: float
    high: float
    overflows: bool

    def __str__(self) -> str:
        why = "overflows" if self.overflows else "is not a number"
        if self.low == -SEEN and self.high == SEEN:
            return f"{why} everywhere"
        if self.low == self.high:
            return f"{why} at x = {_text(self.low)}"
        if self.low == -SEEN:
            return f"{why} for x up to {_text(self.high)}"
        if self.high == SEEN:
            return f"{why} for x from {_text(self.low)} on"
        return f"{why} for x from {_text(self.low)} to {_text(self.high)}"


def find_gaps(value: Curve) -> tuple[Gap, ...]:
    """Return where a curve is not finite within ±1,000, to the grid's accuracy or better."""
    grid = GRID[np.abs(GRID) <= SEEN]
    grid = np.union1d(grid, [-SEEN, SEEN])
    values = value(grid)
    fine = np.isfinite(values)
    edges = [0, *(np.flatnonzero(fine[1:] != fine[:-1]) + 1).tolist(), len(grid)]
    gaps = []
    for start, stop in pairwise(edges):
        if fine[start]:
            continue
        overflows = bool(np.isinf(values[start:stop]).mean() > 0.5)
        low = grid[start] if start == 0 else _edge(value, grid[start - 1], grid[start])
        high = grid[-1] if stop == len(grid) else _edge(value, grid[stop], grid[stop - 1])
        gaps.append(Gap(float(low), float(high), overflows))
    return tuple(gaps)


def _edge(value: Curve, fine: float, gap: float) -> float:
    """Return where a gap begins, between a point outside and one inside of it."""
    for _ in range(60):
        middle = 0.5 * (fine + gap)
        if np.isfinite(value(np.array([middle])))[0]:
            fine = middle
        else:
            gap = middle
    return gap


def check_slope(value: Curve, slope: Curve, kinks: tuple[Kink, ...]) -> None:
    """Hold f′ against central differences of f; FormulaError, with the place, where they disagree.

    Left out are points near kinks and where two step widths don't agree among themselves.
    """
    x = _CHECKED[[not any(abs(kink.at - z) < 1e-3 for kink in kinks) for z in _CHECKED]]
    with np.errstate(all="ignore"):
        wide, narrow = (_difference(value, x, step * (1 + np.abs(x))) for step in (2e-5, 1e-5))
        rounding = 1e-10 * np.abs(value(x))
        slopes = slope(x)
        scale = 1e-4 * (np.abs(narrow) + 1e-2) + rounding
        sure = np.isfinite(wide) & np.isfinite(narrow) & (np.abs(wide - narrow) < scale)
        wrong = sure & ~(np.abs(slopes - narrow) < 10 * scale)
    if wrong.any():
        place = int(np.flatnonzero(wrong)[0])
        raise FormulaError(
            f"f′ as SymPy found it gives {slopes[place]:.5g} at x = {x[place]:.4g}, differences of f give "
            f"{narrow[place]:.5g}: not used"
        )


def _difference(value: Curve, x: Array, step: Array) -> Array:
    above, below = x + step, x - step
    return (value(above) - value(below)) / (above - below)


def measure(value: Curve, slope: Curve, kinks: tuple[Kink, ...]) -> Traits:
    """Return what can be told from f and f′ on a grid up to ±10,000."""
    grid = np.union1d(GRID, [kink.at for kink in kinks])
    grid = np.union1d(grid, _lowest(value, grid))
    values, slopes = value(grid), slope(grid)
    fine = np.isfinite(values) & np.isfinite(slopes)
    grid, values, slopes = grid[fine], values[fine], slopes[fine]
    jumps = any(kink.jump for kink in kinks)
    sides = (0.0, *(abs(side) for kink in kinks for side in (kink.left, kink.right)))
    rises = np.diff(values)
    return Traits(
        range=_range(grid, values),
        monotonic="none"
        if (rises < -1e-12 * (1 + np.abs(values[1:]))).any()
        else _rising(slopes[np.abs(grid) < 6.0], kinks),
        lipschitz=np.inf if jumps or _grows(grid, slopes) else float(max(np.abs(slopes).max(), *sides)),
        saturates=(_fades(slopes[grid < -20.0]), _fades(slopes[grid > 20.0][::-1])),
        kinks=kinks,
        symmetry=_symmetry(value),
        minimum=_minimum(grid, values),
        steepest=None,
    )


def _lowest(value: Curve, grid: Array) -> Array:
    """Return the lowest and the highest point between those of the grid next to its own, (2,)."""
    places = []
    for sign in (1.0, -1.0):
        values = sign * value(grid)
        place = int(np.argmin(np.where(np.isfinite(values), values, np.inf)))
        low, high = grid[max(place - 1, 0)], grid[min(place + 1, len(grid) - 1)]
        for _ in range(40):  # thirds: a valley has one floor
            a, b = low + (high - low) / 3, high - (high - low) / 3
            left, right = sign * value(np.array([a, b]))
            low, high = (low, b) if left <= right else (a, high)
        places.append(0.5 * (low + high))
    return np.array(places)


def _rising(slopes: Array, kinks: tuple[Kink, ...]) -> Literal["increasing", "non-decreasing"]:
    """Return whether f is flat anywhere: next to a kink, or near 0, for further out a slope may only underflow."""
    flat = any(kink.jump or 0.0 in (kink.left, kink.right) for kink in kinks)
    return "non-decreasing" if flat or (slopes == 0).sum() > 2 else "increasing"  # one flat point is a saddle


def _range(grid: Array, values: Array) -> Range:
    low, low_closed = _extreme(grid, values)
    high, high_closed = _extreme(grid, -values)
    return Range(low, -high + 0.0, low_closed, high_closed)


def _extreme(grid: Array, values: Array) -> tuple[float, bool]:
    """Return the infimum, and whether it is attained: −inf if it lies at an end and f goes on falling there."""
    place = int(np.argmin(values))
    least = float(values[place]) + 0.0
    for outer in (values[:1], values[-1:]):
        if outer[0] != least:
            continue
        side = values[grid < -SEEN] if outer is values[:1] or outer[0] == values[0] else values[grid > SEEN][::-1]
        if len(side) < 2 or abs(side[0] - side[-1]) > 0.05 * (1 + abs(least)):
            return -np.inf, False
        if side[0] != side[-1]:
            return round(least, 3) + 0.0, False
    return least, True


def _grows(grid: Array, slopes: Array) -> bool:
    """Return whether |f′| is largest at the ends and still growing."""
    size = np.abs(slopes)
    return bool(size.argmax() in (0, len(grid) - 1) and size.max() > 1.2 * np.median(size[np.abs(grid) < 100]) + 1e-9)


def _fades(slopes: Array) -> bool:
    """Return whether f′ → 0 outwards, given from the outside in."""
    if not len(slopes):
        return False
    outer = np.abs(slopes[: max(1, len(slopes) // 20)]).max()
    return bool(outer == 0 or outer < 1e-2 * max(np.abs(slopes).max(), 1e-3) or outer < 1e-6)


def _symmetry(value: Curve) -> Literal["odd", "even"] | None:
    points = np.concatenate([np.linspace(0.013, 12.0, 301), [31.4, 77.7]])
    left, right = value(-points), value(points)
    if not (np.isfinite(left).all() and np.isfinite(right).all()):
        return None
    if (np.abs(left - right) <= 1e-12 * (1 + np.abs(right))).all():
        return "even"
    return "odd" if (np.abs(left + right) <= 1e-12 * (1 + np.abs(right))).all() else None


def _minimum(grid: Array, values: Array) -> Point | None:
    """Return the one lowest point, if it lies alone and inside."""
    least = values.min()
    places = np.flatnonzero(values <= least + 1e-4 * (1 + abs(least)))
    if places[0] == 0 or places[-1] == len(grid) - 1 or grid[places[-1]] - grid[places[0]] > 0.5:
        return None
    if (values == least).sum() > 1:
        return None
    place = int(np.argmin(values))
    return Point(float(grid[place]), float(values[place]))


def _text(number: float) -> str:
    return f"{number:.4g}".replace("-", "−")
