"""Measurements of the claims of themes/procedure.py and themes/updates.py in a world that is otherwise."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from tests.unit.labs.claims.expectation import Expectation
from viz.engine import Trainer
from viz.labs.claims import Verdict
from viz.labs.claims.runs import seeded
from viz.labs.claims.themes.procedure import Losses, follow, loss_run
from viz.labs.claims.themes.updates import BATCHES, SAMPLES, Updates, count_updates, counted
from viz.spec.claims import Conditions


def autoencoder(measured: Losses) -> Losses:
    """The targets are the inputs."""
    trainer = Trainer(*seeded(loss_run(Conditions()), Conditions()))
    return follow(trainer, trainer.population.x_train, int(measured.steps[-1]))


def autoencoder_from_some_seeds(measured: Losses) -> Losses:
    differences = measured.differences.copy()
    differences[:-1, ::2] = differences[-1, ::2]
    return replace(measured, differences=differences)


def full_batch_alone(measured: Updates) -> Updates:
    return count_updates(BATCHES[:1], Conditions())


def mini_batches_alone(measured: Updates) -> Updates:
    return count_updates(BATCHES[1:], Conditions())


def at_the_start_of_each_epoch(measured: Updates) -> Updates:
    first = [np.arange(SAMPLES // batch) == 0 for batch in BATCHES[1:]]
    return counted(BATCHES[1:], [np.tile(steps, (3, 1)) for steps in first])


EXPECTATIONS: dict[int, Expectation] = {
    38: Expectation(Verdict.FAILS, ((autoencoder, Verdict.HOLDS), (autoencoder_from_some_seeds, Verdict.DEPENDS))),
    39: Expectation(
        Verdict.DEPENDS,
        (
            (full_batch_alone, Verdict.HOLDS),
            (mini_batches_alone, Verdict.FAILS),
            (at_the_start_of_each_epoch, Verdict.FAILS),
        ),
    ),
}
