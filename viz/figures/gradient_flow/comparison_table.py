"""The remedies as a table: the final loss, the gradient of the first layer at the start and at the end, overflows."""

from __future__ import annotations

from html import escape

import numpy as np
import numpy.typing as npt

from viz.figures.html import heading, table
from viz.figures.numbers import number
from viz.labs.gradient_flow import FlowRuns, quantiles

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
                number(_median(gradient[:, 0]), 3),
                number(_median(gradient[:, -1]), 3),
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
    return f"{number(float(middle[0]), 3)} ({number(float(low[0]), 3)} to {number(float(high[0]), 3)})"


def _median(values: Array) -> float:
    return float(np.nanmedian(values)) if np.isfinite(values).any() else float("nan")
