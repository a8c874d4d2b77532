"""Gates G of the self-gated functions f(z) = z·G(z), and the derivatives of f by the product rule."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import pi, sqrt
from typing import TypeAlias

import numpy as np
from scipy import special
from scipy.optimize import brentq

from viz.activations.kernels import Array, sech_squared, softplus
from viz.activations.sigmoids import sigmoid, sigmoid_derivative
from viz.activations.traits import Point, Range, Traits

Function: TypeAlias = Callable[[Array], Array]

FAR = 1e3  # every gate has reached its limits long before ±FAR, and there nothing overflows in float32 either


@dataclass(frozen=True)
class Gate:
    """A gate G for z ≥ −FAR, with G′ and G″ for |z| ≤ FAR; the methods are kernels of f(z) = z·G(z).

    Inputs beyond FAR are brought back to it before an infinite z could meet a factor of 0.
    """

    value: Function
    slope: Function
    curvature: Function

    def product(self, z: Array, out: Array) -> None:
        """Fill f = z·G, for gates that close to the left."""
        near = np.maximum(z, -FAR)
        np.multiply(near, self.value(near), out=out)

    def derivative(self, z: Array, out: Array) -> None:
        """Fill f′ = G + z·G′."""
        near = np.clip(z, -FAR, FAR)
        np.multiply(near, self.slope(near), out=out)
        np.add(out, self.value(near), out=out)

    def second_derivative(self, z: Array, out: Array) -> None:
        """Fill f″ = 2G′ + z·G″."""
        near = np.clip(z, -FAR, FAR)
        np.multiply(near, self.curvature(near), out=out)
        np.add(out, 2.0 * self.slope(near), out=out)

    def dip(self) -> Point:
        """Return the minimum of f to the left of 0."""
        at = _root(self.derivative, -3.0, -0.1)
        return Point(at, _at(self.product, at))

    def overshoot(self) -> Point:
        """Return the point to the right of 0 where f′ is greatest, with f′ there."""
        at = _root(self.second_derivative, 0.5, 5.0)
        return Point(at, _at(self.derivative, at))

    def traits(self) -> Traits:
        """Return the properties of f for a gate that opens from 0 to 1 and makes one dip and one overshoot."""
        minimum, steepest = self.dip(), self.overshoot()
        return Traits(
            range=Range(low=minimum.value, low_closed=True),
            monotonic="none",
            lipschitz=steepest.value,
            saturates=(True, False),
            minimum=minimum,
            steepest=steepest,
        )


def _at(kernel: Callable[[Array, Array], None], z: float) -> float:
    out = np.empty(1)
    kernel(np.array([z]), out)
    return float(out[0])


def _root(kernel: Callable[[Array, Array], None], low: float, high: float) -> float:
    return float(brentq(lambda z: _at(kernel, z), low, high, xtol=1e-14))


def logistic(rate: float = 1.0) -> Gate:
    """Return the gate σ(rate·z)."""
    return Gate(
        value=lambda z: _sigma(rate * z),
        slope=lambda z: rate * _sigma_slope(rate * z),
        curvature=lambda z: -(rate**2) * _sigma_slope(rate * z) * np.tanh(0.5 * rate * z),
    )


def _sigma(z: Array) -> Array:
    out = np.empty_like(z)
    sigmoid(z, out)
    return out


def _sigma_slope(z: Array) -> Array:
    out = np.empty_like(z)
    sigmoid_derivative(z, out)
    return out


# Φ, the distribution function of the standard normal ---------------------------------------------------------------


def _density(z: Array) -> Array:
    return np.exp(-0.5 * z * z) / sqrt(2.0 * pi)


NORMAL = Gate(value=special.ndtr, slope=_density, curvature=lambda z: -z * _density(z))

# σ(2u) = (1 + tanh u)/2 with u = √(2/π)·(z + 0.044715 z³), close to Φ -------------------------------------------------

CUBIC = 0.044715
DOUBLE = 2.0 * sqrt(2.0 / pi)


def _cubic(z: Array) -> Array:
    return DOUBLE * z * (1.0 + CUBIC * z * z)


def _cubic_slope(z: Array) -> Array:
    return DOUBLE * (1.0 + 3.0 * CUBIC * z * z)


def _cubic_curvature(z: Array) -> Array:
    inner, slope = _cubic(z), _cubic_slope(z)
    bend = 6.0 * DOUBLE * CUBIC * z - slope * slope * np.tanh(0.5 * inner)
    return _sigma_slope(inner) * bend


NORMAL_BY_TANH = Gate(
    value=lambda z: _sigma(_cubic(z)),
    slope=lambda z: _sigma_slope(_cubic(z)) * _cubic_slope(z),
    curvature=_cubic_curvature,
)

# Gates of the softplus s(z) = log(1 + eᶻ), whose slope is σ and curvature σ(z)·σ(−z) ----------------------------------


def _mish_slope(z: Array) -> Array:
    return sech_squared(softplus(z)) * _sigma(z)


def _serf_slope(z: Array) -> Array:
    return 2.0 / sqrt(pi) * np.exp(-np.square(softplus(z))) * _sigma(z)


TANH_OF_SOFTPLUS = Gate(
    value=lambda z: np.tanh(softplus(z)),
    slope=_mish_slope,
    curvature=lambda z: _mish_slope(z) * (_sigma(-z) - 2.0 * np.tanh(softplus(z)) * _sigma(z)),
)
ERF_OF_SOFTPLUS = Gate(
    value=lambda z: special.erf(softplus(z)),
    slope=_serf_slope,
    curvature=lambda z: _serf_slope(z) * (_sigma(-z) - 2.0 * softplus(z) * _sigma(z)),
)

# Gates of tanh --------------------------------------------------------------------------------------------------------


def _exp(z: Array) -> Array:
    return np.exp(np.minimum(z, 50.0))  # tanh of it is 1 from z = 3 on


def _telu_slope(z: Array) -> Array:
    return _exp(z) * sech_squared(_exp(z))


TANH_OF_EXP = Gate(
    value=lambda z: np.tanh(_exp(z)),
    slope=_telu_slope,
    curvature=lambda z: _telu_slope(z) * (1.0 - 2.0 * _exp(z) * np.tanh(_exp(z))),
)
TANH = Gate(value=np.tanh, slope=sech_squared, curvature=lambda z: -2.0 * np.tanh(z) * sech_squared(z))
