"""A sweep: thousands of runs trained in populations, here or by the workers of any executor, reduced where they ran."""

from __future__ import annotations

import os
import platform
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, Executor, Future, wait
from dataclasses import fields, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from viz.engine.probes import PICTURES, PROBES, Probe
from viz.engine.recording import Recording
from viz.engine.setup import SHARED
from viz.engine.train import schedule
from viz.engine.trainer import Trainer
from viz.engine.unit_activations import functions_of
from viz.engine.workers import cores

if TYPE_CHECKING:
    from viz.spec import ExperimentSpec as Spec

T = TypeVar("T")
Reduce = Callable[[Recording], Sequence[T]]

PIECE_SECONDS = 0.1
STOP_SECONDS = 0.05  # of work between two looks whether to go on
MEMBERS = 256  # networks trained together at most: more do not go faster
CACHED = 8e6  # bytes that a step touches, at most: beyond, the processor waits for its memory
RECORDED = 64e6  # bytes of the numbers that are measured of a piece, at most
PICTURES_BYTES, NUMBERS_BYTES = 60_000, 4_000  # of a frame, roughly, with and without pictures

# First guesses of what things take, in seconds; a sweep learns how far they are off.
LAYER_SECONDS = 4e-6  # a layer in a step, however small
WEIGHT_SECONDS = 2e-10  # a weight and sample
UNIT_SECONDS = 3e-9  # a unit and sample
SETUP_SECONDS = 100e-6  # making a network


class SweepError(RuntimeError):
    """A piece of a sweep failed; `indices` are those of its specs, the cause is chained."""

    def __init__(self, message: str, indices: Sequence[int] = ()) -> None:
        super().__init__(message)
        self.indices = list(indices)


class Stopped(Exception):
    """The sweep was closed while a worker trained a piece of it."""


def sweep(
    specs: Sequence[Spec],
    reduce: Reduce[T],
    *,
    executor: Executor | None = None,
    probes: Sequence[Probe] = PROBES,
    piece_seconds: float = PIECE_SECONDS,
    in_flight: int | None = None,
) -> Iterator[tuple[list[int], list[T]]]:
    """Train every spec and yield what was made of each, piece by piece, in any order.

    Closing the iterator cancels what is not done; a worker on this machine notices within a fraction of a second.

    Parameters
    ----------
    specs : any experiments; those that can share a population do.
    reduce : recording of P networks -> P results.  It is called where the piece was trained, so an executor of
        processes must be able to import it, and to pickle what it returns.  The recording has every frame of the
        schedule: those of a member that overflowed (see `header["overflows"]`) are NaN, and 0 for counts; those of one
        that a rule stopped (see `header["stops"]`) are its last frame.
    executor : where pieces are trained; in this process, one after another, if left out.
    probes : what is measured.
    piece_seconds : about how long one piece keeps a processor busy.
    in_flight : pieces given to the executor at a time; two for each core of this machine if left out.

    Yields
    ------
    (indices into `specs`, their results) : each index comes once.  The results do not depend on how specs are grouped.

    Raises
    ------
    SweepError
        If training or reducing a piece fails, naming the specs; pieces that came before it stand.
    """
    pieces = _Pieces(specs, probes, piece_seconds)
    if executor is None:
        while piece := pieces.take():
            try:
                seconds, results = _train([specs[index] for index in piece], reduce, probes, None, 0)
            except Exception as error:
                raise _failure(piece, specs, error) from error
            pieces.took(piece, seconds)
            yield piece, results
    else:
        yield from _spread(specs, reduce, executor, probes, pieces, in_flight or 2 * cores())


def _spread(
    specs: Sequence[Spec],
    reduce: Reduce[T],
    executor: Executor,
    probes: Sequence[Probe],
    pieces: _Pieces,
    in_flight: int,
) -> Iterator[tuple[list[int], list[T]]]:
    running: dict[Future[tuple[float, list[T]]], list[int]] = {}
    with tempfile.NamedTemporaryFile(prefix="sweep-") as ticket:  # which exists as long as the sweep goes on
        stop = (platform.node(), ticket.name)
        try:
            while True:
                while len(running) < in_flight and (piece := pieces.take()):
                    members = [specs[index] for index in piece]
                    portion = max(1, round(members[0].steps * STOP_SECONDS / pieces.guess(piece)))
                    running[executor.submit(_train, members, reduce, probes, stop, portion)] = piece
                if not running:
                    return
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    piece = running.pop(future)
                    try:
                        seconds, results = future.result()
                    except CancelledError:
                        raise
                    except Exception as error:
                        raise _failure(piece, specs, error) from error
                    pieces.took(piece, seconds)
                    yield piece, results
        finally:
            for future in running:
                future.cancel()


def _failure(piece: list[int], specs: Sequence[Spec], error: Exception) -> SweepError:
    which = f"run {piece[0]}" if len(piece) == 1 else f"runs {piece[0]} to {piece[-1]}"
    return SweepError(f"{which} of {len(specs)} failed: {type(error).__name__}: {error}", piece)


# In pieces ------------------------------------------------------------------------------------------------------------


