"""Pieces of a sum of units: against the general count of regions, against samples, and where kinks meet."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from viz.activations import get
from viz.labs.kinks import count_pieces, total
from viz.labs.kinks.fit import network_of
from viz.labs.regions import line_pieces
from viz.spec.kinks import HIGH, LOW, Units


def random_units(count: int, seed: int) -> Units:
    rng = np.random.default_rng(seed)
    return Units(*(tuple(rng.normal(0.0, spread, count)) for spread in (1.0, 2.0, 1.0)), float(rng.normal()))


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("count", [1, 3, 8, 12])
def test_the_count_is_that_of_the_network(count: int, seed: int) -> None:
    units = random_units(count, seed)
    network = network_of([units])
    weights, biases = [weight[0] for weight in network.weights], [bias[0] for bias in network.biases]
    assert count_pieces(units).count == line_pieces(weights, biases, [get("relu")], [LOW], [HIGH]).linear


@pytest.mark.parametrize("seed", range(4))
def test_bends_are_where_the_sum_s_slope_changes(seed: int) -> None:
    units = random_units(5, seed)
    found = count_pieces(units)
    for bend in found.bends:
        x = np.array([bend - 2e-6, bend - 1e-6, bend + 1e-6, bend + 2e-6])
        values = total(units, x)[1]
        assert abs((values[3] - values[2]) - (values[1] - values[0])) > 1e-10
    ends = [LOW, *found.bends, HIGH]
    for low, high in pairwise(ends):
        x = np.linspace(low, high, 5)
        assert np.abs(np.diff(total(units, x)[1], 2)).max() < 1e-9


def test_parts_and_offset_add_up() -> None:
    units = Units((1.0, -2.0), (0.0, 1.0), (3.0, 0.5), 0.25)
    parts, sum_ = total(units, np.array([-1.0, 2.0]))
    assert parts.tolist() == [[0.0, 6.0], [2.0, 0.0]]
    assert sum_.tolist() == [2.25, 6.25]


@pytest.mark.parametrize(
    ("units", "count", "flat", "outside", "together", "cancelled"),
    [
        (Units((1.0, 1.0), (0.0, 1.0), (1.0, -2.0)), 3, 0, 0, 0, 0),
        (Units((1.0, 0.0), (0.0, 1.0), (1.0, 5.0)), 2, 1, 0, 0, 0),
        (Units((1.0, 1.0), (0.0, 1.0), (1.0, 0.0)), 2, 1, 0, 0, 0),
        (Units((1.0, 1.0), (0.0, 4.0), (1.0, 1.0)), 2, 0, 1, 0, 0),
        (Units((1.0, 1.0), (0.0, LOW), (1.0, 1.0)), 2, 0, 1, 0, 0),  # at the very end of the window
        (Units((1.0, -1.0), (0.5, 0.5), (1.0, 1.0)), 2, 0, 0, 1, 0),  # |x − 0.5|
        (Units((1.0, -1.0), (0.5, 0.5), (1.0, -1.0)), 1, 0, 0, 1, 1),  # x − 0.5: the bends cancel
        (Units((2.0, -1.0), (0.5, 0.5), (0.5, -1.0)), 1, 0, 0, 1, 1),
        (Units((1.0, 1.0, 1.0), (0.1, 0.1, 0.1), (0.1, 0.2, -0.3)), 1, 0, 0, 2, 1),  # but for rounding
        (Units((0.0,), (0.0,), (1.0,)), 1, 1, 0, 0, 0),
    ],
)
def test_kinks_that_meet_cancel_or_lie_outside(
    units: Units, count: int, flat: int, outside: int, together: int, cancelled: int
) -> None:
    found = count_pieces(units)
    assert (found.count, found.flat, found.outside) == (count, flat, outside)
    assert (found.together, found.cancelled) == (together, cancelled)
    assert len(found.bends) == count - 1
