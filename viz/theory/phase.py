"""The line between order and chaos: the σ_w at which χ₁ = 1 for a given σ_b."""

from __future__ import annotations

import numpy as np
from scipy.optimize import brentq

from viz.activations import Activation
from viz.theory.mean_field import mean_field_map

TRIED = np.geomspace(1e-3, 30.0, 400)


def critical_weight_deviation(activation: Activation, bias_deviation: float) -> float | None:
    """Return the least σ_w at which χ₁ comes to 1 from below, None if it never does for σ_w up to 30.

    Where χ₁ jumps past 1 (the variance does), no σ_w has χ₁ = 1. For ReLU it is √2 at every σ_b, though the variance
    diverges there unless σ_b = 0.
    """
    slopes = mean_field_map(activation, TRIED, bias_deviation).slope
    reached = np.flatnonzero(slopes >= 1.0)
    if not len(reached) or reached[0] == 0:
        return None

    def excess(weight_deviation: float) -> float:
        return float(np.minimum(mean_field_map(activation, weight_deviation, bias_deviation).slope, 1e6)) - 1.0

    found = float(brentq(excess, TRIED[reached[0] - 1], TRIED[reached[0]], xtol=1e-13, rtol=1e-13))
    return found if abs(excess(found)) < 1e-6 else None
