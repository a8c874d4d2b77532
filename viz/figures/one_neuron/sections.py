"""A neuron along each of its inputs, and its slope along A while B moves."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import plotly.graph_objects as go

from viz.figures.one_neuron.neuron_reading import amount
from viz.figures.theme import SIZES, Theme, axis, layout, panel_title
from viz.labs.neuron import FAR_B, NeuronResult, Point
from viz.spec.numbers import short

Array = npt.NDArray[np.float64]

HEIGHT, GAP = 452, 74  # px
FAR_HEIGHT = 230  # px


def sections(result: NeuronResult, colours: Theme) -> go.Figure:
    """Return the output along A and along B through the point, one above the other, with tangents."""
    point, spec = result.point, result.spec
    low, high = _extent(np.concatenate([result.section_a.out, result.section_b.out, [point.out]]))
    plot = HEIGHT - 26 - 40
    share = 0.5 * (plot - GAP) / plot
    shown = layout(
        colours, height=HEIGHT, margin={"l": 48, "r": 12, "t": 26, "b": 40}, shapes=[], annotations=[]
    )  # fmt: skip
    traces: list[dict[str, Any]] = []
    panels = (
        ("Along A", f"out, while B = {short(point.b)}", "input A", result.section_a, point.a, point.along_a),
        ("Along B", f"out, while A = {short(point.a)}", "input B", result.section_b, point.b, point.along_b),
    )
    for number, (title, note, name, section, at, slope) in enumerate(panels, start=1):
        foot = 0.0 if number == 2 else 1.0 - share
        x, y = (f"{letter}{number}" if number > 1 else letter for letter in "xy")
        text = {"text": name, "font": {"size": SIZES["tick"], "color": colours.muted}, "standoff": 4}
        shown[f"xaxis{number}"] = axis(
            colours, range=[-spec.extent, spec.extent], anchor=y, title=text, showline=True, ticks="outside", ticklen=4
        )
        shown[f"yaxis{number}"] = axis(colours, range=[low, high], anchor=x, domain=[foot, foot + share], nticks=5)
        shown["annotations"].append(panel_title(colours, title, note, 0, foot + share, xshift=-48, yshift=4))
        curve = _curve(section.at, section.out, colours, "out")
        traces += [trace | {"xaxis": x, "yaxis": y} for trace in (curve, _dot(at, point.out, colours))]
        half = 0.12 * 2 * spec.extent
        ends = {"x0": at - half, "x1": at + half, "y0": point.out - half * slope, "y1": point.out + half * slope}
        line = {"color": colours.accent, "width": 1.5}
        shown["shapes"].append({"type": "line", "xref": x, "yref": y, **ends, "line": line})
    return go.Figure(traces, shown)


def interaction(result: NeuronResult, colours: Theme) -> go.Figure:
    """Return ∂out/∂A as B moves, far enough to hold B = −100, with the point and B = −100 marked."""
    point, far, section = result.point, result.far, result.interaction
    low, high = _extent(np.concatenate([section.along_a, [0.0, point.along_a, result.spec.weight_a]]))
    text = {"text": "input B", "font": {"size": SIZES["tick"], "color": colours.muted}, "standoff": 4}
    span = [float(section.at[0]), float(section.at[-1])]
    shown = layout(
        colours,
        height=FAR_HEIGHT,
        margin={"l": 48, "r": 12, "t": 26, "b": 40},
        xaxis=axis(colours, range=span, title=text, showline=True, ticks="outside", ticklen=4, nticks=14),
        yaxis=axis(colours, range=[low, high], nticks=5),
        annotations=[
            panel_title(colours, "∂out/∂A", f"as B moves, while A = {short(point.a)}", 0, 1, xshift=-48, yshift=4),
            _flag(point, colours, colours.accent, colours.on_accent, high),
        ],
    )
    traces = [_curve(section.at, section.along_a, colours, "∂out/∂A")]
    if point.b != FAR_B:
        shown["annotations"].append(_flag(far, colours, colours.well, colours.text, high))
        traces.append(_dot(far.b, far.along_a, colours, colours.surface, colours.text))
    traces.append(_dot(point.b, point.along_a, colours))
    return go.Figure(traces, shown)


def _curve(x: Array, y: Array, colours: Theme, name: str) -> dict[str, Any]:
    """Return a line that is broken where it jumps (there two points have one place), and where y is not finite."""
    y = np.where(np.isfinite(y), y, np.nan)
    height = np.abs(y).max(initial=0.0, where=~np.isnan(y)) or 1.0
    jumps = np.flatnonzero((np.diff(x) == 0.0) & (np.abs(np.diff(y)) > 1e-6 * height)) + 1
    return {
        "type": "scatter",
        "mode": "lines",
        "x": np.insert(x, jumps, np.nan),
        "y": np.insert(y, jumps, np.nan),
        "line": {"color": colours.text, "width": 2.4, "simplify": False},  # points lie close at a kink
        "hovertemplate": f"%{{x:.4~g}}: {name} = %{{y:.4~g}}<extra></extra>",
    }


def _dot(x: float, y: float, colours: Theme, fill: str | None = None, edge: str | None = None) -> dict[str, Any]:
    marker = {"size": 11, "color": fill or colours.accent, "opacity": 1}
    line = {"color": edge or colours.surface, "width": 1.8}
    place = {"x": [x], "y": [y], "cliponaxis": False, "hoverinfo": "skip"}
    return {"type": "scatter", "mode": "markers", "marker": marker | {"line": line}, **place}


def _flag(point: Point, colours: Theme, ground: str, text: str, top: float) -> dict[str, Any]:
    """Return the value at a point as a small flag beside it."""
    font = {"size": SIZES["key"], "color": text, "weight": 600}
    place = {"x": point.b, "y": point.along_a, "yshift": -18 if point.along_a > 0.6 * top else 18, "showarrow": False}
    return {
        "text": f"B = {short(point.b)}: {amount(point.along_a)}",
        "bgcolor": ground,
        "borderpad": 3,
        "font": font,
        **place,
    }


def _extent(values: Array) -> tuple[float, float]:
    there = np.isfinite(values)
    low, high = float(values.min(initial=0.0, where=there)), float(values.max(initial=0.0, where=there))
    pad = 0.12 * (high - low) or 0.5
    return low - pad, high + pad
