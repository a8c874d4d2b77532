"""The loss of claim 38 against JAX, and the updates of claim 39 against N / B and the samples that are seen."""

from __future__ import annotations

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from tests.unit.labs.claims.expectation import measured
from viz.engine import Trainer
from viz.labs.claims import Claim
from viz.labs.claims.runs import seeded
from viz.labs.claims.themes import procedure, updates
from viz.labs.claims.themes.procedure import gradient_differences, loss_run
from viz.labs.claims.themes.updates import BATCHES, SAMPLES, changes, counted, update_run
from viz.spec.claims import Conditions


def test_gradients_are_those_of_jax() -> None:
    conditions = Conditions()
    trainer = Trainer(*seeded(loss_run(conditions), conditions)[:1])
    network, x, y = trainer.network, trainer.population.x_train, trainer.population.y_train
    start = [(np.array(w[0]), np.array(b[0])) for w, b in zip(network.weights, network.biases, strict=True)]

    def output(layers):  # type: ignore[no-untyped-def]
        (w1, b1), (w2, b2) = layers
        return jnp.tanh(x[0] @ w1 + b1) @ w2 + b2

    losses = (
        lambda layers: (x[0] - output(layers)).mean(),
        lambda layers: jnp.abs(x[0] - output(layers)).mean(),
        lambda layers: ((x[0] - output(layers)) ** 2).mean(),
        lambda layers: ((y[0] - output(layers)) ** 2).mean(),
    )
    with jax.enable_x64(True):
        flat = [np.concatenate([np.ravel(leaf) for leaf in jax.tree.leaves(jax.grad(loss)(start))]) for loss in losses]
    followed = flat[-1]
    expected = [np.linalg.norm(gradient - followed) / np.linalg.norm(followed) for gradient in flat]
    np.testing.assert_allclose(gradient_differences(network, x, y)[:, 0], expected, rtol=1e-5, atol=1e-8)


def test_looking_leaves_the_network_as_it_was() -> None:
    conditions = Conditions()
    trainer = Trainer(*seeded(loss_run(conditions), conditions)[:2])
    before = trainer.network.parameters.copy()
    gradient_differences(trainer.network, trainer.population.x_train, trainer.population.y_train)
    np.testing.assert_array_equal(trainer.network.parameters, before)


def test_training_brings_the_definition_down_and_not_the_claimed() -> None:
    values = measured(38).values
    assert (values[-1, :, -1] < 0.5 * values[-1, :, 0]).all()
    assert (values[-2, :, -1] > values[-1, :, -1]).all()
    assert measured(38).steps.tolist() == sorted(set(measured(38).steps.tolist()))


def test_there_are_n_over_b_updates_an_epoch() -> None:
    found = measured(39)
    np.testing.assert_array_equal(found.batches, BATCHES)
    np.testing.assert_array_equal(found.an_epoch, np.repeat([[SAMPLES // size] for size in BATCHES], 3, axis=1))
    np.testing.assert_array_equal(found.early, found.an_epoch - 1)


def test_an_update_is_early_before_the_last_batch_of_an_epoch() -> None:
    moved = np.array([[True, False, False], [False, False, True], [True, True, True]])
    found = counted([SAMPLES // 3], [moved])
    np.testing.assert_array_equal(found.an_epoch, [[1, 1, 3]])
    np.testing.assert_array_equal(found.early, [[1, 0, 2]])


@pytest.mark.parametrize("batch", BATCHES)
def test_an_epoch_is_once_through_all_samples(batch: int) -> None:
    trainer = Trainer(update_run(batch, Conditions(scale=1 / 3)))
    seen = []
    for step in range(SAMPLES // batch):
        trainer.advance(1)
        seen.extend(trainer.batches.rows(step)[0].tolist())
    assert sorted(seen) == list(range(SAMPLES))
    assert trainer.step == trainer.specs[0].steps


def test_only_steps_that_change_a_weight_count() -> None:
    moving = update_run(10, Conditions())
    assert changes(moving).all()
    still = changes(moving.unchecked({"learning_rate": 0.0}))
    assert still.shape == (3, SAMPLES // 10)
    assert not still.any()


@pytest.mark.parametrize("claim", [*procedure.CLAIMS, *updates.CLAIMS], ids=lambda claim: str(claim.number))
def test_the_page_that_opens_has_the_experiment(claim: Claim) -> None:
    assert claim.play is not None
    link = claim.play(Conditions(first=40))
    read, problems = type(link.settings).from_query(link.settings.to_query())
    assert (read, problems) == (link.settings, [])
    assert read.seed == 40
