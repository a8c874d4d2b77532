"""ExperimentSpec: what it refuses, with the reason, and what it says of the network."""

from __future__ import annotations

from dataclasses import replace

import pytest

from viz.engine.setup import populate
from viz.spec import ExperimentSpec


def test_batch_norm_needs_two_samples() -> None:
    with pytest.raises(ValueError, match=r"ExperimentSpec\.batch_size: a single sample .* accepted are 2 and more"):
        ExperimentSpec(normalisation="batch", batch_size=1)
    assert ExperimentSpec(normalisation="batch", batch_size=2).normalisation == "batch"
    assert ExperimentSpec(normalisation="layer", batch_size=1).batch_size == 1
    assert ExperimentSpec(normalisation="batch", batch_size=1, hidden=()).batch_size == 1


def test_layer_norm_needs_two_units() -> None:
    with pytest.raises(ValueError, match=r"ExperimentSpec\.normalisation: layer 2 has a single unit"):
        ExperimentSpec(normalisation="layer", hidden=(4, 1, 4))
    assert ExperimentSpec(normalisation="batch", hidden=(4, 1, 4)).hidden == (4, 1, 4)


def test_a_link_keeps_what_it_can() -> None:
    settings, (problem,) = ExperimentSpec.from_query({"normalisation": "batch", "batch_size": "1", "seed": "3"})
    assert settings == ExperimentSpec(normalisation="batch", seed=3)
    assert "Batch (batch_size)" in problem
    settings, (problem,) = ExperimentSpec.from_query({"normalisation": "layer", "hidden": "1-1"})
    assert settings == ExperimentSpec(hidden=(1, 1))
    assert "Normalisation (normalisation)" in problem


@pytest.mark.parametrize("normalisation", ["none", "layer", "batch"])
@pytest.mark.parametrize(("dataset", "loss"), [("circles", "softmax_cross_entropy"), ("sine", "mse"), ("iris", "auto")])
def test_weights_are_those_of_the_network(normalisation: str, dataset: str, loss: str) -> None:
    spec = ExperimentSpec(dataset=dataset, loss=loss, samples=60, hidden=(6, 3), normalisation=normalisation)
    assert spec.weights == populate([spec]).network.parameters.shape[1]


def test_skips_are_those_of_the_network() -> None:
    for hidden, skips in (((), 0), ((8,), 0), ((2,), 1), ((8, 8), 1), ((2, 2, 5, 5, 2), 3)):
        spec = ExperimentSpec(samples=60, hidden=hidden, residual=True)
        assert spec.skips == sum(populate([spec]).network.skips) == skips


def test_the_new_settings_are_not_in_the_links_of_old_runs() -> None:
    assert ExperimentSpec(seed=1).to_query() == {"v": "1", "seed": "1"}
    spec = ExperimentSpec(normalisation="layer", residual=True, init_bias_deviation=0.25, data_scale=2.0)
    assert spec.to_query() == {
        "v": "1", "normalisation": "layer", "residual": "1", "init_bias_deviation": "0.25", "data_scale": "2",
    }  # fmt: skip
    assert ExperimentSpec.from_query(spec.to_query()) == (spec, [])
    assert replace(spec, residual=False) != spec
