"""A panel of a claim's outcome as what draws it: a figure, or HTML where it is a table."""

from __future__ import annotations

import plotly.graph_objects as go

from viz.figures.claims import curves, dots, grid, rows
from viz.figures.html import heading, legend
from viz.figures.theme import Theme
from viz.labs.claims.picture import Curves, Dots, Grid, Panel, Rows


def head(panel: Panel, colours: Theme) -> str:
    """Return a panel's title with what its marks mean, and the legend of its lines."""
    if isinstance(panel, Curves):
        return heading(panel.title, curves.note(panel)) + legend(curves.strokes(panel, colours))
    notes = {Dots: dots.NOTE, Grid: panel.quantity if isinstance(panel, Grid) else "", Rows: ""}
    return heading(panel.title, notes[type(panel)])


def drawn(panel: Panel, colours: Theme) -> go.Figure | str:
    """Return a panel's figure, or its HTML."""
    if isinstance(panel, Curves):
        return curves.figure(panel, colours)
    if isinstance(panel, Dots):
        return dots.figure(panel, colours)
    return grid.figure(panel, colours) if isinstance(panel, Grid) else rows.html(panel)
