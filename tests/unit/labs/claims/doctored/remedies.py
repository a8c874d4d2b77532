"""Measurements of the claims of themes/remedies.py and themes/leaky.py in a world that is otherwise."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from tests.unit.labs.claims.expectation import Expectation
from viz.labs.claims import Verdict
from viz.labs.claims.themes import leaky, remedies
from viz.spec.claims import Conditions


def nobody_dies(_: remedies.Biased) -> remedies.Biased:
    """Units have a slope below 0."""
    return remedies.measure(Conditions(), activation="leaky_relu(slope:0.01)")


def half_survive(found: remedies.Biased) -> remedies.Biased:
    """In every other seed no unit dies."""
    dead = found.dead.copy()
    dead[:, :, ::2] = 0.0
    return replace(found, dead=dead)


def never_learns(found: remedies.Biased) -> remedies.Biased:
    """Units die, but only where training fails altogether."""
    return replace(found, learnt=np.ones_like(found.learnt))


def leaks_nothing(found: leaky.Leaky) -> leaky.Leaky:
    """What is measured for every slope is what ReLU does."""
    relu = [0] * len(leaky.SLOPES)
    return leaky.Leaky(found.least[relu], found.dead[relu], found.below[relu], found.loss[relu])


def flat_somewhere(found: leaky.Leaky) -> leaky.Leaky:
    """The derivative is 0 at one of the inputs."""
    return replace(found, least=np.zeros_like(found.least))


def half_die(found: leaky.Leaky) -> leaky.Leaky:
    """In every other seed units die whatever the slope."""
    dead = found.dead.copy()
    dead[:, ::2] = 0.5
    return replace(found, dead=dead)


EXPECTATIONS: dict[int, Expectation] = {
    33: Expectation(
        Verdict.FAILS,
        ((nobody_dies, Verdict.HOLDS), (half_survive, Verdict.DEPENDS), (never_learns, Verdict.DEPENDS)),
    ),
    34: Expectation(
        Verdict.HOLDS,
        ((leaks_nothing, Verdict.FAILS), (flat_somewhere, Verdict.FAILS), (half_die, Verdict.DEPENDS)),
    ),
}
