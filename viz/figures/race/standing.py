"""Where a lane of a race stands: the numbers of one run that are compared with those of others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from viz.engine.recording import Recording
from viz.spec.goal import Goal


@dataclass(frozen=True)
class Standing:
    """One run, at its last frame with finite numbers.

    letter, label : of its lane.  steps : the last step.  planned : how many there are to be.  loss : on the training
    samples, called `loss_name`.  score : where the goal is judged.  units : hidden ones.  dead, born_dead : of them, at
    the end and at the start.  died, revived : how often a unit did.  reached : the first recorded step at which the
    goal was met.  spacing : steps between two frames.  stopped : how the run ended before its last step, as in the
    recording's header.
    """

    letter: str
    label: str
    goal: Goal
    steps: int
    planned: int
    loss: float
    loss_name: str
    score: float
    units: int
    dead: int
    born_dead: int
    died: int
    revived: int
    reached: int | None
    spacing: int
    stopped: dict[str, Any] | None
    complete: bool

    @property
    def overflowed(self) -> bool:
        """Whether numbers overflowed, which ended the run."""
        return self.stopped is not None and self.stopped.get("kind", "overflow") == "overflow"


def standing(recording: Recording, goal: Goal, letter: str, label: str) -> Standing:
    """Return where the first network of a recording stands."""
    loss = recording.train_loss[0]
    finite = np.flatnonzero(np.isfinite(loss))
    end = int(finite[-1]) if len(finite) else 0
    judged = loss if goal.measure == "train_loss" else getattr(recording, goal.measure)[0]
    met = next((place for place in range(end + 1) if goal.met(float(judged[place]))), None)
    states = [layer[0, : end + 1] for layer in recording.dead]
    dead: npt.NDArray[np.bool_] = np.concatenate(states, axis=1) if states else np.zeros((end + 1, 0), dtype=bool)
    score = recording.train_score if goal.measure == "train_loss" else getattr(recording, goal.measure)
    steps = recording.steps
    return Standing(
        letter=letter,
        label=label,
        goal=goal,
        steps=int(steps[end]),
        planned=int(recording.header["planned_steps"]),
        loss=float(loss[end]),
        loss_name=str(recording.header["loss_label"]),
        score=float(score[0, end]),
        units=dead.shape[1],
        dead=int(dead[-1].sum()),
        born_dead=int(dead[0].sum()),
        died=int((dead[1:] & ~dead[:-1]).sum()),
        revived=int((~dead[1:] & dead[:-1]).sum()),
        reached=None if met is None else int(steps[met]),
        spacing=int(np.diff(steps[:2]).max(initial=1)),
        stopped=recording.header["stopped"],
        complete=bool(recording.header["complete"]),
    )
