"""Runs with schedules, dropout and rules to end by: populations are their members, overflows and forks are exact."""

from __future__ import annotations

from dataclasses import fields, replace
from itertools import count

import numpy as np
import pytest

from viz.engine import Recording, Trainer, record, train
from viz.engine.probes import losses_and_scores
from viz.engine.rate_schedule import rate_factor
from viz.engine.sweep import sweep
from viz.engine.train import schedule
from viz.spec import ExperimentSpec
from viz.spec.fork import forked

SHORT = ExperimentSpec(samples=60, steps=200, frames=20, batch_size=7, hidden=(5, 4), learning_rate=0.3)
TARGETS = [replace(SHORT, seed=seed, target_loss=loss) for seed, loss in ((0, 0.4), (1, 0.65), (2, 0.0), (3, 9.0))]


def assert_same_until_it_stopped(together: Recording, member: int, alone: Recording) -> None:
    """And the last frame again in those that follow."""
    frames = len(alone.steps)
    for entry in fields(Recording)[2:]:
        if entry.metadata["frames"]:
            mine, theirs = getattr(together, entry.name), getattr(alone, entry.name)
            for a, b in zip(mine, theirs, strict=True) if entry.metadata["layers"] else [(mine, theirs)]:
                assert a[member, :frames].tobytes() == b[0].tobytes(), entry.name
                for frame in range(frames, len(together.steps)):
                    assert a[member, frame].tobytes() == b[0, -1].tobytes(), entry.name


def test_who_stops_is_held_while_others_go_on() -> None:
    together = record(*TARGETS)
    assert together.header["stopped"] is None
    steps = []
    for member, spec in enumerate(TARGETS):
        alone = record(spec)
        assert together.header["stops"][member] == alone.header["stopped"]
        assert_same_until_it_stopped(together, member, alone)
        steps.append(int(alone.steps[-1]))
    assert steps[3] == 0 < steps[1] < steps[0] < steps[2] == SHORT.steps


def test_who_has_stopped_cannot_overflow_any_more() -> None:
    wild = replace(SHORT, dataset="sine", learning_rate=50.0, target_loss=9.0, optimiser="momentum")
    calm = replace(wild, learning_rate=0.001, target_loss=0.0)
    trainer = Trainer(wild, calm)
    begun = trainer.network.parameters[0].copy()
    recording = Recording.concatenate(list(trainer.record(schedule(200, 20).tolist())))
    assert recording.header["overflows"] == [None, None]
    assert recording.header["stops"][0]["step"] == 0
    assert trainer.network.parameters[0].tobytes() == begun.tobytes()
    assert record(replace(wild, target_loss=0.0)).header["overflows"] != [None]


def test_a_population_ends_with_the_last_of_its_members() -> None:
    sine = replace(SHORT, dataset="sine", learning_rate=0.01)
    specs = [
        replace(sine, target_loss=9.0),
        replace(sine, learning_rate=1e-5, target_loss=5.0),
        replace(sine, learning_rate=50.0, init_scale=3),
    ]
    together = record(*specs)
    ends = [record(spec).header["stopped"] for spec in specs]
    assert [end["kind"] for end in ends] == ["target_loss", "target_loss", "overflow"]
    assert together.header["stopped"] == max(ends, key=lambda end: end["step"])
    assert together.header["stopped"]["kind"] == "overflow"
    assert together.steps[-1] == ends[2]["step"] // 10 * 10
    assert together.header["complete"]


def test_a_sweep_has_the_same_of_members_that_stopped_however_they_are_grouped() -> None:
    def reduce(recording: Recording) -> list[bytes]:
        return [loss.tobytes() + rate.tobytes() for loss, rate in zip(
            recording.train_loss, recording.update_ratio[0], strict=True
        )]  # fmt: skip

    found = [{}, {}]
    for pieces, results in zip((1e-6, 10.0), found, strict=True):
        for indices, values in sweep(TARGETS, reduce, piece_seconds=pieces):
            results.update(zip(indices, values, strict=True))
    assert found[0] == found[1]


def test_numbers_that_a_rule_needs_must_be_measured() -> None:
    with pytest.raises(ValueError, match="need active_fraction"):
        record(replace(SHORT, stop_when_dead=True), probes=[losses_and_scores])


def test_the_recorded_rate_is_that_of_the_next_step() -> None:
    spec = replace(SHORT, schedule="cosine", warmup=30)
    recording = record(spec)
    expected = [0.3 * rate_factor(spec, step) for step in recording.steps.tolist()]
    np.testing.assert_allclose(recording.learning_rate[0], expected, rtol=1e-7)
    fork = forked(spec, 100, schedule="constant", learning_rate=0.7)
    assert record(fork).learning_rate[0, 10] == np.float32(0.7)
    assert record(fork).learning_rate[0, 9] == recording.learning_rate[0, 9]


