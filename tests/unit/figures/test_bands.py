"""The band around a median: its outline goes along the top and back along the bottom, once for every stretch."""

from __future__ import annotations

import numpy as np
import plotly.graph_objects as go

from viz.figures.bands import band, outline
from viz.figures.theme import LIGHT


def test_outline_goes_up_one_side_and_back_down_the_other() -> None:
    x, y = outline(np.array([0.0, 1.0, 2.0]), np.array([1.0, 2.0, 3.0]), np.array([5.0, 6.0, 7.0]))
    assert x == [0, 1, 2, 2, 1, 0]
    assert y == [5, 6, 7, 3, 2, 1]


def test_outline_is_one_polygon_for_every_stretch_of_finite_numbers() -> None:
    low = np.array([np.nan, 1.0, 2.0, np.nan, 4.0])
    x, y = outline(np.arange(5.0), low, low + 1.0)
    assert x == [1, 2, 2, 1, None, 4, 4]
    assert y == [2, 3, 2, 1, None, 5, 4]


def test_nothing_finite_is_an_empty_band() -> None:
    assert outline(np.arange(2.0), np.full(2, np.nan), np.ones(2)) == ([], [])


def test_line_and_band_are_one_entry_over_the_same_axes() -> None:
    traces = band([0, 1], [1, 2], [2, 3], [3, 4], name="ReLU", colour=LIGHT.text, yaxis="y2", hovertemplate="%{y}")
    area, line = go.Figure(traces, {"yaxis2": {}}).data
    assert area.legendgroup == line.legendgroup == "ReLU"
    assert area.yaxis == line.yaxis == "y2"
    assert (area.showlegend, area.hoverinfo, area.hovertemplate, line.hovertemplate) == (False, "skip", None, "%{y}")
    assert list(line.y) == [2, 3]
    assert line.line.color == LIGHT.text
    assert area.fillcolor.startswith("rgba(26,30,38,")


def test_bands_of_a_crowd_are_paler() -> None:
    alone, crowded = (band([0, 1], [0, 0], [1, 1], [2, 2], name="a", colour="#102030", crowd=n)[0] for n in (3, 4))
    assert (alone["fillcolor"], crowded["fillcolor"]) == ("rgba(16,32,48,0.18)", "rgba(16,32,48,0.1)")
