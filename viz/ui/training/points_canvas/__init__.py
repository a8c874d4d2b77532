"""The canvas on which points are drawn: two classes, an eraser, undo; with mouse, finger, pen or keys."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from viz.engine.drawn import MIN_POINTS
from viz.figures.theme import Theme
from viz.spec.points import HIGH, LOW, MAX_POINTS, STEP
from viz.ui.axes_canvas import AXES_CANVAS

if TYPE_CHECKING:
    from streamlit.components.v2.bidi_component import ComponentResult

_HERE = Path(__file__).parent


def _read(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8")


_component = st.components.v2.component(
    "relu_lab_points",
    html=_read("canvas.html"),
    css=_read("canvas.css"),
    js="\n".join([AXES_CANVAS, *(_read(f"{name}.js") for name in ("codec", "plane", "brush", "main"))]),
)


def points_canvas(points: str, colours: Theme, *, key: str) -> ComponentResult:
    """Draw the canvas, which stays mounted from one rerun to the next.

    Parameters
    ----------
    points
        Text of the points, as in `viz.spec.points`. What was drawn here since it last changed stays.
    colours
        Of the theme.

    Returns
    -------
    ComponentResult
        In the rerun after a stroke ``points`` has the text of all points, if enough of both classes are there; else
        it is None.
    """
    shown = {"text": colours.text, "muted": colours.muted, "grid": colours.grid, "axis": colours.axis}
    classes = [colours.class_b, colours.class_a]  # in the order of the player's
    limits = {"low": LOW, "high": HIGH, "step": STEP, "most": MAX_POINTS, "least": MIN_POINTS}
    data = {"points": points, "colours": {**shown, "classes": classes}, "limits": limits}
    return _component(key=key, data=data, height="content", on_points_change=lambda: None)
