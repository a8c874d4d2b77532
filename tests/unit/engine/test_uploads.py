"""Uploaded tables: scaled by their training part, split by class, gone with whoever held them."""

from __future__ import annotations

import gc
import pickle
import weakref
from collections.abc import Iterator
from contextvars import copy_context
from dataclasses import replace

import numpy as np
import pytest

from viz.engine import record
from viz.engine.datasets import make_dataset
from viz.engine.setup import populate
from viz.engine.table import Table
from viz.engine.uploads import UPLOADS, show_only, uploaded
from viz.spec import ExperimentSpec

GONE = "this link was made from uploaded data, which is not in it: upload the file again"
DIGEST = "0123456789abcdef"


def table(task: str = "multiclass", rows: int = 90, inputs: int = 3, digest: str = DIGEST) -> Table:
    rng = np.random.default_rng(0)
    y = np.arange(rows) % 3 % (2 if task == "binary" else 3)
    return Table(
        digest=digest,
        label="flowers.csv",
        task=task,
        x=rng.normal(size=(rows, inputs)) * 10.0 ** np.arange(inputs) + 5.0,
        y=np.linspace(100.0, 900.0, rows) if task == "regression" else y,
        input_names=tuple(f"column {number}" for number in range(1, inputs + 1)),
        target_name="kind",
        class_names={"binary": ("a", "b"), "multiclass": ("a", "b", "c"), "regression": ()}[task],
        said=("2 rows left out: the target is missing.",),
    )


@pytest.fixture(autouse=True)
def nothing_left() -> Iterator[None]:
    yield
    gc.collect()
    assert DIGEST not in UPLOADS


@pytest.mark.parametrize("task", ["binary", "multiclass", "regression"])
@pytest.mark.parametrize("inputs", [1, 2, 3, 10])
def test_a_table_can_be_trained_on(task: str, inputs: int) -> None:
    held = UPLOADS[DIGEST] = table(task, inputs=inputs)
    spec = ExperimentSpec(dataset="upload", upload=DIGEST, noise=0.0, steps=20, frames=2, hidden=(4,))
    data, recording = populate([spec]).datasets[0], record(spec)
    assert (len(data.y_train), len(data.y_test)) == (60, 30)
    np.testing.assert_allclose(data.x_train.mean(axis=0), 0.0, atol=1e-12)
    np.testing.assert_allclose(data.x_train.std(axis=0), 1.0)
    assert np.isfinite(recording.train_loss).all()
    assert recording.header["inputs"] == inputs
    assert (recording.header["projection"] is None) == (inputs <= 2)
    assert recording.boundary.size > 0 or inputs > 2
    x = np.concatenate([recording.x_train, recording.x_test], axis=1)[0]
    for (low, high), column in zip(recording.header["domain"], x.T, strict=True):
        assert low < column.min() < column.max() < high
    if task == "regression":
        y = np.concatenate([data.y_train, data.y_test])
        assert data.target_name == "kind (SD)"
        assert data.y_train.std() == pytest.approx(1.0)
        assert np.corrcoef(np.sort(y), held.y)[0, 1] == pytest.approx(1.0)
        assert data.target_range[0] < y.min() < y.max() < data.target_range[1]
    assert ("column 1 (SD)" in data.input_names) == (inputs <= 2)
    assert all(said in spec.info.description for said in held.said)


def test_a_part_of_the_rows_has_every_class_its_share() -> None:
    held = UPLOADS[DIGEST] = table(rows=900)
    data = make_dataset(uploaded(DIGEST), 90, 0.0, 0.0, np.random.default_rng(0))
    assert np.bincount(data.y_train).tolist() == [30, 30, 30]
    assert len(np.unique(data.x_train, axis=0)) == 90
    assert held.digest == DIGEST


def test_nothing_of_it_is_left_once_nobody_holds_it() -> None:
    held = UPLOADS[DIGEST] = table()
    spec = ExperimentSpec(dataset="upload", upload=DIGEST, steps=5, frames=1)
    info, arrays, told = spec.info, weakref.ref(held.x), []
    weakref.finalize(held, told.append, DIGEST)
    record(spec)
    del held
    gc.collect()
    assert told == [DIGEST]
    assert arrays() is None  # though the spec and what it knows of its data are still there
    with pytest.raises(ValueError, match=GONE):
        make_dataset(info, 90, 0.0, 0.0, np.random.default_rng(0))
    with pytest.raises(ValueError, match=GONE):
        replace(spec, steps=6)
    assert GONE in ExperimentSpec.from_query(spec.to_query())[1][0]


def test_a_link_shows_no_table_to_others() -> None:
    held = UPLOADS[DIGEST] = table()

    def visitor(*digests: str) -> str:
        show_only(digests)
        return uploaded(DIGEST).label

    assert copy_context().run(visitor, DIGEST, "another") == held.label
    with pytest.raises(ValueError, match=GONE):
        copy_context().run(visitor, "another")
    assert uploaded(DIGEST).label == held.label  # a thread that trains sees all


def test_a_spec_of_a_table_travels_without_its_rows() -> None:
    held = UPLOADS[DIGEST] = table(rows=900)
    spec = ExperimentSpec(dataset="upload", upload=DIGEST)
    assert spec.info.max_samples == len(held.y)
    assert len(pickle.dumps(spec)) < held.x.nbytes / 4
