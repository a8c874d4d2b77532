"""Which depths train: the loss over depth and σ_w as cells to choose from, under the depth 6ξ that theory allows."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import plotly.graph_objects as go

from viz.figures.gradient_flow.axes import lined, title
from viz.figures.theme import SIZES, Theme, colour_scale, layout
from viz.labs.trainability import REACH, Trainability
from viz.spec.numbers import number, short

Array = npt.NDArray[np.float64]

HEIGHT = 420
CELL = 34  # px of a place to click: where they overlap the nearest one is meant
CELLS = "cells"  # the name of the trace whose points are the cells, row by row


def figure(result: Trainability, cell: tuple[int, int], colours: Theme) -> go.Figure:
    """Return the map with a frame around the chosen cell (row, column)."""
    depths, deviations = result.spec.depths, result.spec.deviations
    loss = result.final_loss()
    heat: dict[str, Any] = {
        "type": "heatmap",
        "z": loss,
        "zmin": 0,
        "zmax": result.constant,
        "colorscale": colour_scale(colours.heat[::-1]),
        "colorbar": _bar(colours),
        "xgap": 1,
        "ygap": 1,
        "hoverinfo": "skip",
    }
    ground = {
        "type": "heatmap",
        "z": np.where(np.isnan(loss) & (result.overflowed() > 0), 0.0, np.nan),
        "colorscale": colour_scale((colours.well, colours.well)),
        "showscale": False,
        "xgap": 1,
        "ygap": 1,
        "hoverinfo": "skip",
    }
    x, y = np.meshgrid(np.arange(len(deviations)), np.arange(len(depths)))
    unseen = {"marker": {"opacity": 0}}
    cells = {
        "type": "scatter",
        "name": CELLS,
        "mode": "markers",
        "x": x.ravel(),
        "y": y.ravel(),
        "marker": {"symbol": "square", "size": CELL, "opacity": 0, "color": colours.text},
        "text": [words(result, row, column) for row in range(len(depths)) for column in range(len(deviations))],
        "hovertemplate": "%{text}<extra></extra>",
        "selected": unseen,
        "unselected": unseen,
    }
    row, column = cell
    frame = {"type": "rect", "x0": column - 0.5, "x1": column + 0.5, "y0": row - 0.5, "y1": row + 0.5}
    shown = layout(
        colours,
        height=HEIGHT,
        margin={"l": 50, "r": 8, "t": 8, "b": 42},
        hovermode="closest",
        clickmode="event+select",
        xaxis=_axis("σ<sub>w</sub>", [short(value) for value in deviations], colours),
        yaxis=_axis("hidden layers", [str(depth) for depth in depths], colours),
        shapes=[frame | {"line": {"color": colours.accent, "width": 2}}],
    )
    return go.Figure([heat, ground, _overflows(result, colours), *_limit(result, colours), cells], shown)


def words(result: Trainability, row: int, column: int) -> str:
    """Return what a cell says when it is pointed at."""
    lines = [f"{result.spec.depths[row]} hidden layers, σ<sub>w</sub> {short(result.spec.deviations[column])}"]
    known = int(result.known[row, column].sum())
    if not known:
        return "<br>".join([*lines, "not trained yet"])
    lost = int(result.overflowed()[row, column])
    if lost < known:
        lines.append(f"loss {number(float(result.final_loss()[row, column]))} after {result.steps[-1]:,} steps")
    if lost:
        step = f"overflow at step {result.first_overflow()[row, column]:,}"
        lines.append(step if known == 1 else f"{step} ({lost} of {known} seeds)")
    return "<br>".join(lines)


def _overflows(result: Trainability, colours: Theme) -> dict[str, Any]:
    """Return the marks on cells in which a run overflowed: the step at which it did."""
    row, column = np.nonzero(result.overflowed())
    steps = result.first_overflow()[row, column]
    font = {"size": 9.5, "color": colours.accent}
    texts = [f"×<br>{step:,}" for step in steps.tolist()]
    return {
        "type": "scatter",
        "mode": "text",
        "name": "overflow",
        "x": column,
        "y": row,
        "text": texts,
        "textfont": font,
        "hoverinfo": "skip",
    }


def _limit(result: Trainability, colours: Theme) -> list[dict[str, Any]]:
    """Return the line of 6ξ, in cells: it leaves the map at the top where ξ is larger than all depths."""
    depths, deviations = result.spec.depths, result.spec.deviations
    fine = np.linspace(0, len(deviations) - 1, len(result.line))
    wanted = np.log(np.clip(result.line, 1e-9, 1e9))
    known = np.log(depths)
    inside = (wanted >= known[0]) & (wanted <= known[-1])
    rows = np.where(inside, np.interp(wanted, known, np.arange(len(depths))), np.nan)
    shared = {"type": "scatter", "mode": "lines", "name": f"{REACH}ξ", "x": fine, "y": rows, "hoverinfo": "skip"}
    halo = {"color": colours.background, "width": 5}  # the cells below are light here and dark there
    return [shared | {"line": halo}, shared | {"line": {"color": colours.text, "width": 2, "dash": "7px,4px"}}]


def _axis(text: str, values: list[str], colours: Theme) -> dict[str, Any]:
    places = np.arange(len(values))
    shown = places if len(values) <= 14 else places[::2]
    return lined(
        colours,
        title=title(text, colours),
        tickvals=shown,
        ticktext=[values[place] for place in shown],
        range=[-0.5, len(values) - 0.5],
        showgrid=False,
    )


def _bar(colours: Theme) -> dict[str, Any]:
    font = {"size": SIZES["tick"], "color": colours.muted}
    heading = {"text": "training loss; top: best constant", "font": font, "side": "right"}
    return {"thickness": 10, "outlinewidth": 0, "tickfont": font, "ypad": 0, "nticks": 6, "title": heading}
