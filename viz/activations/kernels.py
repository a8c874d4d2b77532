"""Kernels that several activation functions share; like all kernels they fill `out` from z."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

Array: TypeAlias = npt.NDArray[np.floating[Any]]
Setting: TypeAlias = float | Array  # a parameter: one number, or an array that broadcasts against z


def _constant(value: float) -> Array:
    array = np.array(value)
    array.flags.writeable = False
    return array


# A ufunc takes an array of no dimensions some 0.15 µs sooner than a Python number, which counts in small networks.
ZERO, HALF, ONE = _constant(0.0), _constant(0.5), _constant(1.0)

SMALL = 512  # elements: below it one slow ufunc call beats several fast ones


def keep_nan(z: Array, out: Array) -> None:
    """Put NaN into `out` where z is NaN; comparisons lose it."""
    np.copyto(out, z, where=np.isnan(z))


def zero(z: Array, out: Array, *_: object) -> None:
    """Fill with 0."""
    np.maximum(z, ZERO, out=out)
    np.minimum(out, ZERO, out=out)


def one(z: Array, out: Array, *_: object) -> None:
    """Fill with 1."""
    np.maximum(z, ONE, out=out)
    np.minimum(out, ONE, out=out)


def step(z: Array, out: Array) -> None:
    """Fill with 1 where z > 0, else 0; NaN is left to `Activation`, for this is the engine's innermost loop."""
    if z.size < SMALL:
        np.heaviside(z, ZERO, out)
    else:
        np.greater(z, ZERO, out=out)


def select(z: Array, out: Array, condition: Any, yes: Any, no: Any) -> None:
    """Fill with `yes` where the condition holds and `no` elsewhere (numbers or arrays that broadcast)."""
    np.copyto(out, no)
    np.copyto(out, yes, where=condition)
    keep_nan(z, out)


def finite_product(z: Array, factor: Setting, out: Array) -> None:
    """Fill factor·z, with 0 for a factor of 0 even where z is infinite."""
    np.multiply(z, factor, out=out)
    np.copyto(out, 0.0, where=np.equal(factor, 0.0) & np.isinf(z))


def unit(z: Array) -> Array:
    """Return z/√(1 + z²), which is ±1 at ±inf."""
    return np.where(np.isinf(z), np.sign(z), z / np.hypot(z, 1.0))


def sech_squared(z: Array) -> Array:
    """Return 1/cosh²(z), which keeps every digit where 1 − tanh² cancels."""
    out = np.cosh(z)
    np.reciprocal(out, out)
    return np.square(out, out)


def softplus(z: Array) -> Array:
    """Return log(1 + e^z) as max(z, 0) + log(1 + e^−|z|), which neither overflows nor loses small values."""
    out = np.abs(z)
    np.negative(out, out)
    np.exp(out, out)
    np.log1p(out, out)
    return np.add(out, np.maximum(z, ZERO), out=out)
