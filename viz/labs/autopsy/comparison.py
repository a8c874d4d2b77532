"""Before and after: how a run ended, and how the one that was forked from it did."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from viz.engine import Recording


@dataclass(frozen=True)
class Outcome:
    """How a run of one network stands at its last finite recorded step.

    score: accuracy or R² on the training set, `test_score` on the test set; NaN without test samples. dead: how many of
    the hidden `units` are. active: share of the training samples on which the unit looked at has f′ ≠ 0. message:
    why it ended early, "" where it did not.
    """

    step: int
    loss: float
    test_loss: float
    score: float
    test_score: float
    dead: int
    units: int
    active: float
    message: str


@dataclass(frozen=True)
class Comparison:
    """A run and its fork, with one unit of both; `step`: where it was forked."""

    step: int
    before: Outcome
    after: Outcome
    score_name: str

    @property
    def revived(self) -> bool:
        """Whether the unit ends dead in the run and alive in the fork."""
        return self.before.active == 0.0 < self.after.active

    @property
    def lost(self) -> bool:
        """Whether the unit ends alive in the run and dead in the fork."""
        return self.after.active == 0.0 < self.before.active


def compare(before: Recording, after: Recording, step: int, layer: int, unit: int) -> Comparison:
    """Return how two recordings of a single network end, with a hidden unit counted from 0."""
    name = "R²" if after.header["score"] == "r2" else "accuracy"
    return Comparison(step, outcome(before, layer, unit), outcome(after, layer, unit), name)


def outcome(recording: Recording, layer: int, unit: int) -> Outcome:
    """Return how a recording of a single network ends."""
    finite = np.flatnonzero(np.isfinite(recording.train_loss[0]))
    last = int(finite[-1]) if len(finite) else 0
    dead = [layer_dead[0, last] for layer_dead in recording.dead]
    stopped = recording.header["stopped"]
    return Outcome(
        step=int(recording.steps[last]),
        loss=float(recording.train_loss[0, last]),
        test_loss=float(recording.test_loss[0, last]),
        score=float(recording.train_score[0, last]),
        test_score=float(recording.test_score[0, last]),
        dead=int(sum(np.count_nonzero(flags) for flags in dead)),
        units=sum(len(flags) for flags in dead),
        active=float(recording.active_fraction[layer][0, last, unit]),
        message=str(stopped["message"]) if stopped else "",
    )
