"""The sentences of the page, word for word where a number could be wrong."""

from __future__ import annotations

import numpy as np
import pytest

from viz.figures.one_neuron.errors import errors_figure, errors_reading
from viz.figures.one_neuron.growth import growth_reading, line_growth, plane_growth
from viz.figures.one_neuron.kinks import kinks_reading
from viz.figures.one_neuron.neuron_reading import amount, formula, lines_note, neuron_reading
from viz.figures.one_neuron.regions import line_figure, regions_figure
from viz.figures.one_neuron.regions_reading import regions_reading, regions_table
from viz.figures.theme import DARK, LIGHT
from viz.labs.kinks import ErrorsResult, count_pieces
from viz.labs.neuron import examine_neuron
from viz.labs.regions import Counts, GrowthResult, examine_regions
from viz.spec.kinks import ErrorsSpec, Target, Units
from viz.spec.one_neuron import OneNeuronSpec


def said(**changes: object) -> str:
    text = neuron_reading(examine_neuron(OneNeuronSpec(**changes).neuron))  # type: ignore[arg-type]
    return text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{WORD JOINER}", "")


@pytest.mark.parametrize(
    ("changes", "part"),
    [
        ({}, "Moving A a little moves the output 2 times as far: **∂out/∂A = 2·1 = 2**."),
        ({"b": -100.0}, "2·1 + 3·(−100) + 0 = −298, where ReLU puts out **0** with slope 0. Moving A changes nothing"),
        ({"activation": "tanh"}, "Moving A changes next to nothing: **∂out/∂A = 2·0.0001816 = 0.0003632**."),
        ({"activation": "tanh"}, "= 1.158·10⁻²⁵⁸**"),
        ({"activation": "gelu"}, "there the slope is too small for a number, so moving A changes nothing to be seen"),
        ({"activation": "gaussian", "a": 0.0, "b": 0.0}, "Just there the slope is 0: **∂out/∂A = 0**."),
        ({"activation": "leaky_relu", "b": -1.0}, "would be −298, and moving A would do just the same."),
        ({"weight_a": 0.0}, "A has weight 0, so moving it changes nothing"),
        ({"threshold": True, "b": -2.0}, "so the neuron is **OFF** and puts out 0."),
        ({"bias": -2.5, "weight_b": -1.0}, "2·1 − 1·1 − 2.5 = −1.5"),
    ],
)
def test_the_neuron_says_what_moving_a_does(changes: dict[str, object], part: str) -> None:
    assert part in said(**changes)


@pytest.mark.parametrize(
    ("name", "note"),
    [
        ("relu", "line: the kink"),
        ("tanh", "line: z = 0"),
        ("heaviside", "line: the jump"),
        ("relu6", "lines: the kinks"),
    ],
)
def test_the_lines_are_named(name: str, note: str) -> None:
    assert lines_note(examine_neuron(OneNeuronSpec(activation=name).neuron)) == note


def test_the_formula_holds_the_numbers() -> None:
    assert formula(examine_neuron(OneNeuronSpec(b=-2.0).neuron)).endswith(
        r"= \text{ReLU}(2\cdot 1 + 3\cdot (-2) + 0) = \text{ReLU}(-4) = \mathbf{0}$"
    )


@pytest.mark.parametrize(
    ("value", "text"), [(0.0, "0"), (-2.5, "−2.5"), (1.5e-7, "1.5·10⁻⁷"), (-3e12, "−3·10¹²"), (12345.0, "1.234·10⁴")]
)
def test_amounts_are_written_as_people_do(value: float, text: str) -> None:
    assert amount(value) == text


def test_one_unit_is_singular() -> None:
    units = Units((1.0,), (0.0,), (1.0,))
    text = kinks_reading(units, count_pieces(units), 0.5, Target("step"), None)
    assert text == "**1 unit makes 2 straight pieces** on −3 ≤ x ≤ 3. The sum is off the step by **0.500** (RMS)."


