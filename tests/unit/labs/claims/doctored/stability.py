"""Measurements of the claims of themes/stability.py and themes/kink.py in a world that is otherwise."""

from __future__ import annotations

from dataclasses import replace

from tests.unit.labs.claims.expectation import Expectation
from viz.labs.claims import Verdict
from viz.labs.claims.themes import kink, stability
from viz.spec.claims import Conditions


def bounded(_: stability.Stability) -> stability.Stability:
    """What is called ReLU has a bound."""
    return stability.measure(Conditions(), functions=("tanh", "tanh", "relu6"))


def half_stable(found: stability.Stability) -> stability.Stability:
    """In every other seed ReLU is stable."""
    unstable = found.unstable.copy()
    unstable[0, ..., ::2] = False
    return replace(found, unstable=unstable)


def coarse(_: kink.AtZero) -> kink.AtZero:
    """All arithmetic has two binary digits."""
    return kink.measure(Conditions(), digits=(2, 2))


def half_coarse(found: kink.AtZero) -> kink.AtZero:
    """In every other seed the arithmetic has two binary digits."""
    zeros, loss = found.zeros.copy(), found.loss.copy()
    zeros[..., ::2], loss[..., ::2] = zeros[-1:, ..., ::2], loss[-1:, ..., ::2]
    return replace(found, zeros=zeros, loss=loss)


EXPECTATIONS: dict[int, Expectation] = {
    35: Expectation(Verdict.HOLDS, ((bounded, Verdict.FAILS), (half_stable, Verdict.DEPENDS))),
    36: Expectation(Verdict.FAILS, ((coarse, Verdict.HOLDS), (half_coarse, Verdict.DEPENDS))),
}
