"""Signal propagation in wide random networks: variance, gradients and how deep either reaches (Poole, Schoenholz).

Weights are N(0, σ_w²/fan-in) and biases N(0, σ_b²). In the limit of wide layers pre-activations are Gaussian with mean
0, and layer by layer their variance q goes through the variance map

    q → V(q) = σ_w² ∫ φ(√q z)² Dz + σ_b²            (Poole et al. 2016, eq. 3; Dz the standard normal measure)

to a fixed point q*. There, the slope at 1 of the map of correlations between two inputs is

    χ₁ = σ_w² ∫ φ′(√(q*) z)² Dz                       (eq. 6),

which is also the factor by which the mean squared gradient grows with every layer that it is propagated back through.
χ₁ < 1: ordered, inputs come together and gradients vanish; χ₁ > 1: chaotic, inputs part and gradients explode. Either
way gradients change by e over ξ = 1/|ln χ₁| layers, and networks train to a depth of about 6ξ (Schoenholz, Gilmer,
Ganguli and Sohl-Dickstein 2017, *Deep Information Propagation*, whose ξ for χ₁ < 1 is −1/ln χ₁).

A jump of φ counts with its derivative next to it, as backpropagation sees it: χ₁ is then the factor of gradients, while
the correlation map has an infinite slope.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import inf, log
from typing import Literal

import numpy as np
import numpy.typing as npt

from viz.activations import Activation
from viz.theory.gaussian_moments import gaussian_moments
from viz.theory.variance_table import variance_table

Array = npt.NDArray[np.float64]
Phase = Literal["ordered", "critical", "chaotic"]

CRITICAL = 1e-9  # χ₁ this near to 1 counts as 1
SWINGS = 30  # layers after which a map that does not rise throughout has come near its fixed point
EXACT = 64  # points up to which each is integrated by itself
POLISHES = 5


@dataclass(frozen=True)
class MeanField:
    """The fixed point for one activation, σ_w and σ_b.

    Attributes
    ----------
    variance : q*, the variance of pre-activations that layers tend to from q = 1; 0 or inf where it dies or diverges.
    slope : χ₁ at q*; as q* grows without end, its limit.
    depth_scale : ξ = 1/|ln χ₁| in layers; inf when critical, 0 where χ₁ is 0 or infinite.
    phase : "ordered" (χ₁ < 1), "critical" or "chaotic" (χ₁ > 1).
    converged : False if the variance diverges or swings for ever.
    """

    variance: float
    slope: float
    depth_scale: float
    phase: Phase
    converged: bool


@dataclass(frozen=True, eq=False)
class MeanFieldMap:
    """The same for arrays of σ_w and σ_b, all of their common shape."""

    variance: Array
    slope: Array
    converged: npt.NDArray[np.bool_]


def variance_map(activation: Activation, q: npt.ArrayLike, weight_deviation: float, bias_deviation: float) -> Array:
    """Return the next layer's variance, σ_w²·E[φ(√q z)²] + σ_b², in the shape of q.

    By quadrature to about 1e-12 of its size, infinite where it exceeds 1e100.
    """
    return weight_deviation**2 * gaussian_moments(activation)(q)[0] + bias_deviation**2


@lru_cache(maxsize=4096)
def mean_field(activation: Activation, weight_deviation: float, bias_deviation: float) -> MeanField:
    """Return the fixed point that layers tend to from q = 1, to about 1e-11 of its size.

    Where every q is fixed (ReLU at σ_w² = 2, σ_b = 0) it is 1. ValueError for negative or infinite deviations.
    """
    found = mean_field_map(activation, weight_deviation, bias_deviation)
    slope = float(found.slope)
    if abs(slope - 1.0) <= CRITICAL:
        phase: Phase = "critical"
        depth_scale = inf
    else:
        phase = "ordered" if slope < 1.0 else "chaotic"
        depth_scale = 1.0 / abs(log(slope)) if 0.0 < slope < inf else 0.0
    return MeanField(float(found.variance), slope, depth_scale, phase, bool(found.converged))


def mean_field_map(
    activation: Activation, weight_deviation: npt.ArrayLike, bias_deviation: npt.ArrayLike
) -> MeanFieldMap:
    """Return q* and χ₁ for arrays of σ_w and σ_b, which are broadcast.

    Up to EXACT points are as exact as in :func:`mean_field`. For more the moments come from a spline, which is off by
    less than 1e-7 of their size (1e-5 for the exponential); so are q* and χ₁, but for a factor 1/|1 − V′(q*)|.
    """
    pair = np.broadcast_arrays(*(np.asarray(s, dtype=np.float64) for s in (weight_deviation, bias_deviation)))
    if not all(np.isfinite(deviations).all() and (deviations >= 0).all() for deviations in pair):
        raise ValueError("σ_w and σ_b must be finite and not negative")
    shape = pair[0].shape
    w, b = pair[0].ravel() ** 2, pair[1].ravel() ** 2
    q, slope, converged = _fixed_points(activation, w, b)
    return MeanFieldMap(q.reshape(shape), slope.reshape(shape), converged.reshape(shape))


def _fixed_points(activation: Activation, w: Array, b: Array) -> tuple[Array, Array, npt.NDArray[np.bool_]]:
    """Return q*, χ₁ and whether it is reached, for σ_w² and σ_b² (M,)."""
    table = variance_table(activation)
    start = np.zeros_like(w)  # ln q
    if not table.rises:
        for _ in range(SWINGS):
            start = np.clip(table.log_map(start, w, b), table.log_q[0], table.log_q[-1])
    change = table.log_map(start, w, b) - start
    still = np.abs(change) <= 1e-11
    bracket = table.first_crossing(start, change > 0, w, b)
    dies, diverges = ~still & np.isneginf(bracket[0]), ~still & np.isposinf(bracket[1])
    between = ~(still | dies | diverges)
    log_q = np.where(still, start, np.where(diverges, table.log_q[-1], table.log_q[0]))
    low, high = bracket[:, between]
    log_q[between] = table.root(low, high, w[between], b[between])
    q = np.exp(log_q)
    if len(q) <= EXACT:
        q[between] = _polished(activation, q[between], np.exp(low), np.exp(high), w[between], b[between])
        slope = w * gaussian_moments(activation)(np.where(dies, 0.0, q))[1]
    else:
        slope = w * table.slope_moment(log_q)
    steepness = w * np.exp(table.log_moment(log_q) - log_q) * table.log_moment_slope(log_q)  # V′(q)
    q = np.where(diverges, inf, np.where(dies, 0.0, q))
    return q, slope, ~diverges & (dies | (np.abs(steepness) <= 1.0 + 1e-6))


def _polished(activation: Activation, q: Array, low: Array, high: Array, w: Array, b: Array) -> Array:
    """Return q after Newton steps on V(q) − q with exact moments, kept in the brackets."""
    table, moments = variance_table(activation), gaussian_moments(activation)
    todo = np.arange(len(q))
    q = q.copy()
    for _ in range(POLISHES):
        here = q[todo]
        steepness = w[todo] * moments(here)[0]
        excess = steepness + b[todo] - here
        steepness *= table.log_moment_slope(np.log(here)) / here
        step = excess / np.where(steepness == 1.0, np.inf, 1.0 - steepness)
        q[todo] = np.clip(here + step, low[todo], high[todo])
        todo = todo[np.abs(step) > 1e-8 * here]
        if not len(todo):
            break
    return q
