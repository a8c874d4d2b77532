"""Verdicts over seeds, and what a finding must have."""

from __future__ import annotations

import numpy as np
import pytest

from viz.labs.claims import Finding, Quantity, Verdict
from viz.labs.claims.finding import by_seeds, over_seeds
from viz.spec.numbers import percent


@pytest.mark.parametrize(
    ("agreeing", "verdict"),
    [
        (10, Verdict.HOLDS),
        (9, Verdict.HOLDS),
        (8, Verdict.DEPENDS),
        (2, Verdict.DEPENDS),
        (1, Verdict.FAILS),
        (0, Verdict.FAILS),
    ],
)
def test_nine_of_ten_seeds_decide(agreeing: int, verdict: Verdict) -> None:
    assert by_seeds([True] * agreeing + [False] * (10 - agreeing)) is verdict


def test_a_spread_is_between_the_outer_tenths() -> None:
    quantity = over_seeds("share", np.arange(11) / 10, percent)
    assert (quantity.low, quantity.value, quantity.high) == pytest.approx((0.1, 0.5, 0.9))
    assert quantity.over == "11 seeds"
    assert (quantity.text, quantity.spread) == ("50 %", "10 % to 90 %")
    assert Quantity("count", 3.0).spread == ""


def test_a_finding_says_on_what_it_depends_and_has_a_number() -> None:
    number = Quantity("count", 3.0)
    with pytest.raises(ValueError, match="depends on"):
        Finding(Verdict.DEPENDS, number, "Why.")
    with pytest.raises(ValueError, match="depends on"):
        Finding(Verdict.HOLDS, number, "Why.", "the rate")
    with pytest.raises(ValueError, match="has a number"):
        Finding(Verdict.HOLDS, None, "Why.")
    with pytest.raises(ValueError, match="has none"):
        Finding(Verdict.RECORD, number, "Why.")
