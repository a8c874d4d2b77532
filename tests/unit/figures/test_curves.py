"""The stacked figure shows the numbers it was given, where they belong."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import plotly.graph_objects as go
import pytest

from viz.activations import ACTIVATIONS
from viz.figures.curve_panels import apart
from viz.figures.curves import figure
from viz.figures.theme import DARK, LIGHT, stroke
from viz.labs.curves import examine
from viz.spec import CurvesSpec


def draw(**settings: Any) -> go.Figure:
    return figure(examine(CurvesSpec(**settings)), LIGHT)


def titles(drawn: go.Figure) -> list[str]:
    return [a.text for a in drawn.layout.annotations if a.text.startswith("<b>") and "</b>  <span" in a.text]


def dots(drawn: go.Figure, axis: str) -> dict[tuple[float, float], bool]:
    """Return (z, y) of every dot of a panel -> whether it is filled."""
    trace = next(trace for trace in drawn.data if trace.mode == "markers" and trace.yaxis == axis)
    return {(z, y): fill != LIGHT.surface for z, y, fill in zip(trace.x, trace.y, trace.marker.color, strict=True)}


def test_panels_stand_on_one_z_axis_in_order() -> None:
    drawn = draw()
    words = [title.split("</b>")[0] for title in titles(drawn)]
    assert words == ["<b>Activation", "<b>Derivative", "<b>Flat zones", "<b>Input"]
    assert {trace.xaxis for trace in drawn.data} == {"x"}
    domains = [drawn.layout[name].domain for name in ("yaxis", "yaxis2", "yaxis3", "yaxis4")]
    assert all(upper[0] > lower[1] for upper, lower in pairwise(domains))
    assert domains[-1][0] == pytest.approx(0, abs=1e-9)


def test_the_second_derivative_comes_on_demand() -> None:
    assert any("Second derivative" in title for title in titles(draw(second_derivative=True)))


def test_curves_are_the_functions() -> None:
    drawn = draw(functions=("relu", "tanh"))
    curves = [trace for trace in drawn.data if trace.name == ACTIVATIONS["tanh"].label]
    np.testing.assert_allclose(curves[0].y, np.tanh(curves[0].x), atol=1e-12)
    np.testing.assert_allclose(curves[1].y, 1 - np.tanh(curves[1].x) ** 2, atol=1e-12)


@pytest.mark.parametrize(
    ("framework", "expected"),
    [
        ("torch", {(0.0, 1.0): False, (0.0, 0.3): True}),
        ("jax", {(0.0, 0.3): False, (0.0, 1.0): True}),
        ("keras", {(0.0, 0.3): False, (0.0, 1.0): False}),  # nothing is declared
    ],
)
def test_the_filled_dot_at_a_kink_is_what_the_framework_declares(
    framework: str, expected: dict[tuple[float, float], bool]
) -> None:
    found = dots(draw(functions=("leaky_relu(slope:0.3)",), framework=framework), "y2")
    assert {place: filled for place, filled in found.items() if place[0] == 0} == expected


def test_a_jump_has_an_open_dot_at_the_limit_and_a_filled_one_at_the_value() -> None:
    found = dots(draw(functions=("heaviside",)), "y")
    assert {place: filled for place, filled in found.items() if place[0] == 0} == {(0, 0): False, (0, 1): True}


def test_a_jump_is_not_joined() -> None:
    drawn = draw(functions=("heaviside",))
    curve = drawn.data[0]
    at = np.flatnonzero(np.asarray(curve.x) == 0)
    assert np.isnan(np.asarray(curve.y)[at]).sum() == 1


def test_flat_zones_are_those_of_the_result() -> None:
    result = examine(CurvesSpec(functions=("relu", "tanh")))
    drawn = figure(result, LIGHT)
    rows = next(trace for trace in drawn.data if trace.fill == "toself" and trace.yaxis == "y3")
    starts = [x for x, before in zip(rows.x, (None, *rows.x), strict=False) if x is not None and before is None]
    assert starts == [zone[0] for function in result.functions for zone in function.zones]
    bands = [s for s in drawn.layout.shapes if s.type == "rect" and s.yref == "y domain"]
    assert [(band.x0, band.x1) for band in bands] == [(-5.0, 0.0)]


def test_the_mass_stands_beside_its_row() -> None:
    drawn = draw()
    masses, names = (a.text.split("<br>") for a in drawn.layout.annotations if a.yref == "y3 domain")
    assert masses == ["<b>69 %</b>", "<b>0 %</b>", "<b>2.3 %</b>", "<b>0.7 %</b>"]
    assert names[:3] == ["ReLU", "Leaky ReLU 0.3", "GELU"]
    domain, inner = drawn.layout.yaxis3.domain, drawn.layout.height - drawn.layout.margin.t - drawn.layout.margin.b
    assert (domain[1] - domain[0]) * inner == pytest.approx(4 * 12 * 1.3)  # four lines of Plotly's text


def test_tangents_touch_at_the_probe() -> None:
    result = examine(CurvesSpec(functions=("tanh",), probe=0.7))
    drawn = figure(result, LIGHT)
    tangent = next(s for s in drawn.layout.shapes if s.type == "line" and s.xref == "x" and s.yref == "y")
    assert (tangent.x0 + tangent.x1) / 2 == pytest.approx(0.7)
    assert (tangent.y0 + tangent.y1) / 2 == pytest.approx(np.tanh(0.7))
    assert (tangent.y1 - tangent.y0) / (tangent.x1 - tangent.x0) == pytest.approx(1 - np.tanh(0.7) ** 2)


def test_a_probe_out_of_range_draws_no_line() -> None:
    def red(drawn: go.Figure) -> int:
        return sum(shape.line.color == LIGHT.accent for shape in drawn.layout.shapes)

    assert (red(draw(probe=1.0)), red(draw(probe=9.0))) == (1, 0)


def test_colours_follow_the_slot_and_the_theme() -> None:
    spec = CurvesSpec(functions=("relu", "tanh"), slots=(0, 3))
    for colours in (LIGHT, DARK):
        drawn = figure(examine(spec), colours)
        assert drawn.data[0].line.color == colours.text
        assert drawn.data[1].line.color == stroke(3, colours).colour
        assert drawn.layout.paper_bgcolor == colours.background


@pytest.mark.parametrize(
    "settings",
    [
        {"functions": tuple(ACTIVATIONS)},
        {"functions": ("exponential",), "low": -1000.0, "high": 1000.0},
        {"functions": ("heaviside", "sine(omega:30)"), "low": -500.0, "high": 500.0},
        {"functions": ("exponential",), "low": 2.0, "high": 2.1, "distribution": "uniform"},
        {"deviation": 0.01, "mean": 20.0},
    ],
    ids=lambda settings: str(settings)[:40],
)
@pytest.mark.parametrize("second", [False, True])
def test_any_view_is_a_figure_that_shows_something(settings: dict[str, Any], second: bool) -> None:
    drawn = draw(second_derivative=second, **settings)
    low, high = drawn.layout.yaxis.range
    y = np.asarray(drawn.data[0].y, float)
    assert np.isfinite([low, high]).all()
    assert low < high
    assert ((low <= y) & (y <= high)).any()
    assert drawn.to_json()


def test_labels_move_apart_and_keep_their_order() -> None:
    places = apart([3.0, 3.0, -5.0, 2.9], 0.5, -1.0, 3.0)
    assert places == pytest.approx([3.0, 2.5, -1.0, 2.0])
    crowded = apart([0.0, 0.0, 0.0], 1.0, 0.0, 5.0)
    assert crowded == pytest.approx([2.0, 1.0, 0.0])
