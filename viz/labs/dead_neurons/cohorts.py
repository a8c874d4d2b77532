"""Cohorts: groups of runs that differ in one thing, each from the same seeds on the same batches, over time."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt

from viz.engine.sweep import sweep
from viz.engine.train import schedule
from viz.labs.dead_neurons.census import DEFINITIONS, PROBES, census
from viz.spec.dead_runs import CohortsSpec, seeded
from viz.spec.experiment import ExperimentSpec

Array = npt.NDArray[np.float64]

QUANTILES = (0.1, 0.5, 0.9)


@dataclass(frozen=True, eq=False)
class Cohorts:
    """The censuses of V groups × S seeds; K definitions, T recorded moments. NaN where a run is not known.

    labels: of the groups. steps: (T,). share: (V, S, K, T). died, revived: (V, S, K). loss: (V, S, T).
    overflow: (V, S), the step at which a run overflowed, or −1. known: (V, S), whether a run is done.
    progress: 0 … 1.
    """

    spec: CohortsSpec
    steps: npt.NDArray[np.int32]
    share: Array
    died: Array
    revived: Array
    loss: Array
    overflow: npt.NDArray[np.int64]
    known: npt.NDArray[np.bool_]
    progress: float

    @property
    def labels(self) -> tuple[str, ...]:
        """What the groups are called."""
        return tuple(label for label, _ in self.spec.groups)

    def share_band(self, group: int, definition: str) -> Array:
        """Return the 10 %, 50 % and 90 % quantile of the share over the runs still finite, (3, T)."""
        return quantiles(self.share[group, :, DEFINITIONS.index(definition)])

    def loss_band(self, group: int) -> Array:
        """Return the same of the training loss."""
        return quantiles(self.loss[group])

    def pooled(self, group: int, definition: str, moment: int = -1) -> float:
        """Return the share of all units of a group's finite runs at a recorded moment; NaN without such runs."""
        return mean(self.share[group, :, DEFINITIONS.index(definition), moment])

    def overflowed(self, group: int) -> int:
        """Return how many of a group's runs overflowed."""
        return int((self.overflow[group] >= 0).sum())

    def typical(self, group: int, definition: str) -> ExperimentSpec:
        """Return the run in the middle of a group, or the first to overflow where all have."""
        place = middle(self.share[group, :, DEFINITIONS.index(definition), -1], self.overflow[group])
        return list(seeded(self.spec.groups[group][1], self.spec.seeds))[place]


def cohorts(spec: CohortsSpec, executor: Executor | None = None) -> Iterator[Cohorts]:
    """Train all runs and yield what is known so far; the last result has all of it."""
    runs, groups = spec.runs(), len(spec.groups)
    steps = schedule(runs[0].steps, runs[0].frames)
    kinds, moments = len(DEFINITIONS), len(steps)
    share = np.full((len(runs), kinds, moments), np.nan)
    died, revived = np.full((2, len(runs), kinds), np.nan)
    loss = np.full((len(runs), moments), np.nan)
    overflow, known = np.full(len(runs), -1), np.zeros(len(runs), dtype=bool)
    for places, found in sweep(runs, partial(census, tau=spec.tau), executor=executor, probes=PROBES):
        for place, one in zip(places, found, strict=True):
            share[place], died[place], revived[place], loss[place] = one.share, one.died, one.revived, one.loss
            overflow[place], known[place] = one.overflow, True
        shape = (groups, spec.seeds)
        yield Cohorts(
            spec,
            steps,
            share=share.reshape(*shape, kinds, moments).copy(),
            died=died.reshape(*shape, kinds).copy(),
            revived=revived.reshape(*shape, kinds).copy(),
            loss=loss.reshape(*shape, moments).copy(),
            overflow=overflow.reshape(shape).copy(),
            known=known.reshape(shape).copy(),
            progress=float(known.mean()),
        )


def quantiles(values: Array) -> Array:
    """Return the quantiles `QUANTILES` of the finite numbers in every column of (S, T), (3, T); NaN without any."""
    found = np.full((len(QUANTILES), values.shape[1]), np.nan)
    finite = np.isfinite(values)
    for count in set(finite.sum(axis=0).tolist()) - {0}:
        columns = finite.sum(axis=0) == count
        kept = np.sort(np.where(finite[:, columns], values[:, columns], np.inf), axis=0)[:count]
        found[:, columns] = np.quantile(kept, QUANTILES, axis=0)
    return found


def middle(shares: Array, overflow: npt.NDArray[np.int64]) -> int:
    """Return which of a group's runs (S,) stands for it: the lower one in the middle, or the first to overflow."""
    finite = np.flatnonzero(np.isfinite(shares))
    if len(finite):
        return int(finite[np.argsort(shares[finite], kind="stable")[(len(finite) - 1) // 2]])
    return int(np.argmin(overflow))


def mean(values: Array) -> float:
    """Return the mean of the finite numbers, NaN without any."""
    finite = values[np.isfinite(values)]
    return float(finite.mean()) if len(finite) else float("nan")
