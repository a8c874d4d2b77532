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
    try:
        drawn(read_points(told.points))
    except ValueError as error:  # the canvas asks first; whatever comes, the page keeps the run that it has
        controls.refuse(f"Drawn points: {error}.")
    else:
        controls.change(points=told.points)
    st.rerun()
