"""What came out for every sample: confusion matrices, predictions and which units fire for which class."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from sklearn.metrics import confusion_matrix

from viz.engine import Recording, Trainer, record
from viz.engine.measuring import measure
from viz.engine.observation import Observer
from viz.engine.probes import PROBES, class_activity, outcomes
from viz.engine.setup import Population
from viz.engine.table import Table
from viz.engine.uploads import UPLOADS
from viz.spec import ExperimentSpec

SPEC = ExperimentSpec(samples=150, hidden=(6, 5), steps=40, frames=2, learning_rate=0.3, noise=0.0)
CLASSES = [
    {"dataset": "circles"},
    {"dataset": "moons", "loss": "softmax_cross_entropy"},
    {"dataset": "xor", "loss": "mse", "test_share": 0.0},
    {"dataset": "iris", "loss": "mse"},
    {"dataset": "wine"},
    {"dataset": "breast_cancer"},
    {"dataset": "digits", "activation": "tanh"},
    {"dataset": "drawn"},
]
classifications = pytest.mark.parametrize("change", CLASSES, ids=lambda change: change["dataset"])


def trained(spec: ExperimentSpec, *others: ExperimentSpec) -> tuple[Trainer, dict]:
    trainer = Trainer(spec, *others)
    trainer.advance(spec.steps)
    return trainer, measure(Observer(trainer.population, spec.epsilon), None, PROBES)


def predicted(trainer: Trainer, x: np.ndarray, member: int = 0) -> np.ndarray:
    """Return the classes of inputs (N, D), by the forward pass and what its outputs stand for."""
    output = trainer.network.forward(x)[member]
    if trainer.network.loss.name == "softmax_cross_entropy" or output.shape[1] > 1:
        return output.argmax(axis=1)
    return (output[:, 0] > (0.0 if trainer.network.loss.name == "binary_cross_entropy" else 0.5)).astype(int)


@classifications
def test_confusion_is_scikit_learns(change: dict) -> None:
    spec = replace(SPEC, **change)
    trainer, frame = trained(spec, replace(spec, seed=1))
    population: Population = trainer.population
    for member, data in enumerate(population.datasets):
        labels = range(len(data.class_names))
        parts = [(population.x_train, data.y_train, "train"), (population.x_test, data.y_test, "test")]
        for number, (x, y, part) in enumerate(parts):
            found = frame["confusion"][member, number]
            if not len(y):
                assert not found.any()
                continue
            expected = confusion_matrix(y, predicted(trainer, x[member], member), labels=labels)
            np.testing.assert_array_equal(found, expected)
            assert np.trace(found) / len(y) == pytest.approx(frame[f"{part}_score"][member])


@pytest.mark.parametrize("dataset", ["wine", "breast_cancer", "diabetes"])
def test_every_sample_is_predicted_where_there_is_no_grid(dataset: str) -> None:
    spec = replace(SPEC, dataset=dataset, learning_rate=0.01)
    recording = record(spec)
    trainer, _ = trained(spec)
    population = trainer.population
    x = np.concatenate([population.x_train, population.x_test], axis=1)[0]
    found = recording.predictions[0, -1].astype(np.float64)
    if dataset == "diabetes":
        np.testing.assert_allclose(found, trainer.network.forward(x)[0, :, 0], rtol=1e-3, atol=1e-3)
        assert recording.confusion.shape == (1, 3, 0)
        assert recording.class_activity == ()
    else:
        np.testing.assert_array_equal(found, predicted(trainer, x))
        assert recording.confusion.shape == (1, 3, 2, *(2 * [spec.info.classes]))


@classifications
def test_a_class_activity_is_the_share_of_its_samples_that_pass_a_gradient(change: dict) -> None:
    spec = replace(SPEC, **change)
    trainer, frame = trained(spec)
    if spec.info.classes == 2 and spec.info.inputs == 2:
        assert "class_activity" not in frame
        return
    data, network = trainer.population.datasets[0], trainer.network
    x = trainer.population.x_train[0]
    for number, activation in enumerate(spec.layers):
        z = x @ network.weights[number][0] + network.biases[number][0]
        x = activation(z)
        slope = activation.derivative(z)
        for kind in range(spec.info.classes):
            share = np.mean(slope[data.y_train == kind] != 0.0, axis=0)
            found = frame["class_activity"][number][0, :, kind]
            np.testing.assert_allclose(found / 255.0, share, atol=1 / 255)
            np.testing.assert_array_equal(found == 0, share == 0.0)
            np.testing.assert_array_equal(found == 255, share == 1.0)


def test_a_single_sample_in_a_thousand_is_not_rounded_away() -> None:
    table = Table(
        digest="f" * 16,
        label="many",
        task="binary",
        x=np.random.default_rng(0).normal(size=(2000, 3)),
        y=np.arange(2000) % 2,
        input_names=("a", "b", "c"),
        target_name="d",
        class_names=("even", "odd"),
    )
    UPLOADS[table.digest] = table
    spec = replace(SPEC, dataset="upload", upload=table.digest, samples=2000, hidden=(1,), test_share=0.0)
    trainer = Trainer(spec)
    look = Observer(trainer.population, spec.epsilon).look(None)
    ones = np.flatnonzero(trainer.population.train_labels[0] == 1)
    slope = look.training.slopes[0][0, 0]
    for passing, expected in ((0, 0), (1, 1), (len(ones) - 1, 254), (len(ones), 255)):
        slope[:] = 0.0
        slope[ones[:passing]] = 1.0
        assert class_activity(look)["class_activity"][0][0, 0].tolist() == [0, expected]


def test_what_a_member_that_overflowed_predicts_is_nothing() -> None:
    spec = replace(SPEC, dataset="wine", loss="mse", steps=200, frames=4)
    recording = record(spec, replace(spec, learning_rate=100.0))
    assert recording.header["overflows"][1] is not None
    assert np.isnan(recording.predictions[1, -1].astype(float)).all()
    assert not recording.confusion[1, -1].any()
    assert not recording.class_activity[0][1, -1].any()
    assert recording.confusion[0, -1].sum() == 150


def test_lines_and_pictures_have_none_of_it() -> None:
    recording = record(replace(SPEC, dataset="sine"))
    assert recording.confusion.shape == recording.predictions.shape == (1, 3, 0)
    assert recording.class_activity == ()
    assert record(replace(SPEC, dataset="circles")).predictions.size == 0
    numbers = record(replace(SPEC, dataset="iris"), probes=[probe for probe in PROBES if probe is not outcomes])
    assert numbers.confusion.size == 0


@pytest.mark.parametrize("dataset", ["digits", "diabetes", "iris"])
def test_all_of_it_comes_back_from_its_bytes(dataset: str) -> None:
    recording = record(replace(SPEC, dataset=dataset))
    again = Recording.from_bytes(recording.to_bytes())
    for name in ("confusion", "predictions", "images"):
        assert np.array_equal(getattr(again, name), getattr(recording, name))
    assert len(again.class_activity) == (0 if dataset == "diabetes" else 2)
    assert again.images.shape == ((1, 150, 64) if dataset == "digits" else (1, 0))
    assert again.prefix(2).confusion.shape[1] == 2
