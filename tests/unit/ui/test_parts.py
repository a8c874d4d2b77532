"""A setting splits into what its widgets show, and takes over a change of any of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.spec.strategies import activation_texts, experiments
from viz.spec import ExperimentSpec
from viz.spec.codec import ActivationText, Number, Sequence
from viz.ui.parts import decimals, grid, joined, parts_of, readable, stops

WIDTHS = parts_of(Sequence(Number(1, 64, integer=True), "-", 12), (8, 8))
CURVES = parts_of(Sequence(ActivationText(), ",", 12), ())
CURVE = parts_of(ActivationText(), "relu")


@given(settings=experiments())
def test_setting_a_part_to_what_it_shows_changes_nothing(settings: ExperimentSpec) -> None:
    for name in ("noise", "dataset", "hidden", "activation", "layer_activations"):
        value = getattr(settings, name)
        parts = parts_of(settings.kind(name), settings.field(name).default)
        for part, shown in parts.split(value).items():
            if not part.startswith("each"):
                assert parts.change(value, part, shown) == value


@given(text=activation_texts(), data=st.data())
def test_a_parameter_changes_alone(text: str, data: st.DataObject) -> None:
    shown = dict(CURVE.split(text))
    parameters = [part for part in shown if part]
    if parameters:
        part = data.draw(st.sampled_from(parameters))
        shown[part] = 1.0 if shown[""] == "formula" else CURVE.split(shown[""])[part]  # its default
        assert CURVE.split(CURVE.change(text, part, shown[part])) == shown


def test_another_activation_has_its_defaults() -> None:
    assert CURVE.change("leaky_relu(slope:0.3)", "", "elu") == "elu"
    assert CURVE.split("elu") == {"": "elu", "elu.alpha": 1.0}
    with pytest.raises(ValueError, match="slope"):
        CURVE.change("leaky_relu", "leaky_relu.slope", 99.0)


def test_widths() -> None:
    assert WIDTHS.split((8, 4)) == {"0": 8, "1": 4, "each": 8, "count": 2}
    assert WIDTHS.change((8, 4), "1", 5) == (8, 5)
    assert WIDTHS.change((8, 4), "count", 1) == (8,)
    assert WIDTHS.change((8, 4), "count", 4) == (8, 4, 4, 4)
    assert WIDTHS.change((8, 4), "each", 3) == (3, 3)
    assert WIDTHS.change((8, 4), "count", 0) == ()
    assert WIDTHS.split(()) == {"count": 0}
    assert WIDTHS.change((), "count", 2) == (8, 8)


def test_activations_of_layers() -> None:
    value = ("relu", "leaky_relu(slope:0.3)")
    assert CURVES.change(value, "1.leaky_relu.slope", 0.5) == ("relu", "leaky_relu(slope:0.5)")
    assert CURVES.change(value, "0", "tanh") == ("tanh", "leaky_relu(slope:0.3)")
    assert CURVES.split(value)["1.leaky_relu.slope"] == 0.3


def test_joined_leaves_out_what_is_empty() -> None:
    assert joined("page", "", "field", "") == "page.field"


@pytest.mark.parametrize(("step", "digits"), [(1, 0), (10, 0), (0.5, 1), (0.01, 2), (0.001, 3), (0.25, 2)])
def test_decimals(step: float, digits: int) -> None:
    assert decimals(step) == digits


@pytest.mark.parametrize(
    ("number", "text"),
    [(0.1, "0.1"), (6000, "6,000"), (1.0, "1"), (-3.0, "-3"), (1e-5, "1e-05"), (0.1 + 0.2, "0.30000000000000004")],
)
def test_readable(number: float, text: str) -> None:
    assert readable(number) == text


@given(st.floats(-1e6, 1e6))
def test_readable_tells_any_two_numbers_apart(number: float) -> None:
    assert float(readable(number).replace(",", "")) == number


def test_stops_are_round_and_ordered() -> None:
    found = stops(1e-5, 100)
    assert list(found) == sorted(set(found))
    assert (found[0], found[-1]) == (1e-5, 100)
    assert {0.0003, 0.1, 1, 1.5, 70} <= set(found)


def test_grid_holds_the_numbers_that_people_type() -> None:
    assert grid(0, 0.3, 0.1) == (0, 0.1, 0.2, 0.3)
    assert grid(-3, 3, 0.1)[31] == 0.1
