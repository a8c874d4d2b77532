"""A training job: one run that trains on a thread of its own while anybody looks, shared by all who ask for it."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable, Iterator, Mapping
from typing import Any, TypeVar

import numpy as np

from viz.engine import Recording, Trainer, train
from viz.engine.stopping import determined
from viz.engine.train import check_continues, schedule
from viz.engine.trainer import TrainerState
from viz.spec import ExperimentSpec
from viz.spec.common import common_steps
from viz.ui.background import Background
from viz.ui.derived import Derived

T = TypeVar("T")

GROWTH = 1.25  # a new prefix has at least this many times the frames of the last one, so that together they stay O(n)


class Job(Background[Recording]):
    """A run in training or done.

    The thread collects chunks of the recording, of which those who look get complete prefixes, all of them the same.

    Parameters
    ----------
    spec : the run.
    predecessor : a job that is done with the beginning of this run; its trainer is taken over.
    clock : seconds, monotonic.
    """

    def __init__(
        self, spec: ExperimentSpec, predecessor: Job | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__(f"training of {spec}", self._begin(predecessor), clock)
        self.spec = spec
        self._chunks: list[Recording] = []
        self._prefix = b""
        self._prefix_frames = 0
        self._stopped: Mapping[str, Any] | None = None
        self._trainer: Trainer | None = None
        self._checkpoints: list[TrainerState] = []
        self._derived = Derived()

    def _begin(self, predecessor: Job | None) -> Iterator[Recording]:
        """Yield the chunks of the run; being a generator, it does its first work on the thread."""
        begun = predecessor.surrender(self.spec) if predecessor is not None else None
        if begun is not None:
            self._trainer, recording = begun
            self._checkpoints = self._trainer.checkpoints
            self._chunks.append(recording)  # shown with the first new frames: its header is that of the shorter run
            yield from train(self.spec, trainer=self._trainer)
            return
        trainer = self._trainer = Trainer(self.spec)
        self._checkpoints = trainer.checkpoints
        steps = [int(step) for step in schedule(self.spec.steps, self.spec.frames)]
        shared = predecessor.shared(self.spec) if predecessor is not None else None
        if shared is not None:
            checkpoints, recording = shared
            trainer.resume(checkpoints, recording)
            yield trainer.headed(recording)
            steps = steps[len(recording.steps) :]
        yield from trainer.record(steps)

    def prefix(self) -> bytes:
        """Return the beginning of the recording, as far as it has come; empty before its first frames.

        It only grows in larger steps, see `GROWTH`; in between, and for everybody, it is the same object.
        """
        with self._changed:
            frames = self._frames
            if self._begun and (self._complete or frames >= GROWTH * self._prefix_frames) and self._chunks:
                recording = Recording.concatenate(self._chunks)
                self._prefix, self._prefix_frames = recording.to_bytes(), frames
                self._chunks = [] if self._complete else [recording]
            return self._prefix

    def made(self, make: Callable[..., T], *arguments: Hashable) -> T | None:
        """Return `make` of the recording as far as it has come, and `arguments`; None before its first frames.

        It is computed once for each prefix.
        """
        prefix = self.prefix()
        return self._derived.of(prefix, make, *arguments) if prefix else None

    @property
    def _frames(self) -> int:
        return sum(len(chunk.steps) for chunk in self._chunks) if self._chunks else self._prefix_frames

    @property
    def size(self) -> int:
        """Bytes of memory that the recording takes, roughly: while it grows it is also there as arrays."""
        per_frame = len(self._prefix) / max(1, self._prefix_frames)
        chunks = round(per_frame * sum(len(chunk.steps) for chunk in self._chunks))
        return len(self._prefix) + chunks + self._derived.size

    @property
    def determined(self) -> bool:
        """Whether the run is what its settings always give: not if time has ended it."""
        return determined(self._stopped)

    def continues(self, spec: ExperimentSpec) -> bool:
        """Return whether `spec` is this run with more steps, or looser rules, so that it can go on."""
        if not self._complete or self._trainer is None or self._trainer.overflows != [None] or spec == self.spec:
            return False
        try:
            check_continues(self._trainer, [spec])
        except ValueError:
            return False
        return True

    def surrender(self, spec: ExperimentSpec) -> tuple[Trainer, Recording] | None:
        """Hand over, once, what a longer run needs to go on from the end of this one."""
        with self._changed:
            trainer = self._trainer if self.continues(spec) else None
            if trainer is None:
                return None
            self._trainer = None
        return trainer, Recording.from_bytes(self.prefix())

    def begins(self, spec: ExperimentSpec) -> int:
        """Return how many of its steps a run need not make because this one made them; 0 for none."""
        return self.spec.steps if self.continues(spec) else common_steps(self.spec, spec) or 0

    def shared(self, spec: ExperimentSpec) -> tuple[list[TrainerState], Recording] | None:
        """Return what a run that is the same up to some step needs to go on from there: states, and the frames so far.

        None if it has to begin at the start.
        """
        common = common_steps(self.spec, spec)
        prefix = self.prefix()
        if common is None or not prefix:
            return None
        recording = Recording.from_bytes(prefix)
        shown = int(np.searchsorted(recording.steps, common, side="right"))
        ended = len(recording.steps) - 1 if recording.header["complete"] else recording.header["planned_frames"] - 1
        if min(shown, ended) == 0:
            return None
        known = recording.prefix(min(shown, ended))  # the last one says how it ended
        states = [state for state in list(self._checkpoints) if state.step <= known.steps[-1]]
        return (states, known) if states else None

    def _take(self, chunk: Recording) -> None:
        self._chunks.append(chunk)
        self._stopped = chunk.header["stopped"]
        self._complete = bool(chunk.header["complete"])
