"""Variance and gradient by layer: the median over the seeds with its band, over what mean-field theory expects."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import plotly.graph_objects as go

from viz.figures.bands import band
from viz.figures.theme import SIZES, Theme, axis, layout, panel_title
from viz.labs.gradient_flow import BAND, Prediction, Profile, quantiles

Array = npt.NDArray[np.float64]

HEIGHT, TOP, GAP, BOTTOM, LEFT, RIGHT = 560, 30, 0.13, 40, 62, 12
GRADIENTS = {
    "sensitivity": ("Gradient by z", "rms of ‖∂ℓ/∂z‖ over the samples", "‖∂ℓ/∂z‖"),
    "gradient": ("Gradient by W", "‖∂L/∂W‖ of the whole training set", "‖∂L/∂W‖"),
}


@dataclass(frozen=True, eq=False)
class Expected:
    """What theory expects of the L layers, all (L,): at infinite width, and the quantiles at this width."""

    line: Array
    low: Array
    middle: Array
    high: Array


def expected(prediction: Prediction, profile: Profile, name: str) -> Expected:
    """Return the expectation for "variance", "sensitivity" or "gradient".

    Theory gives gradients relative to the output layer's, so there it starts from the measured median.
    """
    line, spread = getattr(prediction, name), getattr(prediction, f"{name}_spread")
    power = 1.0 if name == "variance" else 0.5  # the spread is that of squares
    with np.errstate(all="ignore"):
        if name != "variance":
            line = line * np.nanmedian(getattr(profile, name)[:, -1]) / line[-1]
            drift = -(spread - spread[-1]) / 2
        else:
            drift = -spread / 2
        low, middle, high = (line * np.exp(power * (drift + side * np.sqrt(spread))) for side in (-BAND, 0.0, BAND))
    return Expected(line, low, middle, high)


def figure(profile: Profile, prediction: Prediction | None, backward: str, colours: Theme) -> go.Figure:
    """Return the two panels over the layers, the output last; `backward` names the gradient that is drawn."""
    layers = np.arange(1, profile.variance.shape[1] + 1)
    title, note, symbol = GRADIENTS[backward]
    panels = (
        ("variance", "Variance of z", "mean z² over units and samples", "mean z²"),
        (backward, title, note, symbol),
    )
    traces: list[dict[str, Any]] = []
    domains = ((0.5 + GAP / 2, 1.0), (0.0, 0.5 - GAP / 2))
    span = [0.5, len(layers) + 0.5] if len(layers) < 8 else [1 - 0.01 * len(layers), len(layers) * 1.01]
    shown = layout(
        colours,
        height=HEIGHT,
        margin={"l": LEFT, "r": RIGHT, "t": TOP, "b": BOTTOM},
        hovermode="x unified",
        xaxis=_layer_axis(colours, span, len(layers)),
        annotations=[],
        shapes=[],
    )
    for place, ((name, head, more, label), domain) in enumerate(zip(panels, domains, strict=True)):
        key = "y" if place == 0 else "y2"
        values = getattr(profile, name)
        theory = None if prediction is None else expected(prediction, profile, name)
        traces += _panel(layers, values, theory, key, colours)
        shown["yaxis" if place == 0 else "yaxis2"] = axis(
            colours,
            domain=domain,
            anchor="x",
            type="log",
            exponentformat="power",
            hoverformat=".3~g",
            nticks=7,
            title={"text": label, "font": {"size": SIZES["tick"], "color": colours.muted}, "standoff": 4},
        )
        shown["annotations"].append(panel_title(colours, head, more, 0, domain[1], xshift=-LEFT + 14, yshift=4))
    if prediction is not None:
        shown["shapes"].append(_he(float(prediction.variance[0]), colours))
    return go.Figure(data=traces, layout=shown)


def _panel(
    layers: npt.NDArray[np.int_], values: Array, theory: Expected | None, key: str, colours: Theme
) -> list[dict[str, Any]]:
    """Return measured median and band, and theory's line with its band at this width."""
    axes: dict[str, Any] = {"xaxis": "x", "yaxis": key, "showlegend": False}
    low, middle, high = (_positive(part) for part in quantiles(values))
    traces: list[dict[str, Any]] = []
    hover = "%{y:.3~g}"
    if theory is not None:
        theory_colour = colours.functions[1]
        thin = {"color": theory_colour, "width": 1, "dash": "2px,3px"}
        for name, part in (("theory, 10 %", theory.low), ("theory, 90 %", theory.high)):
            line = {"type": "scatter", "x": layers, "y": _positive(part), "mode": "lines", "line": thin, "name": name}
            traces.append(line | axes | {"hoverinfo": "skip"})
        dashed = {"color": theory_colour, "width": 1.8, "dash": "7px,4px"}
        traces.append(
            {"type": "scatter", "x": layers, "y": _positive(theory.line), "mode": "lines", "line": dashed}
            | axes
            | {"name": "theory, infinite width", "hovertemplate": hover}
        )
    measured = band(layers, low, middle, high, name="median of seeds", colour=colours.text, hovertemplate=hover, **axes)
    return measured[:1] + traces + measured[1:]


def _positive(values: Array) -> Array:
    """Return values that a log axis can show, NaN for others."""
    return np.where(np.isfinite(values) & (values > 0.0), values, np.nan)


def _layer_axis(colours: Theme, span: list[float], count: int) -> dict[str, Any]:
    title = {"text": "layer (the last one is the output)", "font": {"size": SIZES["tick"], "color": colours.muted}}
    marks = {"showline": True, "ticks": "outside", "ticklen": 4, "tickcolor": colours.axis}
    more = {"dtick": 1} if count <= 14 else {"nticks": 14}
    return (
        axis(
            colours,
            range=span,
            anchor="y2",
            title=title | {"standoff": 4},
            unifiedhovertitle={"text": "<b>layer %{x}</b>"},
        )
        | marks
        | more
    )


def _he(level: float, colours: Theme) -> dict[str, Any]:
    """Return the line on which the variance stays as it is in layer 1."""
    label = {
        "text": "He’s condition: it stays",
        "textposition": "start",
        "font": {"size": SIZES["tick"], "color": colours.muted},
        "yanchor": "bottom",
        "padding": 2,
    }
    line = {"color": colours.axis, "width": 1.2}
    ends = {"x0": 0, "x1": 1, "y0": level, "y1": level}
    return {"type": "line", "xref": "paper", "yref": "y", **ends, "line": line, "layer": "below", "label": label}
