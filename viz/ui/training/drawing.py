"""The points that a reader draws: the canvas in the sidebar, and what becomes of a stroke."""

from __future__ import annotations

import streamlit as st

from viz.engine.drawn import drawn
from viz.figures.theme import theme
from viz.spec.points import read_points
from viz.ui.training.points_canvas import points_canvas
from viz.ui.training.section import Run


def drawing(controls: Run) -> None:
    """Draw the canvas; a stroke draws the page again with a run on all points."""
    told = points_canvas(controls.settings.points, theme(st.context.theme.type), key=controls.key("points-canvas"))
    if not told.points or told.points == controls.settings.points:
        return
    take_points(controls, told.points)
    st.rerun()


def take_points(controls: Run, points: object) -> None:
    """Have the next run train on the points that the canvas tells, or say why it can't.

    The canvas asks first; whatever comes, the page keeps the run that it has.
    """
    try:
        if not isinstance(points, str):
            raise ValueError("they are no text")
        drawn(read_points(points))
    except ValueError as error:
        controls.refuse(f"Drawn points: {error}.")
    else:
        controls.change(points=points)
