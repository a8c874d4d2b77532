"""One dot for each seed or round, group beside group, with a bar at the median."""

from __future__ import annotations

from html import escape
from typing import Any

import numpy as np
import plotly.graph_objects as go

from viz.figures.claims.frame import HEIGHT, LINE, RIGHT, framed, lines, marked, scale
from viz.figures.theme import SIZES, Theme, stroke, tint
from viz.labs.claims.picture import Dots, Group
from viz.spec.numbers import plain

NOTE = "dots: single values, bar: median"
SPREAD, REACH = 0.2, 0.3  # half the width of a group's dots and of its bar; groups are 1 apart
ROOMY = 5  # groups up to which there is room for the median beside its bar
LABEL = 46  # px at the right for the median of the last group
NAME = 64  # characters of all groups' names that fit one line of a phone
CROWD = 60  # dots of one group from which on they are small and pale


def figure(panel: Dots, colours: Theme) -> go.Figure:
    """Return the groups side by side."""
    places = range(len(panel.groups))
    roomy = len(panel.groups) <= ROOMY
    traces = [
        trace
        for place, group in zip(places, panel.groups, strict=True)
        for trace in _traces(place, group, roomy, colours)
    ]
    names = [lines(_name(group), max(8, NAME // max(1, len(panel.groups)))) for group in panel.groups]
    x = np.array([-0.5, len(panel.groups) - 0.5])
    ticks = {"tickvals": list(places), "ticktext": ["<br>".join(name) for name in names], "showgrid": False}
    across = ticks | {"range": x.tolist(), "tickangle": 0, "tickfont": {"size": SIZES["key"], "color": colours.text}}
    y = scale(np.concatenate([np.empty(0), *(group.values for group in panel.groups)]), panel.log_y, panel.marks)
    shapes, words = marked(panel.marks, x, log_x=False, log_y=panel.log_y, colours=colours)
    extra = LINE * (max((len(name) for name in names), default=1) - 1)
    titles = ("", panel.y)
    height, right = HEIGHT + extra, LABEL if roomy else RIGHT
    return framed(traces, across, y, titles, colours, shapes=shapes, annotations=words, height=height, right=right)


def _name(group: Group) -> str:
    lost = int((~np.isfinite(group.values)).sum())
    return f"{group.name} ({lost} not finite)" if lost else group.name


def _traces(place: int, group: Group, roomy: bool, colours: Theme) -> list[dict[str, Any]]:
    """Return a group's dots, each seed at the same place in every group, and the bar at the median of finite ones."""
    colour = stroke(group.slot, colours).colour
    values = group.values
    count = values.size
    x = place + (np.linspace(-SPREAD, SPREAD, count) if count > 1 else np.zeros(count))
    crowded = count > CROWD
    dot = {"size": 4 if crowded else 7, "color": tint(colour, 0.35 if crowded else 0.6)}
    name = escape(group.name, quote=False)
    dots = {
        "type": "scatter",
        "mode": "markers",
        "x": x,
        "y": np.where(np.isfinite(values), values, np.nan),
        "name": group.name,
        "marker": dot,
        "hovertemplate": f"%{{y:.4~g}}<extra>{name}</extra>",
    }
    known = values[np.isfinite(values)]
    if not known.size:
        return [dots]
    median = float(np.median(known))
    bar = {
        "type": "scatter",
        "mode": "lines+text" if roomy else "lines",
        "x": [place - REACH, place + REACH],
        "y": [median, median],
        "text": ["", f"\N{NO-BREAK SPACE}{plain(median)}"],
        "textposition": "middle right",
        "cliponaxis": False,
        "textfont": {"size": SIZES["tick"], "color": colours.text},
        "name": group.name,
        "line": {"color": colour, "width": 2.6},
        "hovertemplate": f"median %{{y:.4~g}}<extra>{name}</extra>",
    }
    return [dots, bar]
