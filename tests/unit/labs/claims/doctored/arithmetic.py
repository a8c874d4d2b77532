"""Measurements of the claims of themes/arithmetic.py and themes/growth.py in a world that is otherwise."""

from __future__ import annotations

from dataclasses import replace

from tests.unit.labs.claims.expectation import Expectation
from viz.activations import get
from viz.labs.claims import Verdict
from viz.labs.claims.themes.arithmetic import SAID, Excess, Values, measure_excess, measure_values
from viz.labs.claims.themes.growth import Growth, Slopes, measure_growth, measure_slopes
from viz.spec import read_activation
from viz.spec.claims import Conditions


def a_leak(_: Values) -> Values:
    return measure_values(Conditions(), get("leaky_relu", slope=0.3))


def six_at_the_most(_: Values) -> Values:
    return measure_values(Conditions(), get("relu6"))


def one_added(_: Excess) -> Excess:
    return measure_excess(Conditions(), read_activation(SAID))


def one_added_from_one_on(_: Excess) -> Excess:
    return measure_excess(Conditions(), read_activation("formula(max(0,x)+min(1,max(0,x)))"))


def an_exponential(_: Growth) -> Growth:
    return measure_growth(Conditions(), get("exponential"))


def bent_near_zero(_: Growth) -> Growth:
    return measure_growth(Conditions(), get("softplus"))


def a_sloping_left(_: Slopes) -> Slopes:
    return measure_slopes(Conditions(), get("leaky_relu", slope=0.3))


def half_at_zero(slopes: Slopes) -> Slopes:
    return replace(slopes, declared=slopes.declared | {"jax": 0.5})


EXPECTATIONS = {
    1: Expectation(Verdict.HOLDS, ((a_leak, Verdict.FAILS), (six_at_the_most, Verdict.DEPENDS))),
    2: Expectation(Verdict.FAILS, ((one_added, Verdict.HOLDS), (one_added_from_one_on, Verdict.DEPENDS))),
    3: Expectation(Verdict.FAILS, ((an_exponential, Verdict.HOLDS), (bent_near_zero, Verdict.DEPENDS))),
    4: Expectation(Verdict.HOLDS, ((a_sloping_left, Verdict.FAILS), (half_at_zero, Verdict.DEPENDS))),
}
