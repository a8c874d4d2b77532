"""The share at the end of training against the cause, with its band and with what was so at the start."""

from __future__ import annotations

from typing import Any

import numpy as np
import plotly.graph_objects as go

from viz.figures.bands import band
from viz.figures.dead_neurons.words import ADJECTIVES
from viz.figures.theme import SIZES, Theme, axis, layout, panel_title
from viz.labs.dead_neurons import Cohorts
from viz.spec.causes import CAUSES, written

HEIGHT, LEFT, TOP, BOTTOM = 300, 46, 26, 42  # px


def figure(result: Cohorts, cause: str, values: tuple[float, ...], definition: str, colours: Theme) -> go.Figure:
    """Return the share at the end (and dotted: at the start) over the values of a cause."""
    bands = np.stack([result.share_band(group, definition) for group in range(len(values))])  # (V, 3, T)
    word = ADJECTIVES[definition]
    places = np.log10(values) if CAUSES[cause].kind.log else np.array(values, dtype=np.float64)
    traces: list[dict[str, Any]] = []
    wording = (("at the start", 0, colours.muted, "2px,3px"), ("at the end", -1, colours.text, "solid"))
    for name, moment, colour, dash in wording:
        low, middle, high = bands[:, :, moment].T
        more: dict[str, Any] = {"hovertemplate": f"%{{customdata}}: %{{y:.0%}}<extra>{name}</extra>"}
        more |= {"customdata": [written(value) for value in values], "mode": "lines+markers", "marker": {"size": 6}}
        traces += band(places, low, middle, high, name=name, colour=colour, dash=dash, **more)
    title = {"text": CAUSES[cause].label.lower(), "font": {"size": SIZES["tick"], "color": colours.muted}}
    ticks = {"tickmode": "array", "tickvals": places, "ticktext": [written(value) for value in values]}
    head = panel_title(
        colours, f"{word.capitalize()} at the end", "dotted: at the start", 0, 1, xshift=4 - LEFT, yshift=5
    )
    shown = layout(
        colours,
        height=HEIGHT + TOP + BOTTOM,
        margin={"l": LEFT, "r": 14, "t": TOP, "b": BOTTOM},
        hovermode="closest",
        xaxis=axis(colours, title=title | {"standoff": 4}, **ticks),
        yaxis=axis(colours, range=[-0.02, 1.02], tickformat=".0%"),
        annotations=[head],
    )
    return go.Figure(traces, shown)
