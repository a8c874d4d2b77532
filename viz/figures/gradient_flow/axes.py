"""Axes that the figures of this page share: layers, steps on a log scale that has room for 0, and powers of ten."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from viz.figures.theme import SIZES, Theme, axis

Array = npt.NDArray[np.float64]

BEFORE = 0.5  # where step 0 stands on the log scale
TICKS = 6


def positive(values: npt.ArrayLike) -> Array:
    """Return values that a log axis can show, NaN for others."""
    values = np.asarray(values, dtype=np.float64)
    return np.where(np.isfinite(values) & (values > 0.0), values, np.nan)


def step_places(steps: npt.ArrayLike) -> Array:
    """Return where steps stand on the axis of :func:`step_axis`."""
    return np.maximum(np.asarray(steps, dtype=np.float64), BEFORE)


def step_axis(colours: Theme, last: int, **more: Any) -> dict[str, Any]:
    """Return a log axis of steps from 0 to the last one."""
    powers = [10**power for power in range(int(np.log10(max(last, 1))) + 1)]
    marks = [0, *powers, *([last] if last > 1.8 * powers[-1] else [])]
    span = [np.log10(BEFORE) - 0.03, np.log10(max(last, 1)) + 0.03]
    ticks = {
        "tickmode": "array",
        "tickvals": [max(mark, BEFORE) for mark in marks],
        "ticktext": [f"{m:,}" for m in marks],
    }
    return lined(colours, title=title("step", colours), type="log", range=span, **ticks, **more)


def layer_axis(colours: Theme, count: int, **more: Any) -> dict[str, Any]:
    """Return an axis of layers, the last of which is the output."""
    span = [0.5, count + 0.5] if count < 8 else [1 - 0.01 * count, count * 1.01]
    marks = {"dtick": 1} if count <= 14 else {"nticks": 14}
    return lined(colours, title=title("layer (the last one is the output)", colours), range=span, **marks, **more)


def value_axis(colours: Theme, text: str, *values: Array, **more: Any) -> dict[str, Any]:
    """Return a log axis of some quantity; ticks are whole powers of ten where the values span any."""
    parts = [positive(part).ravel() for part in values]
    known = np.concatenate([*parts, np.empty(0)])
    known = known[np.isfinite(known)]
    decades = float(np.log10(known.max() / known.min())) if len(known) else 0.0
    ticks = {"dtick": max(1, round(decades / TICKS))} if decades >= 1.5 else {"nticks": TICKS}
    look = {"type": "log", "exponentformat": "power", "hoverformat": ".3~g"}
    return axis(colours, **look, **ticks, **more, title=title(text, colours, standoff=4))


def lined(colours: Theme, **more: Any) -> dict[str, Any]:
    """Return an axis with its line and ticks outside."""
    return axis(colours, showline=True, **more) | {"ticks": "outside", "ticklen": 4, "tickcolor": colours.axis}


def title(text: str, colours: Theme, standoff: int = 6) -> dict[str, Any]:
    """Return the title of an axis."""
    return {"text": text, "font": {"size": SIZES["tick"], "color": colours.muted}, "standoff": standoff}


def mark(level: float, text: str, colours: Theme, *, below: bool = False, at: str = "end") -> dict[str, Any]:
    """Return a horizontal line across the panel, with what it stands for at its "start" or "end", above or below it."""
    font = {"size": SIZES["tick"], "color": colours.muted}
    side = "top" if below else "bottom"
    label = {"text": text, "textposition": at, "font": font, "yanchor": side, "padding": 2}
    ends = {"x0": 0, "x1": 1, "y0": level, "y1": level}
    line = {"color": colours.axis, "width": 1.2}
    return {"type": "line", "xref": "x domain", "yref": "y", **ends, "line": line, "layer": "below", "label": label}
