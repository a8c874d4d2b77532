"""How likely a network is born dead, against depth or width: measured, between two bounds, and for another start."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import plotly.graph_objects as go

from viz.figures.bands import outline
from viz.figures.dead_neurons.over_time import LEFT, strokes
from viz.figures.theme import SIZES, Stroke, Theme, axis, layout, panel_title, tint
from viz.labs.born_dead import BornDeadResult

Array = npt.NDArray[np.float64]

HEIGHT, TOP, BOTTOM = 470, 26, 42  # px
ERRORS = 2.0  # standard errors that a bar reaches to either side


def figure(result: BornDeadResult, against: str, colours: Theme) -> go.Figure:
    """Return the probability against "depth" (one line a width) or "width" (one line a depth).

    Filled dots: He's initialisation, measured. Shaded: between the bounds of Lu et al., the upper edge drawn as a line.
    Open dots: the asymmetric initialisation.
    """
    places, names = axes(result, against)
    lines = strokes(len(names), colours)
    traces: list[dict[str, Any]] = []
    for number, (name, line) in enumerate(zip(names, lines, strict=True)):
        upper = along(result.upper, against)[number]
        if result.lower is not None:
            x, y = outline(places, along(result.lower, against)[number], upper)
            area = {"fill": "toself", "fillcolor": tint(line.colour, 0.16), "line": {"width": 0}, "mode": "lines"}
            traces.append({"type": "scatter", "x": x, "y": y, "hoverinfo": "skip", **area})
        look = {"mode": "lines", "line": {"color": line.colour, "width": 1.2, "dash": "5px,3px"}}
        exact = "exact" if result.spec.where == "point" else "upper bound"
        hover = {"hovertemplate": f"%{{y:.1%}}<extra>{exact}, {name}</extra>"}
        traces.append({"type": "scatter", "x": places, "y": upper, "name": name, **look, **hover})
        for place, initialiser in enumerate(result.spec.initialisers):
            traces.append(_measured(result, against, place, number, places, line, colours, f"{initialiser}, {name}"))
    title = {"text": wording(against), "font": {"size": SIZES["tick"], "color": colours.muted}, "standoff": 4}
    note = "open dots: asymmetric" if len(result.spec.initialisers) > 1 else "share of the networks"
    shaded = "dashed: upper bound" if result.lower is None else "shaded: between the bounds"
    shaded = "dashed: exact" if result.spec.where == "point" else shaded
    head = panel_title(colours, "Born dead", f"{shaded}; {note}", 0, 1, xshift=4 - LEFT, yshift=5)
    shown = layout(
        colours,
        height=HEIGHT,
        margin={"l": LEFT, "r": 14, "t": TOP, "b": BOTTOM},
        hovermode="closest",
        xaxis=axis(colours, title=title, range=[places[0] - 0.5, places[-1] + 0.5], nticks=12),
        yaxis=axis(colours, range=[-0.02, 1.02], tickformat=".0%"),
        annotations=[head],
    )
    return go.Figure(traces, shown)


def axes(result: BornDeadResult, against: str) -> tuple[Array, list[str]]:
    """Return the places along the x axis, and the names of the lines."""
    spec = result.spec
    ordered: tuple[Sequence[int], Sequence[int]] = (spec.depths, spec.widths)
    along_x, lines = ordered if against == "depth" else ordered[::-1]
    names = [
        f"width {n}" if against == "depth" else "1 hidden layer" if n == 1 else f"{n} hidden layers" for n in lines
    ]
    return np.array(along_x, dtype=np.float64), names


def along(values: Array, against: str) -> Array:
    """Return (…, W, T) as (…, lines, places)."""
    return values if against == "depth" else values.swapaxes(-1, -2)


def wording(against: str) -> str:
    """Return the title of the x axis."""
    return "hidden layers" if against == "depth" else "units in every hidden layer"


def _measured(
    result: BornDeadResult, against: str, place: int, number: int, x: Array, line: Stroke, colours: Theme, name: str
) -> dict[str, Any]:
    y, error = (along(values, against)[place, number] for values in (result.probability, result.error))
    shown = name.replace("he_normal", "He").replace("asymmetric", "asymmetric")
    opened = place > 0
    bars = {"type": "data", "array": ERRORS * error, "color": line.colour, "thickness": 1.2, "width": 0}
    dot = {"size": 7, "color": colours.background if opened else line.colour}
    return {
        "type": "scatter",
        "mode": "markers+lines" if opened else "markers",
        "x": x,
        "y": y,
        "name": shown,
        "line": {"color": line.colour, "width": 1, "dash": "2px,3px"},
        "marker": dot | {"line": {"color": line.colour, "width": 1.6}},
        "error_y": bars,
        "customdata": ERRORS * error,
        "hovertemplate": f"%{{y:.1%}} ± %{{customdata:.1%}}<extra>{shown}</extra>",
    }
