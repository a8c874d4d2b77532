"""The remedies as a table: the final loss, the gradient of the first layer at the start and at the end, overflows."""

from __future__ import annotations

from html import escape

import numpy as np
import numpy.typing as npt

from viz.figures.html import heading, table
from viz.labs.gradient_flow import FlowRuns, quantiles
from viz.spec.numbers import number, short

Array = npt.NDArray[np.float64]


def comparison_table(result: FlowRuns) -> str:
    """Return a row for each group: medians over its seeds, with 10 to 90 % for the loss."""
    rows = []
    for group, label in enumerate(result.labels):
        known = result.known[group]
        loss = result.loss[group, known, -1]
        gradient = result.gradient[group, known][:, :, 0]
        lost = int((result.overflow[group] >= 0).sum())
        rows.append(
            (
                escape(label),
                _spread(loss),
                _digits(_median(gradient[:, 0])),
                _digits(_median(gradient[:, -1])),
                f"{lost} of {int(known.sum())}",
            )
        )
    last = f"step {result.steps[-1]:,}"
    heads = ("Remedy", f"Loss at {last}", "Gradient of layer 1 at the start", f"at {last}", "Runs that overflow")
    return heading("In numbers", "median of the seeds, in brackets 10 to 90 %") + table(heads, rows, right=(1, 2, 3, 4))


def _spread(values: Array) -> str:
    if not np.isfinite(values).any():
        return "–"
    low, middle, high = quantiles(values[:, np.newaxis])
    return f"{_digits(float(middle[0]))} ({_digits(float(low[0]))} to {_digits(float(high[0]))})"


def _digits(value: float) -> str:
    """Return a number with three digits that count, in powers of ten where it is very small or large."""
    return short(value, 3) if 1e-3 <= value < 1e3 else number(value, 0) if 1e3 <= value < 1e5 else number(value, 5)


def _median(values: Array) -> float:
    return float(np.nanmedian(values)) if np.isfinite(values).any() else float("nan")
