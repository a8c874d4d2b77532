"""χ₁ over σ_w and σ_b: green where gradients vanish, purple where they explode, and the line between them."""

from __future__ import annotations

from typing import Any

import numpy as np
import plotly.graph_objects as go

from viz.figures.gradient_flow.axes import lined, title
from viz.figures.theme import SIZES, Theme, colour_scale, layout
from viz.labs.phase import PhaseDiagram

HEIGHT = 380
FACTOR = 2.0  # the colours end at χ₁ = 1/FACTOR² and FACTOR²


def figure(result: PhaseDiagram, point: tuple[float, float] | None, colours: Theme) -> go.Figure:
    """Return the diagram; `point` is the reader's own (σ_w, σ_b)."""
    with np.errstate(divide="ignore"):
        logs = np.log2(result.slope)
    reach = 2 * np.log2(FACTOR)
    heat: dict[str, Any] = {
        "type": "heatmap",
        "x": result.weights,
        "y": result.biases,
        "z": np.clip(logs, -reach, reach),
        "customdata": result.slope,
        "hovertemplate": "σ<sub>w</sub> %{x:.2f}, σ<sub>b</sub> %{y:.2f}<br>χ₁ %{customdata:.3~g}<extra></extra>",
        "colorscale": colour_scale(colours.diverging),
        "zmin": -reach,
        "zmax": reach,
        "zsmooth": "best",
        "colorbar": _bar(reach, colours),
    }
    line = {
        "type": "scatter",
        "mode": "lines",
        "x": result.line_weights,
        "y": result.line_biases,
        "line": {"color": colours.text, "width": 2},
        "name": "χ₁ = 1",
        "hovertemplate": "χ₁ = 1: σ<sub>w</sub> %{x:.3f}, σ<sub>b</sub> %{y:.2f}<extra></extra>",
    }
    traces = [heat, line]
    if point is not None:
        edge = {"color": colours.background, "width": 2}
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "x": [point[0]],
                "y": [point[1]],
                "marker": {"size": 13, "color": colours.accent, "line": edge},
                "name": "as set",
                "hovertemplate": "as set: σ<sub>w</sub> %{x:.3f}, σ<sub>b</sub> %{y:.3f}<extra></extra>",
            }
        )
    shown = layout(
        colours,
        height=HEIGHT,
        margin={"l": 50, "r": 8, "t": 8, "b": 42},
        hovermode="closest",
        xaxis=lined(
            colours,
            title=title("σ<sub>w</sub>, deviation of a weight × √fan-in", colours),
            range=result.spec.weight_span,
        ),
        yaxis=lined(colours, title=title("σ<sub>b</sub>, deviation of a bias", colours), range=result.spec.bias_span),
        annotations=_phases(result, colours),
    )
    return go.Figure(traces, shown)


def _phases(result: PhaseDiagram, colours: Theme) -> list[dict[str, Any]]:
    """Return the names of the phases, each in the middle of where it is, if it takes any room."""
    names = []
    middle = result.biases[len(result.biases) // 2]
    row = result.slope[len(result.biases) // 2]
    for text, where in (("ordered:<br>vanishing", row < 0.999), ("chaotic:<br>exploding", row > 1.001)):
        if where.mean() > 0.2:
            place = {"x": float(result.weights[where].mean()), "y": float(middle), "showarrow": False}
            look = {
                "font": {"size": SIZES["key"], "color": colours.text},
                "bgcolor": colours.background,
                "borderpad": 3,
            }
            names.append(place | look | {"text": text, "opacity": 0.85})
    return names


def _bar(reach: float, colours: Theme) -> dict[str, Any]:
    font = {"size": SIZES["tick"], "color": colours.muted}
    places = np.linspace(-reach, reach, 5)
    texts = [f"{2.0**place:g}" for place in places]
    texts[0], texts[-1] = f"≤ {texts[0]}", f"≥ {texts[-1]}"
    look = {"thickness": 10, "outlinewidth": 0, "tickfont": font, "ypad": 0, "title": {"text": "χ₁", "font": font}}
    return look | {"tickvals": places, "ticktext": texts}
