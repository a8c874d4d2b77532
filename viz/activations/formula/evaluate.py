"""Computes a formula with NumPy: its tree becomes a list of array operations, equal parts computed once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from viz.activations.formula.functions import operation
from viz.activations.formula.tree import CONSTANTS, VARIABLE, Call, Name, Number, Tree

_CONSTANTS = {"pi": np.pi, "e": np.e}
assert set(_CONSTANTS) == set(CONSTANTS)
_PRODUCTS = 8  # whole exponents up to here are products, which are sooner done and the same for every shape


@dataclass(frozen=True)
class _Step:
    """One operation: which values it takes, and which of them nobody needs afterwards."""

    compute: Callable[..., Any]
    takes: tuple[int, ...]
    frees: tuple[int, ...]


class Program:
    """A tree as a list of steps. Calling it with x and the parameters gives the value, an array or a number.

    An element of the result depends on that element of x alone, whatever the shape.
    """

    def __init__(self, tree: Tree, parameters: Sequence[str]) -> None:
        self._inputs = (VARIABLE, *parameters)
        self._start: list[Any] = [None] * len(self._inputs)
        self._known: dict[Any, int] = {}
        plan: list[tuple[Callable[..., Any], tuple[int, ...]]] = []
        self._plan = plan
        result = self._place(tree)
        base = len(self._start)
        renumbered = [(compute, tuple(base - 1 - t if t < 0 else t for t in takes)) for compute, takes in plan]
        self._result = base - 1 - result if result < 0 else result
        last = {slot: step for step, (_, takes) in enumerate(renumbered) for slot in takes}
        self._steps = [
            _Step(
                compute,
                takes,
                tuple(s for s in set(takes) if s >= base and last[s] == step and s != self._result),
            )
            for step, (compute, takes) in enumerate(renumbered)
        ]

    def __call__(self, x: Any, *parameters: Any) -> Any:
        """Return the value at x, an array of any shape, for parameters that are numbers or broadcast against it."""
        values = [x, *parameters, *self._start[len(self._inputs) :]]
        for step in self._steps:
            values.append(step.compute(*[values[slot] for slot in step.takes]))
            for slot in step.frees:
                values[slot] = None
        return values[self._result]

    def _place(self, tree: Tree) -> int:
        """Return where the value of a tree stands: inputs and constants from 0 on, steps from −1 downwards."""
        if isinstance(tree, Name) and tree.name not in _CONSTANTS:
            return self._inputs.index(tree.name)
        if not isinstance(tree, Call):
            return self._constant(tree.value if isinstance(tree, Number) else _CONSTANTS[tree.name])
        if tree.name == "**" and (times := _times(tree.arguments[1])):
            return self._step(_product(times), ("power", times), (self._place(tree.arguments[0]),))
        return self._step(operation(tree.name), tree.name, tuple(map(self._place, tree.arguments)))

    def _step(self, compute: Callable[..., Any], name: Any, takes: tuple[int, ...]) -> int:
        first = len(self._inputs)
        if all(slot >= first for slot in takes):  # of constants alone
            with np.errstate(all="ignore"):
                value = compute(*(self._start[slot] for slot in takes))
            return self._constant(value if isinstance(value, np.bool_ | bool) else float(value))
        key = (name, takes)
        if key not in self._known:
            self._plan.append((compute, takes))
            self._known[key] = -len(self._plan)
        return self._known[key]

    def _constant(self, value: Any) -> int:
        key = ("constant", repr(value))
        if key not in self._known:
            self._start.append(value)
            self._known[key] = len(self._start) - 1
        return self._known[key]


def _times(exponent: Tree) -> int:
    if isinstance(exponent, Number) and exponent.value in range(1, _PRODUCTS + 1):
        return int(exponent.value)
    return 0


def _product(times: int) -> Callable[..., Any]:
    def power(base: Any) -> Any:
        result = base
        for digit in bin(times)[3:]:
            result = result * result
            if digit == "1":
                result = result * base
        return result

    return power
