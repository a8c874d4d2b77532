"""What PyTorch and JAX give at the kinks of a formula: automatic differentiation shares a tie between both sides."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from viz.activations.formula.evaluate import Program
from viz.activations.formula.tree import Call, Number, Tree, call

_STEP = 1e-5


def tied_slopes(tree: Tree, parameters: Sequence[str], values: Sequence[float], at: float) -> dict[str, float]:
    """Return f′ at a kink in PyTorch and in JAX."""
    return {name: _slope(tree, parameters, values, at, name == "jax") for name in ("torch", "jax")}


def _slope(tree: Tree, parameters: Sequence[str], values: Sequence[float], at: float, rising: bool) -> float:
    """Return f′ at a kink as automatic differentiation has it: to about 1e-9.

    Where the two sides of a max or min are equal, each counts half; sign, step and relu have the slope 0 there,
    and abs has 0 too, or that on its right (`rising`).
    """

    def here(part: Tree) -> float:
        with np.errstate(all="ignore"):
            return float(Program(part, parameters)(at, *values))

    def untied(part: Tree) -> Tree:
        """Return a formula without switches that has the same slope at the kink."""
        if not isinstance(part, Call):
            return part
        if part.name == "where":
            comparison, yes, no = part.arguments
            return untied(yes if here(comparison) else no)
        given = [untied(argument) for argument in part.arguments]
        if part.name in ("max", "min"):
            best = given[0]
            for other in given[1:]:
                best = _of_two(part.name, best, here(best), other, here(other))
            return best
        if part.name == "abs" and rising and here(given[0]) == 0.0:
            return given[0]
        if part.name in ("abs", "relu", "sign", "step") and here(given[0]) == 0.0:
            return Number(here(part))
        return Call(part.name, tuple(given))

    program = Program(untied(tree), parameters)
    step = _STEP * max(1.0, abs(at))
    with np.errstate(all="ignore"):
        above, below = (program(np.array([at + side]), *values) for side in (step, -step))
    return round(float(np.ravel(above - below)[0] / (2 * step)), 8) + 0.0


def _of_two(name: str, first: Tree, a: float, second: Tree, b: float) -> Tree:
    if a == b:
        return call("/", call("+", first, second), Number(2.0))
    return first if (a > b) == (name == "max") else second
