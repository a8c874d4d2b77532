"""The Activation record: everything the app knows about one element-wise activation function, in one place."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import MappingProxyType
from typing import Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from viz.activations.flatness import flat_zones
from viz.activations.kernels import Array, keep_nan
from viz.activations.traits import Kink, Point, Range, Traits

Kernel: TypeAlias = Callable[..., object]
FrameworkName: TypeAlias = Literal["numpy", "torch", "jax", "keras"]

FRAMEWORKS: tuple[FrameworkName, ...] = ("numpy", "torch", "jax", "keras")
_IMPORTS = {  # what an expression contains -> the line that brings it in
    r"np\.": "import numpy as np",
    r"special\.": "from scipy import special",
    r"torch\.": "import torch",
    r"F\.": "import torch.nn.functional as F",
    r"jax\.": "import jax",
    r"jnp\.": "import jax.numpy as jnp",
    r"keras\.": "import keras",
}


@dataclass(frozen=True)
class Parameter:
    """A number that shapes the curve: its bounds, and the step of a slider over them.

    `learned` says that the published function trains it with the weights; here it stays as set.
    """

    name: str
    label: str
    symbol: str  # LaTeX
    default: float
    low: float
    high: float
    step: float
    description: str
    learned: bool = False

    def check(self, value: object) -> float:
        """Return `value` as a float; ValueError if it is no number or lies outside the bounds."""
        try:
            number = float(value)  # type: ignore[arg-type]
        except (TypeError, ValueError):
            raise ValueError(f"{self.name} = {value!r} is not a number") from None
        if not self.low <= number <= self.high:
            raise ValueError(f"{self.name} = {number!r} is out of bounds: it must lie in [{self.low:g}, {self.high:g}]")
        return number


@dataclass(frozen=True)
class Template:
    """How one framework writes the function: an expression in `{z}` and the parameters' names in braces.

    derivative: f′ written alike, in NumPy only; the other frameworks differentiate by themselves.
    native: the framework's own function, if it has one.
    defaults: the framework's default of each parameter, where it is not ours.
    """

    expression: str
    derivative: str = ""
    native: str | None = None
    defaults: Mapping[str, float] = field(default_factory=dict)
    note: str = ""


@dataclass(frozen=True)
class Framework:
    """What a framework does, for the current parameters.

    code: a snippet to paste. native: the framework's own function or None.
    defaults: its default of every parameter. kinks: its derivative at every kink where that is known.
    """

    code: str
    native: str | None
    defaults: Mapping[str, float]
    kinks: Mapping[float, float]
    note: str


@dataclass(frozen=True, eq=False)
class Activation:
    """One element-wise activation function with the values of its parameters.

    Calling it gives f(z), `derivative` gives f′(z) and `second_derivative` f″(z), of the pre-activation z: any shape,
    float32 and float64 are kept, anything else becomes float64, NaN gives NaN, and nothing warns.

    The kernels fill `out` (same shape and dtype as z, at least one dimension, never the same memory) from z and the
    parameters in their order, each a number or an array that broadcasts against z. An element's result depends on that
    element only, never on the shape. They may raise floating-point warnings, which the caller silences, and lose NaN.
    At a kink `derivative` is the declared one (PyTorch's), and `second_derivative` is that of one side.
    """

    name: str
    label: str
    family: str
    summary: str
    reference: str
    value_kernel: Kernel
    derivative_kernel: Kernel
    second_derivative_kernel: Kernel | None
    formula: str
    derivative_formula: str
    second_derivative_formula: str
    traits: Traits | Callable[..., Traits]
    templates: Mapping[FrameworkName, Template]
    parameters: tuple[Parameter, ...] = ()
    values: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        complete = {p.name: p.check(self.values.get(p.name, p.default)) for p in self.parameters}
        unknown = [name for name in self.values if name not in complete]
        if unknown:
            accepted = ", ".join(complete) or "none"
            raise ValueError(f"{self.name} has no parameter {unknown[0][:60]!r} (it accepts: {accepted})")
        object.__setattr__(self, "values", MappingProxyType(complete))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Activation):
            return NotImplemented
        return (self.name, self.arguments) == (other.name, other.arguments)

    def __hash__(self) -> int:
        return hash((self.name, self.arguments))

    def __repr__(self) -> str:
        return f"{self.name}({', '.join(f'{name}={value:g}' for name, value in self.values.items())})"

    def with_parameters(self, **parameters: float) -> Activation:
        """Return the same function at other parameters; ValueError names what is unknown or out of bounds."""
        return replace(self, values={**self.values, **parameters})

    # The function ----------------------------------------------------------------------------------------------------

    def __call__(self, z: npt.ArrayLike) -> Array:
        """Return f(z), with the shape of z."""
        return self._apply(self.value_kernel, z)

    def derivative(self, z: npt.ArrayLike) -> Array:
        """Return f′(z), with the shape of z; at a kink the declared value."""
        return self._apply(self.derivative_kernel, z)

    def second_derivative(self, z: npt.ArrayLike) -> Array:
        """Return f″(z), with the shape of z; ValueError if the function has none."""
        if self.second_derivative_kernel is None:
            raise ValueError(f"{self.name} has no second derivative")
        return self._apply(self.second_derivative_kernel, z)

    def _apply(self, kernel: Kernel, z: npt.ArrayLike) -> Array:
        given = np.asarray(z)
        if given.dtype not in (np.float32, np.float64):
            given = given.astype(np.float64, casting="same_kind")  # refuses complex numbers and text
        points = np.atleast_1d(given)
        out = np.empty(points.shape, points.dtype)
        with np.errstate(all="ignore"):
            kernel(points, out, *self.arguments)
        keep_nan(points, out)
        return out.reshape(given.shape)

    @cached_property
    def arguments(self) -> tuple[float, ...]:
        """The parameter values in the order in which the kernels take them."""
        return tuple(self.values.values())

    @property
    def has_second_derivative(self) -> bool:
        """Whether `second_derivative` can be called."""
        return self.second_derivative_kernel is not None

    # What is true of it at the current parameters --------------------------------------------------------------------

    @cached_property
    def _traits(self) -> Traits:
        return self.traits(*self.arguments) if callable(self.traits) else self.traits

    @property
    def kinks(self) -> tuple[Kink, ...]:
        """Where f′ jumps (or f does), from left to right."""
        return self._traits.kinks

    @property
    def range(self) -> Range:
        """Infimum and supremum of f over the real line, and whether they are attained."""
        return self._traits.range

    @property
    def monotonic(self) -> str:
        """Which of "increasing" (strictly), "non-decreasing" and "none" f is."""
        return self._traits.monotonic

    @property
    def lipschitz(self) -> float:
        """The smallest Lipschitz constant, sup |f′|; inf where f jumps or steepens without end."""
        return self._traits.lipschitz

    @property
    def saturates(self) -> tuple[bool, bool]:
        """Whether f′ → 0 to the left and to the right."""
        return self._traits.saturates

    @property
    def symmetry(self) -> str | None:
        """Which of "odd" and "even" f is, or None."""
        return self._traits.symmetry

    @property
    def minimum(self) -> Point | None:
        """The one point where f is least, if there is exactly one."""
        return self._traits.minimum

    @property
    def steepest(self) -> Point | None:
        """A point where |f′| is greatest, with f′ there, if that is attained at isolated points only."""
        return self._traits.steepest

    def flat_zones(self, epsilon: float, low: float, high: float) -> list[tuple[float, float]]:
        """Return the intervals of [low, high] where |f′| < epsilon, in order, to the accuracy of root finding."""
        return flat_zones(self, epsilon, low, high)

    # In the frameworks -----------------------------------------------------------------------------------------------

    def code(self, framework: FrameworkName, variable: str = "z") -> str | None:
        """Return a snippet that computes h = f(variable) with the current parameters; None if there is none."""
        template = self.templates.get(framework)
        if template is None:
            return None
        return render(template.expression, z=variable, **{name: repr(v) for name, v in self.values.items()})

    @cached_property
    def frameworks(self) -> Mapping[str, Framework]:
        """What torch, jax and keras do: the code, their defaults, and their derivative at the kinks."""
        return {name: self._framework(name, template) for name, template in self.templates.items() if name != "numpy"}

    def _framework(self, name: FrameworkName, template: Template) -> Framework:
        defaults = {p.name: p.default for p in self.parameters} | dict(template.defaults)
        kinks = {kink.at: kink.derivative_in(name) for kink in self.kinks}
        known = {at: derivative for at, derivative in kinks.items() if derivative is not None}
        return Framework(self.code(name) or "", template.native, defaults, known, template.note)


def render(expression: str, **names: str) -> str:
    """Return a snippet that computes h from a template's expression, with the imports that it needs."""
    filled = expression.format(**names)
    imports = [line for used, line in _IMPORTS.items() if re.search(rf"\b{used}", filled)]
    return "\n".join([*imports, *([""] if imports else []), f"h = {filled}"])
