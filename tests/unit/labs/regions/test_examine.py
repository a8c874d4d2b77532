"""The network of the page: the engine's own, at its start and in training, with its cells in colours."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.unit.labs.regions.networks import patterns_at
from viz.engine import Trainer
from viz.labs.regions import examine_regions
from viz.spec import ExperimentSpec
from viz.spec.one_neuron import OneNeuronSpec
from viz.spec.regions import RegionsSpec

SPEC = OneNeuronSpec(hidden=(5, 4)).network


@pytest.mark.parametrize("trained", [0, 200])
def test_the_cells_are_those_of_the_network_that_training_opens_with(trained: int) -> None:
    result = examine_regions(replace(SPEC, trained=trained))
    trainer = Trainer(SPEC.training)
    trainer.advance(trained)
    network = [weight[0] for weight in trainer.network.weights], [bias[0] for bias in trainer.network.biases]
    layers = list(SPEC.training.layers)
    np.testing.assert_array_equal(patterns_at(network, layers, result.cells.cells.centres), result.cells.patterns)


def test_training_moves_the_regions() -> None:
    counts = [examine_regions(replace(SPEC, trained=trained)).cells.slopes.sum() for trained in (0, 10, 200)]
    assert len(set(counts)) == 3


def test_active_units_are_those_with_a_slope() -> None:
    result = examine_regions(SPEC)
    np.testing.assert_array_equal(result.active, result.cells.patterns.sum(axis=1))  # for ReLU the piece is the slope
    hard = examine_regions(replace(SPEC, training=replace(SPEC.training, activation="hardtanh")))
    np.testing.assert_array_equal(hard.active, (hard.cells.patterns == 1).sum(axis=1))


def test_the_same_settings_are_the_same_regions() -> None:
    first = examine_regions(SPEC)
    assert first is examine_regions(OneNeuronSpec(hidden=(5, 4)).network)


def test_layers_whose_units_differ_are_refused() -> None:
    with pytest.raises(ValueError, match="in this network some differ"):
        examine_regions(replace(SPEC, training=replace(SPEC.training, unit_activations=("1.2:tanh",))))


def test_weights_that_overflowed_are_refused() -> None:
    spec = ExperimentSpec(dataset="sine", samples=100, learning_rate=50.0, hidden=(4,), init_scale=10.0)
    with pytest.raises(ValueError, match="grew too large for a number"):
        examine_regions(RegionsSpec(spec, 500, 3.0))
