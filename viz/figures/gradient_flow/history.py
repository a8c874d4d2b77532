"""The whole run at a glance: the median gradient of every layer at every recorded moment, as a map."""

from __future__ import annotations

from typing import Any

import numpy as np
import plotly.graph_objects as go

from viz.figures.gradient_flow.axes import lined, positive, title
from viz.figures.gradient_flow.layers import PANELS
from viz.figures.theme import SIZES, Theme, colour_scale, layout
from viz.labs.gradient_flow import FlowRuns, quantiles
from viz.spec.numbers import number

HEIGHT = 300
TICKS = 9


def figure(result: FlowRuns, name: str, moment: int, colours: Theme) -> go.Figure:
    """Return log10 of the gradient by moment (across) and layer (up), with a line at the moment that is looked at."""
    values = quantiles(getattr(result, name)[0, result.known[0]])[1]  # (T, L)
    logs = np.log10(positive(values)).T
    steps, layers = result.steps, np.arange(1, len(logs) + 1)
    symbol = PANELS[name][2]
    texts = [
        [f"step {step:,}, layer {layer}<br>{symbol} {number(values[t, layer - 1], 4)}" for t, step in enumerate(steps)]
        for layer in layers
    ]
    heat: dict[str, Any] = {
        "type": "heatmap",
        "x": np.arange(len(steps)),
        "y": layers,
        "z": logs,
        "text": texts,
        "hovertemplate": "%{text}<extra></extra>",
        "colorscale": colour_scale(colours.heat),
        "colorbar": _bar(logs, symbol, colours),
    }
    chosen = np.unique(np.linspace(0, len(steps) - 1, min(TICKS, len(steps))).round().astype(int))
    across = lined(
        colours,
        title=title("step (moments closer together at first)", colours),
        tickvals=chosen,
        ticktext=[f"{steps[place]:,}" for place in chosen],
        showgrid=False,
    )
    upward = lined(colours, title=title("layer", colours, 4), showgrid=False)
    now = {"type": "line", "xref": "x", "yref": "paper", "x0": moment, "x1": moment, "y0": 0, "y1": 1}
    shown = layout(
        colours,
        height=HEIGHT,
        margin={"l": 62, "r": 8, "t": 8, "b": 40},
        xaxis=across,
        yaxis=upward,
        shapes=[now | {"line": {"color": colours.accent, "width": 1.5}}],
    )
    return go.Figure([heat], shown)


def _bar(logs: np.ndarray, symbol: str, colours: Theme) -> dict[str, Any]:
    font = {"size": SIZES["tick"], "color": colours.muted}
    finite = logs[np.isfinite(logs)]
    low, high = (float(finite.min()), float(finite.max())) if len(finite) else (0.0, 1.0)
    step = max(1, round((high - low) / 5))
    powers = np.arange(np.ceil(low), np.floor(high) + 1, step)
    ticks = {"tickvals": powers, "ticktext": [_power(int(power)) for power in powers]}
    look = {"thickness": 10, "outlinewidth": 0, "tickfont": font, "ypad": 0, "title": {"text": symbol, "font": font}}
    return look | (ticks if len(powers) > 1 else {})


def _power(exponent: int) -> str:
    return "1" if exponent == 0 else f"10<sup>{exponent}</sup>".replace("-", "−")
