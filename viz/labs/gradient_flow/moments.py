"""Gaussian moments of an activation and of its slope, tabulated over the variance of the pre-activation.

The moments of φ(z) for z ~ N(0, q) are what mean-field theory is made of.  A deep network visits many q, so they are
integrated once for each activation on a grid of log q and interpolated.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from scipy.interpolate import PchipInterpolator

from viz.activations import Activation

Array = npt.NDArray[np.float64]

DECADES = (-14, 8)  # of q
PER_DECADE = 24  # the interpolation is then off by less than 1e-5 of a moment
TINY = 1e-280  # what is smaller counts as 0
_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(8)
_FAR = 38.0  # deviations: exp(−38²/2) is the smallest density that a float holds
_EVEN = np.r_[np.arange(-_FAR, -12.0), np.arange(-12.0, 12.0, 0.5), np.arange(12.0, _FAR + 0.5)]
_NEAR = np.r_[np.arange(0.5, 4.1, 0.5), 5.0, 6.5, 9.0, 13.0, 20.0, 32.0]  # of z = 0, where most functions bend


@dataclass(frozen=True, eq=False)
class Moments:
    """Moments of φ(z) and φ′(z) for z ~ N(0, q), each a function of q of any shape.

    second, fourth : E[φ²], E[φ⁴].
    slope_second, slope_fourth : E[φ′²], E[φ′⁴].
    """

    _mean: PchipInterpolator
    _logs: dict[str, PchipInterpolator]

    def mean(self, q: npt.ArrayLike) -> Array:
        """Return E[φ]."""
        place = np.log(np.clip(np.asarray(q, dtype=np.float64), 10.0 ** DECADES[0], 10.0 ** DECADES[1]))
        size = np.sqrt(np.asarray(q, dtype=np.float64) + 1.0)
        return np.asarray(self._mean(place)) * size

    def mean_slope(self, q: npt.ArrayLike) -> Array:
        """Return E[φ′ z], which is 2q dE[φ]/dq."""
        step = 1e-4
        q = np.asarray(q, dtype=np.float64)
        return np.asarray((self.mean(q * (1 + step)) - self.mean(q * (1 - step))) / step)

    def second(self, q: npt.ArrayLike) -> Array:
        """Return E[φ²]."""
        return self._power("second", q)

    def fourth(self, q: npt.ArrayLike) -> Array:
        """Return E[φ⁴]."""
        return self._power("fourth", q)

    def slope_second(self, q: npt.ArrayLike) -> Array:
        """Return E[φ′²]."""
        return self._power("slope_second", q)

    def slope_fourth(self, q: npt.ArrayLike) -> Array:
        """Return E[φ′⁴]."""
        return self._power("slope_fourth", q)

    def elasticity(self, q: npt.ArrayLike) -> Array:
        """Return d log E[φ²] / d log q: 1 for ReLU, 0 where the function is saturated."""
        low, high = (np.log(10.0) * decade for decade in DECADES)
        return np.asarray(self._logs["second"](np.clip(np.log(np.maximum(q, TINY)), low, high), 1))

    def _power(self, name: str, q: npt.ArrayLike) -> Array:
        """Interpolate log-log; beyond the table the moment goes on as a power of q."""
        curve = self._logs[name]
        low, high = (np.log(10.0) * decade for decade in DECADES)
        with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
            place = np.log(np.asarray(q, dtype=np.float64))
            inside = np.clip(place, low, high)
            # Below the table the slope is that of its first interval: a limit such as φ(0)² has slope 0.
            beyond = np.where(place == inside, 0.0, (place - inside) * curve(inside, 1))
            return np.exp(curve(inside) + beyond)


@lru_cache(maxsize=64)
def moments(activation: Activation) -> Moments:
    """Return the moments of an activation, by Gauss–Legendre quadrature cut at its kinks."""
    log_q = np.log(10.0) * np.linspace(*DECADES, (DECADES[1] - DECADES[0]) * PER_DECADE + 1)
    deviation = np.exp(log_q / 2)[:, np.newaxis]
    kinks = [kink.at for kink in activation.kinks]
    near = np.r_[-_NEAR, 0.0, _NEAR, kinks] / deviation
    edges = np.sort(np.concatenate([np.tile(_EVEN, (len(log_q), 1)), np.clip(near, -_FAR, _FAR)], axis=1), axis=1)
    half = np.diff(edges)[:, :, np.newaxis] / 2
    x = ((edges[:, :-1] + edges[:, 1:])[:, :, np.newaxis] / 2 + half * _NODES).reshape(len(log_q), -1)
    with np.errstate(all="ignore"):
        weight = (half * _WEIGHTS).reshape(x.shape) * np.exp(-np.square(x) / 2) / np.sqrt(2 * np.pi)
        value, slope = (
            np.asarray(y, np.float64) for y in (activation(deviation * x), activation.derivative(deviation * x))
        )
        size = np.sqrt(np.exp(log_q) + 1.0)
        mean = _integral(value, weight) / size
        powers = {
            "second": _integral(np.square(value), weight),
            "fourth": _integral(value**4, weight),
            "slope_second": _integral(np.square(slope), weight),
            "slope_fourth": _integral(slope**4, weight),
        }
    logs = {name: PchipInterpolator(log_q, np.log(_held(table, TINY))) for name, table in powers.items()}
    return Moments(PchipInterpolator(log_q, np.nan_to_num(mean, posinf=1e150, neginf=-1e150)), logs)


def _integral(values: Array, weight: Array) -> Array:
    """Return the sums (Q,) of values times weights, 0 where the density has underflowed."""
    return np.where(weight > 0.0, values * weight, 0.0).sum(axis=1)


def _held(table: Array, low: float) -> Array:
    """Return a table within what its logarithm and the spline through it can hold."""
    return np.clip(np.nan_to_num(table, nan=1e290, posinf=1e290), low, 1e290)
