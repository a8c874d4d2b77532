"""Measurements of the claims of themes/switch.py, unit.py and examples.py in a world that is otherwise."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from tests.unit.labs.claims.expectation import Expectation
from viz.activations import get
from viz.labs.claims import Verdict
from viz.labs.claims.themes.examples import Bend, Interaction, measure_bend, measure_interaction
from viz.labs.claims.themes.switch import Switch, measure_switch
from viz.labs.claims.themes.unit import Formula
from viz.spec import read_activation
from viz.spec.claims import Conditions


def zero_or_one(_: Switch) -> Switch:
    return measure_switch(Conditions(), get("heaviside"))


def never_off(_: Switch) -> Switch:
    return measure_switch(Conditions(), get("softplus"))


def on_from_one_on(_: Switch) -> Switch:
    return measure_switch(Conditions(), read_activation("formula(max(0,x-1))"))


def no_bias(found: Formula) -> Formula:
    return replace(found, errors=found.without_bias)


def the_bias_outside(found: Formula) -> Formula:
    return replace(found, errors=found.bias_outside)


def one_activation_without_bias(found: Formula) -> Formula:
    return replace(found, errors=np.concatenate([found.errors[:-1], found.without_bias[-1:]]))


def every_second_without_bias(found: Formula) -> Formula:
    second = np.arange(found.errors.shape[1]) % 2 == 1
    return replace(found, errors=np.where(second, found.without_bias, found.errors))


def a_linear_neuron(_: Interaction) -> Interaction:
    return measure_interaction(Conditions(), get("identity"))


def a_leak(_: Interaction) -> Interaction:
    return measure_interaction(Conditions(), get("leaky_relu", slope=0.3))


def a_b_less_far(_: Interaction) -> Interaction:
    return measure_interaction(Conditions(), far_b=-5.0)


def another_bias(_: Bend) -> Bend:
    return measure_bend(Conditions(), bias=5.0)


def sloping_below(_: Bend) -> Bend:
    return measure_bend(Conditions(), get("leaky_relu", slope=0.3))


def a_derivative_that_disagrees(found: Bend) -> Bend:
    return replace(found, derivatives=0.5 * found.derivatives)


def no_bend(_: Bend) -> Bend:
    return measure_bend(Conditions(), get("softplus"))


EXPECTATIONS = {
    8: Expectation(
        Verdict.DEPENDS,
        ((zero_or_one, Verdict.HOLDS), (never_off, Verdict.FAILS), (on_from_one_on, Verdict.FAILS)),
    ),
    9: Expectation(
        Verdict.HOLDS,
        (
            (no_bias, Verdict.FAILS),
            (the_bias_outside, Verdict.FAILS),
            (one_activation_without_bias, Verdict.FAILS),
            (every_second_without_bias, Verdict.DEPENDS),
        ),
    ),
    10: Expectation(
        Verdict.HOLDS,
        ((a_linear_neuron, Verdict.FAILS), (a_leak, Verdict.FAILS), (a_b_less_far, Verdict.DEPENDS)),
    ),
    11: Expectation(
        Verdict.HOLDS,
        (
            (another_bias, Verdict.DEPENDS),
            (sloping_below, Verdict.DEPENDS),
            (a_derivative_that_disagrees, Verdict.DEPENDS),
            (no_bend, Verdict.FAILS),
        ),
    ),
}
