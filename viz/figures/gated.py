"""A gated unit as a heat map with contours, or as a surface."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
import plotly.graph_objects as go

from viz.figures.theme import SIZES, Theme, axis, layout, scene
from viz.labs.gated import GatedResult
from viz.spec.numbers import percent

WIDTH, HEIGHT = 500, 400  # px; the surface takes what width there is


@lru_cache(maxsize=16)  # most visitors see the same one, and see it again whatever else they change
def figure(result: GatedResult, view: str, colours: Theme) -> go.Figure:
    """Return g(a, b) as a "map" or a "surface", in green above zero and purple below; not to be changed."""
    return _surface(result, colours) if view == "surface" else _map(result, colours)


def reading(result: GatedResult) -> str:
    """Return the sentence that says what the figure shows."""
    extent = f"|a|, |b| ≤ {result.axis[-1]:g}"
    if result.flat_share == 0:
        return f"**{result.unit.label}** passes a gradient everywhere on {extent}. {result.unit.summary}"
    lost = f"almost no gradient (|∇g| < {result.epsilon:g}) on **{percent(result.flat_share)}** of {extent}"
    return f"**{result.unit.label}** passes {lost}. {result.unit.summary}"


def _map(result: GatedResult, colours: Theme) -> go.Figure:
    size = float(np.abs(result.value).max())
    heat = {
        "type": "heatmap",
        "x": result.axis,
        "y": result.axis,
        "z": result.value,
        "zmin": -size,
        "zmax": size,
        "colorscale": _scale(colours),
        "colorbar": _bar(colours),
        "zsmooth": "best",
        "hovertemplate": "a = %{x:.2f}<br>b = %{y:.2f}<br>g = %{z:.4~g}<extra></extra>",
    }
    step = size / 6
    lines = {
        "type": "contour",
        "x": result.axis,
        "y": result.axis,
        "z": result.value,
        "contours": {"coloring": "none", "start": -6 * step, "end": 6 * step, "size": step},
        "line": {"color": colours.muted, "width": 0.6},
        "showscale": False,
        "hoverinfo": "skip",
    }
    square = axis(colours, title=_title("gate input a", colours), constrain="domain", showline=True)
    upright = axis(colours, title=_title("input b", colours), scaleanchor="x", constrain="domain", showline=True)
    margin = {"l": 48, "r": 8, "t": 8, "b": 40}
    return go.Figure([heat, lines], layout(colours, height=HEIGHT, margin=margin, xaxis=square, yaxis=upright))


def _surface(result: GatedResult, colours: Theme) -> go.Figure:
    size = float(np.abs(result.value).max())
    surface = {
        "type": "surface",
        "x": result.axis,
        "y": result.axis,
        "z": result.value,
        "cmin": -size,
        "cmax": size,
        "colorscale": _scale(colours),
        "colorbar": _bar(colours),
        "contours": {"z": {"show": True, "usecolormap": False, "color": colours.muted, "width": 1}},
        "hovertemplate": "a = %{x:.2f}<br>b = %{y:.2f}<br>g = %{z:.4~g}<extra></extra>",
    }
    return go.Figure(
        [surface],
        layout(
            colours, height=HEIGHT, margin={"l": 0, "r": 8, "t": 8, "b": 0}, scene=scene(colours, ("a", "b", "g(a, b)"))
        ),
    )


def _scale(colours: Theme) -> list[list[Any]]:
    return [[0.0, colours.layer(1)], [0.5, colours.well], [1.0, colours.layer(0)]]


def _bar(colours: Theme) -> dict[str, Any]:
    title = {"text": "g(a, b)", "font": {"size": SIZES["tick"], "color": colours.muted}}
    tick = {"size": SIZES["tick"], "color": colours.muted}
    return {"thickness": 10, "len": 0.9, "outlinewidth": 0, "tickfont": tick, "title": title, "nticks": 6}


def _title(text: str, colours: Theme) -> dict[str, Any]:
    return {"text": text, "font": {"size": SIZES["tick"], "color": colours.muted}, "standoff": 4}
