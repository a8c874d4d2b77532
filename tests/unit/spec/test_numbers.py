"""Numbers as people read them."""

from __future__ import annotations

from math import inf, nan

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from viz.spec.numbers import moment, number, percent, plain, short


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (0.0, "0 %"),
        (1e-12, "<0.1 %"),
        (0.00049, "<0.1 %"),
        (0.0065681, "0.7 %"),
        (0.02, "2 %"),
        (0.0994, "9.9 %"),
        (0.0996, "10 %"),
        (0.6914, "69 %"),
        (0.994, "99 %"),
        (0.9999, ">99 %"),
        (1.0, "100 %"),
        (1.0000000000000002, "100 %"),
    ],
)
def test_percent(share: float, text: str) -> None:
    assert percent(share) == text


@given(st.floats(1e-300, 1 - 1e-16))
@example(0.995)
@example(0.0005)
def test_only_none_is_0_and_only_all_is_100_percent(share: float) -> None:
    assert percent(share) not in ("0 %", "100 %", "0.0 %")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "–"),
        (nan, "–"),
        (inf, "∞"),
        (-inf, "−∞"),
        (0.0, "0.000"),
        (-0.0, "0.000"),
        (-0.1274, "−0.127"),
        (12345.678, "12,345.678"),
        (4.2e-7, "4.2·10⁻⁷"),
        (-3.3e55, "−3.3·10⁵⁵"),
    ],
)
def test_number(value: float | None, text: str) -> None:
    assert number(value) == text


def test_a_moment_that_does_not_fit_is_no_infinity() -> None:
    assert moment(inf) == "overflow"
    assert moment(0.1977) == "0.20"


def test_short_drops_what_says_nothing() -> None:
    assert [short(x) for x in (0.01, -1.50, 2.0, inf, -inf)] == ["0.01", "−1.5", "2", "∞", "−∞"]


def test_plain_is_short_unless_that_would_take_powers_of_ten() -> None:
    texts = [plain(x) for x in (0.01714, -1.5, 0.0, 2.0, -5.24e35, 3e-7, inf)]
    assert texts == ["0.0171", "−1.5", "0", "2", "−5.2·10³⁵", "3.0·10⁻⁷", "∞"]
