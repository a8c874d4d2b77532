"""Features of the plane: their formulas, and what networks are given of samples and of grids."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from viz.engine import Trainer, record
from viz.engine.features import FEATURES, feature_labels, inputs_of
from viz.engine.observation import BOUNDARY_SIDE, RESPONSE_SIDE, grid
from viz.engine.setup import populate
from viz.spec import ExperimentSpec

BY_HAND = {
    "x1": lambda x1, x2: x1,
    "x2": lambda x1, x2: x2,
    "x1x1": lambda x1, x2: x1**2,
    "x2x2": lambda x1, x2: x2**2,
    "x1x2": lambda x1, x2: x1 * x2,
    "sinx1": lambda x1, x2: np.sin(x1),
    "sinx2": lambda x1, x2: np.sin(x2),
}
ALL = tuple(FEATURES)
SPEC = ExperimentSpec(samples=60, hidden=(5,), steps=20, frames=2, features=("x2", "x1x1", "sinx2"), seed=2)


def by_hand(x: np.ndarray, names: tuple[str, ...]) -> np.ndarray:
    return np.stack([BY_HAND[name](x[..., 0], x[..., -1]) for name in names], axis=-1)


def test_features_are_those_of_playground() -> None:
    x = np.random.default_rng(0).normal(size=(4, 7, 2)) * 3.0
    assert set(BY_HAND) == set(FEATURES)
    np.testing.assert_allclose(inputs_of(x, ALL), by_hand(x, ALL), rtol=1e-15)
    assert inputs_of(x, ()) is x
    assert all(name == feature.name and feature.label and feature.formula for name, feature in FEATURES.items())
    assert feature_labels(("x1x1", "sinx1"), ("x₁", "x₂")) == ["x₁²", "sin x₁"]
    assert feature_labels(("x1x1", "sinx1"), ("x",)) == ["x²", "sin x"]
    assert feature_labels((), ("a", "b", "c")) == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("dataset", "features"), [("circles", SPEC.features), ("plane", ALL), ("sine", ("x1x1", "sinx1"))]
)
@pytest.mark.parametrize("scale", [1.0, 3.0])
def test_the_network_is_given_them_of_samples_and_grids_alike(dataset: str, features: tuple, scale: float) -> None:
    spec = replace(SPEC, dataset=dataset, features=features, data_scale=scale)
    population = populate([spec])
    data, network = population.datasets[0], population.network
    assert network.sizes == [len(features), 5, 1]
    np.testing.assert_allclose(population.x_train[0], by_hand(data.x_train, features), rtol=1e-14)
    np.testing.assert_allclose(population.x_test[0], by_hand(data.x_test, features), rtol=1e-14)
    recording = record(spec)
    inputs = data.info.inputs
    points = grid(data.info.domain, BOUNDARY_SIDE[inputs])
    output = network.forward(by_hand(points, features))[:, :, 0]
    expected = network.loss.link(output).reshape(recording.boundary[:, 0].shape)
    np.testing.assert_allclose(recording.boundary[:, 0], expected, atol=2e-3 * max(1.0, np.abs(expected).max()))
    first = by_hand(grid(data.info.domain, RESPONSE_SIDE[inputs]), features) @ network.weights[0][0]
    silent = np.maximum(first + network.biases[0][0], 0.0)
    np.testing.assert_allclose(recording.response_high[0][0, 0], silent.max(axis=0), rtol=1e-5, atol=1e-6)


def test_without_any_a_run_is_what_it_was() -> None:
    plain, named = Trainer(replace(SPEC, features=())), Trainer(replace(SPEC, features=("x1", "x2")))
    plain.advance(20)
    named.advance(20)
    assert np.array_equal(plain.network.parameters, named.network.parameters)


def test_a_recording_draws_the_points_and_names_the_inputs() -> None:
    recording, plain = record(SPEC), record(replace(SPEC, features=()))
    assert np.array_equal(recording.x_train, plain.x_train)
    assert np.array_equal(recording.x_test, plain.x_test)
    assert recording.weights[0].shape[2] == 3
    assert recording.header["inputs"] == 2
    assert recording.header["input_names"] == ["x₁", "x₂"]
    assert recording.header["feature_names"] == ["x₂", "x₁²", "sin x₂"]
    assert recording.header["domain"] == plain.header["domain"]


def test_squares_make_circles_linear() -> None:
    spec = ExperimentSpec(hidden=(), features=("x1x1", "x2x2"), noise=0.0, steps=500, frames=1, learning_rate=0.1)
    assert record(spec).test_score[0, -1] > 0.98
    assert record(replace(spec, features=())).test_score[0, -1] < 0.7


def test_one_population_has_one_set_of_features() -> None:
    with pytest.raises(ValueError, match="features"):
        populate([SPEC, replace(SPEC, features=("x1",))])
