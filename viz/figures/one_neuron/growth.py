"""Regions against neurons for one, two and four layers: along a line, where counts are published, and in a square."""

from __future__ import annotations

from typing import Any

import numpy as np
import plotly.graph_objects as go

from viz.figures.bands import band
from viz.figures.theme import SIZES, Theme, axis, layout, panel_title
from viz.labs.regions import PUBLISHED, PUBLISHED_NEURONS, Counts, GrowthResult
from viz.spec import read_activation
from viz.spec.numbers import number, short
from viz.spec.regions import DEPTHS
from viz.theory import regions_bound

HEIGHT, LEFT = 360, 50  # px


def line_growth(result: GrowthResult, colours: Theme) -> go.Figure:
    """Return pieces along a line against neurons, with the published counts."""
    most = np.array([0, max(result.line.neurons)])
    traces = [*_bands(result.line, colours), _most(most, most + 1, colours), *_published(colours)]
    return go.Figure(traces, _layout("Along a line", "one input, |x| ≤ 50", "linear pieces", colours))


def plane_growth(result: GrowthResult, colours: Theme) -> go.Figure:
    """Return regions in the square of the page against neurons, with the most that one layer can have."""
    most = np.arange(max(result.plane.neurons) + 1)
    bound = np.array([regions_bound(units, 2) for units in most.tolist()])
    traces = _bands(result.plane, colours)
    if len(read_activation(result.spec.activation).kinks) == 1:
        traces.append(_most(most, bound, colours))
    window = f"two inputs up to ±{short(result.spec.half)}"
    return go.Figure(traces, _layout("In the plane", window, "linear regions", colours))


def _layout(title: str, note: str, counted: str, colours: Theme) -> dict[str, Any]:
    text = {"font": {"size": SIZES["tick"], "color": colours.muted}, "standoff": 4}
    return layout(
        colours,
        height=HEIGHT,
        margin={"l": LEFT, "r": 12, "t": 26, "b": 86},
        showlegend=True,
        legend={"orientation": "h", "x": 0, "y": -0.2, "yanchor": "top", "xanchor": "left", "font": {"size": 12}},
        xaxis=axis(colours, title={"text": "neurons", **text}, rangemode="tozero", showline=True, ticks="outside"),
        yaxis=axis(colours, title={"text": counted, **text}, rangemode="tozero"),
        annotations=[panel_title(colours, title, note, 0, 1, xshift=-LEFT + 2, yshift=4)],
    )


def _most(neurons: Any, count: Any, colours: Theme) -> dict[str, Any]:
    """Return the line of what one layer can have at most."""
    dashed = {"color": colours.muted, "width": 1.4, "dash": "5px,4px"}
    base = {"type": "scatter", "mode": "lines", "line": dashed, "hoverinfo": "skip", "name": "one layer at most"}
    return base | {"x": neurons, "y": count}


def _bands(counts: Counts, colours: Theme) -> list[dict[str, Any]]:
    traces: list[dict[str, Any]] = []
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
        )
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
        f"{', '.join(short(count) for count in PUBLISHED.values())}"
    )
    low, high = np.quantile(counts.linear[:, place], (0.1, 0.9), axis=1)
    inside = [low[i] <= count <= high[i] for i, count in enumerate(PUBLISHED.values())]
    text += f", {sum(inside) if not all(inside) else 'all'} within 10–90 % of single networks"
    spread = (means.max() - means.min()) / means.mean()
    ends = counts.mean[:, [0, -1]]
    times = counts.neurons[-1] // counts.neurons[0]
    grown = np.median(ends[:, 1] / ends[:, 0])
    text += f"): depth changes the count by {spread:.0%}".replace("%", " %")
    text += f", while {times} times as many neurons make it {number(float(grown), 0)} times as large."
    plane = result.plane.mean[:, -1]
    if np.isfinite(plane).all():
        counted = [f"{number(float(mean), 0)}" for mean in plane]
        text += f" In the square {result.plane.neurons[-1]} make {counted[0]}, {counted[1]} and {counted[2]} regions."
    return text
