"""The gated unit as a map and as a surface."""

from __future__ import annotations

import numpy as np
import pytest

from viz.activations import GATED
from viz.figures.gated import figure, reading
from viz.figures.theme import DARK, LIGHT
from viz.labs.gated import examine_gated


@pytest.mark.parametrize("name", GATED)
@pytest.mark.parametrize(("view", "kind"), [("map", "heatmap"), ("surface", "surface")])
def test_the_figure_shows_the_unit(name: str, view: str, kind: str) -> None:
    result = examine_gated(name, 3.0, 0.01)
    drawn = figure(result, view, DARK)
    assert drawn.data[0].type == kind
    np.testing.assert_array_equal(np.asarray(drawn.data[0].z), result.value)
    assert drawn.layout.paper_bgcolor == DARK.background


def test_zero_is_in_the_middle_of_the_scale() -> None:
    heat = figure(examine_gated("swiglu", 4.0, 0.01), "map", LIGHT).data[0]
    assert heat.zmin == -heat.zmax
    assert heat.colorscale[1] == (0.5, LIGHT.well)


def test_the_reading_gives_the_flat_share() -> None:
    assert "on **50 %** of |a|, |b| ≤ 4" in reading(examine_gated("reglu", 4.0, 0.01))
