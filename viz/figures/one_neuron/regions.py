"""The plane of a network's two inputs, cut into the cells of its activation patterns."""

from __future__ import annotations

from typing import Any

import numpy as np
import plotly.graph_objects as go

from viz.figures.theme import SIZES, Theme, along, axis, layout, panel_title, tint
from viz.labs.regions import COLOURS, RegionsResult

HEIGHT, LINE_HEIGHT = 560, 216  # px
NAMED = 4000  # cells up to which each says its number on hover
SHADES = 9  # of the ramp, for cells by their active units


def regions_figure(result: RegionsResult, colouring: str, colours: Theme) -> go.Figure:
    """Return the cells, each in a colour that no neighbour has ("pattern") or by its active units ("active")."""
    half = result.spec.half
    if colouring == "active":
        shade, fills = _by_active(result, colours)
    else:
        shade, fills = result.colour, [tint(colour, 0.42) for colour in colours.functions[:COLOURS]]
    edge = {"color": colours.surface, "width": 0.4 if len(result.cells) > 1500 else 1.0}
    traces: list[dict[str, Any]] = []
    for number, fill in enumerate(fills):
        x, y = _outlines(result, np.flatnonzero(shade == number))
        base = {"type": "scatter", "mode": "lines", "x": x, "y": y, "fill": "toself", "fillcolor": fill, "line": edge}
        traces.append(base | {"hoverinfo": "skip"})
    if len(result.cells) <= NAMED:
        traces.append(_hover(result))
    text = {"font": {"size": SIZES["tick"], "color": colours.muted}, "standoff": 4}
    span = {"range": [-half, half], "showline": True, "showgrid": False}
    shown = layout(
        colours,
        height=HEIGHT,
        margin={"l": 48, "r": 8, "t": 8, "b": 40},
        xaxis=axis(colours, title={"text": "input x₁", **text}, **span),
        yaxis=axis(colours, title={"text": "input x₂", **text}, **span),
        hovermode="closest",
        shapes=[{"type": "line", "x0": -half, "x1": half, "y0": 0, "y1": 0, "line": _dashed(colours)}],
    )
    return go.Figure(traces, shown)


def line_figure(result: RegionsResult, colours: Theme) -> go.Figure:
    """Return the output along the dashed line of the plane, bend by bend."""
    half, line = result.spec.half, result.line
    bounds = np.concatenate([[0.0], line.breaks, [1.0]])
    starts = line.slopes[:, 0] * bounds[:-1] + line.offsets[:, 0]
    stops = line.slopes[:, 0] * bounds[1:] + line.offsets[:, 0]
    gaps = np.full(len(starts), np.nan)
    x = (2.0 * np.stack([bounds[:-1], bounds[1:], gaps], axis=1).ravel() - 1.0) * half
    y = np.stack([starts, stops, gaps], axis=1).ravel()
    place = {"type": "scatter", "hovertemplate": "x₁ = %{x:.4~g}<br>out = %{y:.4~g}<extra></extra>"}
    curve = {"mode": "lines", "x": x, "y": y, "line": {"color": colours.text, "width": 2.2, "simplify": False}}
    rim = {"color": colours.text, "width": 1.5}
    dots = {"mode": "markers", "x": (2.0 * line.breaks - 1.0) * half, "y": stops[:-1]}
    marker = {"size": 6, "color": colours.surface, "line": rim}
    text = {"font": {"size": SIZES["tick"], "color": colours.muted}, "standoff": 4}
    shown = layout(
        colours,
        height=LINE_HEIGHT,
        margin={"l": 48, "r": 12, "t": 26, "b": 40},
        xaxis=axis(colours, title={"text": "input x₁", **text}, range=[-half, half], showline=True),
        yaxis=axis(colours, nticks=5),
        annotations=[panel_title(colours, "Along the dashed line", "output while x₂ = 0", 0, 1, xshift=-48, yshift=4)],
    )
    return go.Figure([place | curve, place | dots | {"marker": marker}], shown)


def _dashed(colours: Theme) -> dict[str, Any]:
    return {"color": colours.text, "width": 1, "dash": "4px,4px"}


def _by_active(result: RegionsResult, colours: Theme) -> tuple[np.ndarray[Any, Any], list[str]]:
    """Return the shade of every cell and the colour of every shade, from the fewest active units to the most."""
    low, high = int(result.active.min()), int(result.active.max())
    count = min(SHADES, high - low + 1)
    shade = ((result.active - low) * count) // (high - low + 1)
    return shade, [along(colours.heat, 0.1 + 0.9 * number / max(1, count - 1)) for number in range(count)]


def _outlines(result: RegionsResult, chosen: np.ndarray[Any, Any]) -> tuple[list[float | None], list[float | None]]:
    """Return the corners of some cells as one path, each closed, None between them."""
    x: list[float | None] = []
    y: list[float | None] = []
    for cell in chosen.tolist():
        outline = np.round(result.cells.cells.outline(cell), 5)
        x += [*outline[:, 0].tolist(), float(outline[0, 0]), None]
        y += [*outline[:, 1].tolist(), float(outline[0, 1]), None]
    return x, y


def _hover(result: RegionsResult) -> dict[str, Any]:
    centres = result.cells.cells.centres
    slopes = result.cells.slopes[:, :, 0]
    shown = np.stack([np.arange(1, len(centres) + 1), result.active, slopes[:, 0], slopes[:, 1]], axis=1)
    words = "cell %{customdata[0]}: %{customdata[1]} of " + str(result.units) + " units active<br>"
    words += "slope of the output (%{customdata[2]:.3~g}, %{customdata[3]:.3~g})<extra></extra>"
    return {
        "type": "scatter",
        "mode": "markers",
        "x": centres[:, 0],
        "y": centres[:, 1],
        "marker": {"size": 12, "opacity": 0},
        "customdata": shown,
        "hovertemplate": words,
    }
