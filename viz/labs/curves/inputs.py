"""Distributions of the pre-activation z: N(μ, σ) and uniform."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite, log, pi, sqrt
from typing import Protocol

import numpy as np
import numpy.typing as npt
from scipy import special

Array = npt.NDArray[np.float64]

TAIL = 12.0  # deviations to either side that quadrature starts with: 4e-33 of the mass lies outside


class Input(Protocol):
    """A distribution with a density on an interval of the real line."""

    @property
    def symbol(self) -> str:
        """How it is written, with its numbers."""
        ...

    @property
    def bounds(self) -> tuple[float, float]:
        """The interval outside of which there is no mass worth counting (less than 1e-32)."""
        ...

    @property
    def width(self) -> float:
        """The distance over which the density changes."""
        ...

    @property
    def endless(self) -> bool:
        """Whether the density stays positive beyond `bounds`."""
        ...

    def __hash__(self) -> int:
        """Return the hash of the parameters."""
        ...

    def log_density(self, z: Array) -> Array:
        """Return log p(z), −inf where there is no mass; the shape of z."""
        ...

    def density(self, z: Array) -> Array:
        """Return p(z); the shape of z."""
        ...

    def mass(self, low: Array, high: Array) -> Array:
        """Return P(low < z < high), elementwise."""
        ...

    def quantile(self, share: Array) -> Array:
        """Return the z below which that share of the mass lies, elementwise."""
        ...


@dataclass(frozen=True)
class Normal:
    """N(μ, σ); `deviation` is σ, the standard deviation, not the variance."""

    mean: float
    deviation: float

    def __post_init__(self) -> None:
        if not (isfinite(self.mean) and isfinite(self.deviation) and self.deviation > 0):
            raise ValueError(f"N({self.mean}, {self.deviation}) needs a finite mean and a positive deviation")

    @property
    def symbol(self) -> str:
        """N(μ, σ) with its numbers."""
        return f"N({_number(self.mean)}, {_number(self.deviation)})"

    @property
    def bounds(self) -> tuple[float, float]:
        """Twelve deviations to either side."""
        return self.mean - TAIL * self.deviation, self.mean + TAIL * self.deviation

    @property
    def width(self) -> float:
        """The deviation σ."""
        return self.deviation

    @property
    def endless(self) -> bool:
        """True: every z has a positive density."""
        return True

    def log_density(self, z: Array) -> Array:
        """Return log p(z)."""
        return -0.5 * ((z - self.mean) / self.deviation) ** 2 - log(self.deviation * sqrt(2 * pi))

    def density(self, z: Array) -> Array:
        """Return p(z)."""
        return np.exp(self.log_density(z))

    def mass(self, low: Array, high: Array) -> Array:
        """Return P(low < z < high), taken from the nearer tail so that small masses keep their digits."""
        a, b = (low - self.mean) / self.deviation, (high - self.mean) / self.deviation
        return np.where(a + b > 0, special.ndtr(-a) - special.ndtr(-b), special.ndtr(b) - special.ndtr(a))

    def quantile(self, share: Array) -> Array:
        """Return the z below which that share of the mass lies."""
        return self.mean + self.deviation * special.ndtri(share)


@dataclass(frozen=True)
class Uniform:
    """Every z from `low` to `high` equally likely."""

    low: float
    high: float

    def __post_init__(self) -> None:
        if not (isfinite(self.low) and isfinite(self.high) and self.low < self.high):
            raise ValueError(f"U({self.low}, {self.high}) needs finite ends in ascending order")

    @property
    def symbol(self) -> str:
        """U(low, high) with its numbers."""
        return f"U({_number(self.low)}, {_number(self.high)})"

    @property
    def bounds(self) -> tuple[float, float]:
        """The two ends."""
        return self.low, self.high

    @property
    def width(self) -> float:
        """A twelfth of the interval, as a normal's deviation is of its half range."""
        return (self.high - self.low) / (2 * TAIL)

    @property
    def endless(self) -> bool:
        """False: no mass outside."""
        return False

    def log_density(self, z: Array) -> Array:
        """Return log p(z)."""
        return np.where((z >= self.low) & (z <= self.high), -log(self.high - self.low), -np.inf)

    def density(self, z: Array) -> Array:
        """Return p(z)."""
        return np.exp(self.log_density(z))

    def mass(self, low: Array, high: Array) -> Array:
        """Return P(low < z < high)."""
        a, b = np.clip(low, self.low, self.high), np.clip(high, self.low, self.high)
        return np.asarray((b - a) / (self.high - self.low))

    def quantile(self, share: Array) -> Array:
        """Return the z below which that share of the mass lies."""
        return self.low + (self.high - self.low) * share


def _number(value: float) -> str:
    return f"{value:g}".replace("-", "−")
