"""Measurements of the claim of themes/saturation.py in a world that is otherwise."""

from __future__ import annotations

from dataclasses import replace

from tests.unit.labs.claims.expectation import Expectation
from viz.labs.claims import Verdict
from viz.labs.claims.themes.saturation import Saturation, saturation
from viz.spec.claims import Conditions


def of_tanh_and_hardtanh(found: Saturation) -> Saturation:
    """Take functions that are both flat from 2 on."""
    return saturation(("tanh", "hardtanh"), Conditions())


def of_rectifiers(found: Saturation) -> Saturation:
    """Take functions that are steep on one side for ever."""
    return saturation(("relu", "softplus"), Conditions())


def never_reached(found: Saturation) -> Saturation:
    """Have training leave no sample in the flat parts."""
    return replace(found, saturated=0.0 * found.saturated)


def steepest_at_the_side(found: Saturation) -> Saturation:
    """Have slopes that are largest somewhere else than at 0."""
    return replace(found, centre=0.9 * found.centre)


EXPECTATIONS = {
    23: Expectation(
        Verdict.DEPENDS,
        (
            (of_tanh_and_hardtanh, Verdict.HOLDS),
            (of_rectifiers, Verdict.FAILS),
            (never_reached, Verdict.FAILS),
            (steepest_at_the_side, Verdict.FAILS),
        ),
    ),
}
