"""The bounds of Lu et al., against numbers worked out by hand, their limits and each other."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest

from viz.theory import born_dead_lower, born_dead_one_input


def test_one_input_by_hand() -> None:
    assert born_dead_one_input([1]) == 0.5
    assert born_dead_one_input([2, 2, 2, 2, 2]) == 1 - 0.75**5
    assert born_dead_one_input([1, 2, 3]) == 1 - 0.5 * 0.75 * 0.875
    assert born_dead_one_input([]) == 0.0


@pytest.mark.parametrize(("width", "hidden"), [(2, 5), (4, 20), (3, 1)])
def test_the_lower_bound_in_fractions(width: int, hidden: int) -> None:
    n, depth = width, hidden + 1
    a1 = 1 - Fraction(1, 2**n)
    a2 = 1 - Fraction(2, 2**n) - Fraction(n - 1, 4**n)
    share = (1 - Fraction(2, 2**n)) * (1 - Fraction(1, 2**n)) / (1 + Fraction(n - 1, 2**n))
    expected = 1 - a1 ** (depth - 2) + share * (a2 ** (depth - 2) - a1 ** (depth - 2))
    assert born_dead_lower(width, hidden) == pytest.approx(float(expected), rel=1e-12)


@pytest.mark.parametrize(("width", "hidden", "low", "high"), [(2, 5, 0.600, 0.763), (4, 20, 0.546, 0.725)])
def test_published_bounds(width: int, hidden: int, low: float, high: float) -> None:
    assert born_dead_lower(width, hidden) == pytest.approx(low, abs=5e-4)
    assert born_dead_one_input([width] * hidden) == pytest.approx(high, abs=5e-4)


@pytest.mark.parametrize("width", [1, 2, 4, 10])
def test_bounds_are_in_order_and_every_network_dies_in_the_end(width: int) -> None:
    """Lu et al.: the probability tends to 1 with depth, for any fixed width."""
    bounds = [(born_dead_lower(width, hidden), born_dead_one_input([width] * hidden)) for hidden in range(1, 60)]
    assert all(0.0 <= low <= high <= 1.0 for low, high in bounds)
    for column in zip(*bounds, strict=True):
        assert all(here <= there for here, there in pairwise(column))
    assert born_dead_lower(width, 30 * 2**width) > 0.999


def test_sizes_below_1_are_refused() -> None:
    with pytest.raises(ValueError, match="width = 0"):
        born_dead_one_input([2, 0])
    with pytest.raises(ValueError, match="hidden_layers = 0"):
        born_dead_lower(2, 0)
