"""The claims on remedies for dying units, against networks looked at by hand."""

from __future__ import annotations

import numpy as np
import pytest

from tests.unit.labs.claims.expectation import measured
from viz.engine import Trainer
from viz.labs.claims.runs import recorded
from viz.labs.claims.themes import leaky, remedies
from viz.spec.claims import Conditions


def test_dead_units_are_those_without_a_positive_input() -> None:
    rate, bias = remedies.RATES[-1], remedies.SMALL
    spec = remedies.BASE.unchecked({"learning_rate": rate, "init_bias": bias, "seed": 3})
    trainer = Trainer(spec)
    trainer.advance(remedies.STEPS)
    h, dead = trainer.population.x_train[0], []
    for weights, biases in list(zip(trainer.network.weights, trainer.network.biases, strict=True))[:-1]:
        z = h @ weights[0] + biases[0]
        dead += (z <= 0.0).all(axis=0).tolist()
        h = np.maximum(z, 0.0)
    shares = measured(33).dead[-1, remedies.BIASES.index(bias)]
    assert shares[3, -1] == pytest.approx(np.mean(dead))


def test_biases_are_of_the_first_step() -> None:
    first = measured(33).dead[..., 0]
    assert (first[0] == first[1]).all()  # whatever the learning rate


def test_the_least_slope_is_the_one_below_zero() -> None:
    assert measured(34).least.tolist() == list(leaky.SLOPES)


def test_a_slope_of_zero_is_relu() -> None:
    spec = remedies.BASE.unchecked(
        {"learning_rate": leaky.RATE, "steps": remedies.STEPS, "frames": remedies.FRAMES, "activation": "relu"}
    )
    relu, found = recorded(spec, Conditions()), measured(34)
    assert found.dead[0] == pytest.approx(np.concatenate(relu.dead, axis=2).mean(axis=2))
    assert found.loss[0] == pytest.approx(relu.train_loss[:, -1])


def test_a_dead_unit_is_below_zero_everywhere() -> None:
    found = measured(34)
    assert (found.below[0] <= found.dead[0, :, -1]).all()
    assert (found.dead[1:] == 0.0).all()
