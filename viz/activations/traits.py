"""What is mathematically true of an activation function at given parameters: kinks, range, steepness, symmetry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import inf
from typing import Literal


@dataclass(frozen=True)
class Kink:
    """A point where f′ jumps, or f itself (`jump`).

    derivative: the value that the record gives f′ there. left, right: the one-sided limits of f′.
    elsewhere: framework -> the derivative it gives there, for those that differ from PyTorch; None means unknown.
    """

    at: float
    derivative: float
    left: float
    right: float
    jump: bool = False
    elsewhere: Mapping[str, float | None] = field(default_factory=dict)

    def derivative_in(self, framework: str) -> float | None:
        """Return the derivative at the kink in "torch", "jax" or "keras", None where it is not known.

        Keras leaves its gradients to the backend, so nothing holds for it unless `elsewhere` says so.
        """
        return self.elsewhere.get(framework, None if framework == "keras" else self.derivative)


@dataclass(frozen=True)
class Point:
    """A point on a curve."""

    at: float
    value: float


@dataclass(frozen=True)
class Range:
    """Infimum and supremum of a function, and whether each is attained."""

    low: float = -inf
    high: float = inf
    low_closed: bool = False
    high_closed: bool = False

    def __str__(self) -> str:
        left = f"{'[' if self.low_closed else '('}{_text(self.low)}"
        return f"{left}, {_text(self.high)}{']' if self.high_closed else ')'}"


@dataclass(frozen=True)
class Traits:
    """The properties of one function at one setting of its parameters; see Activation for what each means."""

    range: Range
    monotonic: Literal["increasing", "non-decreasing", "none"]
    lipschitz: float
    saturates: tuple[bool, bool]
    kinks: tuple[Kink, ...] = ()
    symmetry: Literal["odd", "even"] | None = None
    minimum: Point | None = None
    steepest: Point | None = None


def _text(value: float) -> str:
    return f"{value:.4g}".replace("inf", "∞").replace("-", "−")
