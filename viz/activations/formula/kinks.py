"""Where a formula has kinks: where its case distinctions switch, as far as f or f′ really jumps there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from viz.activations.formula.evaluate import Program
from viz.activations.formula.tree import Call, Tree, call, depends, walk
from viz.activations.traits import Kink

Array = npt.NDArray[np.float64]
Curve = Callable[[Array], Array]

NEAR = 64.0  # the grid is even and dense up to here ...
FAR = 1e4  # ... and grows from here to there
HALVINGS = 80
MOST = 200  # of functions that switch without end, the kinks nearest to 0
_OUTWARDS = np.geomspace(NEAR, FAR, 4001)[1:]
GRID: Array = np.concatenate([-_OUTWARDS[::-1], np.linspace(-NEAR, NEAR, 32_769), _OUTWARDS])
GRID.flags.writeable = False


def find_kinks(
    tree: Tree, parameters: Sequence[str], values: Sequence[float], value: Curve, slope: Curve
) -> tuple[Kink, ...]:
    """Return the kinks up to ±`FAR`, from left to right; of two that are closer than the grid one may be missed.

    value, slope: f and f′ at points (N,).
    """
    at: set[float] = set()
    for switch in dict.fromkeys(_switches(tree)):
        program = Program(switch, parameters)

        def compute(x: Array, program: Program = program) -> Array:
            with np.errstate(all="ignore"):
                return np.broadcast_to(np.asarray(program(x, *values), np.float64), x.shape)

        at.update(_roots(compute))
    found = [kink for place in sorted(at, key=abs)[: 4 * MOST] if (kink := _kink(place, value, slope)) is not None]
    return tuple(sorted(found[:MOST], key=lambda kink: kink.at))


def _switches(tree: Tree) -> list[Tree]:
    """Return the expressions at whose sign changes a formula goes over from one branch to another."""
    switches: list[Tree] = []
    for node in walk(tree):
        if not isinstance(node, Call):
            continue
        if node.name in ("abs", "sign", "step", "relu"):
            switches.append(node.arguments[0])
        elif node.name in ("max", "min"):
            given = node.arguments
            switches += [call("-", u, v) for place, u in enumerate(given) for v in given[place + 1 :]]
        elif node.name in ("<", ">"):
            switches.append(call("-", *node.arguments))
    return [switch for switch in switches if depends(switch)]


def _roots(switch: Curve) -> list[float]:
    """Return where the sign of a function changes, exact where the root is a short number."""
    signs = np.sign(switch(GRID))
    roots = [float(GRID[place]) for place in np.flatnonzero(signs == 0) if _is_end(signs, int(place))]
    cells = np.flatnonzero(signs[:-1] * signs[1:] < 0)
    low, high, start = GRID[cells], GRID[cells + 1], signs[cells]
    for _ in range(HALVINGS):
        middle = 0.5 * (low + high)
        before = np.sign(switch(middle)) == start
        low, high = np.where(before, middle, low), np.where(before, high, middle)
    short = np.stack([np.round(high, digits) for digits in range(13)], axis=1)  # (roots, 13)
    exact = switch(short.ravel()).reshape(short.shape) == 0
    exact &= np.abs(short - high[:, np.newaxis]) < 1e-9 * (1 + np.abs(high[:, np.newaxis]))
    shortest = short[np.arange(len(short)), exact.argmax(axis=1)] + 0.0
    return [*roots, *np.where(exact.any(axis=1), shortest, high).tolist()]


def _is_end(signs: npt.NDArray[Any], place: int) -> bool:
    """Return whether a zero on the grid has another sign, or none, on one side only."""
    left, right = signs[max(place - 1, 0)], signs[min(place + 1, len(signs) - 1)]
    return bool(left != right)


def _kink(at: float, value: Curve, slope: Curve) -> Kink | None:
    """Return the kink at a place; None if f and f′ run through it without a jump.

    What jumps differs as much close by as a little further off; what only bends differs the less, the closer.
    """
    step = 1e-6 * max(1.0, abs(at))
    sides = np.array([at - step, at - step / 16, at + step / 16, at + step])
    values, slopes = value(sides), slope(sides)
    if not (np.isfinite(values).all() and np.isfinite(slopes).all()):
        return None
    jump, bend = _jumps(values), _jumps(slopes)
    if not (jump or bend):
        return None
    close = np.array([at - step / 1e3, at, at + step / 1e3])
    left, declared, right = slope(close).tolist()
    return Kink(at, derivative=declared, left=_limit(slopes[0], left), right=_limit(slopes[3], right), jump=jump)


def _jumps(sides: Array) -> bool:
    wide, narrow = abs(sides[3] - sides[0]), abs(sides[2] - sides[1])
    return bool(narrow > 0.4 * wide and narrow > 1e-9 * (1.0 + np.abs(sides).max()))


def _limit(further: float, close: float) -> float:
    """Return the one-sided limit that two values tend to: the closer one, or infinite where it has grown tenfold."""
    return float(np.copysign(np.inf, close)) if abs(close) > 10 * abs(further) and abs(close) > 1e3 else close