class _Pieces:
    """Cuts specs into populations that take a processor about as long as they should, learning from those done."""

    def __init__(self, specs: Sequence[Spec], probes: Sequence[Probe], piece_seconds: float) -> None:
        self._specs = specs
        self._seconds = piece_seconds
        self._frame_bytes = NUMBERS_BYTES if PICTURES.isdisjoint(probes) else PICTURES_BYTES
        self._slowness = 1.0
        groups: dict[tuple[Any, ...], list[int]] = {}
        for index, spec in enumerate(specs):
            groups.setdefault(_group(spec), []).append(index)
        self._groups = list(groups.values())[::-1]

    def take(self) -> list[int]:
        """Return the indices of the next piece; empty when there is none."""
        if not self._groups:
            return []
        group = self._groups[-1]
        fixed, each = self._cost(group[0])
        wanted = (self._seconds / self._slowness - fixed) / each
        count = max(1, min(round(wanted), self._fitting(group[0])))
        piece, rest = group[:count], group[count:]
        if rest:
            self._groups[-1] = rest
        else:
            self._groups.pop()
        return piece

    def guess(self, piece: list[int]) -> float:
        """Return how many seconds a piece will take."""
        fixed, each = self._cost(piece[0])
        return (fixed + each * len(piece)) * self._slowness

    def took(self, piece: list[int], seconds: float) -> None:
        """Learn how long a piece has taken."""
        self._slowness *= float(np.clip(seconds / self.guess(piece), 0.2, 5.0)) ** 0.5

    def _cost(self, index: int) -> tuple[float, float]:
        """Return seconds for the whole piece and for each of its networks, on the machine that is guessed."""
        spec = self._specs[index]
        weights, units = _size(spec)
        samples = min(spec.batch_size, spec.samples) * spec.steps + 4.0 * spec.samples * (min(spec.frames, spec.steps))
        each = SETUP_SECONDS + (WEIGHT_SECONDS * weights + UNIT_SECONDS * units) * samples
        return LAYER_SECONDS * (len(spec.hidden) + 1) * spec.steps, each

    def _fitting(self, index: int) -> int:
        """Return how many networks there is room for."""
        spec = self._specs[index]
        weights, units = _size(spec)
        step = 16.0 * weights + 32.0 * units * min(spec.batch_size, spec.samples)  # float64: twice and four times
        recording = self._frame_bytes * (min(spec.frames, spec.steps) + 1)
        return int(min(MEMBERS, CACHED / step, RECORDED / recording))


def _size(spec: Spec) -> tuple[int, int]:
    """Return how many weights and units a network has."""
    sizes = (spec.inputs, *spec.hidden, spec.outputs)
    return sum((fan_in + 1) * fan_out for fan_in, fan_out in pairwise(sizes)), sum(sizes[1:])


def _group(spec: Spec) -> tuple[Any, ...]:
    """Return what specs of one population have in common."""
    return *(getattr(spec, name) for name in SHARED), *(function.name for function in functions_of(spec))


# In a worker ----------------------------------------------------------------------------------------------------------


class _Attentive(Trainer):
    """A trainer that stops when the sweep does."""

    def __init__(self, stop: tuple[str, str] | None, portion: int, *specs: Spec) -> None:
        super().__init__(*specs)
        self._stop = stop
        self._portion = portion

    def advance(self, steps: int) -> None:
        if self._stop is None:
            super().advance(steps)
            return
        while steps > 0:
            _check(self._stop)
            super().advance(min(steps, self._portion))
            steps -= self._portion


def _check(stop: tuple[str, str] | None) -> None:
    """Raise Stopped if the sweep is over; on another machine there is no telling."""
    if stop is not None and stop[0] == platform.node() and not os.path.exists(stop[1]):  # noqa: PTH110 - 2 µs, not 10
        raise Stopped


def _train(
    specs: Sequence[Spec], reduce: Reduce[T], probes: Sequence[Probe], stop: tuple[str, str] | None, portion: int
) -> tuple[float, list[T]]:
    """Train a population and reduce its recording; return the processor's seconds that it took, and the results."""
    began = time.thread_time()
    _check(stop)
    steps = schedule(specs[0].steps, specs[0].frames)
    trainer = _Attentive(stop, portion, *specs)
    recording = Recording.concatenate(list(trainer.record(steps.tolist(), probes, chunk_seconds=np.inf)))
    results = list(reduce(_whole(recording, steps)))
    if len(results) != len(specs):
        raise ValueError(f"reduce returned {len(results)} results for a recording of {len(specs)} networks")
    return time.thread_time() - began, results


def _whole(recording: Recording, steps: np.ndarray) -> Recording:
    """Return a recording that ended early with all its frames, as if another member had gone on.

    Members that overflowed have blank ones, those that a rule stopped have their last frame again.
    """
    missing = len(steps) - len(recording.steps)
    if missing == 0:
        return recording

    lost = [overflow is not None for overflow in recording.header["overflows"]]

    def extend(array: np.ndarray) -> np.ndarray:
        rest = np.repeat(array[:, -1:], missing, axis=1)
        rest[lost] = np.nan if array.dtype.kind == "f" else 0
        return np.concatenate([array, rest], axis=1)

    values: dict[str, Any] = {"steps": steps}
    for entry in fields(recording)[2:]:
        if entry.metadata["frames"]:
            value = getattr(recording, entry.name)
            values[entry.name] = tuple(map(extend, value)) if entry.metadata["layers"] else extend(value)
    return replace(recording, **values)
