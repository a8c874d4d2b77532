"""A training run in pieces, each of which any process can make from what the one before it has left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from viz.engine.recording import Recording
from viz.engine.table import Table
from viz.engine.train import schedule
from viz.engine.trainer import Suspended, Trainer, TrainerState
from viz.engine.uploads import UPLOADS

if TYPE_CHECKING:
    from viz.spec import ExperimentSpec as Spec


@dataclass(frozen=True)
class Piece:
    """What came of a part of a run.

    recording : its frames, None where there was no time for one; its header says whether the run is `complete`.
    checkpoints : states on the way, from which forks go on.
    suspended : what the next piece goes on from.
    """

    recording: Recording | None
    checkpoints: tuple[TrainerState, ...]
    suspended: Suspended


def train_piece(spec: Spec, suspended: Suspended | None, seconds: float, table: Table | None = None) -> Piece:
    """Train for about so many seconds, and to the first frame at least where that is the very first.

    However a run is cut into pieces, its recording is that of `viz.engine.record`.

    Parameters
    ----------
    suspended : what the last piece has left, of this run or of one that is its beginning; None at the start.
    table : what the run is trained on if that was uploaded; it is held as long as this takes.
    """
    held = UPLOADS.setdefault(table.digest, table) if table is not None else None
    trainer = Trainer(spec)
    del held  # the trainer has drawn its samples
    if suspended is not None:
        trainer.take_up(suspended)
    steps = schedule(spec.steps, spec.frames)[trainer.frames :].tolist()
    chunks = list(trainer.record(steps, chunk_seconds=np.inf, seconds=seconds))
    recording = Recording.concatenate(chunks) if chunks else None
    return Piece(recording, tuple(trainer.checkpoints), trainer.suspended)
