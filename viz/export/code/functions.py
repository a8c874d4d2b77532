"""The activations of a run as functions of a script, each written once however many layers have it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from viz.activations import Activation
from viz.activations.base import FrameworkName
from viz.activations.formula import is_formula
from viz.engine.unit_activations import LayerFunction, MixedLayer
from viz.export.code.words import plain


@dataclass(frozen=True)
class Tie:
    """A kink at which a framework's derivative is not the recorded one: f(at) and the derivative there."""

    at: float
    value: float
    slope: float


@dataclass(frozen=True)
class Function:
    """An activation in a script.

    expression : f(z).
    derivative : f′(z) in NumPy.
    ties : kinks where automatic differentiation has to be told the derivative.
    guarded : whether a difference stands in where `derivative` is not a number.
    """

    name: str
    said: str
    expression: str
    derivative: str
    ties: tuple[Tie, ...]
    guarded: bool


@dataclass(frozen=True)
class Mixed:
    """A layer whose units have different activations: from which unit up to which they have which function."""

    name: str
    runs: tuple[tuple[int, int, str], ...]


@dataclass(frozen=True)
class Functions:
    """What the layers of a script's network compute.

    mixed : those layers that have several of the functions.
    stages : of every stage the name of what each hidden layer computes.
    """

    functions: tuple[Function, ...]
    mixed: tuple[Mixed, ...]
    stages: tuple[tuple[str, ...], ...]


def write_functions(stages: Sequence[Sequence[LayerFunction]], framework: FrameworkName) -> Functions:
    """Return the functions of all layers of all stages as a framework writes them."""
    names = _names(unit for layers in stages for layer in layers for unit in _units(layer))
    mixed: dict[tuple[tuple[int, int, str], ...], Mixed] = {}
    written = []
    for layers in stages:
        row = []
        for layer in layers:
            if isinstance(layer, MixedLayer):
                runs = _runs(layer, names)
                mixed.setdefault(runs, Mixed(f"mixed_{len(mixed) + 1}", runs))
                row.append(mixed[runs].name)
            else:
                row.append(names[layer])
        written.append(tuple(row))
    functions = tuple(_function(name, activation, framework) for activation, name in names.items())
    return Functions(functions, tuple(mixed.values()), tuple(written))


def _names(activations: Iterable[Activation]) -> dict[Activation, str]:
    """Return a Python name for every different activation, in the order in which they come."""
    names: dict[Activation, str] = {}
    for activation in activations:
        if activation not in names:
            stem = "formula" if is_formula(activation.name) else activation.name
            taken = sum(re.fullmatch(rf"{stem}(_\d+)?", name) is not None for name in names.values())
            names[activation] = f"{stem}_{taken + 1}" if taken else stem
    return names


def _units(layer: LayerFunction) -> tuple[Activation, ...]:
    return layer.units if isinstance(layer, MixedLayer) else (layer,)


def _runs(layer: MixedLayer, names: dict[Activation, str]) -> tuple[tuple[int, int, str], ...]:
    runs, start = [], 0
    for name, group in groupby(names[unit] for unit in layer.units):
        stop = start + len(list(group))
        runs.append((start, stop, name))
        start = stop
    return tuple(runs)


def _function(name: str, activation: Activation, framework: FrameworkName) -> Function:
    values = {key: repr(value) for key, value in activation.values.items()}
    own, numpy = (activation.templates[which].expression.format(z="z", **values) for which in (framework, "numpy"))
    derivative = activation.templates["numpy"].derivative.format(z="z", **values)
    settings = ", ".join(
        f"{parameter.label} {activation.values[parameter.name]:g}" for parameter in activation.parameters
    )
    return Function(
        name,
        plain(f"{activation.label}, {settings}." if settings else f"{activation.label}."),
        own if framework != "numpy" else numpy.replace("special.", ""),
        derivative.replace("special.", ""),
        () if framework == "numpy" else _ties(activation, framework),
        is_formula(activation.name),
    )


def _ties(activation: Activation, framework: FrameworkName) -> tuple[Tie, ...]:
    return tuple(
        Tie(kink.at, float(activation(kink.at)), kink.derivative)
        for kink in activation.kinks
        if kink.derivative_in(framework) != kink.derivative
    )
