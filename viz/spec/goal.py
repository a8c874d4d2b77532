"""The goal of a race: what a run must reach to count as one that solved its task."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from viz.spec.experiment import ExperimentSpec

ACCURACY, R2 = 0.95, 0.9  # where the runs have no target of their own

Measure = Literal["test_score", "train_score", "train_loss"]


@dataclass(frozen=True)
class Goal:
    """A score of at least `value`, or a loss of at most that.

    measure : which of a recording's series.  score : "accuracy" or "r2".
    """

    measure: Measure
    value: float
    score: str

    def met(self, value: float) -> bool:
        """Return whether a value of the measure is good enough; NaN never is."""
        # Scores are recorded in single precision, where 0.95 is a little less.
        return value <= self.value if self.measure == "train_loss" else value >= self.value - 1e-6


def goals(runs: Sequence[ExperimentSpec]) -> tuple[Goal, ...]:
    """Return the goal of each run of a race.

    The target at which all of them stop, if they have one; else 95 % accuracy, or an R² of 0.9, on the test samples,
    and where there are none on the training samples.
    """
    target_score, target_loss = ({getattr(run, name) for run in runs} for name in ("target_score", "target_loss"))
    found = []
    for run in runs:
        score = "r2" if run.info.task == "regression" else "accuracy"
        if len(target_score) == 1 and run.target_score:
            found.append(Goal("train_score", run.target_score, score))
        elif len(target_loss) == 1 and run.target_loss:
            found.append(Goal("train_loss", run.target_loss, score))
        else:
            where: Measure = "test_score" if run.test_share else "train_score"
            found.append(Goal(where, R2 if score == "r2" else ACCURACY, score))
    return tuple(found)
