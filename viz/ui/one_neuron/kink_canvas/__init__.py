"""The canvas of "Build a function from kinks": handles on every unit, a pencil for the target, and fits that play."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st

from viz.ui.axes_canvas import AXES_CANVAS

if TYPE_CHECKING:
    from streamlit.components.v2.bidi_component import ComponentResult

_HERE = Path(__file__).parent


def _read(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8")


_component = st.components.v2.component(
    "relu_lab_kinks",
    html=_read("canvas.html"),
    css=_read("canvas.css"),
    js="\n".join([AXES_CANVAS, *(_read(f"{name}.js") for name in ("plot", "handles", "pencil", "main"))]),
)


def kink_canvas(data: Mapping[str, Any], *, key: str) -> ComponentResult:
    """Draw the canvas, which stays mounted from one rerun to the next.

    Parameters
    ----------
    data
        ``x``, ``y``: the ends of the axes. ``target``: its label and values x, y. ``fit``: steps (T,), slopes, biases
        and heights (T, k), offsets (T,); with one moment the units have handles, with more they play. ``drawn``: the
        values of a curve to draw on, or None. ``stamp``: changes when something else is to be played from its start.
        ``colours`` and ``alt``.

    Returns
    -------
    ComponentResult
        In the rerun after a handle was dropped ``units`` has slopes, positions and heights; after a stroke of the
        pencil ``drawn`` has the curve's values. Else both are None.
    """
    return _component(
        key=key, data=dict(data), height="content", on_units_change=lambda: None, on_drawn_change=lambda: None
    )
