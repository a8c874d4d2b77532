"""The claims on dying units, against networks trained by hand and closed forms."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import expit
from scipy.stats import hypergeom

from tests.unit.labs.claims.expectation import measured
from viz.engine import record
from viz.engine.batches import Batches
from viz.engine.probes import losses_and_scores, unit_states
from viz.engine.setup import populate
from viz.labs.claims.themes import dying, silent
from viz.spec.claims import Conditions
from viz.spec.training import TrainingSpec


def test_the_race_on_the_page_drives_the_same_units() -> None:
    found = measured(30)
    page = dying.play(Conditions()).settings
    assert isinstance(page, TrainingSpec)
    assert len(page.lanes) == 4
    for lane, setting, highest in zip(page.lanes, dying.SETTINGS, found.highest, strict=False):
        recording = record(lane.spec, probes=(losses_and_scores, unit_states))
        since = recording.steps > dying.BEFORE
        active = recording.active_fraction[setting.layer][0, since, dying.UNIT]
        assert (recording.steps[since] - dying.BEFORE).tolist() == found.steps[1:].tolist()
        assert ((active > 0.0) == (highest[0, 1:] > 0.0)).all(), setting.label


def test_a_dead_unit_of_the_first_layer_stands_still_only_under_plain_sgd() -> None:
    found = measured(30)
    assert (found.output == 0.0).all()
    assert (found.gradient == 0.0).all()
    assert (found.moved[0] == 0.0).all()
    assert found.highest[0] == pytest.approx(np.full_like(found.highest[0], -dying.MARGIN))
    assert (found.moved[2:] > 0.0).all()
    assert (np.diff(found.highest[4], axis=1) < 0.0).all()  # weights decay towards 0, so z towards a negative bias


def test_dead_units_leave_the_network_that_it_would_be_without_them() -> None:
    killed = silent.WIDTH // 2
    spec = silent._killed(0, Conditions())
    population = populate([spec])
    batches = Batches(population.x_train, population.y_train, spec.batch_size, population.generators)
    (w1, w2), (b1, b2) = (
        [array[0].copy() for array in arrays] for arrays in (population.network.weights, population.network.biases)
    )
    w1, b1, w2 = w1[:, killed:], b1[killed:], w2[killed:]
    for step in range(spec.steps):
        columns, targets = batches.at(step)
        x, y = columns[0, :-1].T, targets[0].T
        z = x @ w1 + b1
        h = np.maximum(z, 0.0)
        error = (expit(h @ w2 + b2) - y) / len(x)
        back = (error @ w2.T) * (z > 0.0)
        for parameter, gradient in ((w2, h.T @ error), (b2, error.sum(0)), (w1, x.T @ back), (b1, back.sum(0))):
            parameter -= spec.learning_rate * gradient
    p = expit(np.maximum(population.x_train[0] @ w1 + b1, 0.0) @ w2 + b2)
    y = population.y_train[0]
    loss = -np.mean(y * np.log(p) + (1.0 - y) * np.log(1.0 - p))
    assert measured(31).losses[silent.KILLED.index(killed), 0, -1] == pytest.approx(loss, rel=1e-9)


def test_without_a_live_unit_the_loss_is_that_of_a_guess() -> None:
    assert measured(31).losses[-1, :, -1] == pytest.approx(np.log(2.0), abs=0.01)


def test_silent_batches_are_as_many_as_drawing_without_replacement_gives() -> None:
    samples, active_on = 201, np.array([0, 1, 5, 20, 60, 100, 150, 201])
    active = np.arange(samples) < active_on[:, np.newaxis]
    seeds = range(20)
    share = np.mean([silent.silent_batches(active, seed)[0] for seed in seeds], axis=0)
    exact = np.array([hypergeom(samples, active_on, size).pmf(0).mean() for size in silent.SIZES])
    error = np.sqrt(0.25 / (silent.DRAWS * len(seeds)))  # of a share, at most
    assert share == pytest.approx(exact, abs=4.0 * error)


def test_a_network_is_silent_where_all_its_units_are() -> None:
    active = np.array([[True, False], [False, False]])
    unit, network = silent.silent_batches(active, 0)
    assert unit[-1] == 0.5
    assert network[-1] == 0.0
    assert unit[0] == pytest.approx(0.5 + 0.5 * network[0])
