"""Measurements of the claims of themes/dying.py and themes/silent.py in a world that is otherwise."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from tests.unit.labs.claims.expectation import Expectation
from viz.labs.claims import Verdict
from viz.labs.claims.themes import dying, silent
from viz.spec.claims import Conditions


def leaks(_: dying.Driven) -> dying.Driven:
    """Below 0 there is a slope, so that a driven unit is neither silent nor without a gradient."""
    return dying.measure(Conditions(), activation="leaky_relu(slope:0.3)")


def first_layer_only(found: dying.Driven) -> dying.Driven:
    """Every setting is like the first layer under plain SGD."""
    everywhere = {name: np.repeat(getattr(found, name)[:1], len(dying.SETTINGS), axis=0) for name in _OF_SETTINGS}
    return replace(found, **everywhere)


_OF_SETTINGS = ("highest", "output", "gradient", "moved")


def kills_nobody(_: silent.Cost) -> silent.Cost:
    """The bias that is given to units is the one that they have."""
    return silent.measure_cost(Conditions(), bias=0.0)


def every_unit_counts(found: silent.Cost) -> silent.Cost:
    """The loss grows in proportion to the share of dead units."""
    return replace(found, losses=found.losses[:1] * (1.0 + 2.0 * found.shares[:, np.newaxis, np.newaxis]))


def always_a_slope(_: silent.Zeros) -> silent.Zeros:
    """Units have a slope below 0, too."""
    return silent.measure_zeros(Conditions(), replace(silent.BATCH, activation="leaky_relu(slope:0.3)"))


def always_negative(_: silent.Zeros) -> silent.Zeros:
    """Every unit is dead."""
    return silent.measure_zeros(Conditions(), replace(silent.BATCH, init_bias=-10.0))


EXPECTATIONS: dict[int, Expectation] = {
    30: Expectation(Verdict.DEPENDS, ((leaks, Verdict.FAILS), (first_layer_only, Verdict.HOLDS))),
    31: Expectation(Verdict.DEPENDS, ((kills_nobody, Verdict.FAILS), (every_unit_counts, Verdict.HOLDS))),
    32: Expectation(Verdict.DEPENDS, ((always_a_slope, Verdict.HOLDS), (always_negative, Verdict.FAILS))),
}
