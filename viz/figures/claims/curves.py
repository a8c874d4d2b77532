"""Curves of a claim, with their bands over the seeds."""

from __future__ import annotations

from html import escape
from typing import Any

import numpy as np
import plotly.graph_objects as go

from viz.figures.bands import band
from viz.figures.claims.frame import framed, marked, scale
from viz.figures.theme import Stroke, Theme, stroke
from viz.labs.claims.picture import Curve, Curves

MARKER = 6  # px
BANDED = "line: median, band: 10–90 %"


def figure(panel: Curves, colours: Theme) -> go.Figure:
    """Return the curves over their common axis."""
    crowd = sum(curve.low is not None for curve in panel.curves)
    traces = [trace for curve in panel.curves for trace in _traces(curve, crowd, colours)]
    x, y = (np.concatenate([np.empty(0), *values]) for values in zip(*map(_extent, panel.curves), strict=True))
    shapes, words = marked(panel.marks, x, log_x=panel.log_x, log_y=panel.log_y, colours=colours)
    axes = scale(x, panel.log_x), scale(y, panel.log_y, panel.marks)
    return framed(traces, *axes, (panel.x, panel.y), colours, shapes=shapes, annotations=words)


def strokes(panel: Curves, colours: Theme) -> list[tuple[Stroke, str]]:
    """Return the lines with their names, for a legend."""
    return [(stroke(curve.slot, colours), curve.name) for curve in panel.curves]


def note(panel: Curves) -> str:
    """Return what the lines are; empty if they are only lines."""
    return BANDED if any(curve.low is not None for curve in panel.curves) else ""


def _extent(curve: Curve) -> tuple[np.ndarray, np.ndarray]:
    ends = [found for found in (curve.low, curve.high) if found is not None]
    return curve.x, np.concatenate([curve.y, *ends])


def _traces(curve: Curve, crowd: int, colours: Theme) -> list[dict[str, Any]]:
    line = stroke(curve.slot, colours)
    dotted = curve.marks or curve.x.size == 1
    look: dict[str, Any] = {
        "mode": "lines+markers" if dotted else "lines",
        "line": {"color": line.colour, "dash": line.dash, "width": line.width},
        "marker": {"size": MARKER, "color": line.colour},
        "hovertemplate": f"%{{x:.4~g}}: %{{y:.4~g}}<extra>{escape(curve.name, quote=False)}</extra>",
    }
    if curve.low is None or curve.high is None:
        return [{"type": "scatter", "x": curve.x, "y": curve.y, "name": curve.name} | look]
    return band(
        curve.x, curve.low, curve.y, curve.high,
        name=curve.name, colour=line.colour, dash=line.dash, crowd=crowd, **look,
    )  # fmt: skip
