"""A race over many seeds: median and band of loss, score and dead units of every lane, and how many runs solved it."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

import numpy as np
import numpy.typing as npt
import plotly.graph_objects as go

from viz.figures.bands import band
from viz.figures.curve_panels import apart
from viz.figures.html import heading, table
from viz.figures.panel import y_axis
from viz.figures.race.lane import LETTERS, lane_colour, lane_mark
from viz.figures.race.words import goal_rule, listed, loss_words, score_words
from viz.figures.theme import LANE_DASHES, SIZES, Theme, axis, layout, panel_title
from viz.labs.race import LaneRuns, SeededRace
from viz.spec.numbers import percent

Array = npt.NDArray[np.float64]

LEFT, RIGHT, TOP, BOTTOM, GAP = 46, 28, 26, 42, 46  # px
HEIGHTS = {"loss": 190, "score": 160, "dead": 130}  # of the panels, px
NAMED = 15  # px from one letter at the end of a line to the next
LEAST_LOSS = 1e-12  # what a logarithmic axis shows of a loss of 0


def figure(result: SeededRace, colours: Theme) -> go.Figure:
    """Return three panels over the steps, with a line and its band for every lane."""
    total = sum(HEIGHTS.values()) + GAP * (len(HEIGHTS) - 1)
    last = max(int(lane.steps[-1]) for lane in result.lanes)
    traces: list[dict[str, Any]] = []
    shown = layout(
        colours,
        height=TOP + total + BOTTOM,
        margin={"l": LEFT, "r": RIGHT, "t": TOP, "b": BOTTOM},
        hovermode="x unified",
        xaxis=axis(colours, anchor="y3", title=_title("training step", colours), range=[0, last]),
        annotations=[],
    )
    top = total
    for number, (quantity, height) in enumerate(HEIGHTS.items(), start=1):
        bands = [_band(lane, quantity) for lane in result.lanes]
        span = _span(bands, quantity)
        domain = [(top - height) / total, top / total]
        look = axis(colours, domain=domain, anchor="x", range=list(span), **_ticks(result, quantity))
        shown[y_axis(number).replace("y", "yaxis")] = look
        for place, lane in enumerate(result.lanes):
            traces += _lines(lane, bands[place], quantity, place, len(bands), colours, y_axis(number))
        shown["annotations"] += [
            panel_title(colours, *_headings(result, quantity), 0, domain[1], xshift=-LEFT + 4, yshift=5),
            *_letters(bands, quantity, span, NAMED / height, y_axis(number), colours),
        ]
        top -= height + GAP
    return go.Figure(traces, shown)


def reading(result: SeededRace) -> str:
    """Return in a sentence how many runs of each lane solved it."""
    goals = {lane.goal for lane in result.lanes}
    known = [(letter, lane) for letter, lane in zip(LETTERS, result.lanes, strict=False) if lane.known.any()]
    said = [f"{letter} {lane.solved} of {int(lane.known.sum())}" for letter, lane in known]
    rule = goal_rule(result.lanes[0].goal) if len(goals) == 1 else "its own goal"
    far = "" if result.progress >= 1 else f" ({percent(result.progress)} of the runs are done)"
    gone = [
        f"{lane.overflowed} of {letter}" for letter, lane in zip(LETTERS, result.lanes, strict=False) if lane.overflowed
    ]
    overflow = f" Overflowed, and counted among those that did not: {listed(gone)}." if gone else ""
    return f"Solved ({rule} at the end): {'; '.join(said)}{far}.{overflow}"


def seeds_table(result: SeededRace, labels: Sequence[str], colours: Theme) -> str:
    """Return the medians at the end and the counts, one row for each lane, as HTML."""
    heads = ("Lane", "Solved", "Overflowed", "Training loss", "10–90 %", "Score", "10–90 %", "Dead units", "10–90 %")
    rows = []
    for letter, label, lane in zip(LETTERS, labels, result.lanes, strict=False):
        known = int(lane.known.sum())
        cells = [f"{lane.solved} of {known}", f"{lane.overflowed} of {known}"]
        for quantity in HEIGHTS:
            low, middle, high = (_value(float(value), quantity, lane) for value in lane.band(quantity)[:, -1])
            cells += [middle, "–" if middle == "–" else f"{low} – {high}"]
        rows.append((f"{lane_mark(letter, colours)}{escape(label)}", *cells))
    note = "median and band over the runs that did not overflow, at their end"
    return heading("Seed by seed", note) + table(heads, rows, right=tuple(range(1, len(heads))))


def _band(lane: LaneRuns, quantity: str) -> Array:
    """Return low, middle and high (3, T) as they are drawn."""
    found = lane.band(quantity)
    return np.maximum(found, LEAST_LOSS) if quantity == "loss" else found


def _lines(
    lane: LaneRuns, drawn: Array, quantity: str, place: int, crowd: int, colours: Theme, name: str
) -> list[dict[str, Any]]:
    share = quantity == "dead" or (quantity == "score" and lane.goal.score == "accuracy")
    hover: dict[str, Any] = {"hovertemplate": f"{'%{y:.1%}' if share else '%{y:.3~g}'}<extra>{LETTERS[place]}</extra>"}
    look: dict[str, Any] = {
        "name": LETTERS[place],
        "colour": lane_colour(place, colours),
        "dash": LANE_DASHES[place],
        "crowd": crowd,
    }
    low, middle, high = drawn
    return band(lane.steps, low, middle, high, xaxis="x", yaxis=name, **look, **hover)


def _span(bands: list[Array], quantity: str) -> tuple[float, float]:
    """Return the ends of an axis in its own units, which are powers of ten for the loss."""
    found = np.concatenate([each[np.isfinite(each)] for each in bands])
    if quantity == "loss":
        found = np.log10(found)
    low, high = (float(found.min()), float(found.max())) if len(found) else (0.0, 1.0)
    if quantity == "dead":
        low, high = 0.0, max(high, 0.1)
    slack = 0.05 * (high - low) or 0.05
    return low - slack, high + slack


def _ticks(result: SeededRace, quantity: str) -> dict[str, Any]:
    if quantity == "loss":
        return {"type": "log", "exponentformat": "power", "nticks": 5}
    if quantity == "dead" or {lane.goal.score for lane in result.lanes} == {"accuracy"}:
        return {"tickformat": ".0%", "nticks": 5}
    return {"nticks": 5}


def _letters(
    bands: list[Array], quantity: str, span: tuple[float, float], distance: float, name: str, colours: Theme
) -> list[dict[str, Any]]:
    """Return every lane's letter where its line ends, moved apart where they would overlap."""
    ends: dict[int, float] = {}
    for place, (_, middle, _) in enumerate(bands):
        known = middle[np.isfinite(middle)]
        if len(known):
            ends[place] = float(np.log10(known[-1]) if quantity == "loss" else known[-1])
    heights = apart(list(ends.values()), distance * (span[1] - span[0]), *span)
    base = {"x": 1, "xref": "x domain", "xanchor": "left", "xshift": 6, "yref": name, "yanchor": "middle"}
    return [
        {**base, "y": y, "text": LETTERS[place], "showarrow": False}
        | {"font": {"size": SIZES["readout"], "color": lane_colour(place, colours), "weight": 600}}
        for place, y in zip(ends, heights, strict=True)
    ]


def _headings(result: SeededRace, quantity: str) -> tuple[str, str]:
    seeds = f"median of {result.spec.seeds} seeds; band: 10–90 %"
    if quantity == "loss":
        return "Training loss", seeds
    if quantity == "dead":
        return "Dead units", f"share of the hidden units, {seeds}"
    scores = {lane.goal.score for lane in result.lanes}
    where = "Test" if result.lanes[0].goal.measure == "test_score" else "Training"
    return f"{where} {'accuracy' if scores == {'accuracy'} else 'R²' if scores == {'r2'} else 'score'}", seeds


def _value(value: float, quantity: str, lane: LaneRuns) -> str:
    if quantity == "loss":
        return loss_words(value)
    if quantity == "score":
        return score_words(value, lane.goal.score)
    return percent(value) if value == value else "–"


def _title(text: str, colours: Theme) -> dict[str, Any]:
    return {"text": text, "font": {"size": SIZES["tick"], "color": colours.muted}, "standoff": 4}
