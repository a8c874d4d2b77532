"""What a spec starts from: its data, and first weights and biases that depend on nothing else than they should."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from viz.engine import record
from viz.engine.datasets import DATASETS
from viz.engine.setup import populate
from viz.spec import ExperimentSpec

SPEC = ExperimentSpec(samples=60, hidden=(7, 5), seed=4)


@pytest.mark.parametrize("dataset", ["circles", "sine"])
def test_the_input_scale_multiplies_inputs_and_the_picture_but_no_target(dataset: str) -> None:
    usual, large = (populate([replace(SPEC, dataset=dataset, data_scale=scale)]) for scale in (1.0, 8.0))
    assert np.array_equal(large.x_train, 8.0 * usual.x_train)
    assert np.array_equal(large.x_test, 8.0 * usual.x_test)
    assert np.array_equal(large.y_train, usual.y_train)
    assert np.array_equal(large.network.parameters, usual.network.parameters)
    for (low, high), (usual_low, usual_high) in zip(large.datasets[0].domain, usual.datasets[0].domain, strict=True):
        assert (low, high) == (8.0 * usual_low, 8.0 * usual_high)
    assert usual.datasets[0].info is DATASETS[dataset]


def test_a_smaller_scale_with_larger_first_weights_is_the_same_network() -> None:
    """Before training: relu(8x · w/8) = relu(x · w), and both pictures are over the same samples."""
    usual, large = (record(replace(SPEC, data_scale=scale, steps=1, frames=1)) for scale in (1.0, 8.0))
    population = populate([replace(SPEC, data_scale=8.0)])
    population.network.weights[0][:] /= 8.0
    output = population.network.forward(population.x_train)
    expected = populate([SPEC]).network.forward(populate([SPEC]).x_train)
    np.testing.assert_allclose(output, expected, rtol=1e-12)
    assert large.header["domain"] == [[8.0 * low, 8.0 * high] for low, high in usual.header["domain"]]


def test_each_member_is_pictured_over_its_own_domain() -> None:
    specs = [replace(SPEC, data_scale=scale, steps=20, frames=2) for scale in (0.5, 1.0, 0.5)]
    together = record(*specs)
    for member, spec in enumerate(specs):
        assert np.array_equal(together.boundary[member], record(spec).boundary[0])


def test_spread_biases_leave_everything_else_as_it_was() -> None:
    plain, spread, wider = (populate([replace(SPEC, init_bias=0.5, init_bias_deviation=s)]) for s in (0.0, 0.1, 0.2))
    for weights, others in zip(plain.network.weights, spread.network.weights, strict=True):
        assert np.array_equal(weights, others)
    assert plain.generators[0].bit_generator.state == spread.generators[0].bit_generator.state
    for layer in range(2):
        assert (plain.network.biases[layer] == 0.5).all()
        drawn = spread.network.biases[layer] - 0.5
        assert (drawn != 0.0).all()
        np.testing.assert_allclose(wider.network.biases[layer] - 0.5, 2.0 * drawn, rtol=1e-12)
    assert not spread.network.biases[2].any()


def test_spread_biases_are_normal_with_their_deviation() -> None:
    """Over n = 12,800 draws: the mean within 5/√n, the variance within 5√(2/n), the fourth moment within 5√(96/n)."""
    specs = [replace(SPEC, hidden=(64,) * 10, frames=1, init_bias_deviation=0.3, seed=s) for s in range(20)]
    biases = np.concatenate([b.reshape(-1) for b in populate(specs).network.biases[:-1]]) / 0.3
    n = len(biases)
    assert biases.mean() == pytest.approx(0.0, abs=5 / np.sqrt(n))
    assert (biases**2).mean() == pytest.approx(1.0, abs=5 * np.sqrt(2 / n))
    assert (biases**4).mean() == pytest.approx(3.0, abs=5 * np.sqrt(96 / n))


@pytest.mark.parametrize("change", [{"normalisation": "batch"}, {"residual": True}])
def test_members_share_what_is_around_their_layers(change: dict) -> None:
    with pytest.raises(ValueError, match=next(iter(change))):
        populate([SPEC, replace(SPEC, **change)])
