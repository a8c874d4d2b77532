"""The life of a unit as small multiples over the steps: how active it is, its parameters, its gradient, its updates."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import plotly.graph_objects as go

from viz.figures.theme import SIZES, Theme, axis, layout, panel_title
from viz.labs.autopsy import Autopsy
from viz.spec.numbers import number, percent

Array = npt.NDArray[np.float64]

LEFT, RIGHT, TOP, BOTTOM = 52, 14, 24, 40  # px
PANEL, GAP = 66, 28  # px
HATCH = 5  # px from one line of the hatching to the next
MARKS = {"born": ("square", "born dead"), "died": ("triangle-down", "died"), "revived": ("triangle-up-open", "revived")}
MARK_SIZE = 9  # px
LONE = 4  # px, of a value without neighbours


class Row(NamedTuple):
    """One of the small multiples: its values (T,), how one of them is said, and what its axis is like."""

    title: str
    values: Array
    said: str
    axis: dict[str, Any]


def figure(result: Autopsy, moment: int, colours: Theme) -> go.Figure:
    """Return the history with a line at a recorded moment; hatched where the unit is dead."""
    rows = _rows(result, moment)
    plot = len(rows) * PANEL + (len(rows) - 1) * GAP
    colour = colours.layer(result.spec.layer)
    last = int(result.steps[-1])
    traces: list[dict[str, Any]] = []
    shown: dict[str, Any] = {"annotations": []}
    for place, row in enumerate(rows):
        name = "y" if place == 0 else f"y{place + 1}"
        top = 1 - place * (PANEL + GAP) / plot
        domain = [max(0.0, top - PANEL / plot), top]
        shown[f"yaxis{place + 1}"] = axis(colours, domain=domain, anchor="x", **row.axis)
        shown["annotations"].append(panel_title(colours, row.title, row.said, 0, top, xshift=-LEFT + 4, yshift=2))
        traces += [trace | {"yaxis": name} for trace in _hatched(result, row, colours)]
        traces.append(_line(result, row, colour) | {"yaxis": name})
    traces.append(_marks(result, colours))
    now = int(result.steps[moment])
    cursor = {"type": "line", "xref": "x", "yref": "paper", "x0": now, "x1": now, "y0": 0, "y1": 1}
    text = {"text": "training step", "font": {"size": SIZES["tick"], "color": colours.muted}, "standoff": 4}
    return go.Figure(
        traces,
        layout(
            colours,
            height=TOP + plot + BOTTOM,
            margin={"l": LEFT, "r": RIGHT, "t": TOP, "b": BOTTOM},
            hovermode="x",
            xaxis=axis(colours, anchor=f"y{len(rows)}", title=text, range=[0, last], tickformat=",", nticks=7),
            shapes=[cursor | {"line": {"color": colours.accent, "width": 1.25}}],
            **shown,
        ),
    )


def _rows(result: Autopsy, moment: int) -> list[Row]:
    norm = result.weight_norm()
    gradient = float(result.gradient[moment])
    update = float(result.update[moment])
    share = {
        "range": [-0.06, 1.06],
        "tickvals": [0, 0.5, 1],
        "ticktext": ["0 %", "50 %", "100 %"],
        "hoverformat": ".1%",
    }
    linear = {"nticks": 4, "hoverformat": ".4~g"}
    said = "no step yet" if np.isnan(update) else "exactly 0" if update == 0 else number(update)
    return [
        Row("Active", result.active, f"f′ ≠ 0 on {percent(float(result.active[moment]))} of the samples", share),
        Row("Weights", norm, f"‖w‖ = {number(float(norm[moment]))}", linear | _from_zero(norm)),
        Row("Bias", result.bias, f"b = {number(float(result.bias[moment]))}", linear | {"range": _reach(result.bias)}),
        Row(
            "Gradient",
            result.gradient,
            f"‖∂L/∂(w, b)‖ {'exactly 0' if gradient == 0 else f'= {number(gradient)}'}",
            _log(result.gradient),
        ),
        Row("Update", result.update, f"‖Δ(w, b)‖ of the last step: {said}", _log(result.update)),
    ]


def _from_zero(values: Array) -> dict[str, Any]:
    top = float(np.nanmax(values, initial=0.0))
    return {"range": [0, 1.1 * top if np.isfinite(top) and top > 0 else 1.0]}


def _log(values: Array) -> dict[str, Any]:
    """Return a log axis; what is exactly 0 is a gap on it."""
    known = values[np.isfinite(values) & (values > 0)]
    decades = float(np.log10(known.max() / known.min())) if len(known) else 0.0
    ticks = {"dtick": max(1, round(decades / 3))} if decades >= 1.5 else {"nticks": 3, "minor": {"ticks": ""}}
    if not len(known):
        return {"type": "log", "range": [-1, 1], "showticklabels": False, "showgrid": False}
    span = [float(np.log10(known.min())) - 0.2, float(np.log10(known.max())) + 0.2]
    return {"type": "log", "exponentformat": "power", "hoverformat": ".3~g", "range": span} | ticks


def _line(result: Autopsy, row: Row, colour: str) -> dict[str, Any]:
    log = row.axis.get("type") == "log"
    values = np.where(row.values > 0, row.values, np.nan) if log else row.values
    look = {"mode": "lines", "line": {"color": colour, "width": 1.7}, "connectgaps": False}
    if log:  # a single value between two zeros is a line without length
        gone = np.concatenate([[True], np.isnan(values), [True]])
        alone = gone[:-2] & gone[2:] & ~gone[1:-1]
        sizes = np.where(alone, LONE, 0)
        look |= {
            "mode": "lines+markers",
            "marker": {"size": sizes, "color": colour, "opacity": 1, "line": {"width": 0}},
        }
    return {"type": "scatter", "x": result.steps, "y": values, "name": row.title, **look}


def _hatched(result: Autopsy, row: Row, colours: Theme) -> list[dict[str, Any]]:
    """Return a hatched area for every span in which the unit is dead, over the height of a panel."""
    low, high = row.axis["range"]
    if row.axis.get("type") == "log":
        low, high = 10**low, 10**high
    corners_x: list[float | None] = []
    corners_y: list[float | None] = []
    for start, stop in result.spans():
        separator = [None] if corners_x else []
        corners_x += [*separator, start, stop, stop, start]
        corners_y += [*separator, low, low, high, high]
    if not corners_x:
        return []
    pattern = {"shape": "/", "fgcolor": colours.hatch, "bgcolor": colours.hatch_ground, "size": HATCH, "solidity": 0.18}
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "fill": "toself",
            "fillpattern": pattern,
            "line": {"width": 0},
            "hoverinfo": "skip",
            "x": corners_x,
            "y": corners_y,
        }
    ]


def _reach(values: Array) -> tuple[float, float]:
    """Return a range that holds all values."""
    known = values[np.isfinite(values)]
    low, high = (float(known.min()), float(known.max())) if len(known) else (0.0, 1.0)
    pad = 0.08 * (high - low) or 0.5
    return low - pad, high + pad


def _marks(result: Autopsy, colours: Theme) -> dict[str, Any]:
    """Return ■ born dead, ▼ died and △ revived, on the upper edge of the first panel."""
    found = [(0, "born")] if result.born_dead else []
    found += [(change.step, change.kind) for change in result.changes]
    colour = colours.layer(result.spec.layer)
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [step for step, _ in found],
        "y": [1.06] * len(found),
        "yaxis": "y",
        "cliponaxis": False,
        "marker": {
            "symbol": [MARKS[kind][0] for _, kind in found],
            "size": MARK_SIZE,
            "color": colour,
            "line": {"color": colour, "width": 1.4},
            "opacity": 1,
        },
        "text": [f"{MARKS[kind][1]} at step {step:,}" for step, kind in found],
        "hovertemplate": "%{text}<extra></extra>",
    }
