"""The panels below the curves: every function's flat zones as a hatched row, and the density of the inputs."""

from __future__ import annotations

from typing import Any

import numpy as np

from viz.figures.curve_panels import DENSE
from viz.figures.panel import Panel
from viz.figures.theme import SIZES, Theme, stroke
from viz.labs.curves import CurvesResult
from viz.spec.numbers import percent

SIZE, DENSE_SIZE = 12.0, 10.0  # of the text in a row, px: with few functions and with many
LEADING = 1.3  # of Plotly's text, in sizes: the rows are as high as the lines of one text beside them
DENSITY = 84.0  # height of the input's panel, px
POINTS = 301  # of the density's curve
BAR = 0.34  # half the height of a row's hatched bars, in rows

Outline = tuple[list[float | None], list[float | None]]


def zones_panel(result: CurvesResult, colours: Theme) -> Panel:
    """Return one row per function with its flat zones, and at the right the mass of the inputs inside them."""
    rows = len(result.functions)
    size = SIZE if rows <= DENSE else DENSE_SIZE
    note = f"|f′| < {result.spec.epsilon:g}; at the right, share of the inputs inside"
    panel = Panel("Flat zones", note, rows * size * LEADING)
    x: list[float | None] = []
    y: list[float | None] = []
    for row, function in enumerate(result.functions):
        for start, stop in function.zones:
            x += [start, start, stop, stop, start, None]
            y += [-row - BAR, -row + BAR, -row + BAR, -row - BAR, -row - BAR, None]
    if x:
        panel.traces.append(_hatched((x, y), colours, edge=1))
    # One text for all rows: every text that Plotly measures costs a slider move about a millisecond.
    masses = "<br>".join(f"<b>{percent(function.flat_mass)}</b>" for function in result.functions)
    names = "<br>".join(function.label for function in result.functions)
    place = {"x": 1, "xref": "paper", "y": 0.5, "yref": "y domain", "yanchor": "middle", "showarrow": False}
    for text, side, shift in ((masses, "right", 46), (names, "left", 52)):
        look = {"font": {"size": size}, "borderpad": 0, "align": side, "xanchor": side, "xshift": shift}
        panel.annotations.append({"text": text, **place, **look})
    squares = [f'<span style="color:{stroke(f.slot, colours).colour}">■</span>' for f in result.functions]
    ticks = {"tickmode": "array", "tickvals": [-row for row in range(rows)], "ticktext": squares}
    panel.axis = {"range": [0.5 - rows, 0.5], "fixedrange": True, **ticks}
    return panel


def density_panel(result: CurvesResult, colours: Theme) -> Panel:
    """Return the density of the inputs, hatched over the flat zones of the first function."""
    first, low, high = result.functions[0], result.spec.low, result.spec.high
    hatched = f"; hatched where {first.label} is flat" if first.zones else ""
    panel = Panel("Input", f"density of {result.inputs.symbol}, per unit of z{hatched}", DENSITY)
    ends = [end for end in result.inputs.bounds if low < end < high]
    z = np.union1d(np.linspace(low, high, POINTS), [np.nextafter(end, end + side) for end in ends for side in (-1, 1)])
    p = result.inputs.density(z)
    line = {"color": colours.widget, "width": 1.5}
    look = {"fill": "tozeroy", "fillcolor": colours.rule, "line": line, "hovertemplate": "%{y:.3~g}<extra>p(z)</extra>"}
    panel.traces.append({"type": "scatter", "mode": "lines", "name": "p(z)", "x": z, "y": p, **look})
    x: list[float | None] = []
    y: list[float | None] = []
    for start, stop in first.zones:
        inside = (z > start) & (z < stop)
        edges = result.inputs.density(np.array([start, stop]))
        x += [start, start, *z[inside], stop, stop, start, None]
        y += [0, edges[0], *p[inside], edges[1], 0, 0, None]
    if x:
        panel.traces.append(_hatched((x, y), colours, edge=0))
    inside_text = f"<b>{percent(first.flat_mass)}</b> where<br>{first.label} is flat"
    place = {"x": 1, "xref": "paper", "xanchor": "left", "xshift": 8, "y": 0.5, "yref": "y domain", "yanchor": "middle"}
    font = {"size": SIZES["key"]}
    panel.annotations.append({"text": inside_text, **place, "align": "left", "showarrow": False, "font": font})
    panel.axis = {"range": [0, 1.12 * max(float(p.max()), 1e-9)], "nticks": 4, "fixedrange": True}
    return panel


def _hatched(outline: Outline, colours: Theme, *, edge: float) -> dict[str, Any]:
    """Return the hatched filling of closed outlines that are separated by None."""
    x, y = outline
    hatch = {"shape": "/", "fgcolor": colours.hatch, "bgcolor": colours.hatch_ground, "size": 5, "solidity": 0.22}
    line = {"color": colours.hatch, "width": edge}
    fill = {"fill": "toself", "fillpattern": hatch, "line": line, "hoverinfo": "skip"}
    return {"type": "scatter", "mode": "lines", "x": x, "y": y, **fill}
