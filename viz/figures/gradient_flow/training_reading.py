"""Sentences on deep networks in training: how far layers move, and which remedy helps."""

from __future__ import annotations

import numpy as np

from viz.figures.gradient_flow.layers_reading import times
from viz.figures.gradient_flow.over_steps import HEALTHY
from viz.labs.gradient_flow import FlowRuns, quantiles
from viz.spec.numbers import number, percent


def moved(result: FlowRuns) -> str:
    """Return how far the first and the last hidden layer have come."""
    finite = np.flatnonzero(result.known[0] & (result.overflow[0] < 0))
    if not len(finite):
        return overflowed(result, 0) or "No run is done yet."
    movement = quantiles(result.movement[0, finite, -1])[1]
    first, last = float(movement[0]), float(movement[max(len(movement) - 2, 0)])
    text = f"After {result.steps[-1]:,} steps layer 1 has {_moved_by(first)}"
    if len(movement) > 2:
        text += f", the last hidden layer {'has ' if last == 0 else ''}{_moved_by(last)}"
        if first > 0 and last > 0:
            text += f": {times(last / first)} the first one’s movement"
    return f"{text}.{overflowed(result, 0)}"


def _moved_by(share: float) -> str:
    """Return how far weights have moved; steps below 1e-16 of a weight are lost in double precision."""
    if share > 0:
        return f"moved by **{_share(share)}** of its length"
    return "**not moved at all** (its steps are lost in rounding)"


def updated(result: FlowRuns, moment: int) -> str:
    """Return how the layers' updates compare with the usual 1e-3."""
    values = quantiles(result.update[0, result.known[0], moment])[1] if result.known[0].any() else np.array([np.nan])
    if not np.isfinite(values).any():
        return "Before the first step nothing is updated." if moment == 0 else "No update is finite at this step."
    below, above = int((values < HEALTHY / 10).sum()), int((values > HEALTHY * 10).sum())
    near = len(values) - below - above
    text = (
        f"Step {result.steps[moment]:,} changes the weights by 10⁻⁴ to 10⁻² of their length in {near} of "
        f"{len(values)} layers"
    )
    more = [f"{count} {word}" for count, word in ((below, "below"), (above, "above")) if count]
    return f"{text}{': ' if more else ''}{', '.join(more)}."


def compared(result: FlowRuns) -> str:
    """Return which remedy ends with the lowest loss, beside none."""
    finals = {}
    for group, label in enumerate(result.labels):
        last = result.loss[group, result.known[group], -1]
        if np.isfinite(last).any():
            finals[label] = float(np.nanmedian(last))
    if not finals:
        return "No run is done yet."
    best = min(finals, key=lambda label: finals[label])
    base = result.labels[0]
    beside = f"; without any it is {number(finals[base])}" if base in finals and best != base else ""
    text = (
        f"**{'No remedy' if best == base else best}** ends lowest: a loss of **{number(finals[best])}** after "
        f"{result.steps[-1]:,} steps{beside}."
    )
    counts = (result.overflow >= 0).sum(axis=1).tolist()
    lost = [f"{label} in {count}" for label, count in zip(result.labels, counts, strict=True) if count]
    return text + (f" Runs overflow with {', '.join(lost)} of {result.known.shape[1]}." if lost else "")


def overflowed(result: FlowRuns, group: int) -> str:
    """Return a sentence on runs that overflowed, if any did."""
    steps = result.overflow[group]
    lost = int((steps >= 0).sum())
    if not lost:
        return ""
    first = int(steps[steps >= 0].min())
    return f" {lost} of {int(result.known[group].sum())} runs overflow, the first at step {first:,}."


def _share(value: float) -> str:
    return percent(value) if value >= 0.005 else number(value, 2)
