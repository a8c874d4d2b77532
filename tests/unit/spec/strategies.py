"""Random settings: a strategy for every kind of field, and from them for whole settings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from typing import Any

from hypothesis import strategies as st

from viz.activations import ACTIVATIONS
from viz.activations.formula import formula_activation
from viz.spec import ExperimentSpec, Settings, write_activation
from viz.spec.actions import Action, RaiseBias, ReDo, SetBias, SetWeight
from viz.spec.adjustable import Adjustable, canonical_unit
from viz.spec.codec import ActivationText, Choice, Flag, Number, Optional, Sequence, Text
from viz.spec.experiment import canonical_digest
from viz.spec.points import canonical_points, write_points
from viz.spec.stage_text import Past, canonical_stage
from viz.spec.training import canonical_lane, canonical_name, write_lane
from viz.spec.training import canonical_unit as canonical_place

FORMULAS = (
    "max(0, x) + a*sin(3*x)",
    "x*sigmoid(b*x)",
    "where(x <= a, b*x, x - a)",
    "abs(x)",
    "1e-5*x^2 + x/(1 + abs(x))",
)


def formulas(draw: st.DrawFn) -> str:
    activation = formula_activation(draw(st.sampled_from(FORMULAS)))
    # a few values, for each is measured anew
    return write_activation(
        activation.with_parameters(
            **{p.name: draw(st.sampled_from((-10, 0.1, 1, 1e-5))) for p in activation.parameters}
        )
    )


@st.composite
def activation_texts(draw: st.DrawFn) -> str:
    if draw(st.integers(0, 3)) == 0:
        return formulas(draw)
    activation = draw(st.sampled_from(sorted(ACTIVATIONS.values(), key=lambda entry: entry.name)))
    chosen = {p.name: draw(st.floats(p.low, p.high)) for p in activation.parameters}
    return write_activation(activation.with_parameters(**chosen))


def values(kind: Any) -> st.SearchStrategy[Any]:
    """Return a strategy for everything that a kind accepts."""
    match kind:
        case Choice():
            return st.sampled_from(kind.options)
        case Number(integer=True):
            return st.integers(int(kind.low), int(kind.high))
        case Number():
            return st.floats(kind.low, kind.high)
        case Flag():
            return st.booleans()
        case Optional():
            return st.none() | values(kind.kind)
        case ActivationText():
            return activation_texts()
        case Text():
            return TEXTS[kind.canonical]()
        case Sequence():
            return st.lists(
                values(kind.kind), min_size=kind.shortest, max_size=min(kind.longest, max(5, kind.shortest))
            ).map(tuple)
    raise TypeError(kind)


def points() -> st.SearchStrategy[str]:
    coordinate = st.floats(-4, 4)
    return st.lists(st.tuples(coordinate, coordinate, st.integers(0, 1)), max_size=30).map(write_points)


def actions() -> st.SearchStrategy[Action]:
    place, size = st.integers(1, 9), st.floats(-100, 100)
    return st.one_of(
        st.just(ReDo()),
        st.builds(RaiseBias, size),
        st.builds(SetBias, place, place, size),
        st.builds(SetWeight, place, place, place, size),
    )


def stages() -> st.SearchStrategy[str]:
    settings = {entry.name: values(entry.metadata["kind"]) for entry in fields(Adjustable)}
    changed = st.fixed_dictionaries({}, optional=settings)
    return st.builds(Past, st.integers(0, 500), changed, st.lists(actions(), max_size=3).map(tuple)).map(str)


def lanes() -> st.SearchStrategy[str]:
    def lane(name: str, rate: float, activation: str) -> str:
        return write_lane(name, ExperimentSpec(learning_rate=rate, activation=activation, earlier=("7;l2=0.5",)))

    return st.builds(lane, names(), st.floats(1e-5, 100), activation_texts()) | st.just(
        write_lane("", ExperimentSpec())
    )


def names() -> st.SearchStrategy[str]:
    return st.text("abcXYZ 019&=|~%+ü", max_size=20).map(canonical_name)


PLACES = st.tuples(st.integers(1, 9), st.integers(1, 9)).map(lambda place: f"{place[0]}.{place[1]}")
TEXTS: dict[Any, Callable[[], st.SearchStrategy[str]]] = {
    canonical_points: points,
    canonical_stage: stages,
    canonical_unit: lambda: st.tuples(PLACES, activation_texts()).map(":".join).map(canonical_unit),
    canonical_lane: lanes,
    canonical_name: names,
    canonical_place: lambda: st.just("") | PLACES,
    canonical_digest: lambda: st.sampled_from(["", "0123456789abcdef"]),
}


def settings_of(kind: type[Settings]) -> st.SearchStrategy[Settings]:
    """Return a strategy for settings of one class; fields that don't go with the others take their defaults."""

    def settled(changes: dict[str, Any]) -> Settings:
        while clashes := kind().unchecked(changes).conflicts():
            changes = (
                {name: value for name, value in changes.items() if name not in clashes}
                if clashes.keys() & changes
                else {}
            )
        return replace(kind(), **changes)

    each = {entry.name: values(entry.metadata["kind"]) for entry in fields(kind)}
    return st.fixed_dictionaries({}, optional=each).map(settled)


def experiments() -> st.SearchStrategy[Settings]:
    return settings_of(ExperimentSpec)
