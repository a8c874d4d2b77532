"""Random settings: a strategy for every kind of field, and from them for whole settings."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

from hypothesis import strategies as st

from viz.activations import ACTIVATIONS
from viz.spec import ExperimentSpec, Settings, write_activation
from viz.spec.codec import ActivationText, Choice, Flag, Number, Optional, Sequence


@st.composite
def activation_texts(draw: st.DrawFn) -> str:
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
        case Sequence():
            return st.lists(values(kind.kind), min_size=kind.shortest, max_size=min(kind.longest, 5)).map(tuple)
    raise TypeError(kind)


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
