"""The line between order and chaos: the σ_w at which χ₁ = 1 for a given σ_b."""

from __future__ import annotations

import numpy as np
from scipy.optimize import brentq

from viz.activations import Activation
from viz.theory.mean_field import mean_field_map

TRIED = np.geomspace(1e-3, 30.0, 400)
BESIDE = 1e-6  # relative distance at which χ₁ must be near 1 as well ...
NEAR = 1e-2  # ... by this much, or it jumps there


def critical_weight_deviation(activation: Activation, bias_deviation: float) -> float | None:
    """Return the least σ_w at which χ₁ comes to 1 from below, to about 1e-8; None if it never does up to 30.

    Where the variance jumps (to another fixed point, or to infinity), χ₁ may jump past 1: no σ_w is critical then. For
    ReLU it is √2 at every σ_b, though the variance diverges there unless σ_b = 0.
    """
    reached = np.flatnonzero(mean_field_map(activation, TRIED, bias_deviation).slope >= 1.0)
    if not len(reached) or reached[0] == 0:
        return None

    def excess(weight_deviation: float) -> float:
        slope = mean_field_map(activation, weight_deviation, bias_deviation).slope
        return float(np.minimum(slope, 2.0)) - 1.0

    low, high = TRIED[reached[0] - 1], TRIED[reached[0]]
    found = float(brentq(excess, low, high, xtol=1e-13, rtol=1e-13))
    beside = np.array([1 - BESIDE, 1 + BESIDE]) * found
    near = np.abs(mean_field_map(activation, beside, bias_deviation).slope - 1.0) < NEAR
    return found if near.all() else None
