"""What is looked at depends on what is asked: the numbers are the same with the pictures and without."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from viz.engine import Trainer, record
from viz.engine.observation import Observer
from viz.engine.probes import PICTURES, PROBES
from viz.spec import ExperimentSpec

SPEC = ExperimentSpec(steps=60, frames=3, samples=60)
NUMBERS = [probe for probe in PROBES if probe not in PICTURES]


@pytest.mark.parametrize("dataset", ["circles", "sine"])
def test_numbers_do_not_need_pictures(dataset: str) -> None:
    spec = replace(SPEC, dataset=dataset)
    whole, numbers = record(spec), record(spec, probes=NUMBERS)
    assert whole.boundary.size
    assert whole.responses
    assert not numbers.boundary.size
    assert not numbers.responses
    for name in ("train_loss", "train_score", "weights", "active_fraction", "preactivation_histogram"):
        np.testing.assert_equal(getattr(numbers, name), getattr(whole, name), err_msg=name)
    for name in ("test_loss", "test_score"):  # a matrix product of another width may round otherwise
        np.testing.assert_allclose(getattr(numbers, name), getattr(whole, name), rtol=1e-12, err_msg=name)


def test_without_pictures_nothing_is_computed_for_them() -> None:
    population = Trainer(SPEC).population
    look = Observer(population, SPEC.epsilon, pictures=False).look(None)
    assert look.boundary_output.shape == (1, 1, 0)
    assert look.responses == ()
    assert look.test_output.shape[2] == population.x_test.shape[1]
