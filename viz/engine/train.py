"""Training: run the optimiser over shuffled batches and look at the networks on a schedule.

The trainer decides when to look; what is measured is the probes' business, and what is kept the recording's.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from viz.engine.batches import Batches, State
from viz.engine.network import Network
from viz.engine.observation import Observer
from viz.engine.optimisers import OPTIMISERS, Rates
from viz.engine.overflow import Overflow, first_overflow
from viz.engine.penalty import Penalty
from viz.engine.probes import PICTURES, PROBES, Probe
from viz.engine.recording import Recording
from viz.engine.recording_header import header, static_arrays
from viz.engine.setup import populate

if TYPE_CHECKING:
    from viz.spec import ExperimentSpec as Spec

Array = NDArray[np.float64]

CHUNK_SECONDS = 0.04  # frames are handed on at least this often while a run goes on


@dataclass(frozen=True)
class TrainerState:
    """All that determines how a run goes on: copies, safe to keep."""

    step: int
    parameters: Array
    slots: Array
    batches: State


def schedule(steps: int, frames: int) -> NDArray[np.int32]:
    """Return the steps that are recorded: 0, and `frames` more, evenly spaced, up to `steps` (fewer in a short run)."""
    count = min(steps, frames)
    return np.array([round(steps * number / count) for number in range(count + 1)], dtype=np.int32)


class Trainer:
    """A population in training; `step` counts the updates so far."""

    def __init__(self, *specs: Spec) -> None:
        self.specs = specs
        self.population = populate(specs)
        self.network = self.population.network
        optimiser = OPTIMISERS[specs[0].optimiser]
        self._update = optimiser.update
        self._slots = np.zeros((optimiser.slots, *self.network.parameters.shape))
        learning_rate, momentum, decay, weight_decay = (
            _column(specs, name) for name in ("learning_rate", "momentum", "decay", "weight_decay")
        )
        self._rates = Rates(learning_rate, momentum, decay, _decayed(self.network, weight_decay))
        self._penalty = Penalty(self.network, *(_column(specs, name) for name in ("l1", "l2", "clip_norm")))
        self.batches = Batches(
            self.population.x_train, self.population.y_train, specs[0].batch_size, self.population.generators
        )
        self.work = self.network.passes(self.batches.size)
        self.step = 0
        self.overflows: list[Overflow | None] = [None] * len(specs)
        self._static = static_arrays(self.population)

    @np.errstate(all="ignore")
    def advance(self, steps: int) -> None:
        """Make updates."""
        forward, backward, update, at = self.work.forward, self.work.backward, self._update, self.batches.at
        parameters, gradient = self.network.parameters, self.work.gradient
        penalise = self._penalty.apply if self._penalty.active else None
        for step in range(self.step, self.step + steps):
            columns, targets = at(step)
            forward(columns)
            backward(targets)
            if penalise is not None:
                penalise(gradient)
            update(parameters, gradient, self._slots, step + 1, self._rates)
        self.step += steps

    @property
    def state(self) -> TrainerState:
        """Where the run is, to return to."""
        return TrainerState(self.step, self.network.parameters.copy(), self._slots.copy(), self.batches.state)

    @state.setter
    def state(self, state: TrainerState) -> None:
        self.step = state.step
        self.network.parameters[:] = state.parameters
        self._slots[:] = state.slots
        self.batches.state = state.batches

    def record(
        self, steps: Sequence[int], probes: Sequence[Probe] = PROBES, chunk_seconds: float = CHUNK_SECONDS
    ) -> Iterator[Recording]:
        """Train to the last of `steps` and yield chunks of frames looked at on the way, the first one at once.

        A member that overflows keeps the frames before; in later ones its numbers are NaN (counts 0).  When every
        member has, the run ends; the frame at step 0 is kept in any case.  The last chunk, whose header says
        `complete`, may have no frames.
        """
        observer = Observer(self.population, self.specs[0].epsilon, pictures=not PICTURES.isdisjoint(probes))
        frames: list[dict[str, Any]] = []
        seen: list[int] = []
        began, patience = time.perf_counter(), chunk_seconds / 8  # the first frames must be on screen at once
        for step in steps:
            frame = self._frame_at(step, observer, probes)
            if None in self.overflows or step == 0:
                frames.append(frame)
                seen.append(step)
            if None not in self.overflows:
                break
            if time.perf_counter() - began >= patience and step != steps[-1]:
                yield self._chunk(seen, frames, complete=False)
                frames, seen, began, patience = [], [], time.perf_counter(), chunk_seconds
        chunk = self._chunk(seen or [step], frames or [frame], complete=True)
        yield chunk if seen else replace(chunk.prefix(0), header=chunk.header)  # the frames were all handed on before

    def _frame_at(self, step: int, observer: Observer, probes: Sequence[Probe]) -> dict[str, Any]:
        """Train to `step` and measure; note which members have overflowed on the way, and blank their numbers."""
        checkpoint = self.state
        before = self._advance_to(step)
        frame = measure(observer, before, probes)
        lost = ~(np.isfinite(self.network.parameters).all(axis=1) & np.isfinite(frame["train_loss"]))
        if lost.any():
            self._find_overflows(checkpoint, lost, observer)
            self.network.parameters[lost] = np.nan
            _blank(frame, lost)
        return frame

    def _advance_to(self, step: int) -> Array | None:
        """Train to `step`; return the parameters (P, n) one step before, None where no step was made."""
        if step == self.step:
            return None
        self.advance(step - self.step - 1)
        before = self.network.parameters.copy()
        self.advance(1)
        return before

    def _find_overflows(self, checkpoint: TrainerState, lost: NDArray[np.bool_], observer: Observer) -> None:
        """Name step, layer and quantity for members that overflowed since the checkpoint, by going there again."""
        unnamed = {int(member) for member in np.flatnonzero(lost) if self.overflows[member] is None}
        final = self.state
        self.state = checkpoint
        while unnamed and self.step <= final.step:
            if checkpoint.step < final.step:
                self.advance(1)
            work = self.work if self.step else observer.training
            loss = observer.training_loss()
            for member in sorted(unnamed):
                self.overflows[member] = first_overflow(self.network, work, loss, member, self.step)
            unnamed = {member for member in unnamed if self.overflows[member] is None}
        self.state = final

    @np.errstate(all="ignore")
    def _chunk(self, seen: list[int], frames: list[dict[str, Any]], complete: bool) -> Recording:
        head = header(self.specs[0], self.population, self.batches.per_epoch, self.overflows, complete)
        return Recording.from_frames(head, seen, frames, self._static)


def train(*specs: Spec, probes: Sequence[Probe] = PROBES, trainer: Trainer | None = None) -> Iterator[Recording]:
    """Train a population of specs and yield its recording in chunks.

    Parameters
    ----------
    specs : P experiments that agree in what `viz.engine.setup.SHARED` names.
    trainer : a trainer that recorded a run of the same specs with fewer steps, evenly spaced alike; it goes on from
        there and only the new frames are yielded.

    Raises
    ------
    ValueError
        If the specs don't form a population, or the trainer's run is no beginning of theirs.
    """
    if trainer is None:
        trainer = Trainer(*specs)
        done = -1
    else:
        _check_continues(trainer, specs)
        trainer.specs = specs
        done = trainer.step
    steps = schedule(specs[0].steps, specs[0].frames).tolist()
    return trainer.record([step for step in steps if step > done], probes)


def record(*specs: Spec, probes: Sequence[Probe] = PROBES) -> Recording:
    """Train a population of specs to the end and return its recording; see :func:`train`."""
    return Recording.concatenate(list(train(*specs, probes=probes)))


@np.errstate(all="ignore")
def measure(observer: Observer, previous_parameters: Array | None, probes: Sequence[Probe]) -> dict[str, Any]:
    """Return what the probes say of the networks as they are."""
    look = observer.look(previous_parameters)
    frame: dict[str, Any] = {}
    for probe in probes:
        frame |= probe(look)
    return frame


def _column(specs: Sequence[Spec], name: str) -> Array:
    return np.array([[getattr(spec, name)] for spec in specs], dtype=np.float64)


def _decayed(network: Network, weight_decay: Array) -> Array:
    """Return the decay (P, 1) of all parameters, or (P, n) where gains and offsets are spared."""
    if not network.gains:
        return weight_decay
    each = np.repeat(weight_decay, network.parameters.shape[1], axis=1)
    for vector in [*network.gain_views(each), *network.offset_views(each)]:
        vector[:] = 0.0
    return each


def _blank(frame: dict[str, Any], lost: NDArray[np.bool_]) -> None:
    """Replace the numbers of members that overflowed: NaN, and 0 for counts."""
    for value in frame.values():
        for array in value if isinstance(value, list) else [value]:
            array[lost] = np.nan if array.dtype.kind == "f" else 0


def _check_continues(trainer: Trainer, specs: Sequence[Spec]) -> None:
    if len(specs) != len(trainer.specs):
        raise ValueError(f"the trainer has {len(trainer.specs)} networks, there are {len(specs)} specs")
    for old, new in zip(trainer.specs, specs, strict=True):
        if replace(old, steps=new.steps, frames=new.frames) != new:
            raise ValueError("a run can go on with more steps only, all other settings must be as they were")
        begun = schedule(old.steps, old.frames)
        if not np.array_equal(begun, schedule(new.steps, new.frames)[: len(begun)]):
            raise ValueError(
                f"{new.frames} frames over {new.steps} steps are not spaced like {old.frames} over {old.steps}"
            )
