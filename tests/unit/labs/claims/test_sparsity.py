"""The zeros of claims 18 and 19 against the recording, by symmetry, and by hand."""

from __future__ import annotations

import numpy as np
import pytest

from tests.unit.labs.claims.expectation import measured
from viz.engine import Trainer
from viz.labs.claims import Claim
from viz.labs.claims.activity import hidden_outputs, zero_shares
from viz.labs.claims.runs import recorded, seeded
from viz.labs.claims.themes.sparsity import CLAIMS, DATA, HIDDEN, before_and_after, run, weight_zeros
from viz.spec.claims import Conditions

CONDITIONS = Conditions(seeds=10, scale=0.05)


def test_hidden_outputs_are_those_of_the_formula() -> None:
    trainer = Trainer(*seeded(run("circles", "relu", CONDITIONS), CONDITIONS)[:2])
    trainer.advance(3)
    h = trainer.population.x_train
    for found, weight, bias in zip(
        hidden_outputs(trainer), trainer.network.weights, trainer.network.biases, strict=False
    ):
        h = np.maximum(0.0, h @ weight + bias[:, np.newaxis])
        np.testing.assert_allclose(found, h.swapaxes(1, 2), rtol=0, atol=1e-12)


def test_relu_is_zero_where_the_recording_has_no_derivative() -> None:
    spec = run("circles", "relu", CONDITIONS)
    recording = recorded(spec, CONDITIONS)
    inactive = np.stack([1.0 - layer.mean(axis=2) for layer in recording.active_fraction], axis=2)  # (S, T, L)
    found = before_and_after(spec, CONDITIONS)
    np.testing.assert_allclose(found, inactive[:, [0, -1]].swapaxes(0, 1), atol=1e-6)


def test_before_training_half_of_the_outputs_are_zero() -> None:
    # z and −z are equally likely, so the expectation is 1/2 exactly; the seeds are independent.
    start = measured(18).relu[:, 0]  # (D, S, L)
    error = start.std(axis=1, ddof=1) / np.sqrt(start.shape[1])
    assert (np.abs(start.mean(axis=1) - 0.5) < 4.0 * error).all()


def test_what_is_compared_with_relu_has_no_flat_side() -> None:
    assert measured(18).others.max() == 0.0
    assert measured(18).others.shape == measured(18).relu.shape == (len(DATA), 2, 10, len(HIDDEN))


def test_weights_that_are_zero_are_counted_over_all_layers() -> None:
    layers = [np.ones((2, 3, 4)), np.ones((2, 4, 2))]
    layers[0][1, 0, 0] = layers[0][1, 2, 3] = 0.0
    layers[1][1, 1] = -0.0
    layers[1][0, 0, 0] = 5e-324
    np.testing.assert_array_equal(weight_zeros(layers), [0.0, 4 / 20])


def test_biases_are_no_weights() -> None:
    assert measured(19).count == 64 * HIDDEN[0] + HIDDEN[0] * HIDDEN[1] + HIDDEN[1] * 10


def test_both_shares_are_of_the_same_networks() -> None:
    spec = run("digits", "relu", Conditions())
    trainer = Trainer(spec.unchecked({"seed": 7}))
    trainer.advance(spec.steps)
    assert zero_shares(trainer).mean() == pytest.approx(measured(19).outputs[7], abs=1e-12)
    assert sum(np.count_nonzero(weight == 0.0) for weight in trainer.network.weights) == 0
    assert measured(19).weights[7] == 0.0


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: str(claim.number))
def test_the_page_that_opens_has_the_experiment(claim: Claim) -> None:
    assert claim.play is not None
    conditions = Conditions(seeds=12, first=40, scale=0.5)
    link = claim.play(conditions)
    read, problems = type(link.settings).from_query(link.settings.to_query())
    assert (read, problems) == (link.settings, [])
    assert {lane.spec.steps for lane in read.lanes} == {100}
    assert (read.seed, read.seeds) == (40, 12)
