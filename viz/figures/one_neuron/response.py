"""A neuron's response over its two inputs, as a map or as a surface, with the lines of its kinks and its point."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
import plotly.graph_objects as go

from viz.figures.theme import SIZES, Theme, axis, colour_scale, layout, scene
from viz.labs.neuron import NeuronResult, pre_activation
from viz.spec.numbers import short

Array = npt.NDArray[np.float64]

HEIGHT = 452  # px


def response(result: NeuronResult, view: str, colours: Theme) -> go.Figure:
    """Return out(A, B) as a "map" or a "surface"."""
    return _surface(result, colours) if view == "surface" else _map(result, colours)


def _map(result: NeuronResult, colours: Theme) -> go.Figure:
    point = result.point
    heat = {
        "type": "heatmap",
        "x": result.axis,
        "y": result.axis,
        "z": result.out,
        **_colouring(result, colours, "z"),
        "colorbar": _bar(colours),
        "zsmooth": False if any(kink.jump for kink in result.spec.activation.kinks) else "best",
        "hovertemplate": "A = %{x:.4~g}<br>B = %{y:.4~g}<br>out = %{z:.4~g}<extra></extra>",
    }
    lines = [
        {"type": "scatter", "mode": "lines", "x": x, "y": y, "hoverinfo": "skip", "line": _stroke(colours)}
        for x, y in crossings(result)
    ]
    sections = [
        _dashed({"x0": 0, "x1": 1, "xref": "x domain", "y0": point.b, "y1": point.b, "yref": "y"}, colours),
        _dashed({"y0": 0, "y1": 1, "yref": "y domain", "x0": point.a, "x1": point.a, "xref": "x"}, colours),
    ]
    here = {
        "type": "scatter",
        "mode": "markers",
        "x": [point.a],
        "y": [point.b],
        "marker": {"size": 13, "color": colours.accent, "line": {"color": colours.surface, "width": 2}},
        "hovertemplate": f"A = %{{x:.4~g}}<br>B = %{{y:.4~g}}<br>out = {short(point.out)}<extra></extra>",
        "cliponaxis": False,
    }
    span = [-result.spec.extent, result.spec.extent]
    across = axis(colours, title=_title("input A", colours), constrain="domain", range=span, showline=True)
    up = axis(colours, title=_title("input B", colours), scaleanchor="x", constrain="domain", range=span, showline=True)
    shown = layout(colours, height=HEIGHT, margin={"l": 48, "r": 8, "t": 8, "b": 40}, xaxis=across, yaxis=up)
    return go.Figure([heat, *lines, here], shown | {"shapes": sections, "annotations": _names(result, colours)})


def _surface(result: NeuronResult, colours: Theme) -> go.Figure:
    spec, point = result.spec, result.point
    surface = {
        "type": "surface",
        "x": result.axis,
        "y": result.axis,
        "z": result.out,
        **_colouring(result, colours, "c"),
        "colorbar": _bar(colours),
        "contours": {"z": {"show": True, "usecolormap": False, "color": colours.muted, "width": 1}},
        "hovertemplate": "A = %{x:.4~g}<br>B = %{y:.4~g}<br>out = %{z:.4~g}<extra></extra>",
    }
    paths = [(x, y, spec.activation(pre_activation(spec, x, y)), colours.text, 5.0) for x, y in crossings(result)]
    ends = result.axis
    for x, y in ((ends, np.full_like(ends, point.b)), (np.full_like(ends, point.a), ends)):
        paths.append((x, y, spec.activation(pre_activation(spec, x, y)), colours.accent, 3.0))
    lines = [
        {"type": "scatter3d", "mode": "lines", "hoverinfo": "skip", "line": {"color": colour, "width": width}}
        | {"x": x, "y": y, "z": z}
        for x, y, z, colour, width in paths
    ]
    here = {
        "type": "scatter3d",
        "mode": "markers",
        "x": [point.a],
        "y": [point.b],
        "z": [point.out],
        "marker": {"size": 6, "color": colours.accent, "line": {"color": colours.surface, "width": 1}},
        "hoverinfo": "skip",
    }
    margin = {"l": 0, "r": 8, "t": 8, "b": 0}
    return go.Figure(
        [surface, *lines, here],
        layout(colours, height=HEIGHT, margin=margin, scene=scene(colours, ("input A", "input B", "out"))),
    )


def crossings(result: NeuronResult) -> list[tuple[Array, Array]]:
    """Return the stretch of every line weight_a·A + weight_b·B = c within the square, as its two ends' A and B."""
    spec, extent = result.spec, result.spec.extent
    normal = np.array([spec.weight_a, spec.weight_b])
    if not normal.any():
        return []
    found = []
    corners = extent * np.array([[-1.0, -1.0], [1.0, -1.0], [1.0, 1.0], [-1.0, 1.0], [-1.0, -1.0]])
    for offset in result.lines:
        height = corners @ normal - offset
        ends = []
        for (one, other), (low, high) in zip(pairwise(corners), pairwise(height), strict=True):
            if low != high and min(low, high) <= 0.0 <= max(low, high):
                ends.append(one + low / (low - high) * (other - one))
        if ends:
            first = ends[0]
            last = max(ends, key=lambda end: float(np.abs(end - first).sum()))
            found.append((np.array([first[0], last[0]]), np.array([first[1], last[1]])))
    return found


def _names(result: NeuronResult, colours: Theme) -> list[dict[str, Any]]:
    """Return the name of every line, at its upper end."""
    named = []
    for (x, y), offset in zip(crossings(result), result.lines, strict=False):
        end = int(np.argmax(y))
        side = "left" if x[end] <= 0.8 * result.spec.extent else "right"
        place = {
            "x": x[end],
            "y": y[end],
            "xanchor": side,
            "yanchor": "top",
            "showarrow": False,
            "xshift": 5,
            "yshift": -3,
        }
        font = {"size": SIZES["tick"], "color": colours.text}
        named.append(
            {
                "text": f"z = {short(offset + result.spec.bias)}",
                "font": font,
                "bgcolor": colours.surface,
                "opacity": 0.85,
            }
            | place
        )
    return named


def _colouring(result: NeuronResult, colours: Theme, letter: str) -> dict[str, Any]:
    """Return the colour scale and its ends: from nothing to much, or around 0 where the output has both signs."""
    low, high = float(result.out.min()), float(result.out.max())
    if low >= 0.0:
        ends, scale = (0.0, high or 1.0), colours.heat
    else:
        size = max(-low, high)
        ends, scale = (-size, size), colours.diverging
    return {f"{letter}min": ends[0], f"{letter}max": ends[1], "colorscale": colour_scale(scale)}


def _bar(colours: Theme) -> dict[str, Any]:
    tick = {"size": SIZES["tick"], "color": colours.muted}
    return {
        "thickness": 10,
        "len": 0.9,
        "outlinewidth": 0,
        "tickfont": tick,
        "title": {"text": "out", "font": tick},
        "nticks": 6,
    }


def _title(text: str, colours: Theme) -> dict[str, Any]:
    return {"text": text, "font": {"size": SIZES["tick"], "color": colours.muted}, "standoff": 4}


def _stroke(colours: Theme) -> dict[str, Any]:
    return {"color": colours.text, "width": 1.6}


def _dashed(place: dict[str, Any], colours: Theme) -> dict[str, Any]:
    return {"type": "line", **place, "line": {"color": colours.accent, "width": 1, "dash": "4px,4px"}}
