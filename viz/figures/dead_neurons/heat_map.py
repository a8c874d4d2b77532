"""The map of two causes as coloured cells, with marks on those that overflow and a place to click on every one."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import plotly.graph_objects as go

from viz.figures.dead_neurons.words import ADJECTIVES
from viz.figures.theme import SIZES, Theme, axis, colour_scale, layout
from viz.labs.dead_neurons import DeadMap
from viz.spec.causes import CAUSES, written
from viz.spec.numbers import number, percent, short

Array = npt.NDArray[np.float64]

HEIGHT, LEFT, TOP, BOTTOM = 580, 56, 30, 46  # px
CELL = 30  # px of a place to click: where they overlap the nearest one is meant
ROOMY = 12  # cells a side up to which there is room for a step in them
CLICKED = "cells"  # the name of the trace whose points are the cells, row by row


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
    lost = np.where(result.known & (result.overflowed() == result.spec.seeds), 1.0, np.nan)
    flat = {"colorscale": colour_scale((colours.hatch_ground,) * 2), "showscale": False, "z": lost}
    x, y = np.meshgrid(np.arange(columns), np.arange(rows))
    cells = {
        "type": "scatter",
        "name": CLICKED,
        "mode": "markers",
        "x": x.ravel(),
        "y": y.ravel(),
        "marker": {"symbol": "square", "size": CELL, "opacity": 0, "color": colours.text},
        "text": [text for row in words(result, definition) for text in row],
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
    return go.Figure([heat, heat | flat, *_marks(result, colours), cells], shown)


def words(result: DeadMap, definition: str) -> list[list[str]]:
    """Return what each cell says when it is pointed at, row by row."""
    spec, known = result.spec, result.known
    shares, losses = result.share(definition), result.final_loss()
    lost, first = result.overflowed(), result.first_overflow()
    ups = [f"{CAUSES[spec.y].label} {written(value)}" for value in spec.y_values]
    told: list[list[str]] = []
    for row, up in enumerate(ups):
        told.append([])
        for column, value in enumerate(spec.x_values):
            lines = [f"{CAUSES[spec.x].label} {written(value)}", up]
            if not known[row, column]:
                lines.append("not trained yet")
            elif lost[row, column] < spec.seeds:
                share, loss = percent(shares[row, column]), number(losses[row, column])
                lines.append(f"<b>{share} {ADJECTIVES[definition]}</b>, loss {loss}")
            if known[row, column] and lost[row, column]:
                count = int(lost[row, column])
                which = "all runs" if count == spec.seeds else f"{count} of {spec.seeds} runs"
                lines.append(f"{which} overflow, the first at step {first[row, column]:,}")
            told[-1].append("<br>".join(lines))
    return told


def _marks(result: DeadMap, colours: Theme) -> list[dict[str, Any]]:
    """Return crosses on cells where all runs overflow, small ones where some do, and dots where none is trained yet."""
    lost = result.overflowed()
    edge = {"width": 1, "color": colours.background}
    kinds = (
        ("all runs overflow", lost == result.spec.seeds, {"symbol": "x", "size": 9, "color": colours.text}),
        (
            "some runs overflow",
            (lost > 0) & (lost < result.spec.seeds),
            {"symbol": "x", "size": 6, "color": colours.text},
        ),
        ("not trained yet", ~result.known, {"symbol": "circle", "size": 3, "color": colours.axis}),
    )
    traces: list[dict[str, Any]] = []
    for name, where, look in kinds:
        y, x = np.nonzero(where & (result.known | (name == "not trained yet")))
        place = {"x": x, "y": y, "name": name, "hoverinfo": "skip"}
        traces.append({"type": "scatter", "mode": "markers", "marker": {**look, "opacity": 1, "line": edge}, **place})
    if max(lost.shape) <= ROOMY:
        steps = [f"step {step:,}" for step in result.first_overflow()[traces[0]["y"], traces[0]["x"]].tolist()]
        font = {"size": SIZES["tick"], "color": colours.muted}
        traces[0] |= {"mode": "markers+text", "text": steps, "textposition": "bottom center", "textfont": font}
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
    ends = (10.0 ** span["zmin"], 10.0 ** span["zmax"])
    round_ones = round_values(ends, log=True, integer=False)
    ticks = {"tickmode": "array", "tickvals": np.log10(round_ones), "ticktext": [short(value) for value in round_ones]}
    return look | {"title": title} | ticks


def _axis(name: str, values: tuple[float, ...], colours: Theme) -> dict[str, Any]:
    """Return an axis over the numbers of the values, with round values where they lie between them."""
    cause = CAUSES[name]
    title = {"text": cause.label.lower(), "font": {"size": SIZES["tick"], "color": colours.muted}, "standoff": 6}
    round_ones = round_values(values, cause.kind.log, cause.kind.integer)
    scale = np.log10 if cause.kind.log else np.asarray
    places = np.interp(scale(round_ones), scale(values), np.arange(len(values)))
    return axis(
        colours,
        title=title,
        tickmode="array",
        tickvals=places,
        ticktext=[written(value) for value in round_ones],
        ticks="outside",
        ticklen=4,
        tickcolor=colours.axis,
        range=[-0.5, len(values) - 0.5],
        showgrid=False,
    )


def round_values(values: tuple[float, ...], log: bool, integer: bool) -> list[float]:
    """Return about five round numbers between the first and the last of ascending values."""
    low, high = values[0], values[-1]
    if log:
        powers = range(int(np.floor(np.log10(low))), int(np.ceil(np.log10(high))) + 1)
        for mantissas in ((1,), (1, 3), (1, 2, 5), (1, 1.5, 2, 3, 4, 5, 6, 8)):
            found = [float(f"{mantissa}e{power}") for power in powers for mantissa in mantissas]
            found = [value for value in found if low <= value <= high and not (integer and value % 1)]
            if len(found) >= 4:
                return found
    most = 10 if integer else 6
    step = next(m * 10.0**e for e in range(-4, 5) for m in (1, 2, 5) if (high - low) / (m * 10.0**e) <= most)
    step = max(1.0, round(step)) if integer else step
    count = range(int(np.ceil(low / step - 1e-9)), int(np.floor(high / step + 1e-9)) + 1)
    return [round(number * step, 6) for number in count]
