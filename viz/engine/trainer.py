"""The trainer: a population in training, looked at on a schedule.

The trainer decides when to look; what is measured is the probes' business, and what is kept the recording's.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from viz.engine.measuring import blank, measure
from viz.engine.observation import Observer
from viz.engine.overflow import Overflow, first_overflow
from viz.engine.probes import PICTURES, PROBES, Probe
from viz.engine.recording import Recording
from viz.engine.recording_header import header, static_arrays
from viz.engine.stopping import rest
from viz.engine.training import TrainerState, Training

if TYPE_CHECKING:
    from viz.spec import ExperimentSpec as Spec

__all__ = ["Suspended", "Trainer", "TrainerState"]

Array = NDArray[np.float64]

MAX_CHECKPOINTS, CHECKPOINT_BYTES = 32, 2 * 2**20  # of a run, from which its forks go on
CHUNK_SECONDS = 0.04  # frames are handed on at least this often while a run goes on
SLICE_SECONDS = 0.01  # steps between two frames are made in slices of about this, where time may end them


@dataclass(frozen=True)
class Suspended:
    """Where the recording of one network was left: all that it takes to go on, here or in another process.

    departure : the state at its last frame, if it is further by now.
    frames : how many it has taken.
    overflow : what has ended it, or None.
    """

    state: TrainerState
    departure: TrainerState | None
    frames: int
    overflow: Overflow | None


class Trainer(Training):
    """A population in training that is recorded.

    checkpoints : states that the recorded run went through, from which it can be gone through again.
    frames : how many have been taken.
    """

    def __init__(self, *specs: Spec) -> None:
        super().__init__(*specs)
        self._observes: tuple[int, bool] | None = None
        self.checkpoints: list[TrainerState] = []
        self.frames = 0
        self._departure: TrainerState | None = None
        self._slice = 1
        self.overflows: list[Overflow | None] = [None] * len(specs)
        self._held = self.network.parameters.copy()  # of members that have stopped
        self._last_frame: dict[str, Any] | None = None
        self._static = static_arrays(self.population, self._stages)

    def resume(self, checkpoints: Sequence[TrainerState], recording: Recording) -> None:
        """Go on after the frames of another run which is the same up to there, from the last of the states it had."""
        for state in checkpoints:
            entered = sum(stage.start < state.step for stage in self._stages)
            self.checkpoints.append(replace(state, stage=max(0, entered - 1)))
        self.state = self.checkpoints[-1]
        since = recording.steps > self.step
        for step, loss in zip(recording.steps[since].tolist(), recording.train_loss.T[since], strict=True):
            self.stopping.remember(step, loss)
        self.frames = len(recording.steps)

    @property
    def suspended(self) -> Suspended:
        """Where the recording is left; of a population ValueError."""
        if len(self.specs) != 1:
            raise ValueError(
                f"the recording of one network can be left and taken up again, these are {len(self.specs)}"
            )
        return Suspended(self.state, self._departure, self.frames, self.overflows[0])

    def take_up(self, suspended: Suspended) -> None:
        """Go on where the recording of this run, or of one that is its beginning, was left."""
        self.state = suspended.state
        self._departure, self.frames, self.overflows = suspended.departure, suspended.frames, [suspended.overflow]
        self.stopping.loosen(self.specs)

    def headed(self, recording: Recording) -> Recording:
        """Return frames of another run, the same up to there, as a part of this one's recording."""
        rates = np.stack([self.rates_at(step) for step in recording.steps.tolist()], axis=1)  # a fork may change them
        rates = rates.astype(recording.learning_rate.dtype)
        slope, curve = (
            tuple(array.astype(np.float32) for array in self._static[name]) for name in ("slope", "activation_curve")
        )
        header = self._header(complete=False)
        return replace(recording, header=header, learning_rate=rates, slope=slope, activation_curve=curve)

    def record(
        self,
        steps: Sequence[int],
        probes: Sequence[Probe] = PROBES,
        chunk_seconds: float = CHUNK_SECONDS,
        clock: Callable[[], float] = time.perf_counter,
        seconds: float = np.inf,
    ) -> Iterator[Recording]:
        """Train to the last of `steps` and yield chunks of frames looked at on the way, the first one at once.

        After so many `seconds` it ends before, also between two frames; the rest of `steps` can be recorded later.

        A member that overflows keeps the frames before; in later ones its numbers are NaN (counts 0).  One that a rule
        has stopped keeps the numbers of its last frame.  When every member has ended, the run does; the frame at step 0
        is kept in any case.  The last chunk, whose header says `complete`, may have no frames.

        clock : seconds, by which a run that has a time limit is stopped.
        """
        pictures = not PICTURES.isdisjoint(probes)
        frames: list[dict[str, Any]] = []
        seen: list[int] = []
        began, patience = time.perf_counter(), chunk_seconds / 8  # the first frames must be on screen at once
        end = began + seconds
        apart = self._frames_between_checkpoints(self.frames + len(steps))
        for step in steps:
            started, running = clock(), [not ended for ended in self._ended]
            if not self._approach(step, end):
                self.stopping.seconds += clock() - started
                if seen:
                    yield self._chunk(seen, frames, complete=False)
                return
            if self.frames % apart == 0:
                self.checkpoints.append(self._departure or self.state)
            frame = self._frame_at(step, pictures, probes)
            self.stopping.seconds += clock() - started
            self._judge(step, frame)
            self.frames += 1
            survived = (runs and lost is None for runs, lost in zip(running, self.overflows, strict=True))
            if step == 0 or any(survived):
                frames.append(frame)
                seen.append(step)
            if all(self._ended):
                break
            now = time.perf_counter()
            if (now - began >= patience or now >= end) and step != steps[-1]:
                yield self._chunk(seen, frames, complete=False)
                if now >= end:
                    return
                frames, seen, began, patience = [], [], now, chunk_seconds
        chunk = self._chunk(seen or [step], frames or [frame], complete=True)
        yield chunk if seen else replace(chunk.prefix(0), header=chunk.header)  # the frames were all handed on before

    def _frames_between_checkpoints(self, frames: int) -> int:
        kept = int(min(MAX_CHECKPOINTS, CHECKPOINT_BYTES / self.state.size))
        return max(1, -(-frames // max(1, kept)))

    def _approach(self, step: int, end: float) -> bool:
        """Train until `step` is next, or until `end` (of time.perf_counter); return whether it is next."""
        self._departure = self._departure or self.state
        while end < np.inf and self.step < step - 1:
            began = time.perf_counter()
            self.advance(min(self._slice, step - 1 - self.step))
            now = time.perf_counter()
            if now >= end and self.step < step - 1:
                return False
            if now - began < SLICE_SECONDS:
                self._slice *= 2
        return True

    def _frame_at(self, step: int, pictures: bool, probes: Sequence[Probe]) -> dict[str, Any]:
        """Train to `step` and measure; note which members have overflowed on the way, and blank their numbers."""
        departure, self._departure = self._departure or self.state, None
        before = self._advance_to(step)
        held = [stop is not None for stop in self.stopping.stops]
        self.network.parameters[held] = self._held[held]
        frame = measure(self._observer(pictures), before, probes)
        frame["learning_rate"] = self.rates_at(step)
        rest(held, frame, self._last_frame)
        lost = ~(np.isfinite(self.network.parameters).all(axis=1) & np.isfinite(frame["train_loss"]))
        if lost.any():
            self._find_overflows(departure, lost, pictures)
            self.network.parameters[lost] = np.nan
            blank(frame, lost)
        return frame

    def _judge(self, step: int, frame: dict[str, Any]) -> None:
        """Note which members a rule stops at this frame, and what they are like."""
        before = list(self.stopping.stops)
        self.stopping.judge(step, frame, [overflow is None for overflow in self.overflows])
        new = [now is not then for now, then in zip(self.stopping.stops, before, strict=True)]
        self._held[new] = self.network.parameters[new]
        self._last_frame = frame

    @property
    def _ended(self) -> list[bool]:
        """Whether each member has overflowed or stopped."""
        return [
            lost is not None or stop is not None for lost, stop in zip(self.overflows, self.stopping.stops, strict=True)
        ]

    def _observer(self, pictures: bool) -> Observer:
        """Return who looks at the networks with the activations that they have now."""
        if (self.stage, pictures) != self._observes:
            self._eye = Observer(self.population, self.specs[0].epsilon, pictures=pictures)
            self._observes = (self.stage, pictures)
        return self._eye

    def _advance_to(self, step: int) -> Array | None:
        """Train to `step`; return the parameters (P, n) one step before, None where no step was made."""
        if step == self.step:
            return None
        self.advance(step - self.step - 1)
        before = self.network.parameters.copy()
        self.advance(1)
        return before

    def _find_overflows(self, checkpoint: TrainerState, lost: NDArray[np.bool_], pictures: bool) -> None:
        """Name step, layer and quantity for members that overflowed since the checkpoint, by going there again."""
        unnamed = {int(member) for member in np.flatnonzero(lost) if self.overflows[member] is None}
        final = self.state
        self.state = checkpoint
        while unnamed and self.step <= final.step:
            if checkpoint.step < final.step:
                self.advance(1)
            observer = self._observer(pictures)
            work = self.work if self.step else observer.training
            loss = observer.training_loss()
            for member in sorted(unnamed):
                self.overflows[member] = first_overflow(self.network, work, loss, member, self.step)
            unnamed = {member for member in unnamed if self.overflows[member] is None}
        self.state = final

    @np.errstate(all="ignore")
    def _chunk(self, seen: list[int], frames: list[dict[str, Any]], complete: bool) -> Recording:
        return Recording.from_frames(self._header(complete), seen, frames, self._static)

    def _header(self, complete: bool) -> dict[str, Any]:
        return header(
            self.specs[0],
            self._stages,
            self.population,
            self.batches.per_epoch,
            self.overflows,
            self.stopping.stops,
            complete,
        )
