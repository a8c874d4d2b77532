"""The claims on ReLU's bound and its kink, against bounds, single steps by hand and the engine's own recordings."""

from __future__ import annotations

import numpy as np
import pytest

from tests.unit.labs.claims.expectation import measured
from viz.engine.batches import Batches
from viz.engine.setup import populate
from viz.labs.claims.runs import recorded
from viz.labs.claims.themes import kink, stability
from viz.spec.claims import Conditions


def test_bounded_functions_stay_within_their_bounds() -> None:
    peak = measured(35).peak
    assert peak[1].max() <= 1.0
    assert peak[2].max() <= 6.0
    assert peak[0].max() > 1e6


def test_the_largest_activation_of_a_single_step() -> None:
    found = stability.measure(Conditions(scale=1.0 / stability.STEPS), functions=("relu",))
    population = populate([stability.BASE])
    columns, _ = Batches(population.x_train, population.y_train, stability.BASE.batch_size, population.generators).at(0)
    h, largest = columns[0, :-1].T, []
    for weights in population.network.weights[:-1]:  # biases are 0
        h = np.maximum(h @ weights[0], 0.0)
        largest.append(h.max())
    assert found.peak[0, 0, :, 0] == pytest.approx(np.full(len(stability.RATES), max(largest)))


@pytest.mark.parametrize("slot", range(3))
def test_unstable_runs_are_those_whose_recorded_loss_rises(slot: int) -> None:
    scale, rate = stability.SHOWN
    changes = {"activation": list(stability.FUNCTIONS)[slot], "data_scale": scale, "learning_rate": rate}
    recording = recorded(stability.BASE.unchecked({**changes, "steps": stability.STEPS, "frames": 1}), Conditions())
    loss = recording.train_loss
    place = stability.SCALES.index(scale), stability.RATES.index(rate)
    assert (measured(35).unstable[slot][place] == ~(loss[:, -1] <= loss[:, 0])).all()


def test_the_usual_choice_trains_as_the_engine_does() -> None:
    spec = kink.BASE.unchecked({"steps": kink.STEPS, "frames": 1})
    assert measured(36).loss[0, 0] == pytest.approx(recorded(spec, Conditions()).train_loss[:, -1], rel=1e-12)


@pytest.mark.parametrize("choice", list(kink.AT_ZERO))
def test_the_derivative_at_zero_is_the_one_chosen(choice: float) -> None:
    relu = kink.relu_of(2).with_parameters(at_zero=choice)
    z = np.array([-1.0, -0.124, 0.0, 0.124, 0.126, 1.0])
    assert relu(z).tolist() == [0.0, 0.0, 0.0, 0.0, 0.25, 1.0]
    assert relu.derivative(z).tolist() == [0.0, choice, choice, choice, 1.0, 1.0]


def test_fewer_digits_make_more_zeros() -> None:
    zeros = measured(36).zeros.mean(axis=(1, 2))
    assert (np.diff(zeros) > 0.0).all()
