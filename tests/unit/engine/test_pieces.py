"""However a run is cut into pieces, and wherever each is made, its recording is the one that it has in one go."""

from __future__ import annotations

import gc
import pickle
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from viz.engine import Recording, Trainer, record
from viz.engine.pieces import train_piece
from viz.engine.table import Table
from viz.engine.trainer import Suspended
from viz.engine.uploads import UPLOADS
from viz.spec import ExperimentSpec
from viz.spec.fork import forked

SHORT = ExperimentSpec(steps=120, frames=12, samples=60)
RUNS = {
    "plain": SHORT,
    "few frames": replace(SHORT, frames=2, optimiser="adam", dropout=0.2, batch_size=7),
    "overflow between frames": replace(SHORT, dataset="sine", learning_rate=50.0, steps=400, frames=4),
    "blocks": replace(SHORT, normalisation="batch", residual=True, initialiser="lsuv", hidden=(6, 6), warmup=50),
    "target": replace(SHORT, target_loss=0.6),
    "plateau": replace(SHORT, plateau=40, learning_rate=1e-5),
    "fork": forked(SHORT, 65, l2=0.001, activation="tanh"),
}


def trained(spec: ExperimentSpec, seconds: float, suspended: Suspended | None = None) -> tuple[Recording, Any, int]:
    """Return the recording of the rest of a run made in pieces, each sent to and fro, where it ended, and how many."""
    chunks, pieces = [], 0
    while not (chunks and chunks[-1].header["complete"]):
        piece = pickle.loads(pickle.dumps(train_piece(spec, suspended, seconds)))
        suspended, pieces = piece.suspended, pieces + 1
        if piece.recording is not None:
            chunks.append(piece.recording)
    return Recording.concatenate(chunks), suspended, pieces


@pytest.mark.parametrize("spec", RUNS.values(), ids=RUNS)
@pytest.mark.parametrize("seconds", [0.0, 0.004, 60.0])
def test_a_run_in_pieces_is_the_run(spec: ExperimentSpec, seconds: float) -> None:
    recording, _, pieces = trained(spec, seconds)
    assert recording.to_bytes() == record(spec).to_bytes()
    if seconds == 0.0:
        assert pieces > len(recording.steps)  # it was also left between two frames
    if seconds == 60.0:
        assert pieces == 1


def test_states_to_fork_from_do_not_depend_on_the_pieces() -> None:
    trainer = Trainer(SHORT)
    list(trainer.record(range(0, 121, 10)))
    suspended, steps = None, []
    while not steps or suspended.state.step < 120:
        piece = train_piece(SHORT, suspended, 0.0)
        suspended = piece.suspended
        steps += [state.step for state in piece.checkpoints]
    assert steps == [state.step for state in trainer.checkpoints]


def test_a_longer_run_goes_on_from_the_end() -> None:
    begun, ended, _ = trained(replace(SHORT, plateau=20, learning_rate=1e-5), 0.01)
    assert begun.header["stopped"]["kind"] == "plateau"
    longer = replace(SHORT, learning_rate=1e-5, steps=240, frames=24)
    rest, _, _ = trained(longer, 0.01, ended)
    assert Recording.concatenate([begun, rest]).to_bytes() == record(longer).to_bytes()


def test_a_long_way_between_frames_is_left_in_time() -> None:
    spec = replace(SHORT, steps=2_000, frames=1, hidden=(64, 64), samples=2000, batch_size=1000)
    first = train_piece(spec, None, 0.0)
    second = train_piece(spec, first.suspended, 0.05)
    assert second.recording is None
    assert 0 < second.suspended.state.step < 2_000
    assert second.suspended.departure is not None
    assert second.suspended.departure.step == 0


def test_a_population_can_not_be_left() -> None:
    with pytest.raises(ValueError, match="one network"):
        _ = Trainer(SHORT, replace(SHORT, seed=1)).suspended


def test_an_uploaded_table_is_held_only_meanwhile() -> None:
    rng = np.random.default_rng(1)
    x, y = rng.standard_normal((40, 2)), np.arange(40) % 2
    columns = ("a" * 16, "mine", "binary", x, y, ("a", "b"), "c", ("no", "yes"))
    table = Table(*columns)
    UPLOADS[table.digest] = table
    spec = ExperimentSpec(dataset="upload", upload=table.digest, steps=20, frames=2)
    expected = record(spec).to_bytes()
    spec = spec.unchecked({})
    del table
    gc.collect()
    with pytest.raises(ValueError, match="uploaded data"):
        train_piece(spec, None, 60.0)
    piece = train_piece(spec, None, 60.0, Table(*columns))
    assert piece.recording is not None
    assert piece.recording.to_bytes() == expected
    gc.collect()
    assert "a" * 16 not in UPLOADS
