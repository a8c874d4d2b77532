"""The neuron's figures: the lines on the map, the point, the sections, and the colours of what is negative."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from viz.activations import ACTIVATIONS, get
from viz.figures.one_neuron.response import crossings, response
from viz.figures.one_neuron.sections import interaction, sections
from viz.figures.theme import DARK, LIGHT
from viz.labs.neuron import examine_neuron, pre_activation
from viz.spec.one_neuron import OneNeuronSpec

SPEC = OneNeuronSpec().neuron


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_every_activation_is_drawn(name: str) -> None:
    result = examine_neuron(replace(SPEC, activation=get(name), b=-1.3))
    for view, kind in (("map", "heatmap"), ("surface", "surface")):
        drawn = response(result, view, DARK)
        assert drawn.data[0].type == kind
        np.testing.assert_array_equal(np.asarray(drawn.data[0].z), result.out)
    for figure in (sections(result, LIGHT), interaction(result, LIGHT)):
        assert all(np.isfinite(axis.range).all() for axis in figure.select_yaxes())


@pytest.mark.parametrize("name", ["relu", "hardtanh", "tanh"])
@pytest.mark.parametrize(("weight_a", "weight_b"), [(2.0, 3.0), (1.0, 0.0), (0.0, -1.0), (-4.0, 0.5)])
def test_lines_lie_where_the_kinks_are(name: str, weight_a: float, weight_b: float) -> None:
    result = examine_neuron(replace(SPEC, activation=get(name), weight_a=weight_a, weight_b=weight_b, bias=0.25))
    lines = crossings(result)
    kinks = [kink.at for kink in get(name).kinks] or [0.0]
    assert len(lines) == len(kinks)
    for (a, b), kink in zip(lines, kinks, strict=True):
        np.testing.assert_allclose(pre_activation(result.spec, a, b), kink, atol=1e-12)
        assert max(np.abs(a).max(), np.abs(b).max()) == SPEC.extent  # from border to border
        assert abs(a[0] - a[1]) + abs(b[0] - b[1]) > 1.0


def test_a_line_out_of_sight_or_without_weights_is_left_out() -> None:
    assert crossings(examine_neuron(replace(SPEC, bias=1000.0))) == []
    assert crossings(examine_neuron(replace(SPEC, weight_a=0.0, weight_b=0.0))) == []


def test_zero_is_in_the_middle_of_the_colours_where_the_output_has_both_signs() -> None:
    heat = response(examine_neuron(replace(SPEC, activation=get("tanh"))), "map", LIGHT).data[0]
    assert heat.zmin == -heat.zmax
    assert response(examine_neuron(SPEC), "map", LIGHT).data[0].zmin == 0.0


def test_the_curve_of_the_slope_is_broken_where_it_jumps() -> None:
    curve = interaction(examine_neuron(SPEC), LIGHT).data[0]
    assert np.isnan(np.asarray(curve.y, dtype=float)).sum() == 1
    dots = [trace for trace in interaction(examine_neuron(SPEC), LIGHT).data if trace.mode == "markers"]
    assert [(dot.x[0], dot.y[0]) for dot in dots] == [(-100.0, 0.0), (1.0, 2.0)]
