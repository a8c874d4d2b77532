"""The clock of the timing claims, by a clock that only the test moves; and what counts as a difference."""

from __future__ import annotations

from functools import partial

import numpy as np
import pytest

from viz.labs.claims import timing
from viz.labs.claims.timing import Timed, differs, interleaved, noise


class Clock:
    """A clock that stands still unless it is told to go on."""

    def __init__(self) -> None:
        self.now = 0.0
        self.gone: list[float] = []

    def perf_counter(self) -> float:
        return self.now

    def go(self, seconds: float) -> None:
        self.now += seconds
        self.gone.append(seconds)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    found = Clock()
    monkeypatch.setattr(timing, "time", found)
    return found


def test_only_the_call_is_timed(clock: Clock) -> None:
    seconds = interleaved([Timed(partial(clock.go, 50.0), partial(clock.go, wait)) for wait in (1.0, 2.0, 3.0)], 4)
    np.testing.assert_array_equal(seconds, [[1.0] * 4, [2.0] * 4, [3.0] * 4])


def test_each_round_makes_every_call_once_in_an_order_of_its_own(clock: Clock) -> None:
    interleaved([Timed(int, partial(clock.go, float(place))) for place in range(5)], 20)
    rounds = np.array(clock.gone).reshape(20, 5)
    assert (np.sort(rounds, axis=1) == np.arange(5.0)).all()
    assert len({tuple(order) for order in rounds.tolist()}) > 10


def test_a_warm_call_is_made_once_before(clock: Clock) -> None:
    seconds = interleaved([Timed.warm(partial(clock.go, 2.0))], 3)
    assert seconds.tolist() == [[2.0, 2.0, 2.0]]
    assert clock.now == 12.0


def test_the_noise_is_a_factor_whichever_of_the_two_is_longer() -> None:
    again = np.full(10, 0.8)
    assert noise(np.ones(10), again) == pytest.approx(1.25)
    assert noise(again, np.ones(10)) == pytest.approx(1.25)
    assert noise(np.ones(10), np.ones(10)) == 1.0


@pytest.mark.parametrize(
    ("ratio", "sign"), [([1.3] * 10, 1), ([0.7] * 10, -1), ([1.1] * 10, 0), ([0.9] * 10, 0), ([1.3, 1.0] * 5, 0)]
)
def test_what_differs_does_so_beyond_the_noise_in_nearly_all_rounds(ratio: list[float], sign: int) -> None:
    assert differs(np.array(ratio), 1.2) == sign


def test_each_comparison_has_its_own_noise() -> None:
    ratio = np.full((2, 3, 10), 1.5)
    signs = differs(ratio, np.array([[1.0], [2.0]]))
    assert signs.tolist() == [[1, 1, 1], [0, 0, 0]]
