"""A map of two causes: in every cell the share of dead units and the loss that runs with these settings end with."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt

from viz.engine import Recording
from viz.engine.sweep import sweep
from viz.labs.dead_neurons.census import DEFINITIONS, PROBES, flags
from viz.labs.dead_neurons.cohorts import middle
from viz.spec.dead_runs import MapSpec, seeded
from viz.spec.experiment import ExperimentSpec

Array = npt.NDArray[np.float64]
Ends = npt.NDArray[np.float64]  # of one run: K shares at the start, K at the end, the final loss, the overflow's step

KINDS = len(DEFINITIONS)


@dataclass(frozen=True, eq=False)
class DeadMap:
    """Y × X cells with S runs each; K definitions. NaN where a run is not known or has overflowed.

    start, end: (K, Y, X, S) shares of the hidden units. loss: (Y, X, S) at the end, on the training set.
    overflow: (Y, X, S), the step at which a run overflowed, or −1. known: (Y, X), whether a cell is done.
    """

    spec: MapSpec
    start: Array
    end: Array
    loss: Array
    overflow: npt.NDArray[np.int64]
    known: npt.NDArray[np.bool_]
    progress: float

    def share(self, definition: str) -> Array:
        """Return the share of all units of a finished cell's finite runs at the end, (Y, X); else NaN."""
        return self._of_known(self.end[DEFINITIONS.index(definition)], np.nanmean)

    def final_loss(self) -> Array:
        """Return the median loss of a finished cell's finite runs at the end, (Y, X); else NaN."""
        return self._of_known(self.loss, np.nanmedian)

    def _of_known(self, values: Array, summary: Callable[..., Array]) -> Array:
        return np.where(self.known, over_seeds(values, summary), np.nan)

    def overflowed(self) -> npt.NDArray[np.int64]:
        """Return how many runs of each cell overflowed, (Y, X)."""
        return (self.overflow >= 0).sum(axis=2)

    def first_overflow(self) -> npt.NDArray[np.int64]:
        """Return the earliest step at which a run of each cell overflowed, (Y, X); −1 where none has."""
        steps = np.where(self.overflow < 0, np.iinfo(np.int64).max, self.overflow).min(axis=2)
        return np.where(self.overflowed() > 0, steps, -1)

    def typical(self, row: int, column: int, definition: str) -> ExperimentSpec:
        """Return the run that stands for a cell: the one in the middle, or the first to overflow where all have."""
        place = middle(self.end[DEFINITIONS.index(definition), row, column], self.overflow[row, column])
        return self.spec.run(row, column, place)


def dead_map(spec: MapSpec, executor: Executor | None = None) -> Iterator[DeadMap]:
    """Train all runs and yield what is known so far; the last result has all of it.

    Cells come in an order that is scattered over the map, so that its shape is seen early.
    """
    rows, columns, seeds = len(spec.y_values), len(spec.x_values), spec.seeds
    order = np.random.default_rng(0).permutation(rows * columns)
    runs = [run for cell in order.tolist() for run in seeded(spec.cell(*divmod(cell, columns)), seeds)]
    numbers = np.full((rows * columns, seeds, 2 * KINDS + 2), np.nan)
    numbers[..., -1] = -1
    done = np.zeros((rows * columns, seeds), dtype=bool)
    for places, found in sweep(runs, partial(ends, tau=spec.tau), executor=executor, probes=PROBES):
        cells, members = order[np.array(places) // seeds], np.array(places) % seeds
        numbers[cells, members], done[cells, members] = np.stack(found), True
        grid = numbers.reshape(rows, columns, seeds, -1)
        yield DeadMap(
            spec,
            start=np.moveaxis(grid[..., :KINDS], -1, 0).copy(),
            end=np.moveaxis(grid[..., KINDS : 2 * KINDS], -1, 0).copy(),
            loss=grid[..., -2].copy(),
            overflow=grid[..., -1].astype(np.int64),
            known=done.all(axis=1).reshape(rows, columns),
            progress=float(done.mean()),
        )


def ends(recording: Recording, tau: float) -> list[Ends]:
    """Return for every network of a recording its shares at the start and at the end, its loss, and its overflow."""
    flagged = flags(recording, tau)
    share = flagged.sum(axis=-1) / max(1, flagged.shape[-1])  # (K, P, T)
    overflow = np.array([-1 if entry is None else int(entry["step"]) for entry in recording.header["overflows"]])
    end, loss = (
        np.where(overflow < 0, share[:, :, -1], np.nan),
        np.where(overflow < 0, recording.train_loss[:, -1], np.nan),
    )
    return list(np.concatenate([share[:, :, 0], end, loss[np.newaxis], overflow[np.newaxis]]).T)


def over_seeds(values: Array, summary: Callable[..., Array]) -> Array:
    """Return a summary (`np.nanmean` or `np.nanmedian`) over the last axis, NaN where nothing is finite."""
    finite = np.isfinite(values)
    some = finite.any(axis=-1)
    found = np.full(some.shape, np.nan)
    found[some] = summary(np.where(finite, values, np.nan)[some], axis=-1)
    return found
