"""The map of two causes as coloured cells, with marks on those that overflow and a place to click on every one."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import plotly.graph_objects as go

from viz.figures.dead_neurons.words import ADJECTIVES
from viz.figures.numbers import number, percent
from viz.figures.theme import SIZES, Theme, axis, colour_scale, layout
from viz.labs.dead_neurons import DeadMap
from viz.spec.causes import CAUSES, written

Array = npt.NDArray[np.float64]

HEIGHT, LEFT, TOP, BOTTOM = 560, 56, 10, 46  # px
CELL = 30  # px of a place to click: where they overlap the nearest one is meant
CLICKED = "cells"  # the name of the trace whose points are the cells, row by row
TICKS = 7


def figure(result: DeadMap, quantity: str, definition: str, colours: Theme) -> go.Figure:
    """Return the map of the "share" that counts as dead or of the final "loss"."""
    rows, columns = result.known.shape
    values = result.share(definition) if quantity == "share" else np.log10(np.maximum(result.final_loss(), 1e-12))
    heat: dict[str, Any] = {
        "type": "heatmap",
        "z": values,
        "colorscale": colour_scale(colours.heat),
        "colorbar": _bar(values, quantity, definition, colours),
        "xgap": 1,
        "ygap": 1,
        "hoverinfo": "skip",
    }
    heat |= {"zmin": 0, "zmax": 1} if quantity == "share" else _loss_range(values)
    x, y = np.meshgrid(np.arange(columns), np.arange(rows))
    cells = {
        "type": "scatter",
        "name": CLICKED,
        "mode": "markers",
        "x": x.ravel(),
        "y": y.ravel(),
        "marker": {"symbol": "square", "size": CELL, "opacity": 0, "color": colours.text},
        "text": [words(result, row, column, definition) for row in range(rows) for column in range(columns)],
        "hovertemplate": "%{text}<extra></extra>",
        "unselected": {"marker": {"opacity": 0}},
        "selected": {"marker": {"opacity": 0}},
    }
    shown = layout(
        colours,
        height=HEIGHT,
        margin={"l": LEFT, "r": 8, "t": TOP, "b": BOTTOM},
        hovermode="closest",
        clickmode="event+select",
        xaxis=_axis(result.spec.x, result.spec.x_values, colours),
        yaxis=_axis(result.spec.y, result.spec.y_values, colours),
    )
    return go.Figure([heat, *_overflows(result, colours), cells], shown)


def words(result: DeadMap, row: int, column: int, definition: str) -> str:
    """Return what a cell says when it is pointed at."""
    lines = [
        f"{CAUSES[name].label} {written(value)}"
        for name, value in ((result.spec.x, result.spec.x_values[column]), (result.spec.y, result.spec.y_values[row]))
    ]
    if not result.known[row, column]:
        return "<br>".join([*lines, "not trained yet"])
    lost, seeds = int(result.overflowed()[row, column]), result.spec.seeds
    if lost < seeds:
        share, loss = result.share(definition)[row, column], result.final_loss()[row, column]
        lines += [f"<b>{percent(share)} {ADJECTIVES[definition]}</b>, loss {number(loss)}"]
    if lost:
        which = "all runs" if lost == seeds else f"{lost} of {seeds} runs"
        lines += [f"{which} overflow, the first at step {result.first_overflow()[row, column]:,}"]
    return "<br>".join(lines)


def _overflows(result: DeadMap, colours: Theme) -> list[dict[str, Any]]:
    """Return crosses on cells where all runs overflow, and small ones where some do."""
    lost = result.overflowed()
    traces = []
    for name, where, size in (
        ("all runs overflow", lost == result.spec.seeds, 11),
        ("some runs overflow", (lost > 0) & (lost < result.spec.seeds), 5),
    ):
        y, x = np.nonzero(where & result.known)
        marker = {"symbol": "x-thin", "size": size, "line": {"width": 1.5, "color": colours.accent}}
        traces.append({"type": "scatter", "mode": "markers", "name": name, "x": x, "y": y, "marker": marker})
        traces[-1]["hoverinfo"] = "skip"
    return traces


def _loss_range(values: Array) -> dict[str, float]:
    finite = values[np.isfinite(values)]
    if not len(finite):
        return {"zmin": 0.0, "zmax": 1.0}
    low, high = np.quantile(finite, [0.0, 0.98])
    return {"zmin": float(low), "zmax": float(max(high, low + 0.1))}


def _bar(values: Array, quantity: str, definition: str, colours: Theme) -> dict[str, Any]:
    font = {"size": SIZES["tick"], "color": colours.muted}
    look: dict[str, Any] = {"thickness": 10, "outlinewidth": 0, "tickfont": font, "len": 1, "y": 0.5, "ypad": 0}
    if quantity == "share":
        title = {"text": f"{ADJECTIVES[definition]} units at the end, % of hidden units", "font": font, "side": "right"}
        return look | {"title": title, "tickformat": ".0%", "nticks": 6}
    title = {"text": "training loss at the end", "font": font, "side": "right"}
    span = _loss_range(values)
    powers = np.arange(np.ceil(span["zmin"]), np.floor(span["zmax"]) + 1)
    ticks = {"tickmode": "array", "tickvals": powers, "ticktext": [number(10.0**power, 3) for power in powers]}
    return look | {"title": title} | (ticks if len(powers) else {})


def _axis(name: str, values: tuple[float, ...], colours: Theme) -> dict[str, Any]:
    """Return an axis over the numbers of the values, some of which it names."""
    chosen = np.unique(np.linspace(0, len(values) - 1, min(TICKS, len(values))).round().astype(int))
    title = {"text": CAUSES[name].label.lower(), "font": {"size": SIZES["tick"], "color": colours.muted}, "standoff": 6}
    return axis(
        colours,
        title=title,
        tickmode="array",
        tickvals=chosen,
        ticktext=[written(values[place]) for place in chosen],
        range=[-0.5, len(values) - 0.5],
        showgrid=False,
    )
