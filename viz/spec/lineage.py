"""Which lanes of a race are forks of which."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from viz.spec.common import common_steps
from viz.spec.experiment import ExperimentSpec
from viz.spec.fork import fork_step
from viz.spec.stage_words import stage_words


@dataclass(frozen=True)
class Origin:
    """Where a lane comes from.

    parent : the place of the lane that it is a fork of, None if of none.  step : at which it was forked.
    changed : what is other from there on, in words.
    """

    parent: int | None = None
    step: int | None = None
    changed: str = ""


def lineage(runs: Sequence[ExperimentSpec]) -> list[Origin]:
    """Return the origin of each lane."""
    return [_origin(place, runs) for place in range(len(runs))]


def together_until(runs: Sequence[ExperimentSpec]) -> int | None:
    """Return up to which step all lanes are one and the same run; 0 if from nowhere on, None if to the end."""
    if len(set(runs)) == 1:
        return None
    shared = [common_steps(runs[0], run) or 0 for run in runs[1:]]
    until = min(shared, default=0)
    return None if until >= max(run.steps for run in runs) else until


def _origin(place: int, runs: Sequence[ExperimentSpec]) -> Origin:
    run = runs[place]
    step = fork_step(run)
    if step is None:
        return Origin()
    # A parent has fewer stages and is the same run up to the fork; of several the one that is so for longest.
    shared = {
        other: common_steps(run, runs[other]) or 0
        for other in range(len(runs))
        if len(runs[other].earlier) < len(run.earlier)
    }
    best = max(shared, key=lambda other: shared[other], default=None)
    parent = best if best is not None and shared[best] >= step else None
    return Origin(parent, step, stage_words(run)[-1][1])
