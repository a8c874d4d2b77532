"""What one unit puts out over the plane of the data, with the training samples that it fires on."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import plotly.graph_objects as go

from viz.engine import Recording
from viz.figures.theme import SIZES, Theme, axis, layout, panel_title, tint
from viz.spec.numbers import number

Array = npt.NDArray[np.float64]

HEIGHT, LEFT, TOP, BOTTOM = 300, 52, 28, 40  # px
DOT = 5  # px


def has_map(recording: Recording, layer: int) -> bool:
    """Return whether a recording has response maps; those of many units or more than two inputs have none."""
    return layer < len(recording.responses) and recording.responses[layer].ndim > 3


def figure(
    recording: Recording, moment: int, layer: int, unit: int, active: npt.NDArray[np.bool_], colours: Theme
) -> go.Figure:
    """Return the response of a unit at a recorded moment; `active` (N,): the training samples with f′ ≠ 0."""
    levels = recording.responses[layer][0, moment, unit].astype(np.float64) / 255.0
    low = float(recording.response_low[layer][0, moment, unit])
    high = float(recording.response_high[layer][0, moment, unit])
    response = low + levels * (high - low)
    domain = recording.header["domain"]
    flat = levels.ndim == 1
    traces = (_line if flat else _map)(response, domain, colours.layer(layer), colours)
    note = f"f(z) from {number(low, 2)} to {number(high, 2)}; filled: samples with f′ ≠ 0"
    names = recording.header["input_names"]
    across = axis(colours, range=domain[0], title=_title(names[0], colours), nticks=5, constrain="domain")
    upward = (
        axis(colours, title=_title("f(z)", colours), nticks=5)
        if flat
        else axis(colours, range=domain[1], title=_title(names[1], colours), nticks=5, scaleanchor="x")
        | {"constrain": "domain"}
    )
    return go.Figure(
        [*traces, *_samples(recording, active, response if flat else None, colours)],
        layout(
            colours,
            height=HEIGHT,
            margin={"l": LEFT, "r": 12, "t": TOP, "b": BOTTOM},
            xaxis=across | {"showgrid": flat},
            yaxis=upward | {"showgrid": flat},
            annotations=[panel_title(colours, "Response", note, 0, 1, xshift=-LEFT + 4, yshift=5)],
        ),
    )


def _map(response: Array, domain: list[list[float]], colour: str, colours: Theme) -> list[dict[str, Any]]:
    rows, columns = response.shape
    low, high = float(response.min()), float(response.max())
    return [
        {
            "type": "heatmap",
            "x": _along(domain[0], columns),
            "y": _along(domain[1], rows),
            "z": response,
            "zmin": low,
            "zmax": high if high > low else low + 1.0,  # the same everywhere: as where it puts out least
            "colorscale": [(0.0, colours.flat), (1.0, colour)],
            "showscale": False,
            "zsmooth": "best",
            "hovertemplate": "(%{x:.3~g}, %{y:.3~g}): %{z:.3~g}<extra></extra>",
        }
    ]


def _line(response: Array, domain: list[list[float]], colour: str, colours: Theme) -> list[dict[str, Any]]:
    at = _along(domain[0], len(response))
    hover = {"hovertemplate": "f(z) = %{y:.3~g} at %{x:.3~g}<extra></extra>"}
    return [
        {"type": "scatter", "mode": "lines", "x": at, "y": response, "line": {"color": colour, "width": 2}, **hover}
    ]


def _samples(
    recording: Recording, active: npt.NDArray[np.bool_], line: Array | None, colours: Theme
) -> list[dict[str, Any]]:
    """Return the training samples, in the colours of their classes; those that the unit fires on are filled."""
    x, y = recording.x_train[0].astype(np.float64), recording.y_train[0]
    binary = recording.header["task"] == "binary"
    edges = np.where(y > 0.5, colours.class_b, colours.class_a) if binary else np.full(len(y), colours.text)
    fills = np.where(active, edges, tint(colours.background, 0.35))
    height = x[:, 1] if line is None else np.interp(x[:, 0], _along(recording.header["domain"][0], len(line)), line)
    marker = {"size": DOT, "color": fills.tolist(), "opacity": 1, "line": {"color": edges.tolist(), "width": 1}}
    return [{"type": "scatter", "mode": "markers", "x": x[:, 0], "y": height, "marker": marker, "hoverinfo": "skip"}]


def _along(interval: list[float], count: int) -> Array:
    low, high = interval
    return np.linspace(low, high, count)


def _title(text: str, colours: Theme) -> dict[str, Any]:
    return {"text": text, "font": {"size": SIZES["tick"], "color": colours.muted}, "standoff": 4}
