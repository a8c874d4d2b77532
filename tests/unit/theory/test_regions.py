"""The bound on a layer's regions, against small cases that can be counted."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from viz.theory import regions_bound


@pytest.mark.parametrize(("units", "inputs", "regions"), [(0, 2, 1), (5, 0, 1), (5, 1, 6), (3, 2, 7), (4, 2, 11)])
def test_small_cases(units: int, inputs: int, regions: int) -> None:
    assert regions_bound(units, inputs) == regions


def test_pascals_rule() -> None:
    """One more hyperplane cuts as many regions in two as its own space is cut into by the others."""
    for n, d in product(range(8), range(1, 8)):
        assert regions_bound(n + 1, d) == regions_bound(n, d) + regions_bound(n, d - 1)
    assert regions_bound(7, 7) == regions_bound(7, 30) == 2**7


def test_lines_in_general_position_attain_it() -> None:
    """Six lines tangent to the unit circle: patterns of signs seen at two million points, all but slivers of them."""
    angles = np.linspace(0.0, np.pi, 6, endpoint=False) + np.array([0.0, 0.1, -0.1, 0.15, 0.05, -0.12])
    normals = np.stack([np.cos(angles), np.sin(angles)])
    points = np.random.default_rng(0).uniform(-30.0, 30.0, (2_000_000, 2))
    above = points @ normals > np.array([0.0, 3.0, -2.0, 5.0, 1.0, -4.0])
    patterns = np.unique(above @ (1 << np.arange(6)))
    assert len(patterns) == regions_bound(6, 2) == 22


def test_negative_numbers_are_refused() -> None:
    with pytest.raises(ValueError, match="must not be negative"):
        regions_bound(-1, 2)
