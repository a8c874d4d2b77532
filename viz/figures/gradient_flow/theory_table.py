"""What theory says of an initialisation, as a table: where it stands, and what He's condition asks for."""

from __future__ import annotations

from math import isfinite

import numpy as np

from viz.figures.html import heading, table
from viz.labs.gradient_flow import InitialResult, he_condition, weight_deviation
from viz.labs.trainability import REACH
from viz.spec.numbers import number, short
from viz.theory import NoMeanField, mean_field, variance_map

KEPT = np.array([0.5, 2.0])  # where both are fixed points, all are


def theory_table(result: InitialResult) -> str:
    """Return the table; "" where theory has no number or no single one, as with skips or weights scaled on the data."""
    spec = result.spec.spec
    deviation = weight_deviation(spec)
    plain = spec.normalisation == "none" and not spec.residual
    if deviation is None or result.prediction is None or not plain:
        return ""
    try:
        field = mean_field(spec.layers[0], deviation, spec.init_bias_deviation)
    except NoMeanField:
        return ""
    asked = he_condition(spec, result.prediction)
    kept = np.abs(variance_map(spec.layers[0], KEPT, deviation, spec.init_bias_deviation) / KEPT - 1.0).max() < 1e-9
    reach = f"trains to about 6ξ = {_reach(field.depth_scale)}"
    rows = [
        (
            "fan-in · Var[w] = σ<sub>w</sub>²",
            short(deviation**2, 4),
            f"He’s condition: {short(asked, 4)}" if isfinite(asked) else "",
        ),
        ("q*, where the variance tends to", "any" if kept else _variance(field.variance), "fixed point of its map"),
        ("χ₁, a squared gradient’s factor a layer", short(field.slope, 4), f"√χ₁ = {short(field.slope**0.5, 4)}"),
        ("ξ, layers for a factor of e", short(field.depth_scale, 4), reach),
    ]
    note = f"{spec.layers[0].label}, σ<sub>b</sub> = {short(spec.init_bias_deviation)}"
    head = heading("In theory", "networks of infinite width")
    return f'<div class="theory">{head}{table((note, "value", ""), rows, right=(1,))}</div>'


def _variance(value: float) -> str:
    return "∞" if value == float("inf") else short(value, 4)


def _reach(depth_scale: float) -> str:
    return "any depth" if depth_scale == float("inf") else f"{number(REACH * depth_scale, 0)} layers"
