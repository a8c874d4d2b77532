"""A median with its band: the line of the middle and, below it in a tint, what lies between low and high."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from viz.figures.theme import tint

Array = npt.NDArray[np.float64]

OPACITY = 0.18  # of the band: two of them can lie over each other and both still be seen
CROWDED = 0.1  # of each of more than three bands
WIDTH = 2.0  # of the line, px
LINE_ONLY = ("customdata", "hovertemplate", "text", "line", "marker", "mode", "line_shape")


def band(
    x: npt.ArrayLike,
    low: npt.ArrayLike,
    middle: npt.ArrayLike,
    high: npt.ArrayLike,
    *,
    name: str,
    colour: str,
    dash: str = "solid",
    crowd: int = 1,
    **more: Any,
) -> list[dict[str, Any]]:
    """Return two traces: the band between `low` and `high`, and over it the line through `middle`.

    Parameters
    ----------
    x, low, middle, high : (T,). Where one of them is not finite, band and line have a gap.
    name : shown on hover and in a legend, where line and band are one entry.
    colour : ``#RRGGBB`` of the line; the band has it in a tint.
    crowd : how many bands the panel has; those of a crowd are paler.
    more : for both traces, such as their axes; what concerns the line (`LINE_ONLY`) goes to the line alone.
    """
    x, low, middle, high = (np.asarray(values, dtype=np.float64) for values in (x, low, middle, high))
    shared = {"type": "scatter", "legendgroup": name} | {k: v for k, v in more.items() if k not in LINE_ONLY}
    corners_x, corners_y = outline(x, low, high)
    fill = {
        "fill": "toself",
        "fillcolor": tint(colour, OPACITY if crowd <= 3 else CROWDED),
        "line": {"width": 0},
        "mode": "lines",
    }
    area = shared | fill | {"x": corners_x, "y": corners_y, "hoverinfo": "skip", "showlegend": False, "name": name}
    look = {"mode": "lines", "line": {"color": colour, "dash": dash, "width": WIDTH}, "connectgaps": False}
    line = shared | look | {"x": x, "y": middle, "name": name} | {k: v for k, v in more.items() if k in LINE_ONLY}
    return [area, line]


def outline(x: Array, low: Array, high: Array) -> tuple[list[float | None], list[float | None]]:
    """Return the corners of the band, one closed polygon for every stretch of finite numbers, None between them."""
    known = np.isfinite(x) & np.isfinite(low) & np.isfinite(high)
    starts = np.flatnonzero(known & ~np.r_[False, known[:-1]])
    stops = np.flatnonzero(known & ~np.r_[known[1:], False]) + 1
    across: list[float | None] = []
    upward: list[float | None] = []
    for start, stop in zip(starts.tolist(), stops.tolist(), strict=True):
        part = slice(start, stop)
        separator = [None] if across else []
        across += [*separator, *x[part].tolist(), *x[part][::-1].tolist()]
        upward += [*separator, *high[part].tolist(), *low[part][::-1].tolist()]
    return across, upward
