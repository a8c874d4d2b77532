"""Error against the number of units: the median of several random starts with its band, and the units on the page."""

from __future__ import annotations

import numpy as np
import plotly.graph_objects as go

from viz.figures.bands import band
from viz.figures.theme import SIZES, Theme, axis, layout, panel_title
from viz.labs.kinks import ErrorsResult
from viz.spec.numbers import number

HEIGHT = 280  # px


def errors_figure(result: ErrorsResult, units: int, error: float, colours: Theme) -> go.Figure:
    """Return RMS error against units, on a log scale, with the units on the page as a dot."""
    counts = np.arange(1, len(result.rms) + 1)
    known = np.isfinite(result.rms).all(axis=1)
    low, middle, high = (np.where(known, row, np.nan) for row in np.quantile(result.rms, (0.1, 0.5, 0.9), axis=1))
    traces = band(
        counts,
        low,
        middle,
        high,
        name="random starts",
        colour=colours.layer(3),
        customdata=np.stack([low, high], axis=1),
        mode="lines+markers",
        hovertemplate="%{x} units: %{y:.3f} (10–90 %: %{customdata[0]:.3f} to %{customdata[1]:.3f})<extra></extra>",
    )
    here = {
        "type": "scatter",
        "mode": "markers",
        "x": [units],
        "y": [error],
        "marker": {"size": 11, "color": colours.accent, "line": {"color": colours.surface, "width": 1.8}},
        "hovertemplate": f"on the page: {number(error)}<extra></extra>",
        "cliponaxis": False,
    }
    font = {"size": SIZES["tick"], "color": colours.muted}
    finite = np.append(result.rms[known].ravel(), error)
    decades = np.ptp(np.log10(np.maximum(finite, 1e-12)))
    note = "median and 10–90 %; dot: the units above"
    shown = layout(
        colours,
        height=HEIGHT,
        margin={"l": 54, "r": 12, "t": 26, "b": 40},
        xaxis=axis(
            colours,
            range=[0.6, len(counts) + 0.4],
            dtick=1,
            title={"text": "ReLU units", "font": font, "standoff": 4},
            showline=True,
        ),
        yaxis=axis(
            colours,
            type="log",
            dtick=1 if decades > 2 else "D2",
            title={"text": "RMS error", "font": font, "standoff": 4},
        ),
        annotations=[panel_title(colours, "Error against units", note, 0, 1, xshift=-54, yshift=4)],
    )
    return go.Figure([*traces, here], shown)


def errors_reading(result: ErrorsResult) -> str:
    """Return the sentence that says what more units gain."""
    medians = {count: float(np.median(row)) for count, row in enumerate(result.rms, start=1) if np.isfinite(row).all()}
    if len(medians) < 2:
        return "The fits have only begun, or overflowed."
    first, last = min(medians), max(medians)
    best = min(medians, key=lambda count: medians[count])
    text = f"Median error of {result.spec.starts} random starts after {result.spec.steps:,} steps: "
    text += f"**{number(medians[first])}** with {first} {'unit' if first == 1 else 'units'}, "
    text += f"**{number(medians[last])}** with {last}"
    if medians[last] > 1.02 * medians[best]:
        lowest = f"the lowest is {number(medians[best])} with {best}"
        return f"{text}; {lowest}: not every further unit found a use."
    return f"{text}: every further unit helped, or did no harm."
