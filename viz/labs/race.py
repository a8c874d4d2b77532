"""A race over many seeds: every lane as a population, and what its runs had reached at each recorded moment."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from viz.engine.probes import losses_and_scores, unit_states
from viz.engine.recording import Recording
from viz.engine.sweep import sweep
from viz.engine.train import schedule
from viz.spec.experiment import UPLOAD
from viz.spec.goal import Goal
from viz.spec.race import RaceSpec

Array = npt.NDArray[np.float64]

QUANTITIES = ("loss", "score", "dead")
QUANTILES = (0.1, 0.5, 0.9)
PROBES = (losses_and_scores, unit_states)
TOGETHER = 0.2  # seconds: in smaller pieces the four lanes of small networks take half as long again


@dataclass(frozen=True, eq=False)
class LaneRuns:
    """S runs of a lane at T recorded moments; NaN where a run is not known, or has overflowed.

    steps : (T,).  loss : (S, T) on the training samples.  score : (S, T) on those of the goal.  dead : (S, T), the
    share of the hidden units that are dead.  overflow : (S,), the step at which a run overflowed, or −1.  known : (S,).
    """

    goal: Goal
    steps: npt.NDArray[np.int32]
    loss: Array
    score: Array
    dead: Array
    overflow: npt.NDArray[np.int64]
    known: npt.NDArray[np.bool_]

    @property
    def finite(self) -> int:
        """How many known runs did not overflow."""
        return int((self.known & (self.overflow < 0)).sum())

    @property
    def overflowed(self) -> int:
        """How many runs overflowed."""
        return int((self.overflow >= 0).sum())

    @property
    def solved(self) -> int:
        """How many runs meet the goal at their end."""
        end = (self.loss if self.goal.measure == "train_loss" else self.score)[:, -1]
        return sum(map(self.goal.met, end.tolist()))

    def band(self, quantity: str) -> Array:
        """Return the 10 %, 50 % and 90 % quantile of a quantity over the runs still finite, (3, T); NaN without any."""
        values: Array = getattr(self, quantity)
        found = np.full((len(QUANTILES), values.shape[1]), np.nan)
        finite = np.isfinite(values)
        for moment in np.flatnonzero(finite.any(axis=0)):
            found[:, moment] = np.quantile(values[finite[:, moment], moment], QUANTILES)
        return found

    def median(self, quantity: str) -> float:
        """Return the median at the end."""
        return float(self.band(quantity)[1, -1])


@dataclass(frozen=True, eq=False)
class SeededRace:
    """All lanes as far as they are known; `progress` goes from 0 to 1."""

    spec: RaceSpec
    lanes: tuple[LaneRuns, ...]
    progress: float


def race(spec: RaceSpec, executor: Executor | None = None) -> Iterator[SeededRace]:
    """Train every lane with every seed and yield what is known so far; the last result has all of it."""
    places, runs = spec.runs()
    lanes = [_empty(spec, lane) for lane in range(len(spec.lanes))]
    if any(run.dataset == UPLOAD for run in spec.lanes):
        executor = None  # the table is in the memory of this process alone
    for indices, results in sweep(runs, reduced, executor=executor, probes=PROBES, piece_seconds=TOGETHER):
        for index, result in zip(indices, results, strict=True):
            lane, number = places[index]
            _take(lanes[lane], number, result)
        done = float(np.mean([lane.known for lane in lanes]))
        yield SeededRace(spec, tuple(map(_copy, lanes)), done)


def reduced(recording: Recording) -> list[dict[str, Array | int]]:
    """Return of every network its curves (T,), and the step at which it overflowed or −1."""
    units = sum(fractions.shape[2] for fractions in recording.active_fraction)
    found: list[dict[str, Array | int]] = []
    for member, overflow in enumerate(recording.header["overflows"]):
        loss = recording.train_loss[member].astype(np.float64)
        dead = sum((layer[member].sum(axis=1) for layer in recording.dead), np.zeros(len(loss)))
        share = np.where(np.isfinite(loss), dead / max(1, units), np.nan)  # counts of a run that overflowed are 0
        found.append(
            {
                "loss": loss,
                "train_score": recording.train_score[member].astype(np.float64),
                "test_score": recording.test_score[member].astype(np.float64),
                "dead": share,
                "overflow": int(overflow["step"]) if overflow is not None else -1,
            }
        )
    return found


def _empty(spec: RaceSpec, lane: int) -> LaneRuns:
    run = spec.runs()[1][lane]
    steps = schedule(run.steps, run.frames)
    loss, score, dead = np.full((len(QUANTITIES), spec.seeds, len(steps)), np.nan)
    overflow, known = np.full(spec.seeds, -1), np.zeros(spec.seeds, dtype=bool)
    return LaneRuns(spec.goals[lane], steps, loss, score, dead, overflow, known)


def _take(lane: LaneRuns, number: int, result: dict[str, Array | int]) -> None:
    lane.loss[number], lane.dead[number] = result["loss"], result["dead"]
    lane.score[number] = result["test_score" if lane.goal.measure == "test_score" else "train_score"]
    lane.overflow[number], lane.known[number] = result["overflow"], True


def _copy(lane: LaneRuns) -> LaneRuns:
    arrays = (lane.loss.copy(), lane.score.copy(), lane.dead.copy(), lane.overflow.copy(), lane.known.copy())
    return LaneRuns(lane.goal, lane.steps, *arrays)
