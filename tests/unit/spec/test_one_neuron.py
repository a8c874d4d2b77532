"""The settings of the page "One neuron": they survive a link, and say what doesn't go together."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.spec.strategies import values
from viz.activations import ACTIVATIONS
from viz.activations.piecewise import is_piecewise_linear
from viz.spec import kinks
from viz.spec.one_neuron import DRAWINGS, OneNeuronSpec

NUMBERS = st.floats(-100, 100)
UNITS = st.integers(1, 12).flatmap(lambda k: st.tuples(*[st.tuples(*[NUMBERS] * k)] * 3))
FREE = [
    entry.name
    for entry in fields(OneNeuronSpec)
    if entry.name not in ("slopes", "positions", "heights", "drawn", "units", "hidden")
]


@st.composite
def settings(draw: st.DrawFn) -> OneNeuronSpec:
    slopes, positions, heights = draw(UNITS)
    drawn = draw(st.sampled_from([*DRAWINGS.values(), tuple(0.01 * n for n in range(kinks.POINTS))]))
    free = draw(st.fixed_dictionaries({}, optional={name: values(OneNeuronSpec.kind(name)) for name in FREE}))
    units = draw(st.sampled_from(["relu", "hardtanh", "leaky_relu(slope:0.3)"]))
    hidden = draw(st.lists(st.integers(1, 12), min_size=1, max_size=8).map(tuple))
    named = {"slopes": slopes, "positions": positions, "heights": heights, "drawn": drawn}
    return replace(OneNeuronSpec(), **free, **named, units=units, hidden=hidden)


@given(settings())
def test_settings_survive_a_link(spec: OneNeuronSpec) -> None:
    again, problems = OneNeuronSpec.from_query(spec.to_query())
    assert (again, problems) == (spec, [])


@given(settings())
def test_what_experiments_depend_on_can_always_be_had(spec: OneNeuronSpec) -> None:
    assert max(abs(spec.a), abs(spec.b)) <= spec.neuron.extent
    assert len(spec.built) == len(spec.positions)
    assert spec.fitting.units == spec.built
    assert spec.network.training.hidden == spec.hidden
    assert {hash(part) for part in (spec.neuron, spec.fitting, spec.errors, spec.network, spec.growth)}


def test_the_longest_link_can_be_read() -> None:
    spec = OneNeuronSpec(
        experiment="kinks",
        target="drawn",
        drawn=(-1.23,) * kinks.POINTS,
        **dict.fromkeys(("slopes", "positions", "heights"), (-12.3456,) * kinks.MAX_UNITS),
    )
    assert OneNeuronSpec.from_query(spec.to_query()) == (spec, [])
    assert sum(len(key) + len(value) + 2 for key, value in spec.to_query().items()) < 1000


def test_units_need_one_number_of_each() -> None:
    with pytest.raises(ValueError, match="6 slopes, 2 positions and 6 heights; every unit needs one of each"):
        OneNeuronSpec(positions=(0.0, 1.0))


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_only_straight_activations_have_regions(name: str) -> None:
    spec = OneNeuronSpec().unchecked({"units": name, "hidden": (4,)})
    assert ("units" in spec.conflicts()) is not is_piecewise_linear(ACTIVATIONS[name])


@pytest.mark.parametrize(("units", "hidden", "most"), [("relu", (64, 64, 65), 192), ("hardtanh", (64, 33), 96)])
def test_too_many_lines_are_refused_with_what_can_run(units: str, hidden: tuple[int, ...], most: int) -> None:
    spec = OneNeuronSpec().unchecked({"units": units, "hidden": hidden})
    assert f"up to {most} units" in spec.conflicts()["hidden"]
    assert spec.unchecked({"hidden": (most // 4,) * 4}).conflicts() == {}