def test_a_scheduled_step_is_a_step_at_that_rate() -> None:
    """The oracle is a trainer without a schedule, forked to another rate at every step."""
    spec = replace(SHORT, schedule="step", drop_every=3, drop_factor=0.5, warmup=2, steps=6, frames=6, optimiser="adam")
    by_hand = replace(spec, schedule="constant", warmup=0, learning_rate=0.15)
    for step, rate in ((1, 0.3), (5, 0.15)):
        by_hand = forked(by_hand, step, learning_rate=rate)
    scheduled, forks = Trainer(spec), Trainer(by_hand)
    for _ in range(6):
        scheduled.advance(1)
        forks.advance(1)
        assert scheduled.network.parameters.tobytes() == forks.network.parameters.tobytes()


@pytest.mark.parametrize("around", [{}, {"normalisation": "layer", "residual": True}])
def test_dropout_changes_training_and_nothing_that_is_looked_at(around: dict) -> None:
    spec = replace(SHORT, hidden=(6, 6), **around)
    plain, dropping = record(spec), record(replace(spec, dropout=0.5))
    assert plain.train_loss[0, 0] == dropping.train_loss[0, 0]
    assert plain.train_loss[0, 1] != dropping.train_loss[0, 1]
    trainer = Trainer(replace(spec, dropout=0.5))
    trainer.advance(200)
    output = trainer.network.forward(trainer.population.x_train)
    targets = trainer.population.y_train.swapaxes(1, 2)
    assert trainer.network.loss.value(output.swapaxes(1, 2), targets) == dropping.train_loss[0, -1]


@pytest.mark.parametrize("dropout", [0.0, 0.4])
def test_forks_with_dropout_are_exact(dropout: float) -> None:
    parent = replace(SHORT, dropout=dropout, schedule="cosine")
    assert record(forked(parent, 77)).train_loss.tobytes() == record(parent).train_loss.tobytes()
    fork = forked(parent, 77, dropout=0.2)
    states = Trainer(parent)
    states.advance(77)
    resumed, whole = Trainer(fork), Trainer(fork)
    resumed.state = states.state
    resumed.advance(123)
    whole.advance(200)
    assert resumed.network.parameters.tobytes() == whole.network.parameters.tobytes()


def test_an_overflow_with_dropout_is_found_at_its_step() -> None:
    spec = replace(SHORT, dropout=0.3, learning_rate=50.0, dataset="sine", activation="relu", init_scale=3.0)
    coarse, fine = record(replace(spec, frames=2)), record(replace(spec, frames=200))
    assert coarse.header["stopped"]["kind"] == "overflow"
    assert coarse.header["stopped"] == fine.header["stopped"]


def test_time_is_told_by_the_clock_given() -> None:
    spec = replace(SHORT, seconds=2.0)
    trainer, ticks = Trainer(spec), count(0.0, 0.25)  # a quarter of a second for every frame
    chunks = list(trainer.record(schedule(200, 20).tolist(), clock=lambda: next(ticks)))
    assert chunks[-1].header["stopped"]["message"] == "Stopped at step 70: 2 seconds of training are over."
    assert chunks[-1].header["complete"]
    assert trainer.step == 70


def test_a_run_that_stopped_goes_on_by_a_looser_rule() -> None:
    stopped, looser = replace(SHORT, target_loss=0.5), replace(SHORT, target_loss=0.3)
    trainer = Trainer(stopped)
    chunks = list(trainer.record(schedule(200, 20).tolist()))
    assert chunks[-1].header["stopped"]["kind"] == "target_loss"
    for refused, reason in (
        (replace(SHORT, target_loss=0.6), "looser rules only"),
        (replace(SHORT, target_loss=0.499), "would stop all the same"),
        (replace(looser, l2=0.1), "all other settings must be as they were"),
    ):
        with pytest.raises(ValueError, match=reason):
            train(refused, trainer=trainer)
    chunks += train(looser, trainer=trainer)
    assert Recording.concatenate(chunks).to_bytes() == record(looser).to_bytes()


def test_a_cosine_run_is_no_beginning_of_a_longer_one() -> None:
    spec = replace(SHORT, schedule="cosine")
    trainer = Trainer(spec)
    list(trainer.record(schedule(200, 20).tolist()))
    with pytest.raises(ValueError, match="with more steps it is another one"):
        train(replace(spec, steps=400, frames=40), trainer=trainer)
    with pytest.raises(ValueError, match="has made all its 200 steps"):
        train(spec, trainer=trainer)
