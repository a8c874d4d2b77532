"""A training job: one run that trains on a thread of its own while anybody looks, shared by all who ask for it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace

from viz.engine import Recording, Trainer, train
from viz.engine.train import schedule
from viz.spec import ExperimentSpec
from viz.ui.background import Background

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
        self._trainer: Trainer | None = None

    def _begin(self, predecessor: Job | None) -> Iterator[Recording]:
        """Yield the chunks of the run; being a generator, it does its first work on the thread."""
        begun = predecessor.surrender(self.spec) if predecessor is not None else None
        if begun is None:
            self._trainer = Trainer(self.spec)
            yield from self._trainer.record([int(step) for step in schedule(self.spec.steps, self.spec.frames)])
        else:
            self._trainer, recording = begun
            self._chunks.append(recording)  # shown with the first new frames: its header is that of the shorter run
            yield from train(self.spec, trainer=self._trainer)

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

    @property
    def _frames(self) -> int:
        return sum(len(chunk.steps) for chunk in self._chunks) if self._chunks else self._prefix_frames

    @property
    def size(self) -> int:
        """Bytes of memory that the recording takes, roughly: while it grows it is also there as arrays."""
        per_frame = len(self._prefix) / max(1, self._prefix_frames)
        return len(self._prefix) + round(per_frame * sum(len(chunk.steps) for chunk in self._chunks))

    def continues(self, spec: ExperimentSpec) -> bool:
        """Return whether `spec` is this run with more steps and its frames at the same steps, so that it can go on."""
        if not self._complete or self._trainer is None or self._trainer.overflows != [None]:
            return False
        if spec.steps <= self.spec.steps or replace(spec, steps=self.spec.steps, frames=self.spec.frames) != self.spec:
            return False
        begun = schedule(self.spec.steps, self.spec.frames)
        return begun.tolist() == schedule(spec.steps, spec.frames)[: len(begun)].tolist()

    def surrender(self, spec: ExperimentSpec) -> tuple[Trainer, Recording] | None:
        """Hand over, once, what a longer run needs to go on from the end of this one."""
        with self._changed:
            trainer = self._trainer if self.continues(spec) else None
            if trainer is None:
                return None
            self._trainer = None
        return trainer, Recording.from_bytes(self.prefix())

    def _take(self, chunk: Recording) -> None:
        self._chunks.append(chunk)
        self._complete = bool(chunk.header["complete"])
