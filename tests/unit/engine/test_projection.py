"""The plane of the picture against scikit-learn's PCA, and what a recording says of it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.decomposition import PCA

from viz.engine import record
from viz.engine.datasets import DATASETS, make_dataset
from viz.engine.projection import Projection, padded, square_domain
from viz.engine.setup import populate
from viz.spec import ExperimentSpec


@pytest.mark.parametrize("name", ["iris4", "wine", "breast_cancer", "digits", "diabetes"])
def test_it_is_the_pca_of_the_training_samples(name: str) -> None:
    data = make_dataset(DATASETS[name], 2000, 0.1, 0.33, np.random.default_rng(1))
    pca = PCA(2, svd_solver="full").fit(data.x_train)
    assert data.projection is not None
    signs = np.sign((data.projection.axes * pca.components_.T).sum(axis=0))
    np.testing.assert_allclose(data.projection.axes * signs, pca.components_.T, atol=1e-8)
    np.testing.assert_allclose(data.projection.explained, pca.explained_variance_ratio_, rtol=1e-9)
    for x in (data.x_train, data.x_test):
        np.testing.assert_allclose(data.pictured(x) * signs, pca.transform(x), atol=1e-8)


@given(
    samples=st.integers(1, 12),
    inputs=st.integers(3, 6),
    seed=st.integers(0, 1000),
    rank=st.integers(0, 3),
)
def test_it_is_fit_to_any_samples(samples: int, inputs: int, seed: int, rank: int) -> None:
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(samples, rank)) @ rng.normal(size=(rank, inputs)) + 3.0
    projection = Projection.of(x)
    points = projection(x)
    assert points.shape == (samples, 2)
    assert np.isfinite(points).all()
    assert 0.0 <= projection.explained[1] <= projection.explained[0] <= 1.0
    for axis in projection.axes.T:
        assert np.linalg.norm(axis) == pytest.approx(1.0) or not axis.any()
        assert axis[np.abs(axis).argmax()] >= 0.0
    domain = square_domain(points)
    widths = [high - low for low, high in domain]
    assert widths[0] == pytest.approx(widths[1])
    for (low, high), column in zip(domain, points.T, strict=True):
        assert low < column.min() <= column.max() < high


def test_an_interval_has_room_around_its_values() -> None:
    assert padded(np.array([1.0, 3.0, 2.0]), 0.25) == (0.5, 3.5)
    assert padded(np.array([2.0, 2.0])) == (1.0, 3.0)


def test_a_recording_holds_the_picture_and_trains_on_the_inputs() -> None:
    spec = ExperimentSpec(dataset="wine", samples=100, noise=0.0, hidden=(5,), steps=4, frames=2)
    other = replace(spec, seed=1)
    recording, datasets = record(spec, other), populate([spec, other]).datasets
    for member, data in enumerate(datasets):
        np.testing.assert_allclose(recording.x_train[member], data.projection(data.x_train), rtol=1e-5, atol=1e-5)
        np.testing.assert_allclose(recording.x_test[member], data.projection(data.x_test), rtol=1e-5, atol=1e-5)
    assert recording.weights[0].shape == (2, 3, 13, 5)
    assert not recording.boundary.size
    assert not recording.responses
    header = recording.header
    assert header["inputs"] == 13
    assert header["input_names"] == header["feature_names"] == list(DATASETS["wine"].input_names)
    assert header["projection"] == {"method": "PCA", "explained": list(datasets[0].projection.explained)}
    assert header["domain"] == [list(interval) for interval in datasets[0].domain]


def test_the_input_scale_scales_the_picture_too() -> None:
    spec = ExperimentSpec(dataset="iris4", samples=100, steps=1, frames=1)
    usual, large = record(spec), record(replace(spec, data_scale=8.0))
    np.testing.assert_allclose(large.x_train, 8.0 * usual.x_train, rtol=1e-4, atol=1e-4)
    np.testing.assert_allclose(large.header["domain"], 8.0 * np.array(usual.header["domain"]), rtol=1e-9)


def test_data_of_the_plane_are_pictured_as_they_are() -> None:
    spec = ExperimentSpec(samples=60, steps=1, frames=1)
    recording = record(spec)
    data = populate([spec]).datasets[0]
    assert data.projection is None
    assert np.array_equal(recording.x_train[0], data.x_train.astype(np.float32))
    assert recording.header["projection"] is None
    assert recording.header["inputs"] == 2
    assert recording.images.shape == (1, 0)
