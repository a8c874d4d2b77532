"""A training job: one run that trains in worker processes while anybody looks, shared by all who ask for it."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable, Iterator, Mapping
from concurrent.futures import CancelledError, Future
from typing import Any, TypeVar

import numpy as np

from viz.engine import Recording, Trainer
from viz.engine.pieces import Piece, train_piece
from viz.engine.stopping import Stopping, determined
from viz.engine.train import check_continues
from viz.engine.trainer import Suspended, TrainerState
from viz.engine.uploads import UPLOADS
from viz.engine.workers import Lease
from viz.spec import ExperimentSpec
from viz.spec.common import common_steps
from viz.ui.background import Background
from viz.ui.derived import Derived
from viz.ui.line import Line

T = TypeVar("T")
Begun = tuple[Suspended, list[TrainerState], Recording]  # where a run goes on, states before, and the frames so far

GROWTH = 1.25  # a new prefix has at least this many times the frames of the last one, so that together they stay O(n)
FIRST_SECONDS, MOST_SECONDS = 0.025, 0.25  # of a piece: each is twice as long as the one before it
MOMENT = 1.0  # seconds between two looks, in line, whether somebody still waits for this run


class Job(Background[Recording]):
    """A run in training or done.

    It waits in line, then workers train it piece by piece, of which those who look get complete prefixes of the
    recording, all of them the same.

    Parameters
    ----------
    spec : the run.
    lease : the workers.
    line : for them; who comes out of it has workers to share with few others.
    predecessor : a job that has made the beginning of this run.
    owner_of : watcher -> on whose budget they are; that of a job is whoever of those who look now came first.
    clock : seconds, monotonic.
    """

    def __init__(
        self,
        spec: ExperimentSpec,
        lease: Lease,
        line: Line,
        predecessor: Job | None = None,
        owner_of: Callable[[Hashable], Hashable] = lambda watcher: watcher,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__("training", self._begin(predecessor), clock)
        self.spec = spec
        self._lease = lease
        self._line = line
        self._owner_of = owner_of
        self._chunks: list[Recording] = []
        self._prefix = b""
        self._prefix_frames = 0
        self._stopped: Mapping[str, Any] | None = None
        self._suspended: Suspended | None = None
        self._checkpoints: list[TrainerState] = []
        self._asked: Future[Piece] | None = None
        self._derived = Derived()

    def _begin(self, predecessor: Job | None) -> Iterator[Recording | None]:
        """Yield the chunks of the run; being a generator, it does its first work on the thread."""
        begun = predecessor.handed_on(self.spec) if predecessor is not None else None
        predecessor = None  # is not kept by this run
        if begun is not None:
            self._suspended, self._checkpoints, recording = begun
            yield recording
        seconds = FIRST_SECONDS
        try:
            while not self._complete:
                self._line.enter(self, self._owner)
                piece = self._piece(seconds) if self._line.wait(self, MOMENT) else None
                if piece is not None:
                    self._suspended = piece.suspended
                    self._checkpoints.extend(piece.checkpoints)
                    seconds = min(2.0 * seconds, MOST_SECONDS)
                yield piece.recording if piece is not None else None
        finally:
            self._line.leave(self)

    def _piece(self, seconds: float) -> Piece | None:
        """Have a worker make the next piece; None if everybody left before one had begun."""
        self._lease.owner = self._owner
        table = UPLOADS.get(self.spec.upload)
        plain = self.spec.unchecked({})  # without what it has worked out, which may be large, or unfit to be sent
        self._asked = self._lease.submit(train_piece, plain, self._suspended, seconds, table)
        del table  # is the session's
        try:
            return self._asked.result()
        except CancelledError:
            return None
        finally:
            self._asked = None

    @property
    def _owner(self) -> Hashable:
        watchers = list(self._watchers.items())
        watcher = next((who for who, seen in watchers if self._looks(seen)), None)
        return None if watcher is None else self._owner_of(watcher)

    @property
    def place(self) -> int:
        """How many runs are in line up to this one, itself included; 0 if it is not, or no more, in line."""
        return self._line.place(self)

    def leave(self, watcher: Hashable) -> None:
        """Say that `watcher` looks at something else now; the last one to go takes the run out of the line."""
        with self._changed:
            super().leave(watcher)
            if not self.done and not self.watched:
                self._rests()

    def close(self) -> None:
        """Give the work up for good."""
        super().close()
        self._rests()

    def _rests(self) -> None:
        self._line.leave(self)
        asked = self._asked
        if asked is not None:
            asked.cancel()

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
        ended = self._suspended
        if not self._complete or ended is None or ended.overflow is not None or spec == self.spec:
            return False
        stopping = Stopping([self.spec], score="accuracy")
        stopping.state = ended.state.stopping
        try:
            check_continues([self.spec], stopping, ended.state.step, [spec])
        except ValueError:
            return False
        return True

    def begins(self, spec: ExperimentSpec) -> int:
        """Return how many of its steps a run need not make because this one made them; 0 for none."""
        return self.spec.steps if self.continues(spec) else common_steps(self.spec, spec) or 0

    def handed_on(self, spec: ExperimentSpec) -> Begun | None:
        """Return what a run needs to go on from the end of this one, or from the last step that they share.

        None if it has to begin at the start.
        """
        trainer = Trainer(spec)
        if self.continues(spec):
            assert self._suspended is not None
            return self._suspended, list(self._checkpoints), trainer.headed(Recording.from_bytes(self.prefix()))
        shared = self._shared(spec)
        if shared is None:
            return None
        checkpoints, recording = shared
        trainer.resume(checkpoints, recording)
        return trainer.suspended, trainer.checkpoints, trainer.headed(recording)

    def _shared(self, spec: ExperimentSpec) -> tuple[list[TrainerState], Recording] | None:
        """Return what a run that is the same up to some step shares with this one: states, and the frames so far."""
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
