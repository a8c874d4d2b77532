"""The incoming weights of a unit that looks at images, pixel by pixel."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import plotly.graph_objects as go

from viz.figures.theme import Theme, axis, colour_scale, layout, panel_title
from viz.spec.numbers import number

SIDE = 8  # pixels
HEIGHT, LEFT, TOP, BOTTOM = 300, 52, 28, 12  # px


def figure(weights: npt.NDArray[np.float32], colours: Theme) -> go.Figure:
    """Return weights (64,) as the picture of 8 × 8 that they are multiplied with."""
    picture = weights.astype(np.float64).reshape(SIDE, SIDE)
    reach = float(np.abs(picture[np.isfinite(picture)]).max(initial=0.0)) or 1.0
    heat = {
        "type": "heatmap",
        "z": picture,
        "zmin": -reach,
        "zmax": reach,
        "colorscale": colour_scale(colours.diverging),
        "showscale": False,
        "xgap": 1,
        "ygap": 1,
        "hovertemplate": "row %{y}, column %{x}: w = %{z:.3~g}<extra></extra>",
        "x": np.arange(1, SIDE + 1),
        "y": np.arange(1, SIDE + 1),
    }
    hidden = {"showgrid": False, "showticklabels": False, "constrain": "domain"}
    note = f"pixel by pixel, {number(-reach, 2)} (green) to {number(reach, 2)} (violet)"
    return go.Figure(
        [heat],
        layout(
            colours,
            height=HEIGHT,
            margin={"l": LEFT, "r": 12, "t": TOP, "b": BOTTOM},
            xaxis=axis(colours, **hidden),
            yaxis=axis(colours, autorange="reversed", scaleanchor="x", **hidden),
            annotations=[panel_title(colours, "Incoming weights", note, 0, 1, xshift=-LEFT + 4, yshift=5)],
        ),
    )
