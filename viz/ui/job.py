"""A training job: one run that trains on a thread of its own while anybody looks, shared by all who ask for it."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Hashable, Iterator
from dataclasses import replace

from viz.engine import Recording, Trainer, train
from viz.engine.train import schedule
from viz.spec import ExperimentSpec

PATIENCE = 5.0  # seconds after which someone who has not looked again is taken to have left
GROWTH = 1.25  # a new prefix has at least this many times the frames of the last one, so that together they stay O(n)

log = logging.getLogger(__name__)


class Job:
    """A run in training or done.

    The thread collects chunks of the recording, of which those who look get complete prefixes, all of them the same.
    It rests when nobody has looked for `PATIENCE` seconds, and goes on from there when somebody does.

    Parameters
    ----------
    spec : the run.
    predecessor : a job that is done with the beginning of this run; its trainer is taken over.
    clock : seconds, monotonic.
    """

    def __init__(
        self, spec: ExperimentSpec, predecessor: Job | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.spec = spec
        self.error: str | None = None
        self._clock = clock
        self._changed = threading.Condition()
        self._watchers: dict[Hashable, float] = {}
        self._thread: threading.Thread | None = None
        self._chunks: list[Recording] = []
        self._begun = False
        self._complete = False
        self._prefix = b""
        self._prefix_frames = 0
        self._trainer: Trainer | None = None
        self._source = self._begin(predecessor)

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

    # For those who look -----------------------------------------------------------------------------------------------

    def watch(self, watcher: Hashable) -> None:
        """Say that `watcher` looks at the job, and train on if it rests."""
        with self._changed:
            self._watchers[watcher] = self._clock()
            if not self.done and self._thread is None:
                self._thread = threading.Thread(target=self._work, daemon=True)
                self._thread.start()

    def leave(self, watcher: Hashable) -> None:
        """Say that `watcher` looks at something else now."""
        with self._changed:
            self._watchers.pop(watcher, None)

    def wait(self, seconds: float, *, done: bool = False) -> bool:
        """Wait until there is something to show (`done`: until all is); return whether there is."""
        with self._changed:
            return self._changed.wait_for(lambda: self.done or (not done and self._begun), timeout=seconds)

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
    def done(self) -> bool:
        """Whether nothing will follow: the run is complete, or it failed."""
        return self._complete or self.error is not None

    @property
    def watched(self) -> bool:
        """Whether somebody has looked lately."""
        return any(self._clock() - seen < PATIENCE for seen in list(self._watchers.values()))

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

    # On the thread ----------------------------------------------------------------------------------------------------

    def _work(self) -> None:
        try:
            for chunk in self._source:
                self._take(chunk)
                with self._changed:
                    if not self.watched and not self._complete:
                        self._thread = None
                        return
            with self._changed:
                self._thread = None
        except Exception as error:  # whatever it is, the page must be able to say it
            log.exception("training failed: %s", self.spec)
            with self._changed:
                self.error = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
                self._thread = None
                self._changed.notify_all()

    def _take(self, chunk: Recording) -> None:
        with self._changed:
            self._chunks.append(chunk)
            self._begun = True
            self._complete = bool(chunk.header["complete"])
            self._changed.notify_all()
