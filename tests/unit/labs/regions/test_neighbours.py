"""Neighbours, linear regions and colours: against networks that are known and against sampled output."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from tests.unit.labs.regions.networks import patterns_at, random_network
from viz.activations import get
from viz.labs.regions import contrasting, line_pieces, linear_regions, neighbours, plane_regions


@pytest.mark.parametrize(
    ("name", "widths"),
    [("relu", (6,)), ("relu", (5, 5)), ("relu", (4, 4, 4)), ("hardshrink", (4, 4)), ("threshold", (5, 5))],
)
def test_neighbours_are_the_cells_that_lines_pass_one_after_the_other(name: str, widths: tuple[int, ...]) -> None:
    network, layers = random_network((2, *widths, 1), 7), [get(name)] * len(widths)
    regions = plane_regions(*network, layers, 3.0)
    pairs = {frozenset(pair) for pair in neighbours(regions.cells, regions.side).tolist()}
    cell = {row.astype(np.int64).tobytes(): number for number, row in enumerate(regions.patterns)}
    passed = set()
    for start, stop in np.random.default_rng(0).uniform(-3.0, 3.0, (1000, 2, 2)):
        bounds = np.concatenate([[0.0], line_pieces(*network, layers, start, stop).breaks, [1.0]])
        middles = 0.5 * (bounds[1:] + bounds[:-1])[:, np.newaxis]
        way = [cell[row.tobytes()] for row in patterns_at(network, layers, start + middles * (stop - start))]
        passed |= {frozenset(pair) for pair in pairwise(way)}
    assert passed <= pairs
    assert len(passed) > 0.85 * len(pairs)  # few are so short that no line happens to cross them
    for one, other in map(tuple, pairs if name == "relu" else ()):  # where f jumps, more may change across a border
        assert np.abs(regions.patterns[one] - regions.patterns[other]).sum() == 1


def test_cells_around_one_point_touch_the_next_ones_only() -> None:
    regions = plane_regions(*random_network((2, 7, 1), 3, bias=0.0), [get("relu")], 1.0)
    pairs = neighbours(regions.cells, regions.side)
    assert np.bincount(pairs.ravel(), minlength=14).tolist() == [2] * 14
    assert len(pairs) == 14


def test_the_number_of_neighbours_obeys_euler() -> None:
    # n lines with all crossings inside: n² edges in all, each between two cells (the border's are not counted).
    network = random_network((2, 8, 1), 1)
    regions = plane_regions(*network, [get("relu")], 500.0)
    assert len(regions) == 37
    assert len(neighbours(regions.cells, regions.side)) == 8 * 8


def test_generic_cells_are_linear_regions_of_their_own() -> None:
    regions = plane_regions(*random_network((2, 10, 1), 0), [get("relu")], 3.0)
    assert linear_regions(regions).tolist() == list(range(len(regions)))


def test_cells_merge_where_the_output_does_not_bend() -> None:
    network = random_network((2, 6, 4, 1), 2)
    network[1][1][:] = -100.0  # the second layer is off in the whole square
    regions = plane_regions(*network, [get("relu")] * 2, 3.0)
    assert len(regions) > 10
    assert set(linear_regions(regions).tolist()) == {0}


def test_a_blocked_unit_does_not_count() -> None:
    network = random_network((2, 5, 1), 3)
    regions = plane_regions(*network, [get("relu")], 50.0)
    network[0][1][2] = 0.0  # the output does not see unit 3
    blocked = plane_regions(*network, [get("relu")], 50.0)
    seen = [0, 1, 3, 4]
    kept = [network[0][0][:, seen], network[0][1][seen]], [network[1][0][seen], network[1][1]]
    without = plane_regions(*kept, [get("relu")], 50.0)
    assert len(blocked) == len(regions) > len(without)
    assert int(linear_regions(blocked).max()) + 1 == len(without)


def test_regions_with_one_output_that_do_not_touch_stay_apart() -> None:
    # A hat: 0 to the left of x = −1 and to the right of x = 1.
    weights = [np.array([[1.0, 1.0, 1.0], [0.0, 0.0, 0.0]]), np.array([[1.0], [-2.0], [1.0]])]
    regions = plane_regions(weights, [np.array([1.0, 0.0, -1.0]), np.zeros(1)], [get("relu")], 3.0)
    assert sorted(linear_regions(regions).tolist()) == [0, 1, 2, 3]


def test_no_colour_meets_itself() -> None:
    regions = plane_regions(*random_network((2, 12, 12, 1), 5), [get("relu")] * 2, 3.0)
    pairs = neighbours(regions.cells, regions.side)
    colour = contrasting(len(regions), pairs, 7)
    assert (colour[pairs[:, 0]] != colour[pairs[:, 1]]).all()
    assert set(colour.tolist()) == set(range(7))
