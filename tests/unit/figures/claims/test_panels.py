"""Every kind of panel is drawn with the values it was given, with its axes named, and with nothing left unescaped."""

from __future__ import annotations

import numpy as np
import plotly.graph_objects as go
import pytest

from viz.figures.claims.panels import drawn, head
from viz.figures.theme import DARK, LIGHT, Theme, stroke
from viz.labs.claims.picture import Curve, Curves, Dots, Grid, Mark, Panel, Rows, banded, curve, groups

X = np.arange(1.0, 6.0)
SEEDS = np.arange(50.0).reshape(10, 5)
MARKS = (Mark("said: <1", y=100.0), Mark("where it ends", x=5.0), Mark("where it begins", x=1.0))
CURVES = Curves("Loss", "step", "loss (nats)", (banded("ReLU", X, SEEDS), curve("tanh", X, X, 1, marks=True)), MARKS)
DOTS = Dots("Final", "loss (nats)", groups([("ReLU", SEEDS[:, 0]), ("a <b>", [1.0, np.inf, 3.0])]), (Mark("aim", y=2),))
GRID = Grid("Dead", "rate", "bias", ("0.1", "1"), ("a", "b", "c"), np.array([[1, 2], [3, np.nan], [5, 6.0]]), "share")
ROWS = Rows("By hand", ("x", "relu", "words"), (("3", "3", "as <b>"), ("−3", "0", "cut off")))


def figure(panel: Panel, colours: Theme = LIGHT) -> go.Figure:
    made = drawn(panel, colours)
    assert isinstance(made, go.Figure)
    return made


def words(panel: Panel) -> list[str]:
    return [annotation.text for annotation in figure(panel).layout.annotations]


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=lambda colours: colours.name)
@pytest.mark.parametrize("panel", [CURVES, DOTS, GRID, ROWS], ids=lambda panel: type(panel).__name__)
def test_every_panel_is_drawn_in_both_themes(panel: Panel, colours: Theme) -> None:
    made = drawn(panel, colours)
    assert made if isinstance(made, str) else made.layout.paper_bgcolor == colours.background
    assert panel.title in head(panel, colours)


@pytest.mark.parametrize("panel", [CURVES, DOTS, GRID], ids=lambda panel: type(panel).__name__)
def test_axes_say_what_they_are(panel: Curves | Dots | Grid) -> None:
    assert panel.y in words(panel)
    assert (figure(panel).layout.xaxis.title.text or "") == getattr(panel, "x", "")


def test_a_curve_has_the_medians_and_a_band_between_the_quantiles() -> None:
    band, line, plain = figure(CURVES).data
    assert list(line.y) == list(np.median(SEEDS, axis=0))
    assert max(band.y) == np.quantile(SEEDS[:, -1], 0.9)
    assert (list(plain.y), plain.mode) == (list(X), "lines+markers")
    assert (line.line.color, plain.line.color) == (stroke(0, LIGHT).colour, stroke(1, LIGHT).colour)
    assert "10–90 %" in head(CURVES, LIGHT)
    assert "band" not in head(Curves("", "", "", (curve("tanh", X, X),)), LIGHT)


def test_marks_stand_at_their_places_and_lean_to_where_there_is_room() -> None:
    made = figure(CURVES)
    assert [(line.x0, line.y0) for line in made.layout.shapes] == [(0, 100), (5, 0), (1, 0)]
    by_text = {note.text: note for note in made.layout.annotations}
    assert by_text["said: &lt;1"].y == 100
    assert by_text["where it ends"].xanchor == "right"
    assert by_text["where it begins"].xanchor == "left"
    assert made.layout.yaxis.range[1] > 100  # the values and the mark, and room for the words above them


def test_on_logarithmic_axes_words_stand_where_their_lines_do() -> None:
    made = figure(
        Curves("", "x", "y", (curve("f", [1, 1e300], [1, 1e-6]),), (Mark("m", x=1e6),), log_x=True, log_y=True)
    )
    assert made.layout.shapes[0].x0 == 1e6
    assert made.layout.annotations[1].x == pytest.approx(6)
    low, high = made.layout.yaxis.range
    assert -7 < low < -6 < 0 < high < 2
    assert (made.layout.yaxis.dtick, made.layout.xaxis.dtick) == (1, None)


def test_ticks_are_where_people_look_for_them() -> None:
    made = figure(Curves("", "layer", "loss", (curve("f", [1, 2, 3], [0.04, 0.3, 0.5]),), log_y=True))
    assert made.layout.xaxis.dtick == 1
    assert {"0.05", "0.1", "0.2"} <= set(made.layout.yaxis.ticktext)
    assert figure(Curves("", "", "", (curve("f", [1, 2.5], [1, 2]),))).layout.xaxis.dtick is None


def test_nothing_to_show_is_no_error() -> None:
    figure(Curves("", "x", "y", (Curve("f", np.array([1.0]), np.array([np.nan])),), log_y=True))
    figure(Dots("", "y", groups([("none", [np.nan, np.inf])]), log_y=True))


def test_dots_are_all_there_with_a_bar_at_the_median_and_lost_ones_are_told() -> None:
    made = figure(DOTS)
    dots, bar, other, other_bar = made.data
    assert list(dots.y) == list(SEEDS[:, 0])
    assert len(set(dots.x)) == 10
    assert (list(bar.y), bar.text[1].strip()) == ([22.5, 22.5], "22.5")
    assert (np.isfinite(other.y).sum(), other_bar.y[0]) == (2, 2)
    assert made.layout.xaxis.ticktext == ("ReLU", "a &lt;b&gt; (1 not finite)")


def test_a_grid_has_its_first_row_at_the_top_and_numbers_in_its_cells() -> None:
    made = figure(GRID)
    (heat,) = made.data
    assert heat.z[0, 1] == 2
    assert np.isnan(heat.z[1, 1])
    assert heat.text[2][0] == "5"
    assert made.layout.yaxis.autorange == "reversed"
    assert heat.texttemplate == "%{text}"
    crowded = Grid("", "x", "y", tuple("abcdefghijkl"), ("r",), np.zeros((1, 12)), "q", diverging=True)
    (heat,) = figure(crowded).data
    assert (heat.texttemplate, heat.zmid) == (None, 0)


def test_a_table_is_escaped_and_its_numbers_are_aligned() -> None:
    html = drawn(ROWS, LIGHT)
    assert isinstance(html, str)
    assert "as &lt;b&gt;" in html
    assert html.count('class="right"') == 3  # the head and two cells of the one column of numbers