def errors_result(medians: list[float]) -> ErrorsResult:
    rms = np.array(medians)[:, np.newaxis] * np.array([0.9, 1.0, 1.1])
    return ErrorsResult(ErrorsSpec(Target("sine"), "adam", 0.02, 100, 3), rms, 1.0)


def test_errors_say_where_more_units_did_not_help() -> None:
    assert "**1.000** with 1 unit, **0.250** with 3" in errors_reading(errors_result([1.0, 0.5, 0.25]))
    assert "every further unit helped, or did no harm" in errors_reading(errors_result([1.0, 0.5, 0.25]))
    worse = errors_reading(errors_result([1.0, 0.2, 0.25]))
    assert "the lowest is 0.200 with 2" in worse
    assert "did no harm" not in worse


def test_errors_that_are_not_known_leave_a_gap() -> None:
    figure = errors_figure(errors_result([1.0, np.nan, 0.25]), 2, 0.7, DARK)
    assert np.isnan(np.asarray(figure.data[1].y, dtype=float)).tolist() == [False, True, False]
    assert (figure.data[-1].x[0], figure.data[-1].y[0]) == (2, 0.7)


@pytest.mark.parametrize("colouring", ["pattern", "active"])
def test_every_cell_is_drawn_once(colouring: str) -> None:
    result = examine_regions(OneNeuronSpec(hidden=(6, 5)).network)
    drawn = [trace for trace in regions_figure(result, colouring, LIGHT).data if trace.fill == "toself"]
    assert sum(list(trace.x).count(None) for trace in drawn) == len(result.cells)


def test_the_line_has_a_dot_at_every_bend() -> None:
    result = examine_regions(OneNeuronSpec(hidden=(6, 5)).network)
    curve, dots = line_figure(result, LIGHT).data
    assert len(dots.x) == result.line.patterns - 1
    x, y = np.asarray(curve.x, dtype=float), np.asarray(curve.y, dtype=float)
    np.testing.assert_allclose(y[1:-3:3], y[3::3], atol=1e-9)  # ReLU does not jump
    assert (x[0], x[-2]) == (-3.0, 3.0)


def test_the_bound_is_held_against_the_count() -> None:
    result = examine_regions(OneNeuronSpec(hidden=(5,), half=1000.0, seed=3).network)
    assert "5 units in 1 layer cut the square |x₁|, |x₂| ≤ 1000 into 16 cells**" in regions_reading(result)
    assert "Linear regions" in regions_table(result)
    single = examine_regions(OneNeuronSpec(initialiser="zeros", bias_spread=0.0).network)
    assert "into 1 cell**, one for" in regions_reading(single)


def growth_result() -> GrowthResult:
    spread = np.array([-1.0, 0.0, 1.0])
    line = Counts((8, 64, 128), np.array([[8, 64, 128], [8, 66, 130], [4, 62, 126]])[:, :, np.newaxis] + spread)
    plane = Counts((8, 16), np.array([[30, 120], [28, 110], [6, np.nan]])[:, :, np.newaxis] + spread)
    return GrowthResult(OneNeuronSpec().growth, line, plane, 0.9)


def test_depth_and_neurons_are_held_against_each_other() -> None:
    text = growth_reading(growth_result())
    assert "64 neurons cut the line into **64.0** ± 0.6 pieces in one layer, **66.0** ± 0.6 in two" in text
    assert "depth changes the count by 6 %, while 16 times as many neurons make it 16 times as large." in text
    published = [trace for trace in line_growth(growth_result(), LIGHT).data if trace.name == "published"]
    assert [(trace.x[0], trace.y[0]) for trace in published] == [(64, 64.2), (64, 66.2), (64, 59.8)]
    bound = plane_growth(growth_result(), LIGHT).data[-1]
    assert (bound.x[-1], bound.y[-1]) == (16, 137)
