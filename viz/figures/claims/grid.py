"""A map of values over two settings, with the number in every cell where there is room."""

from __future__ import annotations

from typing import Any

import numpy as np
import plotly.graph_objects as go

from viz.figures.claims.frame import framed, lines
from viz.figures.theme import SIZES, Theme, colour_scale
from viz.labs.claims.picture import Grid
from viz.spec.numbers import plain

ROW, MARGINS = 30, 100  # px: the height of a row; what is above and below them
LEAST, MOST = 260, 460  # px
ROOMY = 10  # columns up to which a cell has room for its number
CLOSE = 12  # rows up to which it has


def figure(panel: Grid, colours: Theme) -> go.Figure:
    """Return the map; a cell without a value is blank."""
    rows, columns = panel.values.shape
    heat: dict[str, Any] = {
        "type": "heatmap",
        "z": np.where(np.isfinite(panel.values), panel.values, np.nan),
        "x": np.arange(columns),
        "y": np.arange(rows),
        "colorscale": colour_scale(colours.diverging if panel.diverging else colours.heat),
        "colorbar": {"thickness": 9, "outlinewidth": 0, "len": 1, "tickfont": {"size": SIZES["tick"]}, "xpad": 6},
        "xgap": 1,
        "ygap": 1,
        "customdata": np.array([[f"{r}, {c}" for c in panel.columns] for r in panel.rows]),
        "text": [[plain(value) for value in row] for row in panel.values.tolist()],
        "hovertemplate": "%{customdata}: %{text}<extra></extra>",
    }
    heat |= {"zmid": 0} if panel.diverging else {}
    if columns <= ROOMY and rows <= CLOSE:
        heat |= {"texttemplate": "%{text}", "textfont": {"size": SIZES["tick"]}}
    every = {"tickmode": "array", "showgrid": False}
    x = every | {"tickvals": list(range(columns)), "ticktext": ["<br>".join(lines(c, 12)) for c in panel.columns]}
    y = every | {"tickvals": list(range(rows)), "ticktext": ["<br>".join(lines(r, 18)) for r in panel.rows]}
    y |= {"autorange": "reversed"}
    height = min(MOST, max(LEAST, ROW * rows + MARGINS))
    return framed([heat], x, y, (panel.x, panel.y), colours, height=height)
