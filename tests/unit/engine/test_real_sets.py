"""Measured data against scikit-learn's own: the same rows, scaled as its scaler does, fitted to the training part."""

from __future__ import annotations

import numpy as np
import pytest
import sklearn.datasets
from sklearn.preprocessing import StandardScaler

from viz.engine.datasets import DATASETS, Dataset, make_dataset
from viz.engine.scaling import Scaling

LOADERS = {
    "iris4": sklearn.datasets.load_iris,
    "wine": sklearn.datasets.load_wine,
    "breast_cancer": sklearn.datasets.load_breast_cancer,
    "digits": sklearn.datasets.load_digits,
    "diabetes": lambda: sklearn.datasets.load_diabetes(scaled=False),
}
EACH = [name for name in LOADERS if name != "digits"]  # every input has a deviation of its own
every_set = pytest.mark.parametrize("name", LOADERS)


def draw(name: str, samples: int = 2000, noise: float = 0.0, test_share: float = 0.33, seed: int = 0) -> Dataset:
    return make_dataset(DATASETS[name], samples, noise, test_share, np.random.default_rng(seed))


def measured(name: str, data: Dataset) -> tuple[np.ndarray, np.ndarray]:
    """Return which rows of scikit-learn's table the training and test samples are.

    Scaling keeps the order of every column, so a row is known by the places of its numbers among all of them; only
    with all samples drawn.
    """

    def ranks(table: np.ndarray) -> np.ndarray:
        return np.column_stack([np.unique(column.round(9), return_inverse=True)[1] for column in table.T])

    drawn = ranks(np.concatenate([data.x_train, data.x_test]))
    places: dict[tuple[int, ...], list[int]] = {}
    for row, key in enumerate(map(tuple, ranks(LOADERS[name]().data))):
        places.setdefault(key, []).append(row)
    rows = np.array([places[tuple(key)].pop() for key in drawn])
    return rows[: len(data.x_train)], rows[len(data.x_train) :]


@every_set
def test_what_is_said_of_a_set_is_so(name: str) -> None:
    info, bunch = DATASETS[name], LOADERS[name]()
    assert info.name == name
    assert all((info.label, info.description, info.reference, info.noise))
    assert (info.max_samples, info.inputs) == bunch.data.shape
    assert info.domain == ()
    assert len(set(info.input_names)) == info.inputs
    if name == "diabetes":
        assert (info.task, info.outputs, info.classes) == ("regression", 1, 0)
    else:
        assert info.classes == len(bunch.target_names)
        assert info.task == ("binary" if info.classes == 2 else "multiclass")
        assert info.target_range == (0, info.classes - 1)
    if name in ("iris4", "breast_cancer"):
        assert info.class_names == tuple(bunch.target_names)


def test_inputs_are_named_as_in_scikit_learn() -> None:
    bunch = LOADERS["breast_cancer"]()
    for mine, theirs in zip(DATASETS["breast_cancer"].input_names, bunch.feature_names, strict=True):
        assert set(mine.replace(" of", "").split()) == set(theirs.split())
    for mine, theirs in zip(DATASETS["wine"].input_names, LOADERS["wine"]().feature_names, strict=True):
        assert mine.split()[0][:4].lower() == theirs[:4]
    assert [name.removesuffix(" (cm)") for name in LOADERS["iris4"]().feature_names] == list(
        DATASETS["iris4"].input_names
    )


@pytest.mark.parametrize("name", EACH)
@pytest.mark.parametrize("test_share", [0.0, 0.33, 0.8])
def test_scaling_is_fitted_to_the_training_part_alone(name: str, test_share: float) -> None:
    data, table = draw(name, test_share=test_share), LOADERS[name]()
    train, test = measured(name, data)
    assert sorted([*train, *test]) == list(range(len(table.data)))
    scaler = StandardScaler().fit(table.data[train])
    np.testing.assert_allclose(data.x_train, scaler.transform(table.data[train]), atol=1e-9)
    if len(test):
        np.testing.assert_allclose(data.x_test, scaler.transform(table.data[test]), atol=1e-9)
        assert np.abs(data.x_test.mean(axis=0)).max() > 1e-3  # with the whole set's mean both parts would be off it
    np.testing.assert_allclose(data.x_train.mean(axis=0), 0.0, atol=1e-9)
    np.testing.assert_allclose(data.x_train.std(axis=0), 1.0, rtol=1e-9)
    if name == "diabetes":
        y = StandardScaler().fit(table.target[train][:, np.newaxis])
        np.testing.assert_allclose(data.y_train, y.transform(table.target[train][:, np.newaxis])[:, 0], atol=1e-9)
        low, high = data.target_range
        assert low < min(data.y_train.min(), data.y_test.min(initial=0.0))
        assert max(data.y_train.max(), data.y_test.max(initial=0.0)) < high
    else:
        np.testing.assert_array_equal(data.y_train, table.target[train])
        np.testing.assert_array_equal(data.y_test, table.target[test])


