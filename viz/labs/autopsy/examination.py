"""The examination: trains a run once more with an eye on one unit, and returns its history and what ended it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from viz.engine import Trainer
from viz.engine.probes import losses_and_scores, unit_states
from viz.engine.train import schedule
from viz.labs.autopsy.change import Change, examine
from viz.labs.autopsy.history import History
from viz.labs.autopsy.life import Turns
from viz.labs.autopsy.patient import Patient
from viz.spec.autopsy import AutopsySpec

Array = npt.NDArray[np.float64]
Steps = npt.NDArray[np.int32]

EVERY = 0.25  # seconds between two results while the run is trained
TRAINED = 0.9  # of the progress


@dataclass(frozen=True, eq=False)
class Autopsy:
    """One unit over T recorded steps of a run; N training samples, D inputs of the unit's layer.

    Attributes
    ----------
    steps : (T,).
    active : (T,), share of the training samples with f′ ≠ 0; 0: dead.
    weights : (T, D), incoming. bias : (T,).
    gradient : (T,), ‖∂L/∂(w, b)‖ of the unit on the whole training set.
    update : (T,), ‖Δ(w, b)‖ of the unit in the last update; NaN at step 0.
    z : (T, N) float32, its pre-activations on the training samples.
    changes : the updates with which it died or came back, the first and last few of them; all of what is looked at
        step by step, which is every stretch between two recorded steps of which just one finds it dead.
    untold : how many changes are left out, after the first `told_first` of `changes`.
    stopped : why the run ended early, as in a recording's header; None where it did not.
    progress : 0 … 1; `changes` are there when it is 1.
    """

    spec: AutopsySpec
    steps: Steps
    active: Array
    weights: npt.NDArray[np.float32]
    bias: Array
    gradient: Array
    update: Array
    z: npt.NDArray[np.float32]
    changes: tuple[Change, ...]
    told_first: int
    untold: int
    stopped: Mapping[str, Any] | None
    progress: float

    @property
    def dead(self) -> npt.NDArray[np.bool_]:
        """(T,), whether f′ is 0 on every training sample."""
        dead: npt.NDArray[np.bool_] = self.active == 0.0
        return dead

    @property
    def born_dead(self) -> bool:
        """Whether it was dead before training."""
        return bool(self.dead[0])

    @property
    def usual_update(self) -> float:
        """The median of its recorded updates, those of size 0 left out; NaN without any."""
        moved = self.update[np.isfinite(self.update) & (self.update > 0.0)]
        return float(np.median(moved)) if len(moved) else float("nan")

    def weight_norm(self) -> Array:
        """Return ‖w‖ of the incoming weights, (T,)."""
        norm: Array = np.sqrt(np.square(self.weights.astype(np.float64)).sum(axis=1))
        return norm

    def moment(self, step: int) -> int:
        """Return the last recorded moment up to a step."""
        return max(0, int(np.searchsorted(self.steps, step, side="right")) - 1)

    def spans(self) -> list[tuple[int, int]]:
        """Return from which step to which it is dead, each time: exact where its changes are told."""
        dead = self.dead
        turns = {int(self.steps[0]): True} if self.born_dead else {}
        for place in np.flatnonzero(dead[1:] != dead[:-1]).tolist():
            turns[int(self.steps[place + 1])] = bool(dead[place + 1])
        for change in self.changes:  # more exact than the recorded step that ends the stretch in which it happened
            end = int(self.steps[min(len(self.steps) - 1, int(np.searchsorted(self.steps, change.step)))])
            turns.pop(end, None)
        turns |= {change.step: change.kind == "died" for change in self.changes}
        spans: list[tuple[int, int]] = []
        since: int | None = None
        for step in sorted(turns):
            if turns[step] and since is None:
                since = step
            elif not turns[step] and since is not None:
                spans.append((since, step))
                since = None
        return [*spans, (since, int(self.steps[-1]))] if since is not None else spans


def autopsy(spec: AutopsySpec, executor: Executor | None = None) -> Iterator[Autopsy]:
    """Train the run again and yield what is known of the unit so far; the last result has its changes, too.

    Unseen is only what comes and goes between two recorded steps that both find the unit alive, or both dead.
    It is one run, which takes less time than to send it to another process, so `executor` stays without work.
    """
    run = replace(spec.run, seconds=0.0)  # a run that may take no longer than so many seconds is cut elsewhere
    trainer = Trainer(run)
    history = History(Patient(trainer, spec.layer, spec.unit))
    planned = schedule(run.steps, run.frames).tolist()
    frames = 0
    stopped: Mapping[str, Any] | None = None
    for chunk in trainer.record(planned, (losses_and_scores, unit_states, history), chunk_seconds=EVERY):
        frames += len(chunk.steps)
        stopped = chunk.header["stopped"]
        if not chunk.header["complete"]:
            yield _result(spec, history, TRAINED * frames / len(planned))
    history.cut(frames)
    patient = Patient(trainer, spec.layer, spec.unit)
    turns = Turns()
    for stretch in (*history.first, *history.last):
        turns.find(patient, stretch)
        yield _result(spec, history, TRAINED)
    changes = [examine(patient, state, spec.run) for state in (*turns.first, *turns.last)]
    unseen = max(0, history.changed - len(history.first) - len(history.last))
    yield replace(
        _result(spec, history, 1.0),
        changes=tuple(changes),
        told_first=len(turns.first),
        untold=unseen + turns.count - len(changes),
        stopped=stopped,
    )


def _result(spec: AutopsySpec, history: History, progress: float) -> Autopsy:
    return Autopsy(
        spec,
        steps=np.array(history.steps, dtype=np.int32),
        active=np.array(history.active),
        weights=np.stack(history.weights),
        bias=np.array(history.bias),
        gradient=np.array(history.gradient),
        update=np.array(history.update),
        z=np.stack(history.z),
        changes=(),
        told_first=0,
        untold=0,
        stopped=None,
        progress=progress,
    )
