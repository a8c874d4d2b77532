"""Layers whose units differ: each unit computes its own function, members may differ in parameters, and so on."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from viz.activations import ACTIVATIONS, get
from viz.engine import Network, record
from viz.engine.unit_activations import MixedLayer, functions_of, layer_functions, stacked_parameters
from viz.spec import ExperimentSpec

RELU, TANH, LEAKY, STEEP = get("relu"), get("tanh"), get("leaky_relu"), get("leaky_relu", slope=0.3)
SHORT = ExperimentSpec(samples=60, steps=30, frames=3, batch_size=7, hidden=(5, 4))


@given(st.lists(st.sampled_from(sorted(ACTIVATIONS)), min_size=1, max_size=9), st.integers(1, 40))
def test_every_unit_computes_its_own_function(names: list[str], samples: int) -> None:
    layer = MixedLayer(RELU, tuple(get(name) for name in names))
    z = 2.0 * np.random.default_rng(len(names)).standard_normal((2, len(names), samples))
    parameters = stacked_parameters([layer, layer])
    value, slope = np.empty_like(z), np.empty_like(z)
    with np.errstate(all="ignore"):
        layer.value_kernel(z, value, *parameters)
        layer.derivative_kernel(z, slope, *parameters)
    for unit, name in enumerate(names):
        assert np.array_equal(value[:, unit], ACTIVATIONS[name](z[:, unit]))
        assert np.array_equal(slope[:, unit], ACTIVATIONS[name].derivative(z[:, unit]))


def test_only_layers_with_a_unit_that_differs_are_mixed() -> None:
    first, second = layer_functions([RELU, TANH], [3, 4], {(0, 1): RELU, (1, 3): STEEP})
    assert first is RELU
    assert second == MixedLayer(TANH, (TANH, TANH, TANH, STEEP))
    assert second.name == "tanh×3 leaky_relu×1"
    assert second.label == "Tanh"
    assert second.unit_labels == ["Tanh", "Tanh", "Tanh", "Leaky ReLU (slope 0.3)"]


def test_a_spec_names_units_from_one() -> None:
    spec = replace(SHORT, unit_activations=("2.1:tanh", "2.4:leaky_relu(slope:0.3)"))
    assert functions_of(spec) == (RELU, MixedLayer(RELU, (TANH, RELU, RELU, STEEP)))
    assert functions_of(SHORT) == (RELU, RELU)


def test_neighbours_with_one_function_and_other_parameters_are_one_run() -> None:
    one = MixedLayer(RELU, (RELU, LEAKY, STEEP))
    other = MixedLayer(RELU, (RELU, STEEP, STEEP))
    assert one.name == other.name == "relu×1 leaky_relu×2"
    (slopes,) = stacked_parameters([one, other])
    assert slopes.tolist() == [[[0.01], [0.3]], [[0.3], [0.3]]]
    with pytest.raises(ValueError, match="different activations: relu×1 leaky_relu×2, relu×2 tanh×1"):
        stacked_parameters([one, MixedLayer(RELU, (RELU, RELU, TANH))])


def test_a_network_says_which_layer_does_not_fit() -> None:
    parts = [np.zeros((2, 2, 3)), np.zeros((2, 3, 1))], [np.zeros((2, 3)), np.zeros((2, 1))]
    with pytest.raises(ValueError, match="layer 1 has 3 units, there are activations for 2"):
        Network(*parts, [MixedLayer(RELU, (RELU, TANH))])
    with pytest.raises(ValueError, match="layer 1 needs one activation, or 2 that differ only in their parameters"):
        Network(*parts, [[RELU, MixedLayer(RELU, (RELU, TANH, RELU))]])


def test_a_recording_labels_units_and_draws_the_main_activation() -> None:
    specs = [
        replace(SHORT, activation=f"leaky_relu(slope:{slope})", unit_activations=("1.2:tanh",)) for slope in (0, 1)
    ]
    recording = record(*specs)
    first, second, output = recording.header["layers"]
    assert first["activation"] == "leaky_relu"
    assert first["activation_label"] == "Leaky ReLU"
    assert first["unit_activations"][:2] == ["Leaky ReLU (slope 0)", "Tanh"]
    assert "unit_activations" not in second
    assert "unit_activations" not in output
    for layer in (0, 1):
        assert recording.slope[layer][0, 0, 0] == 0.0
        assert recording.slope[layer][1, 0, 0] == 1.0


@pytest.mark.parametrize("around", [{}, {"normalisation": "layer"}, {"initialiser": "lsuv", "residual": True}])
def test_a_network_of_equal_units_is_the_network_of_that_activation(around: dict) -> None:
    """Units that each name the activation that another layer setting would give them all."""
    units = tuple(f"{layer}.{unit}:tanh" for layer, width in ((1, 5), (2, 4)) for unit in range(1, width + 1))
    plain, apart = (record(replace(SHORT, **change, **around)) for change in (
        {"activation": "tanh"}, {"unit_activations": units}
    ))  # fmt: skip
    assert plain.train_loss.tobytes() == apart.train_loss.tobytes()
    for mine, theirs in zip(plain.weights, apart.weights, strict=True):
        assert mine.tobytes() == theirs.tobytes()
