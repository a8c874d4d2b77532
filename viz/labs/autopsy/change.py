"""A change in a unit's life: the one update with which it died or came back, and what in that update did it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from viz.engine.trainer import TrainerState
from viz.labs.autopsy.patient import Patient, norm
from viz.spec.experiment import ExperimentSpec

Array = npt.NDArray[np.float64]

Cause = Literal["own", "inputs", "either", "together"]
REMEMBERING = ("momentum", "nesterov", "adam", "adamw")  # optimisers that move a weight after its gradient has gone


@dataclass(frozen=True, eq=False)
class Samples:
    """The B samples that an update was made from.

    rows: (B,) their numbers in the training set, counted from 0. inputs: (B, D). targets: (B, C), as the loss takes
    them. gradients: (B,), of the batch's loss with respect to the unit's pre-activation on each: where it is above 0,
    the sample pulls z down.
    """

    rows: npt.NDArray[np.intp]
    inputs: Array
    targets: Array
    gradients: Array


@dataclass(frozen=True, eq=False)
class Change:
    """An update after which the unit is dead and before which it was not, or the other way round.

    Attributes
    ----------
    step : the number of updates after which it is so, what a fork does counting with the last one before it.
    fork : the stage at whose start the network was changed by hand so that it is so; 0 where an update did it.
    size : ‖Δ‖ of the unit's own parameters in this update.
    length : ‖·‖ of them before it.
    before, after : the lowest and the highest pre-activation on the training set.
    cause : what of the update does it on the whole training set: the unit's "own" parameters alone, its "inputs" alone
        (all else in the network), "either" of the two alone, or only both "together".
    moved_by : what moved the unit's own parameters: some of "gradient", "momentum", "decay"; empty where nothing did.
    samples : the batch; None where no update did it.
    """

    kind: Literal["died", "revived"]
    step: int
    fork: int
    size: float
    length: float
    before: tuple[float, float]
    after: tuple[float, float]
    cause: Cause
    moved_by: tuple[str, ...]
    samples: Samples | None


def examine(patient: Patient, start: TrainerState, run: ExperimentSpec) -> Change:
    """Make the update after `start`, and what a fork does before it, once more; return what that did to the unit."""
    trainer = patient.trainer
    trainer.state = start
    old = patient.parameters.copy()
    before, was_dead = patient.look()
    if trainer.begin_stages():
        begun = patient.parameters.copy()
        z, is_dead = patient.look()
        if is_dead != was_dead:
            return _by_hand(patient, old, begun, before, z, is_dead)
        old, before = begun, z
    trainer.advance(1)
    gradients = trainer.work.deltas[patient.layer][0, patient.unit].copy()
    rows = trainer.batches.rows(trainer.step - 1)[0]
    population = trainer.population
    new = patient.parameters.copy()
    after, dead = patient.look()
    own = patient.own()
    moved = new[own] - old[own]
    return Change(
        kind="died" if dead else "revived",
        step=trainer.step,
        fork=0,
        size=norm(moved),
        length=norm(old[own]),
        before=(float(before.min()), float(before.max())),
        after=(float(after.min()), float(after.max())),
        cause=_cause(patient, old, new, dead),
        moved_by=_moved_by(run.stages[trainer.stage].spec, bool(gradients.any()), bool(moved.any())),
        samples=Samples(rows, population.x_train[0, rows], population.y_train[0, rows], gradients),
    )


def _by_hand(patient: Patient, old: Array, new: Array, before: Array, after: Array, dead: bool) -> Change:
    own = patient.own()
    return Change(
        kind="died" if dead else "revived",
        step=patient.trainer.step,
        fork=patient.trainer.stage,
        size=norm(new[own] - old[own]),
        length=norm(old[own]),
        before=(float(before.min()), float(before.max())),
        after=(float(after.min()), float(after.max())),
        cause=_cause(patient, old, new, dead),
        moved_by=(),
        samples=None,
    )


def _cause(patient: Patient, old: Array, new: Array, dead: bool) -> Cause:
    """Return which part of an update alone makes the unit what it is after all of it."""
    own = patient.own()
    own_alone, others_alone = old.copy(), new.copy()
    own_alone[own], others_alone[own] = new[own], old[own]
    by_own = patient.look_at(own_alone)[1] == dead
    by_inputs = patient.look_at(others_alone)[1] == dead
    if by_own and by_inputs:
        return "either"
    return "own" if by_own else "inputs" if by_inputs else "together"


def _moved_by(run: ExperimentSpec, gradient: bool, moved: bool) -> tuple[str, ...]:
    if not moved:
        return ()
    decay = run.l1 > 0 or run.l2 > 0 or (run.optimiser == "adamw" and run.weight_decay > 0)
    found = {"gradient": gradient, "momentum": run.optimiser in REMEMBERING, "decay": decay}
    return tuple(name for name, there in found.items() if there)
