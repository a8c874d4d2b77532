"""The tables below the figures: the final numbers of every group, and the share under each of the four definitions."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from math import isnan

import numpy as np

from viz.figures.dead_neurons.reading import points
from viz.figures.dead_neurons.words import ADJECTIVES, LABELS, spread
from viz.figures.html import named, table
from viz.figures.theme import Stroke
from viz.labs.dead_neurons import DEFINITIONS, Cohorts, DeadMap, Standing
from viz.spec.numbers import number, percent


def final_numbers(
    result: Cohorts, lines: Sequence[Stroke], definition: str, head: str, standings: Sequence[Standing] = ()
) -> str:
    """Return one row for every group: units over training by the chosen definition, the loss, and what overflowed.

    standings: of all groups but the first, for a column with the difference that they make.
    """
    word = ADJECTIVES[definition]
    against = {standing.group: standing for standing in standings}
    heads = [head, f"Born {word}", "died" if definition == "dead" else "became so", "revived", f"{word} at the end"]
    heads += ["survivors against none, ± standard error"] if standings else []
    rows = []
    for group, label in enumerate(result.labels):
        low, middle, high = result.share_band(group, definition)[:, -1].tolist()
        losses = result.loss_band(group)[:, -1].tolist()
        kind = DEFINITIONS.index(definition)
        row = [
            named(lines[group], label),
            _percent(result.pooled(group, definition, 0)),
            _percent(_mean(result.died[group, :, kind])),
            _percent(_mean(result.revived[group, :, kind])),
            f"<b>{escape(spread(low, middle, high))}</b>",
        ]
        row += [_gain(against.get(group))] if standings else []
        lost = result.overflowed(group)
        row += [_losses(*losses), f"{lost} of {result.spec.seeds}" if lost else "none"]
        rows.append(row)
    heads += ["training loss at the end", "overflow"]
    return table(heads, rows, right=range(1, len(heads)))


def by_definition(result: Cohorts, lines: Sequence[Stroke], chosen: str, head: str) -> str:
    """Return the share of all units of every group's finite runs at the end, under each definition."""
    rows = [
        [
            named(lines[group], label),
            *(_marked(_percent(result.pooled(group, name)), name == chosen) for name in DEFINITIONS),
        ]
        for group, label in enumerate(result.labels)
    ]
    return table([head, *(_marked(LABELS[name], name == chosen) for name in DEFINITIONS)], rows, right=range(1, 5))


def map_by_definition(result: DeadMap, chosen: str) -> str:
    """Return under each definition the share of all units on the map, and of the cells that are mostly dead."""
    rows = []
    for name in DEFINITIONS:
        start, share = result.start[DEFINITIONS.index(name)], result.share(name)
        finite = share[np.isfinite(share)]
        cells = [
            _percent(float(start[np.isfinite(start)].mean())) if np.isfinite(start).any() else "–",
            _percent(float(finite.mean())) if len(finite) else "–",
            f"{int((finite > 0.5).sum()):,} of {len(finite):,}",
        ]
        rows.append([_marked(text, name == chosen) for text in (LABELS[name], *cells)])
    return table(("Definition", "all cells, at the start", "at the end", "cells above half"), rows, right=(1, 2, 3))


def _gain(standing: Standing | None) -> str:
    if standing is None:
        return ""
    if standing.verdict is None:
        return f"{standing.pairs} pairs only"
    return points(standing)


def _losses(low: float, middle: float, high: float) -> str:
    return "–" if isnan(middle) else f"{_loss(middle)} ({_loss(low)}–{_loss(high)})"


def _loss(value: float) -> str:
    return number(value, 3 if value < 1 else 2 if value < 100 else 0)


def _percent(share: float) -> str:
    return "–" if isnan(share) else percent(share)


def _mean(values: np.ndarray) -> float:
    known = values[np.isfinite(values)]
    return float(known.mean()) if len(known) else float("nan")


def _marked(text: str, chosen: bool) -> str:
    return f"<b>{text}</b>" if chosen else text
