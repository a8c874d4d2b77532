"""Pieces along a line: against the plane, against sampling, and where breakpoints coincide."""

from __future__ import annotations

import numpy as np
import pytest

from tests.unit.labs.regions.networks import output_at, patterns_at, random_network
from viz.activations import get
from viz.labs.regions import line_pieces, plane_regions
from viz.labs.regions.growth import LINE_REACH, count_line

T = (np.arange(20_000) + 0.5) / 20_000


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("name", ["relu", "leaky_relu", "hardtanh", "softshrink", "hardshrink", "heaviside"])
def test_segments_are_the_patterns_that_samples_pass(name: str, seed: int) -> None:
    network, layers = random_network((1, 6, 6, 1), seed), [get(name)] * 2
    found = line_pieces(*network, layers, [-3.0], [3.0])
    patterns = patterns_at(network, layers, (-3.0 + 6.0 * T)[:, np.newaxis])
    passed = 1 + int((patterns[1:] != patterns[:-1]).any(axis=1).sum())
    assert found.patterns >= passed  # samples may step over a short segment
    assert found.patterns == 1 + len(np.unique(found.breaks))
    assert found.linear <= found.patterns
    middles = np.convolve(np.concatenate([[0.0], found.breaks, [1.0]]), [0.5, 0.5], "valid")
    on_either_side = patterns_at(network, layers, (-3.0 + 6.0 * middles)[:, np.newaxis])
    assert (on_either_side[1:] != on_either_side[:-1]).any(axis=1).all()  # and every break is one
    values = found.slopes * middles[:, np.newaxis] + found.offsets
    np.testing.assert_allclose(values, output_at(network, layers, (-3.0 + 6.0 * middles)[:, np.newaxis]), atol=1e-10)


def test_a_line_through_the_plane_passes_as_many_cells_as_it_has_pieces() -> None:
    network, layers = random_network((2, 8, 8, 1), 2), [get("relu")] * 2
    found = line_pieces(*network, layers, [-3.0, 0.1], [3.0, 0.1])
    cells = plane_regions(*network, layers, 3.0).cells
    crossed = [
        bool((cells.outline(cell)[:, 1] > 0.1).any() and (cells.outline(cell)[:, 1] < 0.1).any())
        for cell in range(len(cells))
    ]
    assert found.patterns == sum(crossed) > 10


def test_one_layer_has_a_break_at_every_kink() -> None:
    weights, biases = [np.array([[1.0, -2.0, 4.0]]), np.ones((3, 1))], [np.array([0.5, 1.0, 8.0]), np.zeros(1)]
    found = line_pieces(weights, biases, [get("relu")], [-1.0], [1.0])
    np.testing.assert_allclose(found.breaks, [0.25, 0.75])  # x = −0.5 and 0.5; x = −2 is outside
    assert found.linear == found.patterns == 3


def test_kinks_that_coincide_are_one_and_may_cancel() -> None:
    weights = [np.array([[1.0, 1.0]]), np.array([[1.0], [-1.0]])]
    found = line_pieces(weights, [np.zeros(2), np.zeros(1)], [get("relu")], [-1.0], [1.0])
    assert (found.patterns, found.linear) == (2, 1)


def test_a_blocked_unit_bends_nothing() -> None:
    # The second layer is off everywhere, so the first one's kink is in the patterns and not in the output.
    weights, biases = (
        [np.array([[1.0]]), np.array([[-1.0]]), np.array([[1.0]])],
        [np.zeros(1), -np.ones(1), np.zeros(1)],
    )
    found = line_pieces(weights, biases, [get("relu")] * 2, [-1.0], [1.0])
    assert (found.patterns, found.linear) == (2, 1)


def test_a_line_needs_two_ends() -> None:
    with pytest.raises(ValueError, match="two different ends"):
        line_pieces(*random_network((1, 3, 1), 0), [get("relu")], [1.0], [1.0])


def test_one_layer_of_the_published_setting_has_as_many_pieces_as_geometry_says() -> None:
    # Kinks at −b/w with b and w standard normal are Cauchy: a share of 2·arctan(50)/π lies within ±50.
    expected = 1 + 64 * 2 * np.arctan(LINE_REACH) / np.pi
    counts = count_line(1, 64)
    assert abs(counts.mean() - expected) < 4 * counts.std() / np.sqrt(len(counts))
    assert expected == pytest.approx(64.2, abs=0.05)  # which is the published count
