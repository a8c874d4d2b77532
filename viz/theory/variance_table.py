"""Gaussian moments between the q at which they were integrated: splines of their logarithms over ln q."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt
from scipy.interpolate import make_interp_spline

from viz.activations import Activation
from viz.theory.gaussian_moments import LEAST_VARIANCE, gaussian_moments

Array = npt.NDArray[np.float64]

STEP = 0.125  # in ln q; a multiple of it is q = 1
DEGREE = 5
SMALLEST = 1e-300  # of a moment, for its logarithm
BISECTIONS = 45


class NoMeanField(ValueError):
    """A function that is not finite under any Gaussian has no mean-field theory."""


class VarianceTable:
    """E[f(u)²] and E[f′(u)²], u ~ N(0, q), of one activation, to 1e-7 of their size (1e-5 for the exponential).

    Attributes
    ----------
    log_q : (K,) ascending, 0 among them, as far as the moment is finite.
    rises : whether the moment never falls, so that the layers' variances go one way.
    """

    def __init__(self, activation: Activation) -> None:
        moments = gaussian_moments(activation)
        first, last = np.ceil(np.log(LEAST_VARIANCE) / STEP), np.floor(np.log(moments.limit) / STEP)
        grid = STEP * np.arange(first, last + 1)
        values = np.stack(moments(np.exp(grid)))
        finite = np.isfinite(values).all(axis=0)
        if finite.sum() <= DEGREE:
            raise NoMeanField(
                f"{activation.label} is not finite everywhere, so it has no second moment under a Gaussian "
                "and mean-field theory says nothing of it"
            )
        self.log_q = grid[finite]
        self._values = values[0, finite]
        logs = np.log(np.maximum(values[:, finite], SMALLEST))
        self._spline, self._slope_spline = (make_interp_spline(self.log_q, row, DEGREE) for row in logs)
        self._rise = self._spline.derivative()
        self.rises = bool((np.diff(logs[0]) > -1e-12).all())

    def log_moment(self, log_q: Array) -> Array:
        """Return ln E[f(u)²], elementwise."""
        return self._spline(log_q)

    def log_moment_slope(self, log_q: Array) -> Array:
        """Return its derivative by ln q, elementwise."""
        return self._rise(log_q)

    def slope_moment(self, log_q: Array) -> Array:
        """Return E[f′(u)²], elementwise."""
        moment = np.exp(self._slope_spline(log_q))
        return np.where(moment < 10 * SMALLEST, 0.0, moment)

    def log_map(self, log_q: Array, w: Array, b: Array) -> Array:
        """Return ln V(q) = ln(w·E[f²] + b), elementwise; −inf where that is 0."""
        with np.errstate(divide="ignore", over="ignore"):
            return np.log(w * np.exp(self.log_moment(log_q)) + b)

    def first_crossing(self, start: Array, upwards: npt.NDArray[np.bool_], w: Array, b: Array) -> Array:
        """Return the neighbouring ln q, (2, M), between which V(q) = q first, from `start` up or down (M,).

        −inf and −inf if V < q all the way down, inf and inf if V > q all the way up.
        """
        above = np.outer(w, self._values) + b[:, np.newaxis] > np.exp(self.log_q)  # (M, K)
        columns = np.arange(len(self.log_q))
        stops_up = ~above & (self.log_q >= start[:, np.newaxis])
        stops_down = above & (self.log_q <= start[:, np.newaxis])
        up = np.where(stops_up.any(axis=1), stops_up.argmax(axis=1), -1)
        down = np.where(stops_down.any(axis=1), len(columns) - 1 - stops_down[:, ::-1].argmax(axis=1), -1)
        high = np.where(upwards, up, down + 1)
        low = np.where(upwards, up - 1, down)
        found = np.where(upwards, up, down) >= 0
        none = np.where(upwards, np.inf, -np.inf)
        ends = self.log_q[np.clip(np.stack([low, high]), 0, len(columns) - 1)]
        return np.where(found, ends, none)

    def root(self, low: Array, high: Array, w: Array, b: Array) -> Array:
        """Return ln q with V(q) = q on the spline between `low` and `high`, by bisection, elementwise."""
        low, high = low.copy(), high.copy()
        rising = self.log_map(low, w, b) > low
        for _ in range(BISECTIONS):
            middle = (low + high) / 2
            left = (self.log_map(middle, w, b) > middle) == rising
            low, high = np.where(left, middle, low), np.where(left, high, middle)
        return (low + high) / 2


@lru_cache(maxsize=128)
def variance_table(activation: Activation) -> VarianceTable:
    """Return the table of `activation`, made once."""
    return VarianceTable(activation)
