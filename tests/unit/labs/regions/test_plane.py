"""Cells of a square: against sign patterns on a fine grid, and against the formula for arrangements of lines."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from tests.unit.labs.regions.networks import distinct, output_at, patterns_at, random_network, square_grid
from viz.activations import get
from viz.labs.regions import TooManyRegions, plane_regions
from viz.labs.regions import plane as plane_module
from viz.labs.regions.examine import one_layer_bound
from viz.theory import regions_bound


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("units", [1, 2, 3, 7, 12])
def test_one_layer_is_an_arrangement_of_lines(units: int, seed: int) -> None:
    # In a window that holds every crossing, n lines in general position leave 1 + n + n(n − 1)/2 regions.
    network = random_network((2, units, 1), seed)
    lines = list(zip(network[0][0].T, network[1][0], strict=True))
    crossings = [np.linalg.solve(np.stack([a, c]), -np.array([b, d])) for (a, b), (c, d) in combinations(lines, 2)]
    far = [np.abs(b) / np.linalg.norm(a) for a, b in lines]
    half = 1.1 * max([*(float(np.abs(point).max()) for point in crossings), *far])
    regions = plane_regions(*network, [get("relu")], half)
    assert len(regions) == regions_bound(units, 2)
    assert regions.cells.areas.sum() == pytest.approx((2 * half) ** 2, rel=1e-12)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize(
    ("name", "widths"),
    [("relu", (5,)), ("relu", (4, 4)), ("relu", (3, 3, 3)), ("leaky_relu", (4, 4)), ("hardtanh", (3, 3)),
     ("relu6", (3, 3)), ("softshrink", (3, 3)), ("hardshrink", (3, 3)), ("heaviside", (4, 3))],
)  # fmt: skip
def test_cells_are_the_patterns_that_the_network_has(name: str, widths: tuple[int, ...], seed: int) -> None:
    network, layers = random_network((2, *widths, 1), seed), [get(name)] * len(widths)
    regions = plane_regions(*network, layers, 3.0)
    # Every cell is there: the network has its pattern at its centre, and no other cell has it.
    np.testing.assert_array_equal(patterns_at(network, layers, regions.cells.centres), regions.patterns)
    cut = distinct(regions.patterns)
    assert len(cut) == len(regions)
    # None is missing: they fill the square, and hold every pattern that a fine grid meets.
    assert regions.cells.areas.sum() == pytest.approx(36.0, rel=1e-12)
    assert distinct(patterns_at(network, layers, square_grid(3.0, 150))) <= cut


@pytest.mark.parametrize("name", ["relu", "prelu", "hardtanh", "heaviside"])
def test_the_output_in_a_cell_is_the_network_s(name: str) -> None:
    network, layers = random_network((2, 6, 5, 2), 1), [get(name)] * 2
    regions = plane_regions(*network, layers, 2.0)
    centres = regions.cells.centres
    affine = np.einsum("cd,cdo->co", centres, regions.slopes) + regions.offsets
    np.testing.assert_allclose(affine, output_at(network, layers, centres), atol=1e-10)


def test_every_cell_is_convex_and_turns_left() -> None:
    regions = plane_regions(*random_network((2, 9, 9, 1), 5), [get("relu")] * 2, 3.0)
    for index in range(len(regions)):
        outline = regions.cells.outline(index)
        sides = np.roll(outline, -1, axis=0) - outline
        following = np.roll(sides, -1, axis=0)
        turns = sides[:, 0] * following[:, 1] - sides[:, 1] * following[:, 0]
        assert turns.min() >= -1e-12


def test_equal_and_opposite_lines_cut_once() -> None:
    weights = [np.array([[1.0, 1.0, -2.0, 1.0], [1.0, 1.0, -2.0, -1.0]]), np.ones((4, 1))]
    biases = [np.array([0.5, 0.5, -1.0, 0.0]), np.zeros(1)]
    regions = plane_regions(weights, biases, [get("relu")], 3.0)
    assert len(regions) == 4  # two different lines
    assert regions.cells.areas.min() > 1.0


def test_lines_through_one_point_leave_two_regions_each() -> None:
    network = random_network((2, 10, 1), 3, bias=0.0)
    assert len(plane_regions(*network, [get("relu")], 1.0)) == 20


def test_without_biases_deeper_layers_cut_cones_too() -> None:
    network = random_network((2, 6, 6, 1), 4, bias=0.0)
    regions = plane_regions(*network, [get("relu")] * 2, 1.0)
    angles = np.linspace(0.0, 2 * np.pi, 20_001)[:-1]
    around = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    patterns = patterns_at(network, [get("relu")] * 2, around)
    assert len(regions) == int((patterns != np.roll(patterns, 1, axis=0)).any(axis=1).sum())


def test_a_unit_without_weights_cuts_nothing() -> None:
    weights = [np.array([[1.0, 0.0], [0.0, 0.0]]), np.ones((2, 1))]
    assert len(plane_regions(weights, [np.array([0.0, 1.0]), np.zeros(1)], [get("relu")], 1.0)) == 2
    assert len(plane_regions(weights, [np.array([5.0, 0.0]), np.zeros(1)], [get("relu")], 1.0)) == 1


def test_a_line_along_the_border_cuts_nothing() -> None:
    weights = [np.array([[1.0], [0.0]]), np.ones((1, 1))]
    assert len(plane_regions(weights, [np.array([-2.0]), np.zeros(1)], [get("relu")], 2.0)) == 1


def test_a_second_layer_that_sums_to_zero_is_not_cut_by_rounding() -> None:
    first = np.array([[0.1, 0.1, 0.7], [0.3, 0.3, -0.2]])
    second = np.array([[0.3], [-0.3], [0.0]])  # 0.3·h − 0.3·h
    regions = plane_regions([first, second, np.ones((1, 1))], [np.array([0.2, 0.2, 0.1]), np.zeros(1), np.zeros(1)],
                            [get("relu")] * 2, 3.0)  # fmt: skip
    assert len(regions) == 4


@pytest.mark.parametrize(("units", "kinks"), [(1, 1), (5, 1), (3, 2), (4, 2)])
def test_the_bound_is_attained_by_lines_in_general_position(units: int, kinks: int) -> None:
    angles = np.linspace(0.1, np.pi + 0.1, units, endpoint=False)
    weights = [np.stack([np.cos(angles), np.sin(angles)]), np.ones((units, 1))]
    biases = [np.linspace(0.3, 0.9, units) ** 2, np.zeros(1)]
    layer = get("relu" if kinks == 1 else "hardtanh")
    assert len(plane_regions(weights, biases, [layer], 1000.0)) == one_layer_bound(units, kinks)


def test_refusals_say_why(monkeypatch: pytest.MonkeyPatch) -> None:
    network = random_network((2, 8, 1), 0)
    with pytest.raises(ValueError, match="GELU is curved"):
        plane_regions(*network, [get("gelu")], 1.0)
    with pytest.raises(ValueError, match="two inputs, not 3"):
        plane_regions(*random_network((3, 4, 1), 0), [get("relu")], 1.0)
    monkeypatch.setattr(plane_module, "MOST", 10)
    with pytest.raises(TooManyRegions, match="more than 10 cells"):
        plane_regions(*network, [get("relu")], 100.0)
