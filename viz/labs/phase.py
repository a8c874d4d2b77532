"""The phase diagram: χ₁ over σ_w and σ_b, the line on which it is 1."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from viz.spec.activation_text import read_activation
from viz.spec.phase import PhaseSpec
from viz.theory import critical_weight_deviation, mean_field_map

Array = npt.NDArray[np.float64]

SIDE = 61  # points along each axis
LINE = 41  # points of the critical line


@dataclass(frozen=True, eq=False)
class PhaseDiagram:
    """χ₁ on a grid.

    weights, biases : (G,), σ_w and σ_b.  slope : (G, G), χ₁ by σ_b (rows) and σ_w (columns).
    line_biases : (M,), and line_weights : (M,) the σ_w with χ₁ = 1 there, NaN where there is none.
    """

    spec: PhaseSpec
    weights: Array
    biases: Array
    slope: Array
    line_biases: Array
    line_weights: Array


@lru_cache(maxsize=32)
def phase_diagram(spec: PhaseSpec) -> PhaseDiagram:
    """Return the phase diagram of an activation."""
    activation = read_activation(spec.activation)
    weights, biases = np.linspace(*spec.weight_span, SIDE), np.linspace(*spec.bias_span, SIDE)
    found = mean_field_map(activation, weights[np.newaxis], biases[:, np.newaxis])
    line_biases = np.linspace(*spec.bias_span, LINE)
    critical = [critical_weight_deviation(activation, bias) for bias in line_biases.tolist()]
    line = np.array([np.nan if weight is None else weight for weight in critical])
    return PhaseDiagram(spec, weights, biases, found.slope, line_biases, line)
