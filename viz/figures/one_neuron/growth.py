"""Regions against neurons for one, two and four layers: along a line, where counts are published, and in a square."""

from __future__ import annotations

from typing import Any

import numpy as np
import plotly.graph_objects as go

from viz.figures.bands import band
from viz.figures.numbers import number, short
from viz.figures.theme import SIZES, Theme, axis, layout, panel_title
from viz.labs.regions import PUBLISHED, PUBLISHED_NEURONS, Counts, GrowthResult
from viz.spec.regions import DEPTHS
from viz.theory import regions_bound

HEIGHT, LEFT = 340, 50  # px


def growth_figure(result: GrowthResult, colours: Theme) -> go.Figure:
    """Return two panels: pieces along a line with the published counts, and regions in the square of the page."""
    ink = {"size": SIZES["tick"], "color": colours.muted}
    text = {"font": ink, "standoff": 4}
    marks = {"showline": True, "ticks": "outside", "ticklen": 4}
    half = short(result.spec.half)
    titles = (
        ("Along a line", "one input, pieces for −50 ≤ x ≤ 50"),
        ("In the plane", f"regions in |x₁|, |x₂| ≤ {half}"),
    )
    domains = ([0.0, 0.46], [0.56, 1.0])
    shown = layout(
        colours,
        height=HEIGHT,
        margin={"l": LEFT, "r": 12, "t": 50, "b": 40},
        showlegend=True,
        legend={"orientation": "h", "x": 0, "y": 1.1, "yanchor": "bottom", "xanchor": "left", "font": {"size": 12}},
        xaxis=axis(colours, domain=domains[0], title={"text": "neurons", **text}, rangemode="tozero", **marks),
        yaxis=axis(colours, title={"text": "linear pieces", **text}, rangemode="tozero"),
        xaxis2=axis(colours, domain=domains[1], anchor="y2", title={"text": "neurons", **text}, **marks),
        yaxis2=axis(colours, anchor="x2", title={"text": "linear regions", **text}, rangemode="tozero"),
        annotations=[
            panel_title(colours, title, note, domain[0], 1, xshift=-LEFT + 8, yshift=2)
            for (title, note), domain in zip(titles, domains, strict=True)
        ],
    )
    traces = _bands(result.line, colours, "x", "y", legend=True) + _bands(result.plane, colours, "x2", "y2")
    most = np.arange(1, max(result.plane.neurons) + 1)
    dashed = {"color": colours.muted, "width": 1.4, "dash": "5px,4px"}
    base = {"type": "scatter", "mode": "lines", "line": dashed, "hoverinfo": "skip"}
    widest = np.array([0, max(result.line.neurons)])
    traces.append(base | {"x": widest, "y": widest + 1, "name": "most of one layer"})
    bound = [regions_bound(int(units), 2) for units in most]
    traces.append(base | {"x": most, "y": bound, "xaxis": "x2", "yaxis": "y2", "showlegend": False})
    traces += _published(colours)
    return go.Figure(traces, shown)


def _bands(counts: Counts, colours: Theme, x: str, y: str, *, legend: bool = False) -> list[dict[str, Any]]:
    traces = []
    for place, depth in enumerate(DEPTHS):
        low, high = np.quantile(counts.linear[place], (0.1, 0.9), axis=1)
        traces += band(
            counts.neurons,
            low,
            counts.mean[place],
            high,
            name=f"{depth} {'layer' if depth == 1 else 'layers'}",
            colour=colours.layer(place),
            dash=("solid", "7px,3px", "2px,3px")[place],
            customdata=np.stack([low, high, counts.error[place]], axis=1),
            hovertemplate="%{x} neurons: %{y:.1f} ± %{customdata[2]:.1f} "
            f"(10–90 %: %{{customdata[0]:.0f}} to %{{customdata[1]:.0f}})<extra>{depth} deep</extra>",
            xaxis=x,
            yaxis=y,
        )
        traces[-1]["showlegend"] = legend
    return traces


def _published(colours: Theme) -> list[dict[str, Any]]:
    """Return the published counts, a diamond for each depth."""
    marker = {"size": 10, "symbol": "diamond-open", "line": {"width": 2}}
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "x": [PUBLISHED_NEURONS],
            "y": [count],
            "name": "published",
            "showlegend": place == 0,
            "marker": {**marker, "color": colours.layer(place)},
            "hovertemplate": f"published, {depth} deep: {count}<extra></extra>",
        }
        for place, (depth, count) in enumerate(PUBLISHED.items())
    ]


def growth_reading(result: GrowthResult) -> str:
    """Return the sentences that hold the counts of one size against each other and against the published ones."""
    counts = result.line
    place = counts.neurons.index(PUBLISHED_NEURONS)
    means, errors = counts.mean[:, place], counts.error[:, place]
    if not np.isfinite(means).all():
        return "The networks are being counted."
    measured = [f"**{number(mean, 1)}** ± {number(error, 1)}" for mean, error in zip(means, errors, strict=True)]
    text = (
        f"{PUBLISHED_NEURONS} neurons cut the line into {measured[0]} pieces in one layer, {measured[1]} in two and "
        f"{measured[2]} in four (mean of {counts.linear.shape[2]} networks ± standard error; published: "
        f"{', '.join(short(count) for count in PUBLISHED.values())})"
    )
    spread = (means.max() - means.min()) / means.mean()
    ends = counts.mean[:, [0, -1]]
    times = counts.neurons[-1] // counts.neurons[0]
    grown = np.median(ends[:, 1] / ends[:, 0])
    return (
        f"{text}: depth changes the count by {spread:.0%}".replace("%", " %")
        + f", while {times} times as many neurons make it {number(float(grown), 0)} times as large."
    )
