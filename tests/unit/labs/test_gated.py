"""Gated units over the plane."""

from __future__ import annotations

import numpy as np
import pytest

from viz.activations import GATED
from viz.labs.gated import examine_gated


@pytest.mark.parametrize("name", GATED)
def test_rows_run_along_b_and_columns_along_a(name: str) -> None:
    result = examine_gated(name, 4.0, 0.01)
    assert result.value.shape == result.slope.shape == (65, 65)
    a, b = result.axis[50], result.axis[10]
    assert result.value[10, 50] == pytest.approx(float(GATED[name](a, b)))


def test_reglu_is_flat_on_half_of_the_plane() -> None:
    assert examine_gated("reglu", 4.0, 0.01).flat_share == pytest.approx(0.5, abs=2e-3)


def test_bilinear_is_flat_on_a_disc_around_zero() -> None:
    assert examine_gated("bilinear", 2.0, 0.5).flat_share == pytest.approx(np.pi * 0.5**2 / 16, abs=1e-3)
