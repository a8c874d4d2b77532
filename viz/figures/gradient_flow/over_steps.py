"""Lines over the steps of a run, each a median over the seeds with its band: movement, loss, gradient."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import plotly.graph_objects as go

from viz.figures.bands import band
from viz.figures.gradient_flow.axes import TICKS, layer_axis, mark, positive, step_axis, step_places, value_axis
from viz.figures.theme import Theme, layout, panel_title, stroke
from viz.labs.gradient_flow import FlowRuns, quantiles

Array = npt.NDArray[np.float64]

HEIGHT, TOP, BOTTOM, LEFT = 340, 28, 40, 62
EXPLODED = 6  # powers of ten above the start, beyond which a line may leave the panel
HEALTHY = 1e-3  # of ‖ΔW‖/‖W‖ a step: Karpathy, cs231n


@dataclass(frozen=True, eq=False)
class Line:
    """One line: values (S, T) of S seeds, and its look."""

    name: str
    values: Array
    colour: str
    dash: str = "solid"


def movement(result: FlowRuns, colours: Theme) -> go.Figure:
    """Return how far the first and the last hidden layer and the output are from where they started."""
    known = result.known[0]
    values = result.movement[0, known]  # (S, T, L)
    layers = values.shape[2]
    lines = [Line("layer 1", values[:, :, 0], colours.layer(0))]
    if layers > 2:
        lines.append(Line(f"layer {layers - 1}", values[:, :, -2], colours.layer(1), "7px,4px"))
    lines.append(Line("output", values[:, :, -1], colours.output_layer, "2px,3px"))
    note = "median of the seeds, 10 to 90 %"
    return over_steps(lines, result.steps, ("Movement from the start", note, "‖W − W₀‖ / ‖W₀‖"), colours)


def updates(result: FlowRuns, moment: int, colours: Theme) -> go.Figure:
    """Return ‖ΔW‖/‖W‖ of every layer at one step, with the mark at 1e-3."""
    values = result.update[0, result.known[0], moment]
    layers = np.arange(1, values.shape[1] + 1)
    low, middle, high = (positive(part) for part in quantiles(values))
    traces = band(
        layers,
        low,
        middle,
        high,
        name="median of seeds",
        colour=colours.text,
        hovertemplate="%{y:.3~g}",
        showlegend=False,
    )
    note = f"‖ΔW‖ / ‖W‖ of step {result.steps[moment]:,}"
    shown = _frame(colours, ("Update to weight", note, "‖ΔW‖ / ‖W‖"), middle, np.array([HEALTHY]))
    shown["xaxis"] = layer_axis(colours, len(layers), unifiedhovertitle={"text": "<b>layer %{x}</b>"})
    shown["shapes"] = [mark(HEALTHY, "10⁻³: usually healthy", colours, below=True, at="start")]
    return go.Figure(traces, shown)


def comparison(result: FlowRuns, name: str, wording: tuple[str, str, str], colours: Theme) -> go.Figure:
    """Return a line for every group: its "loss", or a quantity of its first layer."""
    lines = []
    for group, label in enumerate(result.labels):
        values = getattr(result, name)[group, result.known[group]]
        look = stroke(group, colours)
        lines.append(Line(label, values if values.ndim == 2 else values[:, :, 0], look.colour, look.dash))
    return over_steps(lines, result.steps, wording, colours)


def over_steps(lines: Sequence[Line], steps: npt.ArrayLike, wording: tuple[str, str, str], colours: Theme) -> go.Figure:
    """Return a panel of lines; `wording` is its title, the note beside it, and what the y axis is called."""
    places = step_places(steps)
    traces: list[dict[str, Any]] = []
    for line in lines:
        low, middle, high = (
            (positive(part) for part in quantiles(line.values)) if len(line.values) else (places * np.nan,) * 3
        )
        look: dict[str, Any] = {"name": line.name, "colour": line.colour, "dash": line.dash, "crowd": len(lines)}
        traces += band(places, low, middle, high, hovertemplate="%{y:.3~g}", **look)
    shown = _frame(colours, wording, *(quantiles(line.values)[1] for line in lines if len(line.values)))
    texts = {"text": "<b>step %{x:,.0f}</b>"}
    shown["xaxis"] = step_axis(colours, int(np.asarray(steps)[-1]), unifiedhovertitle=texts)
    shown |= {"showlegend": len(lines) > 1, "legend": _legend(colours)}
    shown["yaxis"] |= _range([quantiles(line.values)[1] for line in lines if len(line.values)])
    return go.Figure(traces, shown)


def _range(medians: Sequence[Array]) -> dict[str, Any]:
    """Return a range of the log axis that a line which explodes leaves at the top, so that the others can be read."""
    values = positive(np.concatenate([*medians, [np.nan]]))
    first = [positive(median)[:1] for median in medians]
    if not np.isfinite(values).any():
        return {}
    low, high = np.log10(np.nanmin(values)), np.log10(np.nanmax(values))
    starts = np.concatenate([*first, [np.nan]])
    top = np.log10(np.nanmax(starts)) + EXPLODED if np.isfinite(starts).any() else high
    if high <= top:
        return {}
    # Ticks of the whole range would be too far apart for what is left of it.
    calm = [
        float(np.log10(np.nanmax(m)))
        for m in map(positive, medians)
        if np.isfinite(m).all() and np.log10(m.max()) <= top
    ]
    top = min(top, max(calm, default=top) + 1.5)
    return {"range": [max(float(low), top - 40) - 0.2, top], "dtick": max(1, round((top - low) / TICKS))}


def _frame(colours: Theme, wording: tuple[str, str, str], *values: Array) -> dict[str, Any]:
    head, note, label = wording
    return layout(
        colours,
        height=HEIGHT,
        margin={"l": LEFT, "r": 12, "t": TOP, "b": BOTTOM},
        hovermode="x unified",
        yaxis=value_axis(colours, label, *values),
        annotations=[panel_title(colours, head, note, 0, 1, xshift=-LEFT + 14, yshift=4)],
    )


def _legend(colours: Theme) -> dict[str, Any]:
    place = {"orientation": "h", "x": 0, "y": -0.17, "xanchor": "left", "yanchor": "top"}
    return place | {"font": {"color": colours.text}}
