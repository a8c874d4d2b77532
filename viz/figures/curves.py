"""The figure of the page "Activations": f, f′, f″, the flat zones and the input density over one z axis."""

from __future__ import annotations

from typing import Any

import numpy as np
import plotly.graph_objects as go

from viz.figures.curve_panels import DENSE, curve_panel
from viz.figures.flat_panels import density_panel, zones_panel
from viz.figures.panel import y_axis
from viz.figures.theme import SIZES, Theme, axis, layout, panel_title
from viz.labs.curves import CurvesResult
from viz.spec.numbers import short

LEFT, TOP, BOTTOM = 40, 26, 42  # margins, px
GAP = 32  # between panels, with room for the next one's title, px


def figure(result: CurvesResult, colours: Theme) -> go.Figure:
    """Return the stacked panels of a result with at least one function; the height is fixed, the width the page's.

    Open dots mark kinks and one-sided limits, filled dots the derivative that the chosen framework declares. Grey bands
    are the flat zones of the first function; hatched rows are those of every function.
    """
    lines = ("f", "f′", "f″") if result.spec.second_derivative else ("f", "f′")
    panels = [curve_panel(result, colours, name) for name in lines]
    panels += [zones_panel(result, colours), density_panel(result, colours)]
    plot = sum(panel.height for panel in panels) + GAP * (len(panels) - 1)
    shown = layout(
        colours,
        height=plot + TOP + BOTTOM,
        margin={"l": LEFT, "r": _right(result), "t": TOP, "b": BOTTOM},
        hovermode="x unified" if len(result.functions) <= DENSE else "closest",
        xaxis=_x_axis(result, colours, len(panels)),
        shapes=[],
        annotations=[],
    )
    traces: list[dict[str, Any]] = []
    top = plot
    for index, panel in enumerate((panel.place(i) for i, panel in enumerate(panels, start=1)), start=1):
        domain = [max(0.0, (top - panel.height) / plot), top / plot]
        shown[f"yaxis{index}" if index > 1 else "yaxis"] = axis(colours, domain=domain, anchor="x", **panel.axis)
        shown["annotations"].append(panel_title(colours, panel.title, panel.note, 0, domain[1], xshift=-LEFT, yshift=4))
        shown["shapes"] += panel.shapes
        shown["annotations"] += panel.annotations
        traces += panel.traces
        top -= panel.height + GAP
    _probe(result, colours, shown)
    return go.Figure(data=traces, layout=shown)


def _right(result: CurvesResult) -> float:
    """Return the right margin in px: room for the longest name after its share of the inputs."""
    return float(np.clip(58 + 6.4 * max(len(function.label) for function in result.functions), 116, 230))


def _x_axis(result: CurvesResult, colours: Theme, last: int) -> dict[str, Any]:
    title = {"text": "pre-activation z", "font": {"size": SIZES["tick"], "color": colours.muted}, "standoff": 4}
    hover = {"hoverformat": ".3~f", "unifiedhovertitle": {"text": "<b>z = %{x}</b>"}}
    span = {"range": [result.spec.low, result.spec.high], "anchor": y_axis(last), "title": title, "nticks": 12}
    marks = {"showline": True, "ticks": "outside", "ticklen": 4, "tickcolor": colours.axis}
    return axis(colours, **span, **marks, **hover)


def _probe(result: CurvesResult, colours: Theme, shown: dict[str, Any]) -> None:
    """Draw the red line through all panels, with its z at the top."""
    z, low, high = result.spec.probe, result.spec.low, result.spec.high
    if not low <= z <= high:
        return
    line = {"color": colours.accent, "width": 1.25}
    ends = {"x0": z, "x1": z, "y0": 0, "y1": 1}
    shown["shapes"].append({"type": "line", "xref": "x", "yref": "paper", **ends, "line": line})
    side, shift = ("right", -6) if z > (low + high) / 2 else ("left", 6)
    place = {"x": z, "xref": "x", "xanchor": side, "xshift": shift, "y": 1, "yref": "paper", "yanchor": "top"}
    font = {"size": SIZES["key"], "color": colours.on_accent, "weight": 600}
    flag = {"showarrow": False, "borderpad": 3, "bgcolor": colours.accent, "font": font, "yshift": -3}
    shown["annotations"].append({"text": f"z = {short(z)}", **place, **flag})
