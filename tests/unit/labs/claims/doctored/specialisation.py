"""Measurements of the claims of themes/specialisation.py and themes/overfitting.py in a world that is otherwise."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from tests.unit.labs.claims.expectation import Expectation
from viz.labs.claims import Verdict
from viz.labs.claims.themes.overfitting import Overfitting
from viz.labs.claims.themes.specialisation import Specialisation, Units


def a_digit_a_unit(measured: Specialisation) -> Specialisation:
    """Every ReLU unit answers to one digit alone."""
    active = np.zeros_like(measured.relu.active)
    active[:, np.arange(active.shape[1]), np.arange(active.shape[1]) % active.shape[2]] = 1.0
    return replace(measured, relu=Units(np.ones(active.shape[:2]), active))


def tanh_in_place_of_relu(measured: Specialisation) -> Specialisation:
    return replace(measured, relu=measured.tanh)


def sparser_is_better(measured: Overfitting) -> Overfitting:
    return Overfitting(tuple(replace(each, gaps=1.0 - each.zeros, relu=each.dense - 0.1) for each in measured.settings))


def better_in_one_setting(measured: Overfitting) -> Overfitting:
    return Overfitting((*sparser_is_better(measured).settings[:1], *measured.settings[1:]))


EXPECTATIONS: dict[int, Expectation] = {
    20: Expectation(Verdict.DEPENDS, ((a_digit_a_unit, Verdict.HOLDS), (tanh_in_place_of_relu, Verdict.FAILS))),
    21: Expectation(Verdict.FAILS, ((sparser_is_better, Verdict.HOLDS), (better_in_one_setting, Verdict.DEPENDS))),
}