def test_pixels_share_one_deviation_and_keep_their_picture() -> None:
    data, table = draw("digits"), LOADERS["digits"]()
    images = np.rint(data.images / 255 * 16)
    assert data.images.dtype == np.uint8
    assert data.images.max() == 255
    order = {row.tobytes(): label for row, label in zip(table.data, table.target, strict=True)}
    y = np.concatenate([data.y_train, data.y_test])
    assert [order[image.tobytes()] for image in images] == y.tolist()
    train = images[: len(data.x_train)]
    deviation = np.sqrt(train.var(axis=0).mean())
    x = np.concatenate([data.x_train, data.x_test])
    np.testing.assert_allclose(x, (images - train.mean(axis=0)) / deviation, atol=1e-9)
    assert np.square(data.x_train).mean() == pytest.approx(1.0)  # what initialisers assume of inputs
    assert all(draw(name).images is None for name in EACH)


@every_set
def test_classes_have_their_share_in_both_parts_and_in_a_smaller_sample(name: str) -> None:
    if name == "diabetes":
        return
    counts = np.bincount(LOADERS[name]().target)
    for samples in (60, 2000):
        data = draw(name, samples, seed=3)
        for part in (data.y_train, data.y_test):
            due = counts * len(part) / counts.sum()
            assert np.abs(np.bincount(part, minlength=len(counts)) - due).max() < 2


@every_set
def test_sizes_and_a_draw_that_depends_on_the_seed_alone(name: str) -> None:
    data = draw(name, 100, 0.1, 0.33)
    assert (len(data.y_train), len(data.y_test)) == (67, 33)
    assert np.array_equal(data.x_train, draw(name, 100, 0.1, 0.33).x_train)
    assert not np.array_equal(data.x_train, draw(name, 100, 0.1, 0.33, seed=1).x_train)
    assert len(np.unique(np.concatenate([data.x_train, data.x_test]), axis=0)) == 100
    with pytest.raises(ValueError, match="read-only"):
        data.x_train[0] = 0.0


@every_set
def test_noise_is_on_every_input_in_standard_deviations(name: str) -> None:
    clean, noisy, more = (draw(name, noise=noise) for noise in (0.0, 0.5, 1.0))
    jitter = (noisy.x_train - clean.x_train) / 0.5
    assert jitter.std() == pytest.approx(1.0, abs=5 / np.sqrt(2 * jitter.size))
    np.testing.assert_allclose(more.x_test - clean.x_test, 2.0 * (noisy.x_test - clean.x_test), atol=1e-9)
    np.testing.assert_array_equal(noisy.y_train, clean.y_train)
    if clean.images is not None:
        np.testing.assert_array_equal(noisy.images, clean.images)


@pytest.mark.parametrize("value", [0.0, 0.1, -1e9, 1e100])
def test_an_input_that_never_varies_is_only_shifted(value: float) -> None:
    training = np.column_stack([np.full(30, value), np.arange(30.0)])
    test = np.array([[value, 3.0], [value + 2.0, 4.0]])
    scaling = Scaling.of(training)
    np.testing.assert_allclose(scaling(training), StandardScaler().fit_transform(training), atol=1e-6)
    assert scaling.deviation[0] == 1.0
    assert scaling(test)[1, 0] - scaling(test)[0, 0] == pytest.approx((value + 2.0) - value)


def test_blank_pixels_are_no_trouble() -> None:
    data = draw("digits", 40, test_share=0.8)  # in 8 images most pixels of the border are blank
    assert np.isfinite(data.x_train).all()
    assert (data.x_train.std(axis=0) == 0.0).sum() > 5
    assert np.isfinite(data.x_test).all()
