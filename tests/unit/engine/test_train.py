"""Training: what is recorded when, exactly reproducible, resumable, and stopped where it overflows."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from viz.engine import Recording, Trainer, record, train
from viz.engine.overflow import first_overflow
from viz.engine.probes import losses_and_scores
from viz.engine.train import schedule
from viz.spec import ExperimentSpec

SHORT = ExperimentSpec(samples=60, steps=60, frames=6, hidden=(6, 5), seed=3)


@given(st.integers(1, 10_000), st.integers(1, 2000))
def test_schedule_starts_at_zero_ends_at_the_last_step_and_never_repeats(steps: int, frames: int) -> None:
    recorded = schedule(steps, frames)
    assert recorded[0] == 0
    assert recorded[-1] == steps
    assert len(recorded) == min(steps, frames) + 1
    gaps = np.diff(recorded)
    assert gaps.min() >= 1
    assert gaps.max() - gaps.min() <= 1


def test_a_recording_is_reproducible_bit_for_bit() -> None:
    assert record(SHORT).to_bytes() == record(SHORT).to_bytes()


def test_frames_do_not_change_the_run() -> None:
    many, few = record(replace(SHORT, frames=60)), record(replace(SHORT, frames=1))
    for layer in range(3):
        assert np.array_equal(many.weights[layer][:, -1], few.weights[layer][:, -1])


def test_chunks_are_the_recording() -> None:
    chunks = list(Trainer(SHORT).record(schedule(SHORT.steps, SHORT.frames).tolist(), chunk_seconds=0.0))
    assert len(chunks) == 7
    assert [chunk.header["complete"] for chunk in chunks] == [False] * 6 + [True]
    assert Recording.concatenate(chunks).to_bytes() == record(SHORT).to_bytes()


@pytest.mark.parametrize("dataset", ["circles", "sine", "iris"])
def test_frames_of_one_chunk_are_each_their_own(dataset: str) -> None:
    """Whatever a probe returns must not be a buffer that the next look overwrites."""
    spec = replace(SHORT, dataset=dataset)
    steps = schedule(spec.steps, spec.frames).tolist()
    (whole,) = Trainer(spec).record(steps, chunk_seconds=1e9)
    frame_by_frame = Recording.concatenate(list(Trainer(spec).record(steps, chunk_seconds=0.0)))
    assert whole.to_bytes() == frame_by_frame.to_bytes()


@pytest.mark.parametrize(
    ("optimiser", "around"),
    [
        ("sgd", {}),
        ("momentum", {"normalisation": "layer"}),
        ("adam", {}),
        ("adamw", {"normalisation": "batch", "residual": True, "hidden": (6, 6), "initialiser": "lsuv"}),
    ],
)
def test_a_run_goes_on_as_if_it_had_been_longer(optimiser: str, around: dict[str, Any]) -> None:
    short = replace(SHORT, optimiser=optimiser, learning_rate=0.02, batch_size=7, **around)
    longer = replace(short, steps=150, frames=15)
    trainer = Trainer(short)
    first = list(trainer.record(schedule(short.steps, short.frames).tolist()))
    joined = Recording.concatenate([*first, *train(longer, trainer=trainer)])
    assert joined.to_bytes() == record(longer).to_bytes()


def test_a_run_goes_on_only_as_it_was() -> None:
    trainer = Trainer(SHORT)
    list(trainer.record(schedule(SHORT.steps, SHORT.frames).tolist()))
    with pytest.raises(ValueError, match="must be as they were"):
        train(replace(SHORT, steps=120, frames=12, learning_rate=0.5), trainer=trainer)
    with pytest.raises(ValueError, match="not spaced like"):
        train(replace(SHORT, steps=120, frames=6), trainer=trainer)


def test_restoring_a_state_repeats_the_steps_in_the_middle_of_an_epoch() -> None:
    trainer = Trainer(replace(SHORT, optimiser="adam"))
    trainer.advance(5)
    state = trainer.state
    trainer.advance(20)
    once = trainer.network.parameters.copy()
    trainer.state = state
    assert not np.array_equal(trainer.network.parameters, once)
    trainer.advance(20)
    assert np.array_equal(trainer.network.parameters, once)


def test_an_overflow_keeps_its_frames_and_names_step_and_layer() -> None:
    spec = ExperimentSpec(dataset="sine", learning_rate=50.0, steps=400, frames=400)
    recording = record(spec)
    stopped = recording.header["stopped"]
    assert recording.header["complete"]
    assert 1 <= len(recording.steps) < 401
    assert np.isfinite(recording.train_loss).all()
    assert recording.steps[-1] < stopped["step"] == recording.steps[-1] + 1  # every step is a frame here
    assert f"step {stopped['step']}" in stopped["message"]
    assert 0 <= stopped["layer"] <= 2

    coarse = record(replace(spec, frames=4))
    assert coarse.header["stopped"] == stopped, "the step named must not depend on when frames are taken"

    trainer = Trainer(spec)
    trainer.advance(stopped["step"] - 1)
    assert np.isfinite(trainer.network.parameters).all()


def test_a_network_that_overflows_before_training_keeps_its_first_frame() -> None:
    spec = replace(
        SHORT, dataset="sine", activation="exponential", initialiser="constant", init_scale=10.0, hidden=(64, 64)
    )
    recording = record(spec)
    assert recording.steps.tolist() == [0]
    assert recording.header["stopped"]["step"] == 0
    assert recording.header["stopped"]["layer"] in (1, 2)
    assert Recording.from_bytes(recording.to_bytes()).header == recording.header


def test_an_overflow_right_after_a_chunk_ends_the_run_with_an_empty_one() -> None:
    spec = ExperimentSpec(dataset="sine", learning_rate=50.0, steps=400, frames=10)
    chunks = list(Trainer(spec).record(schedule(400, 10).tolist(), chunk_seconds=0.0))
    assert len(chunks[-1].steps) == 0
    assert chunks[-1].header["complete"]
    assert chunks[-1].header["stopped"] is not None
    assert Recording.from_bytes(chunks[-1].to_bytes()).header == chunks[-1].header
    assert Recording.concatenate(chunks).to_bytes() == record(spec).to_bytes()
    longer = replace(spec, steps=800, frames=20)
    trainer = Trainer(spec)
    first = list(trainer.record(schedule(400, 10).tolist()))
    joined = Recording.concatenate([*first, *train(longer, trainer=trainer)])
    assert joined.to_bytes() == record(longer).to_bytes()


@pytest.mark.parametrize(
    ("normalisation", "views", "quantity"), [("batch", "gains", "a gain"), ("layer", "offsets", "an offset")]
)
def test_gains_and_offsets_that_overflow_are_named(normalisation: str, views: str, quantity: str) -> None:
    trainer = Trainer(replace(SHORT, normalisation=normalisation, activation="hardtanh"))
    trainer.advance(1)
    getattr(trainer.network, views)[1][0, 2] = np.inf
    found = first_overflow(trainer.network, trainer.work, np.zeros(1), member=0, step=1)
    assert found is not None
    assert (found.layer, found.layer_label, found.quantity) == (1, "layer 2", quantity)


def test_the_callers_floating_point_settings_stay_as_they_were() -> None:
    with np.errstate(all="raise"):
        before = np.geterr()
        for _ in train(replace(SHORT, dataset="sine", learning_rate=50.0)):
            assert np.geterr() == before


def test_training_learns() -> None:
    recording = record(ExperimentSpec())
    assert recording.train_loss[0, -1] < 0.05 < recording.train_loss[0, 0]
    assert recording.test_score[0, -1] > 0.95


def test_every_step_is_the_optimiser_applied_to_the_gradient_of_its_batch() -> None:
    """Replays SGD with the public gradient on the batches that were drawn."""
    trainer = Trainer(SHORT)
    network = Trainer(SHORT).network
    for step in range(12):
        columns, targets = (array.copy() for array in trainer.batches.at(step))
        trainer.batches.at = lambda _, batch=(columns, targets): batch  # the same batch again, without a new shuffle
        _, weight_gradients, bias_gradients = network.gradients(columns[:, :-1].swapaxes(1, 2), targets.swapaxes(1, 2))
        for layer, dw, db in zip(network.layers, weight_gradients, bias_gradients, strict=True):
            layer[:, :, :-1] -= SHORT.learning_rate * dw.swapaxes(1, 2)
            layer[:, :, -1] -= SHORT.learning_rate * db
        trainer.advance(1)
        del trainer.batches.at
        np.testing.assert_array_equal(trainer.network.parameters, network.parameters)


def test_only_the_probes_asked_for_are_measured() -> None:
    trainer = Trainer(SHORT)
    chunk = next(iter(trainer.record([0], probes=[losses_and_scores])))
    assert chunk.train_loss.shape == (1, 1)
    assert chunk.boundary.size == 0
