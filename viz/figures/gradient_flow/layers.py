"""Variance and gradient by layer: the median over the seeds with its band, over what mean-field theory expects."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import plotly.graph_objects as go

from viz.figures.bands import band
from viz.figures.gradient_flow.axes import layer_axis, mark, positive, value_axis
from viz.figures.theme import Theme, layout, panel_title
from viz.labs.gradient_flow import BAND, Prediction, Profile, quantiles

Array = npt.NDArray[np.float64]

HEIGHT, TOP, GAP, BOTTOM, LEFT, RIGHT = 540, 28, 0.13, 40, 62, 12
ONE_DIRECTION = (0.0158, 0.4549, 2.7055)  # 10, 50 and 90 % quantiles of χ² with one degree of freedom
PANELS = {
    "variance": ("Variance of z", "mean of z² over units and samples", "mean z²"),
    "sensitivity": ("Gradient by z", "of one sample’s loss, rms over the samples", "‖∂ℓ/∂z‖"),
    "gradient": ("Gradient by W", "of the mean loss over the training set", "‖∂L/∂W‖"),
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

    Theory gives ratios of gradients: its line starts from the measured median of the last hidden layer.
    """
    line, spread = getattr(prediction, name), getattr(prediction, f"{name}_spread")
    power = 1.0 if name == "variance" else 0.5  # the spread is that of squares
    with np.errstate(all="ignore"):
        drift, aligned = -spread / 2, np.zeros_like(spread)
        if name != "variance":
            start = max(len(line) - 2, 0)
            line = line * quantiles(getattr(profile, name)[:, start : start + 1])[1][0] / line[start]
            drift, aligned = drift + spread[start] / 2, prediction.aligned - prediction.aligned[start]
        low, middle, high = (
            line * (np.exp(drift + side * np.sqrt(spread)) * (1.0 + aligned * part)) ** power
            for side, part in zip((-BAND, 0.0, BAND), ONE_DIRECTION, strict=True)
        )
    return Expected(line, low, middle, high)


def figure(
    profile: Profile,
    backward: str,
    colours: Theme,
    *,
    prediction: Prediction | None = None,
    start: Profile | None = None,
) -> go.Figure:
    """Return the two panels over the layers, the output last.

    backward: names the gradient that is drawn. prediction: of theory, at initialisation. start: the same networks then,
    to compare with later.
    """
    layers = np.arange(1, profile.variance.shape[1] + 1)
    traces: list[dict[str, Any]] = []
    shown = layout(
        colours,
        height=HEIGHT,
        margin={"l": LEFT, "r": RIGHT, "t": TOP, "b": BOTTOM},
        hovermode="x unified",
        xaxis=layer_axis(colours, len(layers), anchor="y2", unifiedhovertitle={"text": "<b>layer %{x}</b>"}),
        annotations=[],
        shapes=[],
    )
    for place, (name, domain) in enumerate(
        (("variance", [0.5 + GAP / 2, 1.0]), (backward, [0.0, 0.5 - GAP / 2])), start=1
    ):
        key = "" if place == 1 else str(place)
        head, note, label = PANELS[name]
        theory = None if prediction is None else expected(prediction, profile, name)
        before = None if start is None else quantiles(getattr(start, name))[1]
        traces += _panel(layers, getattr(profile, name), theory, before, f"y{key}", colours)
        drawn = [quantiles(getattr(profile, name))[1], *([] if before is None else [before])]
        shown[f"yaxis{key}"] = value_axis(colours, label, *drawn, domain=domain, anchor="x")
        shown["annotations"].append(panel_title(colours, head, note, 0, domain[1], xshift=-LEFT + 14, yshift=4))
    if prediction is not None and prediction.variance[0] > 0:
        level, falls = float(prediction.variance[0]), bool(prediction.variance[-1] < prediction.variance[0])
        shown["shapes"].append(mark(level, "He’s condition: the variance stays", colours, below=falls))
    return go.Figure(data=traces, layout=shown)


def _panel(
    layers: npt.NDArray[np.int_],
    values: Array,
    theory: Expected | None,
    before: Array | None,
    key: str,
    colours: Theme,
) -> list[dict[str, Any]]:
    """Return measured median and band, and beside it theory's line with its band at this width, or the start."""
    axes: dict[str, Any] = {"xaxis": "x", "yaxis": key, "showlegend": False}
    hover = "%{y:.3~g}"
    low, middle, high = (positive(part) for part in quantiles(values))
    measured = band(layers, low, middle, high, name="median of seeds", colour=colours.text, hovertemplate=hover, **axes)
    beside: list[dict[str, Any]] = []
    if theory is not None:
        blue = colours.functions[1]
        for name, part in (("theory, 10 %", theory.low), ("theory, 90 %", theory.high)):
            thin = {"color": blue, "width": 1.2, "dash": "2px,3px"}
            beside.append(_line(layers, part, name, thin) | axes | {"hoverinfo": "skip"})
        dashed = {"color": blue, "width": 1.8, "dash": "7px,4px"}
        beside.append(_line(layers, theory.line, "theory, infinite width", dashed) | axes | {"hovertemplate": hover})
    if before is not None:
        dotted = {"color": colours.muted, "width": 1.5, "dash": "2px,3px"}
        beside.append(_line(layers, before, "median at the start", dotted) | axes | {"hovertemplate": hover})
    return [measured[0], *beside, measured[1]]


def _line(layers: npt.NDArray[np.int_], values: Array, name: str, line: dict[str, Any]) -> dict[str, Any]:
    return {"type": "scatter", "x": layers, "y": positive(values), "mode": "lines", "line": line, "name": name}
