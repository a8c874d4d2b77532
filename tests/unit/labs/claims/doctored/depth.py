"""Measurements of the claims of themes/depth.py in a world that is otherwise."""

from __future__ import annotations

from dataclasses import replace

from tests.unit.labs.claims.expectation import Expectation
from viz.labs.claims import Verdict
from viz.labs.claims.deep_networks import Found, measure
from viz.spec.claims import Conditions


def of_sigmoid(found: Found) -> Found:
    """Take only the function whose gradient vanishes whatever the initialisation."""
    return measure(Conditions(), ("sigmoid",))


def with_skips(found: Found) -> Found:
    """Give every layer a skip, past which the gradient is passed on."""
    return measure(Conditions(), (found[0].function,), residual=True)


def still_learning(found: Found) -> Found:
    """Have the first layers move as in shallow networks, however small their gradient."""
    return tuple(replace(setting, movement=setting.movement[:, [0, 0]]) for setting in found)


EXPECTATIONS = {
    25: Expectation(
        Verdict.DEPENDS,
        ((of_sigmoid, Verdict.HOLDS), (with_skips, Verdict.FAILS), (still_learning, Verdict.FAILS)),
    ),
    26: Expectation(Verdict.DEPENDS, ((of_sigmoid, Verdict.FAILS), (with_skips, Verdict.HOLDS))),
}
