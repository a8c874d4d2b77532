"""Measurements of the claims of themes/extremes.py and themes/shape.py in a world that is otherwise."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from tests.unit.labs.claims.expectation import Expectation
from viz.activations import get
from viz.labs.claims import Verdict
from viz.labs.claims.picture import Array
from viz.labs.claims.themes.extremes import Extremes, measure_extremes
from viz.labs.claims.themes.shape import Jacobians, Monotony, measure_jacobians, measure_monotony
from viz.spec.claims import Conditions


def flat_at_its_ends(_: Extremes) -> Extremes:
    hard = measure_extremes(Conditions(), sigmoid=get("hardsigmoid"))
    return replace(hard, gap_to_one=0.0, gap_to_zero=0.0)


def below_zero(_: Extremes) -> Extremes:
    return measure_extremes(Conditions(), relu=get("leaky_relu"))


def an_upper_end(_: Extremes) -> Extremes:
    return measure_extremes(Conditions(), relu=get("relu6"))


def from_minus_one(_: Extremes) -> Extremes:
    return measure_extremes(Conditions(), sigmoid=get("tanh"))


def a_dip(_: Monotony) -> Monotony:
    return measure_monotony(Conditions(), get("gelu"))


def a_slope_that_falls(_: Monotony) -> Monotony:
    return measure_monotony(Conditions(), get("tanh"))


def divided_by_the_sum(found: Jacobians) -> Jacobians:
    return replace(found, relu=found.softmax)


def constant(_: Jacobians) -> Jacobians:
    return measure_jacobians(Conditions(), np.zeros_like)


def shared_by_half(found: Jacobians) -> Jacobians:
    """A map whose elements act alone in half of the vectors."""

    def shared(x: Array) -> Array:
        return np.maximum(x, 0.0) + np.where(np.arange(len(x)) < len(x) // 2, 0.0, 1.0)[:, None, None] * x.mean(
            axis=-1, keepdims=True
        )

    return measure_jacobians(Conditions(), shared)


EXPECTATIONS = {
    5: Expectation(
        Verdict.DEPENDS,
        (
            (flat_at_its_ends, Verdict.HOLDS),
            (below_zero, Verdict.FAILS),
            (an_upper_end, Verdict.FAILS),
            (from_minus_one, Verdict.FAILS),
        ),
    ),
    6: Expectation(Verdict.HOLDS, ((a_dip, Verdict.FAILS), (a_slope_that_falls, Verdict.FAILS))),
    7: Expectation(
        Verdict.HOLDS,
        ((divided_by_the_sum, Verdict.FAILS), (constant, Verdict.FAILS), (shared_by_half, Verdict.DEPENDS)),
    ),
}
