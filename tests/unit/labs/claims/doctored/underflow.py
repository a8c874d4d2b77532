"""Measurements of the claim of themes/underflow.py in a world that is otherwise."""

from __future__ import annotations

from decimal import Decimal

from tests.unit.labs.claims.expectation import Expectation
from viz.activations import get
from viz.labs.claims import Verdict
from viz.labs.claims.themes.underflow import FORMULAS, REACH, Flatness, flatness, sech_squared


def near(found: Flatness) -> Flatness:
    """Look no further than where single precision still tells tanh from 1."""
    return flatness(sech_squared, FORMULAS, 8.0)


def of_hardtanh(found: Flatness) -> Flatness:
    """Take a function that is truly flat from 1 on."""
    return flatness(lambda z: Decimal(int(z < 1)), (("the slope", get("hardtanh").derivative),), REACH)


def of_softsign(found: Flatness) -> Flatness:
    """Take a function that is not nearly flat at 2."""
    return flatness(lambda z: 1 / (1 + z) ** 2, (("the slope", get("softsign").derivative),), REACH)


EXPECTATIONS = {
    24: Expectation(
        Verdict.DEPENDS,
        ((near, Verdict.HOLDS), (of_hardtanh, Verdict.FAILS), (of_softsign, Verdict.FAILS)),
    ),
}
