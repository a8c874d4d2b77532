"""Drawn points are trained on as they are, all of them, and a spec of them can go to another process."""

from __future__ import annotations

import pickle
from dataclasses import replace

import numpy as np
import pytest

from viz.engine import record
from viz.engine.datasets import make_dataset
from viz.engine.drawn import drawn
from viz.engine.setup import populate
from viz.spec import ExperimentSpec
from viz.spec.points import write_points

POINTS = [(0.1 * number - 3.0, 0.05 * number, int(number % 3 == 0)) for number in range(60)]


@pytest.mark.parametrize("samples", [20, 60, 2000])
def test_all_points_are_there_whatever_is_asked_for(samples: int) -> None:
    data = make_dataset(drawn(POINTS), samples, 0.0, 0.25, np.random.default_rng(0))
    assert len(data.x_test) == 15
    both = [(data.x_train, data.y_train), (data.x_test, data.y_test)]
    found = [(*x, y) for part in both for x, y in zip(part[0].tolist(), part[1].tolist(), strict=True)]
    assert sorted(found) == sorted(POINTS)
    assert data.y_test.sum() == 5  # a third, as of all


def test_noise_moves_them_within_the_picture() -> None:
    clean, noisy = (make_dataset(drawn(POINTS), 60, noise, 0.0, np.random.default_rng(0)) for noise in (0.0, 1.0))
    assert (clean.x_train != noisy.x_train).all()
    assert np.abs(noisy.x_train).max() <= 4.0
    assert np.array_equal(clean.y_train, noisy.y_train)


@pytest.mark.parametrize(
    ("kinds", "message"),
    [
        ([], "the first class has no points, at least 2 of each are needed to train on"),
        ([0, 0, 0], "the second class has no points, at least 2"),
        ([1, 0, 1, 1], "the first class has 1 point, at least 2"),
    ],
)
def test_too_few_points_are_refused(kinds: list[int], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        drawn([(0.5, 0.5, kind) for kind in kinds])


def test_four_points_are_enough() -> None:
    text = write_points([(-1, -1, 0), (1, 1, 0), (-1, 1, 1), (1, -1, 1)])
    spec = ExperimentSpec(dataset="drawn", points=text, noise=0.0, test_share=0.8, steps=20, frames=2)
    recording = record(spec)
    assert recording.x_train.shape == (1, 1, 2)
    assert recording.x_test.shape == (1, 3, 2)
    assert np.isfinite(recording.train_loss).all()
    assert recording.header["dataset"] == "Your own points"
    assert recording.header["domain"] == [[-4.0, 4.0], [-4.0, 4.0]]


def test_a_spec_that_knows_its_points_travels() -> None:
    spec = ExperimentSpec(dataset="drawn", steps=5, frames=1)
    assert spec.info.max_samples == 24
    there = pickle.loads(pickle.dumps(spec))
    assert there == spec
    assert np.array_equal(record(there).train_loss, record(spec).train_loss)


def test_one_population_has_the_same_points() -> None:
    spec = ExperimentSpec(dataset="drawn")
    with pytest.raises(ValueError, match="points"):
        populate([spec, replace(spec, points=write_points(POINTS))])
