"""Points at which to draw a function so that straight lines between them look like the curve."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from viz.activations import Activation

Array = npt.NDArray[np.float64]

CELLS = 120  # even spacing to start with
MAX_POINTS = 2000  # reached only by functions that swing many times in the range
TOLERANCE = 1.5e-3  # of the curve's height that a straight line may be off


@dataclass(frozen=True, eq=False)
class Curve:
    """A function along z, all arrays of shape (M,), ascending in z with every kink in it twice, once from each side.

    Between the two stands a third row with the kink's z, where a quantity that jumps is NaN: it breaks the line.
    `second_derivative` is NaN throughout for a function that has none.
    """

    z: Array
    value: Array
    derivative: Array
    second_derivative: Array


def sample(activation: Activation, low: float, high: float) -> Curve:
    """Return the curve over [low, high]: refined where it bends, exact at the kinks.

    Raises ValueError unless low < high are finite.
    """
    if not (np.isfinite(low) and np.isfinite(high) and low < high):
        raise ValueError(f"the range must be finite with low < high, not [{low}, {high}]")
    inside = [kink for kink in activation.kinks if low < kink.at < high]
    ends = [low, *(kink.at for kink in inside), high]
    pieces = [_piece(activation, a, b, high - low) for a, b in pairwise(ends)]
    columns = [pieces[0]]
    for kink, piece in zip(inside, pieces[1:], strict=True):
        gap = np.array([[kink.at], [np.nan if kink.jump else float(activation(kink.at))], [np.nan], [np.nan]])
        columns += [gap, piece]
    return Curve(*np.concatenate(columns, axis=1))


def _piece(activation: Activation, low: float, high: float, span: float) -> Array:
    """Return rows z, f, f′, f″ over one smooth piece, (4, M); its ends hold the limits from inside."""
    # What towers above the plot need not be smooth, and what overflows cannot be.
    tallest = np.array([[1.5 * max(abs(low), abs(high), 3.0)], [4.0]])
    z = np.linspace(low, high, max(3, round(CELLS * (high - low) / span) + 1))
    curve = _rows(activation, z)
    while len(z) < MAX_POINTS:
        middle = (z[:-1] + z[1:]) / 2
        between = _rows(activation, middle)
        seen, exact = np.clip(curve[1:3], -tallest, tallest), np.clip(between[1:3], -tallest, tallest)
        off = np.abs(exact - (seen[:, :-1] + seen[:, 1:]) / 2)
        coarse = (off > TOLERANCE * np.ptp(seen, axis=1)[:, None] + 1e-12).any(axis=0) & (z[1:] - z[:-1] > 1e-6 * span)
        if not coarse.any():
            break
        curve = np.concatenate([curve, between[:, coarse]], axis=1)
        curve = curve[:, np.argsort(curve[0], kind="stable")]
        z = curve[0]
    for kink in activation.kinks:
        for column, end, inwards, slope in ((0, low, 1, kink.right), (-1, high, -1, kink.left)):
            if kink.at == end:
                inset = _rows(activation, np.array([end + inwards * 1e-9 * (high - low)]))[:, 0]
                value = inset[1] if kink.jump else float(activation(end))
                curve[1:, column] = value, slope, inset[3]
    return curve


def _rows(activation: Activation, z: Array) -> Array:
    second = activation.second_derivative(z) if activation.has_second_derivative else np.full_like(z, np.nan)
    return np.stack([z, activation(z), activation.derivative(z), second])
