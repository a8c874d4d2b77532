"""One neuron: against finite differences, at kinks, and where it is flat."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from viz.activations import ACTIVATIONS, get
from viz.labs.neuron import constant_around, examine_neuron, point
from viz.spec.one_neuron import OneNeuronSpec

SPEC = OneNeuronSpec().neuron
STEP = 1e-6


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_derivatives_are_those_of_the_output(name: str) -> None:
    spec = replace(SPEC, activation=get(name), a=0.31, b=-0.47, bias=0.2, weight_a=1.3, weight_b=-0.7)
    here = point(spec, spec.a, spec.b)
    along_a = (point(spec, spec.a + STEP, spec.b).out - point(spec, spec.a - STEP, spec.b).out) / (2 * STEP)
    along_b = (point(spec, spec.a, spec.b + STEP).out - point(spec, spec.a, spec.b - STEP).out) / (2 * STEP)
    assert here.along_a == pytest.approx(along_a, rel=1e-7, abs=1e-8)
    assert here.along_b == pytest.approx(along_b, rel=1e-7, abs=1e-8)


def test_the_article_s_neuron() -> None:
    result = examine_neuron(SPEC)
    assert (result.point.z, result.point.out, result.point.along_a, result.point.along_b) == (5.0, 5.0, 2.0, 3.0)
    assert (result.far.z, result.far.out, result.far.along_a) == (-298.0, 0.0, 0.0)
    assert result.far.flat


def test_with_bias_7_the_slope_along_a_turns_on_at_minus_7() -> None:
    spec = replace(SPEC, weight_a=1.0, weight_b=0.0, bias=7.0, extent=10.0)
    assert [point(spec, a, 0.0).along_a for a in (-8.0, -7.0, -6.0)] == [0.0, 0.0, 1.0]
    section = examine_neuron(spec).section_a
    assert section.at[np.flatnonzero(np.diff(section.along_a))].tolist() == [-7.0]


def test_the_map_has_rows_along_b() -> None:
    result = examine_neuron(replace(SPEC, activation=get("gelu")))
    row, column = 12, 70
    assert result.out[row, column] == point(result.spec, result.axis[column], result.axis[row]).out


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_sections_pass_through_the_point_and_follow_the_neuron(name: str) -> None:
    spec = replace(SPEC, activation=get(name), a=0.4, b=-1.1)
    result = examine_neuron(spec)
    height = max(np.ptp(result.section_a.out), np.ptp(result.section_b.out))
    assert np.interp(spec.a, result.section_a.at, result.section_a.out) == pytest.approx(
        result.point.out, abs=0.01 * height
    )
    assert np.interp(spec.b, result.section_b.at, result.section_b.out) == pytest.approx(
        result.point.out, abs=0.01 * height
    )
    section = result.interaction
    assert (np.diff(section.at) >= 0.0).all()
    b = np.random.default_rng(0).uniform(section.at[0], section.at[-1], 200)
    drawn = np.interp(b, section.at, section.along_a)
    slopes = np.array([point(spec, spec.a, float(each)).along_a for each in b])
    np.testing.assert_allclose(drawn, slopes, atol=0.06 * np.ptp(section.along_a) + 1e-12)


def test_a_kink_has_both_its_limits_in_a_section() -> None:
    section = examine_neuron(SPEC).interaction
    at = np.flatnonzero(np.diff(section.at) == 0.0)
    assert section.at[at] == pytest.approx([-2 / 3])
    assert section.along_a[at[0] : at[0] + 2].tolist() == [0.0, 2.0]


@pytest.mark.parametrize("b", [1.0, -100.0, 500.0])
def test_the_interaction_holds_the_point_and_minus_100(b: float) -> None:
    section = examine_neuron(replace(SPEC, b=b)).interaction
    assert section.at[0] < min(b, -100.0)
    assert section.at[-1] > max(b, 100.0)


def test_a_weight_of_zero_leaves_a_straight_section() -> None:
    section = examine_neuron(replace(SPEC, weight_b=0.0)).interaction
    assert set(section.along_a.tolist()) == {2.0}


@pytest.mark.parametrize(
    ("name", "z", "flat"),
    [
        ("relu", -298.0, True), ("relu", 0.0, True), ("relu", 0.1, False), ("relu6", 7.0, True),
        ("leaky_relu", -5.0, False), ("tanh", -298.0, False), ("tanh", -1e4, False), ("gelu", -298.0, False),
        ("sigmoid", -1e4, False), ("hardswish", -5.0, True), ("hardswish", -1.5, False), ("hard_mish", -9.0, True),
        ("sparse_plus", -3.0, True), ("heaviside", 2.0, True), ("hardtanh", 1.0, True), ("hardshrink", 0.2, True),
        ("squared_relu", -1.0, True), ("sine", np.pi / 2, False), ("identity", 0.0, False),
    ],
)  # fmt: skip
def test_flat_means_constant_in_exact_arithmetic(name: str, z: float, flat: bool) -> None:
    assert constant_around(get(name), z) is flat


def test_the_square_grows_with_the_point() -> None:
    assert OneNeuronSpec(b=-100.0).neuron.extent == 120.0
    assert OneNeuronSpec(a=5.0).neuron.extent == 6.0
    assert OneNeuronSpec(extent=7.0).neuron.extent == 7.0


def test_the_threshold_neuron_is_a_switch_and_back() -> None:
    settings = OneNeuronSpec(activation="gelu", threshold=True)
    assert settings.neuron.activation == get("heaviside")
    assert replace(settings, threshold=False).neuron.activation == get("gelu")
