"""Training: record a run, or a population of runs, from the first step to the last."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from viz.engine.probes import PROBES, Probe
from viz.engine.rate_schedule import depends_on_length
from viz.engine.recording import Recording
from viz.engine.stopping import Stopping
from viz.engine.trainer import Trainer

if TYPE_CHECKING:
    from viz.spec import ExperimentSpec as Spec

LOOSENED = ("steps", "frames", "target_loss", "target_score", "plateau", "stop_when_dead", "seconds")


def schedule(steps: int, frames: int) -> NDArray[np.int32]:
    """Return the steps that are recorded: 0, and `frames` more, evenly spaced, up to `steps` (fewer in a short run)."""
    count = min(steps, frames)
    return np.array([round(steps * number / count) for number in range(count + 1)], dtype=np.int32)


def train(*specs: Spec, probes: Sequence[Probe] = PROBES, trainer: Trainer | None = None) -> Iterator[Recording]:
    """Train a population of specs and yield its recording in chunks.

    Parameters
    ----------
    specs : P experiments that agree in what `viz.engine.setup.SHARED` names.
    trainer : a trainer that recorded a run of the same specs with fewer steps, evenly spaced alike, or one that ended
        early by a rule that is looser in `specs`; it goes on from there and only the new frames are yielded.

    Raises
    ------
    ValueError
        If the specs don't form a population, or the trainer's run is no beginning of theirs.
    """
    if trainer is None:
        trainer = Trainer(*specs)
        done = -1
    else:
        check_continues(trainer.specs, trainer.stopping, trainer.step, specs)
        trainer.extend(*specs)
        done = trainer.step
    steps = schedule(specs[0].steps, specs[0].frames).tolist()
    return trainer.record([step for step in steps if step > done], probes)


def record(*specs: Spec, probes: Sequence[Probe] = PROBES) -> Recording:
    """Train a population of specs to the end and return its recording; see :func:`train`."""
    return Recording.concatenate(list(train(*specs, probes=probes)))


def check_continues(begun: Sequence[Spec], stopping: Stopping, step: int, specs: Sequence[Spec]) -> None:
    """Raise ValueError unless a run that has ended is the beginning of that of `specs`.

    Parameters
    ----------
    begun : the specs of the run that has ended.
    stopping : its rules, and what they remember.
    step : where it ended.
    """
    if len(specs) != len(begun):
        raise ValueError(f"the run has {len(begun)} networks, there are {len(specs)} specs")
    for old, new in zip(begun, specs, strict=True):
        if new.steps < old.steps or old.unchecked({name: getattr(new, name) for name in LOOSENED}) != new:
            raise ValueError("a run can go on with more steps only, all other settings must be as they were")
        if new.steps != old.steps and depends_on_length(new):
            raise ValueError("the learning rate comes down to 0 over the whole run: with more steps it is another one")
        planned = schedule(old.steps, old.frames)
        if not np.array_equal(planned, schedule(new.steps, new.frames)[: len(planned)]):
            raise ValueError(
                f"{new.frames} frames over {new.steps} steps are not spaced like {old.frames} over {old.steps}"
            )
    stopping.check_loosened(specs)
    if step >= specs[0].steps:
        raise ValueError(f"the run has made all its {step:,} steps")
