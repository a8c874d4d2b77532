"""From settings to results: order, probe, labels and the settings' edge cases."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from viz.activations import ACTIVATIONS, get
from viz.labs.curves import Normal, Uniform, examine
from viz.labs.curves.examine import probe
from viz.spec import CurvesSpec


def test_the_default_view() -> None:
    result = examine(CurvesSpec())
    assert [f.label for f in result.functions] == ["ReLU", "Leaky ReLU 0.3", "GELU", ACTIVATIONS["tanh"].label]
    assert [f.slot for f in result.functions] == [0, 1, 2, 3]
    assert result.inputs == Normal(-0.5, 1.0)
    relu, leaky, gelu, tanh = result.functions
    assert relu.flat_mass == pytest.approx(0.6914624612740131, abs=1e-14)
    assert leaky.flat_mass == 0
    assert (gelu.probe.value, tanh.probe.derivative) == pytest.approx((-0.10021, 0.18071), abs=1e-5)
    assert relu.zones == ((-5.0, 0.0),)


def test_the_uniform_input() -> None:
    assert examine(CurvesSpec(distribution="uniform")).inputs == Uniform(-2.0, 2.0)


def test_no_function_is_no_error() -> None:
    assert examine(CurvesSpec(functions=())).functions == ()


def test_a_probe_at_a_kink_says_what_the_framework_says() -> None:
    leaky = get("leaky_relu", slope=0.3)
    assert probe(leaky, 0.0, "torch").derivative == 0.3
    assert probe(leaky, 0.0, "jax").derivative == 1
    assert probe(leaky, 0.0, "keras").derivative is None
    assert probe(leaky, 0.1 + 0.2 - 0.3, "jax").derivative == 1  # 5.6e-17: a slider's zero
    assert probe(leaky, 0.0).second_derivative is None


@pytest.mark.parametrize(
    "changes",
    [
        {"low": -1000.0, "high": 1000.0},
        {"low": 999.0, "high": 1000.0, "probe": -1000.0},
        {"low": -0.05, "high": 0.05},
        {"mean": 20.0, "deviation": 0.01},
        {"mean": -20.0, "deviation": 20.0},
        {"distribution": "uniform", "uniform_low": 49.9, "uniform_high": 50.0},
        {"epsilon": 0.5},
        {"epsilon": 0.001},
    ],
    ids=str,
)
def test_every_function_survives_the_ends_of_every_setting(changes: dict[str, float]) -> None:
    for function in examine(replace(CurvesSpec(functions=tuple(ACTIVATIONS)), **changes)).functions:
        assert 0 <= function.flat_mass <= 1
        assert 0 <= function.output.zeros <= 1 + 1e-12
        assert function.output.variance >= 0
        assert not np.isnan(function.output.mean)
