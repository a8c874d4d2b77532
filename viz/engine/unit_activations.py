"""Layers whose units have different activations: runs of neighbouring units, each with the kernels of its own function.

What a layer computes is a `LayerFunction`: one activation for all its units, or a `MixedLayer`.  Both have a name, a
label and kernels that fill `out` (P, H, B) from z (P, H, B) and parameter arrays, so the passes need not know which.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

from viz.activations import Activation

if TYPE_CHECKING:
    from viz.spec import ExperimentSpec as Spec

Array = NDArray[np.float64]
Parameters = tuple[Array, ...]  # in the order in which the kernels take them: (P, 1, 1), or (P, units, 1) in a run


@dataclass(frozen=True)
class Run:
    """Neighbouring units with one function: which, and which of the layer's parameter arrays are theirs."""

    units: tuple[slice, slice]
    function: Activation
    parameters: slice


@dataclass(frozen=True)
class MixedLayer:
    """A layer where some units have a function of their own.

    main : the activation of the others, whose curve and label stand for the whole layer.
    units : H activations, one for each unit.
    """

    main: Activation
    units: tuple[Activation, ...]

    @cached_property
    def name(self) -> str:
        """Which functions its units have, as ``relu×4 tanh×1``: layers of one name differ in their parameters only."""
        return " ".join(f"{run.function.name}×{_width(run)}" for run in self.runs)

    @property
    def label(self) -> str:
        """The label of the main activation."""
        return self.main.label

    @property
    def unit_labels(self) -> list[str]:
        """The label of every unit's function."""
        return [_described(unit) for unit in self.units]

    @cached_property
    def runs(self) -> tuple[Run, ...]:
        """Its units in order, those of one function together."""
        groups = [list(group) for _, group in groupby(self.units, key=lambda unit: unit.name)]
        runs, unit, parameter = [], 0, 0
        for group in groups:
            units, parameters = unit + len(group), parameter + len(group[0].parameters)
            runs.append(Run((slice(None), slice(unit, units)), group[0], slice(parameter, parameters)))
            unit, parameter = units, parameters
        return tuple(runs)

    def value_kernel(self, z: Array, out: Array, *parameters: Array) -> None:
        """Fill f(z) (P, H, B)."""
        for run in self.runs:
            run.function.value_kernel(z[run.units], out[run.units], *parameters[run.parameters])

    def derivative_kernel(self, z: Array, out: Array, *parameters: Array) -> None:
        """Fill f′(z) (P, H, B)."""
        for run in self.runs:
            run.function.derivative_kernel(z[run.units], out[run.units], *parameters[run.parameters])


LayerFunction: TypeAlias = Activation | MixedLayer


def layer_functions(
    layers: Sequence[Activation], widths: Sequence[int], units: Mapping[tuple[int, int], Activation]
) -> tuple[LayerFunction, ...]:
    """Return what every hidden layer computes.

    Parameters
    ----------
    layers : the activation of each hidden layer.
    widths : how many units each has.
    units : (layer, unit), both from 0 -> the activation of a unit that has its own.
    """
    found: list[LayerFunction] = []
    for number, (main, width) in enumerate(zip(layers, widths, strict=True)):
        each = tuple(units.get((number, unit), main) for unit in range(width))
        found.append(main if all(unit == main for unit in each) else MixedLayer(main, each))
    return tuple(found)


def functions_of(spec: Spec) -> tuple[LayerFunction, ...]:
    """Return what every hidden layer of a spec computes, by its activations of layers and of units."""
    return layer_functions(spec.layers, spec.hidden, spec.units) if spec.unit_activations else spec.layers


def stacked_parameters(members: Sequence[LayerFunction]) -> Parameters:
    """Return the parameters of one layer of P networks as arrays: (P, 1, 1), or (P, units, 1) for each run of units.

    Raises
    ------
    ValueError
        If the members' functions differ in more than their parameters.
    """
    if len({member.name for member in members}) != 1:
        raise ValueError(f"the networks have different activations: {', '.join(sorted({m.name for m in members}))}")
    mixed = [member for member in members if isinstance(member, MixedLayer)]
    if not mixed:
        return _arrays([[main_function(member)] for member in members])
    arrays: list[Array] = []
    for run in mixed[0].runs:
        arrays += _arrays([member.units[run.units[1]] for member in mixed])
    return tuple(arrays)


def main_function(function: LayerFunction) -> Activation:
    """Return the activation that stands for a layer."""
    return function.main if isinstance(function, MixedLayer) else function


def _arrays(members: Sequence[Sequence[Activation]]) -> Parameters:
    """Return the parameters, each (P, units, 1), of P times so many units of one function."""
    return tuple(
        np.array([[unit.values[parameter.name] for unit in units] for units in members], dtype=np.float64)[..., None]
        for parameter in members[0][0].parameters
    )


def _width(run: Run) -> int:
    return run.units[1].stop - run.units[1].start


def _described(activation: Activation) -> str:
    """Return the label, with those parameters that are not at their defaults."""
    changed = [
        f"{parameter.name} {activation.values[parameter.name]:g}".replace("-", "−")
        for parameter in activation.parameters
        if activation.values[parameter.name] != parameter.default
    ]
    return f"{activation.label} ({', '.join(changed)})" if changed else activation.label
