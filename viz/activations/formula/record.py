"""From the text of a formula to the record of an activation: read, differentiated, measured and checked, once."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property, lru_cache
from typing import Any

import numpy as np

from viz.activations.base import Activation, Parameter
from viz.activations.formula.differentiate import Derivatives, differentiate
from viz.activations.formula.evaluate import Program
from viz.activations.formula.frameworks import tied_slopes
from viz.activations.formula.kinks import Array, find_kinks
from viz.activations.formula.measure import Gap, check_slope, find_gaps, measure
from viz.activations.formula.snippets import templates
from viz.activations.formula.syntax import parse
from viz.activations.formula.tree import Call, FormulaError, Tree, parameters, readable, spaced, walk, write
from viz.activations.traits import Kink, Traits

PREFIX = "formula("
EXAMPLES = (
    ("max(0, x) + a*sin(3*x)", {"a": 0.1}),
    ("x*sigmoid(a*x)", {"a": 1.7}),
    ("where(x > 0, x, a*(exp(x) - 1))", {"a": 0.5}),
    ("max(-1, min(1, a*x))", {"a": 1.0}),
)
BOUNDS, STEP, DEFAULT = 10.0, 0.01, 1.0  # of every parameter
LONGEST_LABEL = 34
PARTIAL = ("log", "log1p", "sqrt", "**", "/")  # not real numbers everywhere
FEW_KINKS = 16  # for which the frameworks are asked


def is_formula(name: str) -> bool:
    """Return whether an activation's name is that of a formula."""
    return name.startswith(PREFIX)


def formula_text(activation: Activation) -> str:
    """Return the formula of an activation that is one, in one spelling and without spaces."""
    return activation.name[len(PREFIX) : -1]


def typed_text(activation: Activation) -> str:
    """Return the formula of an activation that is one, as people type it."""
    return spaced(parse(formula_text(activation)))


@lru_cache(maxsize=256)
def _activation(text: str) -> Activation:
    return _Formula(parse(text)).activation


def formula_activation(text: str, **values: float) -> Activation:
    """Return the activation of a formula in x at these values of its parameters, the others at 1.

    Raises FormulaError with reason and place; ValueError for a parameter that isn't in it or is out of bounds.
    """
    activation = _activation(write(parse(text))).with_parameters(**values)
    _check(activation)
    return activation


@lru_cache(maxsize=1024)
def _check(activation: Activation) -> None:
    """Refuse a formula at values of its parameters at which it can't be used."""
    near = np.linspace(-3.0, 3.0, 61)
    if not np.isfinite(activation(near)).any():
        raise FormulaError("f has no finite value between −3 and 3")
    check_slope(activation, activation.derivative, activation.kinks)


@lru_cache(maxsize=256)
def gaps(activation: Activation) -> tuple[tuple[str, Gap], ...]:
    """Return where f, or f′ while f is there, has no finite value within ±1,000: "f" or "f′", and where."""
    value = find_gaps(activation)
    slope = find_gaps(activation.derivative)
    more = [gap for gap in slope if not any(f.low <= gap.low and gap.high <= f.high for f in value)]
    return (*(("f", gap) for gap in value), *(("f′", gap) for gap in more))


class _Formula:
    """A formula on the way to its record."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.names = parameters(tree)

    @cached_property
    def derivatives(self) -> Derivatives:
        return differentiate(self.tree)

    @property
    def activation(self) -> Activation:
        value = _Kernel(Program(self.tree, self.names))
        value.partial = any(isinstance(part, Call) and part.name in PARTIAL for part in walk(self.tree))
        slope = _Kernel(Program(self.derivatives.first, self.names), value)
        second = self.derivatives.second
        curvature = _Kernel(Program(second, self.names), slope) if second else _Differences(slope)
        slope.partial = value.partial
        self.kernels = value, slope
        label = readable(self.tree)
        return Activation(
            name=f"{PREFIX}{write(self.tree)})",
            label=label if len(label) <= LONGEST_LABEL else f"{label[: LONGEST_LABEL - 1].rstrip()}…",
            family="Your own formula",
            summary="A formula that was typed in; SymPy differentiated it, and differences of f confirm that.",
            reference="Your own formula; range, slope and symmetry are measured on a grid",
            value_kernel=value,
            derivative_kernel=slope,
            second_derivative_kernel=curvature,
            formula=self.derivatives.formula,
            derivative_formula=self.derivatives.first_formula,
            second_derivative_formula=self.derivatives.second_formula,
            traits=self.traits,
            templates=templates(self.tree, self.derivatives.first),
            parameters=tuple(
                Parameter(name, name, _symbol(name), DEFAULT, -BOUNDS, BOUNDS, STEP, f"the parameter {name}")
                for name in self.names
            ),
        )

    def _elsewhere(self, kink: Kink, values: tuple[float, ...]) -> Kink:
        tied = tied_slopes(self.tree, self.names, values, kink.at)
        return replace(kink, elsewhere={name: x for name, x in tied.items() if not abs(x - kink.derivative) < 1e-7})

    def traits(self, *values: float) -> Traits:
        """Return the kinks and what is measured, at these values of the parameters."""
        value, slope = (_curve(kernel, values) for kernel in self.kernels)
        kinks = find_kinks(self.tree, self.names, values, value, slope)
        if len(kinks) <= FEW_KINKS:
            kinks = tuple(self._elsewhere(kink, values) for kink in kinks)
        return measure(value, slope, kinks)


def _symbol(name: str) -> str:
    return f"\\{name}" if name in ("alpha", "beta", "gamma", "theta", "omega") else name


def _curve(kernel: Any, values: tuple[float, ...]) -> Any:
    def curve(x: Array) -> Array:
        out = np.empty_like(x)
        with np.errstate(all="ignore"):
            kernel(x, out, *values)
        return out

    return curve


class _Kernel:
    """A program as a kernel.

    Where a closed form of a derivative is not a number although the function is (∞/∞, 0/0), a difference stands in;
    where the function is not a number, neither is its derivative.
    """

    partial = False

    def __init__(self, program: Program, integral: _Kernel | None = None) -> None:
        self.program = program
        self.integral = integral

    def __call__(self, z: Array, out: Array, *values: Any) -> None:
        np.copyto(out, self.program(z, *values), casting="same_kind")
        if self.integral is not None and np.isnan(out).any():
            np.copyto(out, self.integral.difference(z, values), where=np.isnan(out), casting="same_kind")
        if self.integral is not None and self.integral.partial:
            np.copyto(out, np.nan, where=np.isnan(self.integral.program(z, *values)))

    def difference(self, z: Array, values: tuple[Any, ...]) -> Array:
        """Return central differences."""
        step = 1e-6 * np.maximum(np.abs(z), 1.0)
        above, below = z + step, z - step
        return np.asarray((self.program(above, *values) - self.program(below, *values)) / (above - below))


class _Differences:
    """The derivative of a kernel that has no closed form."""

    def __init__(self, integral: _Kernel) -> None:
        self.integral = integral

    def __call__(self, z: Array, out: Array, *values: Any) -> None:
        np.copyto(out, self.integral.difference(z, values), casting="same_kind")
