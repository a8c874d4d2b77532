"""A unit's slope over its own pre-activations: how many training samples lie where f′ is 0, or nearly."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import plotly.graph_objects as go

from viz.activations import Activation
from viz.figures.theme import SIZES, Theme, axis, layout, panel_title, tint
from viz.labs.autopsy import Autopsy
from viz.spec.numbers import percent, plain

Array = npt.NDArray[np.float64]

HEIGHT, LEFT, TOP, BOTTOM = 236, 52, 28, 40  # px
BINS, POINTS = 36, 401
LEAST = 2.0  # z on either side of 0 that is always shown
CLIPPED = 0.01  # share of the samples on either side that may lie beyond the axis where they would stretch it


def figure(result: Autopsy, moment: int, colours: Theme) -> go.Figure:
    """Return f and f′ over z, above the histogram of z at a recorded moment."""
    activation, z = _activation(result, moment), _pre_activations(result, moment)
    low, high = span(z)
    at = np.linspace(low, high, POINTS)
    with np.errstate(all="ignore"):
        value, slope = activation(at), activation.derivative(at)
    off = activation.derivative(z) == 0
    edges = np.linspace(low, high, BINS + 1)
    shares = [np.histogram(np.clip(z[part], low, high), edges)[0] / max(1, len(z)) for part in (off, ~off)]
    hatched = {"shape": "/", "fgcolor": colours.hatch, "size": 5}
    bars = [
        _bars(edges, shares[0], "f′ = 0", {"color": tint(colours.hatch, 0.3), "pattern": hatched}),
        _bars(edges, shares[1], "f′ ≠ 0", {"color": tint(colours.layer(result.spec.layer), 0.45)}),
    ]
    lines = [
        _line(at, value, "f", {"color": colours.muted, "width": 1.1, "dash": "3px,3px"}),
        _line(at, slope, "f′", {"color": colours.text, "width": 1.8}),
    ]
    curves = np.concatenate([slope, value[np.abs(value) <= 2.5], [0.0, 1.0]])
    bottom, top = float(np.nanmin(curves)), float(np.nanmax(curves))
    pad = 0.08 * (top - bottom)
    text = {"text": "pre-activation z", "font": {"size": SIZES["tick"], "color": colours.muted}, "standoff": 4}
    note = f"f′ (line) and f (dashed) of {activation.label} over its z (bars)"
    most = float(np.sum(shares, axis=0).max(initial=0.0)) or 1.0
    return go.Figure(
        [*bars, *lines],
        layout(
            colours,
            height=HEIGHT,
            margin={"l": LEFT, "r": 12, "t": TOP, "b": BOTTOM},
            bargap=0,
            barmode="stack",
            xaxis=axis(colours, range=[low, high], title=text, anchor="y", nticks=7),
            yaxis=axis(colours, range=[bottom - pad, top + pad], nticks=5, overlaying="y2", tickmode="auto"),
            yaxis2={"range": [0, 1.15 * most], "visible": False, "anchor": "x"},
            annotations=[panel_title(colours, "Slope", note, 0, 1, xshift=-LEFT + 4, yshift=5)],
        ),
    )


def reading(result: Autopsy, moment: int) -> str:
    """Return how many of the training samples lie where the unit passes no gradient."""
    activation, z = _activation(result, moment), _pre_activations(result, moment)
    step, epsilon = int(result.steps[moment]), result.spec.run.epsilon
    if not len(z):
        return f"At step {step:,} no pre-activation is finite."
    slope = np.abs(activation.derivative(z))
    off = 1.0 - float(result.active[moment])
    nearly = float(np.mean(slope < epsilon))
    reach = f"its z goes from {plain(float(z.min()))} to {plain(float(z.max()))}"
    text = f"At step {step:,} f′ is 0 on **{percent(off)}** of the training samples: {reach}."
    if nearly > off:
        text += f" It is below ε = {epsilon:g} on {percent(nearly)}."
    return text


def span(z: Array) -> tuple[float, float]:
    """Return the range of the axis for pre-activations (N,): all of them, but for stragglers that would stretch it."""
    if not len(z):
        return -LEAST, LEAST
    inner = np.quantile(z, [CLIPPED, 1 - CLIPPED])
    reach = max(LEAST, 1.6 * float(np.abs(inner).max()))
    low, high = max(float(z.min()), -reach), min(float(z.max()), reach)
    low, high = min(low, -LEAST), max(high, LEAST)
    pad = 0.04 * (high - low)
    return low - pad, high + pad


def _activation(result: Autopsy, moment: int) -> Activation:
    return result.spec.activation(int(result.steps[moment]))


def _pre_activations(result: Autopsy, moment: int) -> Array:
    z = result.z[moment].astype(np.float64)
    return z[np.isfinite(z)]


def _bars(edges: Array, shares: Array, name: str, look: dict[str, Any]) -> dict[str, Any]:
    """Return the part of the histogram where the unit is off, or where it is not."""
    return {
        "type": "bar",
        "name": name,
        "x": (edges[:-1] + edges[1:]) / 2,
        "y": shares,
        "width": edges[1] - edges[0],
        "yaxis": "y2",
        "marker": look | {"line": {"width": 0}},
        "hovertemplate": f"z near %{{x:.3~g}}: %{{y:.1%}} of the samples, {name}<extra></extra>",
    }


def _line(x: Array, y: npt.ArrayLike, name: str, line: dict[str, Any]) -> dict[str, Any]:
    hover = {"hovertemplate": f"{name}(%{{x:.3~g}}) = %{{y:.3~g}}<extra></extra>"}
    return {"type": "scatter", "mode": "lines", "x": x, "y": y, "name": name, "line": line, **hover}
