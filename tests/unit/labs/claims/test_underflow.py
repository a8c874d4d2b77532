"""Claim 24 against mpmath, and against where rounding must lose the slope."""

from __future__ import annotations

from decimal import Decimal
from math import log

import mpmath
import numpy as np
import pytest

from tests.unit.labs.claims.expectation import measured
from viz.labs.claims import CLAIMS
from viz.labs.claims.themes.underflow import FORMULAS, flatness, sech_squared


def test_the_exact_slope_is_that_of_mpmath() -> None:
    found = measured(24)
    with mpmath.workdps(60):
        for z, log10 in list(zip(found.z.tolist(), found.exact.tolist(), strict=True))[::30]:
            assert log10 == pytest.approx(float(mpmath.log10(mpmath.sech(mpmath.mpf(z)) ** 2)), rel=1e-14)
    assert not found.exactly_flat


@pytest.mark.parametrize(
    ("place", "bits", "least", "within"),
    [
        # 2 e^(−2z) is below half of the distance to 1 of the number before it, but for how tanh itself is rounded
        (0, 54, None, 0.2),
        (2, 25, None, 1.2),
        # 4 e^(−2z) is below half of the least positive number
        (1, None, 1075, 1e-6),
        (3, None, 150, 1e-5),
    ],
)
def test_the_slope_is_lost_where_rounding_says(place: int, bits: int | None, least: int | None, within: float) -> None:
    expected = log(2.0) * (bits + 1) / 2 if bits is not None else log(2.0) * ((least or 0) + 2) / 2
    assert measured(24).computed[place].zero_from == pytest.approx(expected, abs=within)


@pytest.mark.parametrize("place", range(4))
def test_the_slope_is_0_from_there_on_and_not_before(place: int) -> None:
    found = measured(24).computed[place]
    kind = np.dtype(found.precision).type
    first = kind(found.zero_from)
    formula = dict(FORMULAS)[found.name]
    with np.errstate(all="ignore"):
        before, at = formula(np.array([np.nextafter(first, kind(0)), first], dtype=kind))
        beyond = formula(np.linspace(found.zero_from, 400.0, 1000).astype(kind))
    assert before > 0.0 == at
    assert not beyond.any()
    assert found.truth == pytest.approx(float(sech_squared(Decimal(float(first))).log10()))


def test_a_slope_that_isnt_lost_within_reach_is_lost_nowhere() -> None:
    assert [slope.zero_from for slope in flatness(sech_squared, FORMULAS, 8.0).computed] == [np.inf] * 4


def test_the_reason_says_where_each_is_lost() -> None:
    reason = CLAIMS[24].judge(measured(24)).reason
    assert all(f"({slope.name} in {slope.precision})" in reason for slope in measured(24).computed)
