"""Shares of units over training: one line with its band for every group of runs, and below it their loss."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go

from viz.figures.bands import band
from viz.figures.curve_panels import apart
from viz.figures.dead_neurons.words import ADJECTIVES
from viz.figures.theme import SIZES, Stroke, Theme, along, axis, layout, panel_title, stroke
from viz.labs.dead_neurons import Cohorts
from viz.spec.cures import CURES

LEFT, TOP, BOTTOM, GAP = 46, 26, 42, 46  # px
SHARE, LOSS = 300, 190  # heights of the panels, px
NAMED = 14  # px from one name at the end of a line to the next
DASHES = ("solid", "7px,3px", "2px,3px")
LEAST_LOSS = 1e-12  # what a logarithmic axis shows of a loss of 0


def strokes(count: int, colours: Theme) -> list[Stroke]:
    """Return the lines of `count` values in order: along the ramp, and by turns in other dashes."""
    places = np.linspace(0.4, 1.0, count) if count > 1 else np.array([0.75])
    return [
        Stroke(along(colours.heat, place), DASHES[number % len(DASHES)], 2.0) for number, place in enumerate(places)
    ]


def cure_strokes(colours: Theme) -> list[Stroke]:
    """Return the line of plain ReLU and then those of the cures."""
    return [stroke(slot, colours) for slot in range(len(CURES) + 1)]


def figure(
    result: Cohorts,
    groups: Sequence[int],
    lines: Sequence[Stroke],
    definition: str,
    colours: Theme,
    *,
    alive: bool = False,
    by: str = "",
) -> go.Figure:
    """Return the share that counts as dead (`alive`: that does not) over training, above the training loss.

    groups: those drawn. lines: of all groups. by: what the groups' names are values of, which then stand at the ends of
    the lines.
    """
    word = ADJECTIVES[definition]
    title = f"Units not {word}" if alive else f"{word.capitalize()} units"
    height = TOP + SHARE + GAP + LOSS + BOTTOM
    plot = SHARE + GAP + LOSS
    below, above = [0, LOSS / plot], [1 - SHARE / plot, 1]
    traces: list[dict[str, Any]] = []
    ends: list[float] = []
    for group in groups:
        low, middle, high = result.share_band(group, definition)
        if alive:
            low, middle, high = 1 - high, 1 - middle, 1 - low
        look: dict[str, Any] = {"name": result.labels[group], "colour": lines[group].colour, "dash": lines[group].dash}
        look |= {"xaxis": "x", "crowd": len(groups)}
        hover = {"hovertemplate": f"%{{y:.0%}}<extra>{result.labels[group]}</extra>"}
        traces += band(result.steps, low, middle, high, yaxis="y", **look | hover)
        low, middle, high = np.maximum(result.loss_band(group), LEAST_LOSS)
        hover = {"hovertemplate": f"%{{y:.3~g}}<extra>{result.labels[group]}</extra>"}
        traces += band(result.steps, low, middle, high, yaxis="y2", **look | hover)
        known = np.flatnonzero(np.isfinite(traces[-3]["y"]))
        ends.append(float(traces[-3]["y"][known[-1]]) if len(known) else 0.0)
    shown = layout(
        colours,
        height=height,
        margin={"l": LEFT, "r": _right(result, groups) if by else 12, "t": TOP, "b": BOTTOM},
        hovermode="x unified",
        xaxis=axis(colours, anchor="y2", title=_title("training step", colours), range=[0, int(result.steps[-1])]),
        yaxis=axis(colours, domain=above, range=[-0.02, 1.02], tickformat=".0%", anchor="x"),
        yaxis2=axis(colours, domain=below, type="log", exponentformat="power", nticks=5, anchor="x"),
        annotations=[
            panel_title(colours, title, "share of hidden units; band: 10–90 %", 0, 1, xshift=-LEFT + 4, yshift=5),
            panel_title(
                colours,
                "Training loss",
                f"by {by}; band: 10–90 %" if by else "median; band: 10–90 %",
                0,
                below[1],
                xshift=-LEFT + 4,
                yshift=5,
            ),
        ],
    )
    if by:
        shown["annotations"] += _names(result, groups, lines, ends)
    return go.Figure(traces, shown)


def _right(result: Cohorts, groups: Sequence[int]) -> float:
    return 14 + 7.0 * max(len(result.labels[group]) for group in groups)


def _names(result: Cohorts, groups: Sequence[int], lines: Sequence[Stroke], ends: list[float]) -> list[dict[str, Any]]:
    """Return every line's name where it ends, moved apart where they would overlap."""
    places = apart(ends, NAMED * 1.04 / SHARE, -0.02, 1.02)
    base = {"x": 1, "xref": "x domain", "xanchor": "left", "xshift": 5, "yref": "y", "yanchor": "middle"}
    return [
        {**base, "y": y, "text": result.labels[group], "showarrow": False}
        | {"font": {"size": SIZES["key"], "color": lines[group].colour, "weight": 600}}
        for group, y in zip(groups, places, strict=True)
    ]


def _title(text: str, colours: Theme) -> dict[str, Any]:
    return {"text": text, "font": {"size": SIZES["tick"], "color": colours.muted}, "standoff": 4}
