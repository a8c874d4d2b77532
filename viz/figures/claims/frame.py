"""What the charts of claims share: the axes with their titles, and the lines that mark a place."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from textwrap import wrap
from typing import Any

import numpy as np
import numpy.typing as npt
import plotly.graph_objects as go

from viz.figures.theme import SIZES, Theme, axis, layout
from viz.labs.claims.picture import Mark
from viz.spec.numbers import plain

Array = npt.NDArray[np.float64]

HEIGHT, RIGHT, TOP, BOTTOM = 310, 12, 24, 44  # px
LINE = 14  # px of a line of small text
BROAD = 56  # characters of an axis title that fit a phone
FEW_DECADES = 1.5  # up to which a logarithmic axis has ticks at 1, 2 and 5 times powers of ten
MANY_DECADES = 8.0  # up to which it has them at all powers of ten
FEW = 12  # whole numbers up to which each has a tick
MARGIN = 0.05  # of the span of an axis, at either end
MIDDLE = 0.55  # of the span, beyond which a mark's words stand before it
WORDS = 34  # characters of a mark's line


def lines(text: str, width: int = BROAD) -> list[str]:
    """Return a text in lines of at most so many characters, escaped for Plotly."""
    return [escape(line, quote=False) for line in wrap(text, width, break_long_words=False)] or [""]


def framed(
    traces: list[dict[str, Any]], x: dict[str, Any], y: dict[str, Any], titles: tuple[str, str], colours: Theme, *,
    shapes: Sequence[Any] = (), annotations: Sequence[Any] = (), height: float = HEIGHT, right: float = RIGHT,
) -> go.Figure:  # fmt: skip
    """Return a figure with one pair of axes.

    x, y : what the axes have besides the shared look.  titles : of x, below it, and of y, above it, where it is read
    without turning one's head.
    """
    below, above = lines(titles[0]), lines(titles[1])
    top = TOP + LINE * (len(above) - 1)
    small = {"size": SIZES["tick"], "color": colours.muted}
    head = {
        "text": "<br>".join(above),
        "x": 0,
        "y": 1,
        "xref": "paper",
        "yref": "paper",
        "xanchor": "left",
        "yanchor": "bottom",
        "yshift": 6,
        "align": "left",
        "showarrow": False,
        "font": small,
    }
    title = {"text": "<br>".join(below), "font": small, "standoff": 6}
    base = {
        "height": height + top - TOP,
        "margin": {"l": 8, "r": right, "t": top, "b": BOTTOM},
        "hovermode": "closest",
        "xaxis": axis(colours, automargin=True, **({"title": title} | x)),
        "yaxis": axis(colours, automargin=True, **y),
        "shapes": list(shapes),
        "annotations": [head, *annotations],
    }
    return go.Figure(traces, layout(colours, **base))


def scale(values: Array, log: bool, marks: Sequence[Mark] = ()) -> dict[str, Any]:
    """Return what an axis has besides the shared look so that these values can be read off it.

    marks : for an upright axis, those of the panel; above the values it leaves room for what upright marks say.
    """
    known = _places(np.concatenate([values, [mark.y for mark in marks if mark.y is not None]]), log)
    span = float(np.ptp(known)) if known.size else 0.0
    look = {"exponentformat": "power", "minexponent": 5} | (_powers(known, span) if log else _whole(known, span))
    rows = sum(len(lines(mark.text, WORDS)) for mark in marks if mark.x is not None)
    if rows and span:
        look["range"] = [known.min() - MARGIN * span, known.max() + (MARGIN + 1.2 * rows * LINE / HEIGHT) * span]
    return look


def _powers(known: Array, span: float) -> dict[str, Any]:
    """Return the ticks of a logarithmic axis: at 1, 2 and 5 times powers of ten, at these, or at some of these."""
    look: dict[str, Any] = {"type": "log"}
    if 0 < span <= FEW_DECADES:
        decades = np.arange(np.floor(known.min()), np.ceil(known.max()) + 1)
        at = (10.0 ** decades[:, np.newaxis] * (1, 2, 5)).ravel().tolist()
        return look | {"tickvals": at, "ticktext": list(map(plain, at))}
    return look | {"dtick": 1} if 0 < span <= MANY_DECADES else look


def _whole(known: Array, span: float) -> dict[str, Any]:
    """Return the ticks of an axis of few whole numbers: at each of them."""
    return {"dtick": 1} if 0 < span <= FEW and not np.any(known % 1) else {}


def _places(values: Array, log: bool) -> Array:
    """Return where values are along an axis, without those that are nowhere."""
    known = values[np.isfinite(values) & ((values > 0) | (not log))]
    return np.log10(known) if log else known


def marked(
    marks: Sequence[Mark], x: Array, *, log_x: bool, log_y: bool, colours: Theme
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the lines of marks and their words; x: what the chart shows, so that words lean to where there is room."""
    shapes, words = [], []
    line = {"color": colours.muted, "width": 1.2, "dash": "5px,4px"}
    note = {
        "showarrow": False,
        "font": {"size": SIZES["tick"], "color": colours.text},
        "bgcolor": colours.background,
        "opacity": 0.92,
        "borderpad": 1,
    }
    upright = 0
    for mark in marks:
        text = "<br>".join(lines(mark.text, WORDS))
        if mark.y is not None:
            shapes.append({"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": mark.y, "y1": mark.y, "line": line})
            at = np.log10(mark.y) if log_y else mark.y
            ends = {"x": 1, "xref": "paper", "xanchor": "right", "align": "right", "y": at, "yanchor": "bottom"}
            words.append(note | ends | {"text": text})
        if mark.x is not None:
            shapes.append({"type": "line", "yref": "paper", "y0": 0, "y1": 1, "x0": mark.x, "x1": mark.x, "line": line})
            at = np.log10(mark.x) if log_x else mark.x
            right = _beyond_the_middle(mark.x, x, log_x)
            side = {"xanchor": "right", "xshift": -3} if right else {"xanchor": "left", "xshift": 3}
            drop = {"y": 1, "yref": "paper", "yanchor": "top", "yshift": -LINE * upright}
            words.append(note | side | drop | {"x": at, "align": "left", "text": text})
            upright += 1 + text.count("<br>")
    return shapes, words


def _beyond_the_middle(place: float, x: Array, log: bool) -> bool:
    known, at = _places(x, log), _places(np.array([place]), log)
    return bool(known.size and at.size and at[0] > known.min() + MIDDLE * np.ptp(known))
