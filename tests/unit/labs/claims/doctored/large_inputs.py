"""Measurements of the claims of themes/large_inputs.py in a world that is otherwise."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from tests.unit.labs.claims.expectation import Expectation
from viz.labs.claims import Verdict
from viz.labs.claims.themes.large_inputs import FarOut, far_out


def of_tanh(found: FarOut) -> FarOut:
    """Take a function that levels off."""
    return far_out(("tanh", "relu"))


def of_relu6(found: FarOut) -> FarOut:
    """Take the rectifier that is cut off."""
    return far_out(("relu6", "relu"))


def of_squared_relu(found: FarOut) -> FarOut:
    """Take a rectifier that gets steeper, and overflows."""
    return far_out(("squared_relu",))


def lying_derivative(found: FarOut) -> FarOut:
    """Have an output that levels off under a derivative that stays."""
    return FarOut(
        found.functions,
        tuple(replace(far, secants=np.where(far.inputs > 100.0, 0.0, far.secants)) for far in found.precisions),
    )


def single_levels_off(found: FarOut) -> FarOut:
    """Have ReLU saturate in single precision only."""
    return FarOut(found.functions, (found.precisions[0], of_tanh(found).precisions[1]))


EXPECTATIONS = {
    27: Expectation(
        Verdict.HOLDS,
        (
            (of_tanh, Verdict.FAILS),
            (of_relu6, Verdict.FAILS),
            (of_squared_relu, Verdict.FAILS),
            (lying_derivative, Verdict.FAILS),
            (single_levels_off, Verdict.DEPENDS),
        ),
    ),
    28: Expectation(
        Verdict.FAILS,
        ((of_tanh, Verdict.HOLDS), (of_relu6, Verdict.HOLDS), (single_levels_off, Verdict.DEPENDS)),
    ),
}
