"""Sentences on the phase diagram and on the map of depths that train."""

from __future__ import annotations

import numpy as np

from viz.labs.trainability import REACH, Trainability
from viz.spec.numbers import number, percent, short
from viz.theory import MeanField


def phase(label: str, point: tuple[float, float] | None, field: MeanField | None, critical: float | None) -> str:
    """Return where the initialisation stands; `critical` is the σ_w at which χ₁ would be 1."""
    if point is None or field is None:
        return "This initialisation has no σ_w: its weights don't have mean 0, or are scaled on the data."
    head = (
        f"**{label}** with σ_w = {short(point[0], 3)} and σ_b = {short(point[1], 3)}: **χ₁ = {short(field.slope, 3)}**"
    )
    if field.phase == "critical":
        return f"{head}, on the critical line: gradients keep their size at any depth."
    verb = "shrinks" if field.phase == "ordered" else "grows"
    reach = REACH * field.depth_scale
    text = (
        f"{head}, {field.phase}: a gradient {verb} by {short(field.slope**0.5, 3)} a layer, signals reach ξ = "
        f"{short(field.depth_scale, 3)} layers, and networks should train to about 6ξ = **{number(reach, 0)} layers**."
    )
    return text if critical is None else f"{text} At σ_w = {short(critical, 4)} it would be critical."


def trainable(result: Trainability) -> str:
    """Return how the measured limit agrees with the one of theory."""
    complete = result.complete
    if not complete.any():
        return "Not a cell is trained yet."
    trained = result.trained()
    depths = np.array(result.spec.depths)[:, np.newaxis]
    within = depths <= result.limit
    parts = []
    for text, where in (("up to 6ξ", within & complete), ("deeper", ~within & complete)):
        if where.any():
            parts.append(f"**{percent(float(trained[where].mean()))}** of the {int(where.sum())} cells {text}")
    lost = int(((result.overflowed() > 0) & complete).sum())
    half = f"{number(result.constant / 2)}, half of what the best constant output has,"
    text = f"The loss falls below {half} in {' and in '.join(parts)}"
    end = f"; runs overflow in {lost} {'cell' if lost == 1 else 'cells'}." if lost else "."
    return text + end + _deepest(result, trained)


def _deepest(result: Trainability, trained: np.ndarray) -> str:
    """Return the σ_w at which the deepest networks train."""
    if not trained.any() or result.progress < 1:
        return ""
    depths = np.where(trained.any(axis=0), len(trained) - 1 - trained[::-1].argmax(axis=0), -1)
    best = np.flatnonzero(depths == depths.max())
    low, high = (short(result.spec.deviations[place]) for place in (best[0], best[-1]))
    where = f"σ_w = {low}" if low == high else f"σ_w from {low} to {high}"
    return f" The deepest that train have {result.spec.depths[depths.max()]} layers, at {where}."
