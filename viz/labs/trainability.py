"""Which depths train: the loss of networks of several depths along σ_w, beside the depth 6ξ that theory allows."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from viz.engine import Recording
from viz.engine.probes import losses_and_scores
from viz.engine.setup import populate
from viz.engine.sweep import sweep
from viz.engine.train import schedule
from viz.spec.deep import DeepSpec
from viz.spec.phase import TrainabilitySpec
from viz.theory import mean_field_map

Array = npt.NDArray[np.float64]

FINE = 8  # points of the line of 6ξ to a cell
REACH = 6  # networks train to about 6ξ: Schoenholz et al. 2017


@dataclass(frozen=True, eq=False)
class Trainability:
    """The training loss of D depths × V values of σ_w × S seeds; NaN where not known, or overflowed.

    steps : (T,), the recorded moments.  loss : (D, V, S, T).
    overflow : (D, V, S), the step at which a run overflowed, or −1.
    known : (D, V, S).  limit : (V,), 6ξ; inf at χ₁ = 1.  line : likewise, FINE points to a cell, from the first
    to the last σ_w.  constant : the loss of the best output that does not depend on the input, for the first seed's
    training set.  progress : 0 … 1.
    """

    spec: TrainabilitySpec
    steps: npt.NDArray[np.int32]
    loss: Array
    overflow: npt.NDArray[np.int64]
    known: npt.NDArray[np.bool_]
    limit: Array
    line: Array
    constant: float
    progress: float

    @property
    def complete(self) -> npt.NDArray[np.bool_]:
        """Whether all seeds of a cell are known, (D, V)."""
        return np.asarray(self.known.all(axis=2))

    def trained(self) -> npt.NDArray[np.bool_]:
        """Return whether the final loss is below half of what no look at the input can do, (D, V)."""
        return np.asarray(self.final_loss() < self.constant / 2)

    def final_loss(self) -> Array:
        """Return the median over the seeds that did not overflow of the loss after the last step, (D, V)."""
        last = self.loss[..., -1]
        found = np.isfinite(last)
        filled = np.where(found.any(axis=2, keepdims=True), last, 0.0)
        return np.where(found.any(axis=2), np.nanmedian(filled, axis=2), np.nan)

    def overflowed(self) -> npt.NDArray[np.int_]:
        """Return how many seeds of each cell overflowed, (D, V)."""
        return (self.overflow >= 0).sum(axis=2)

    def first_overflow(self) -> npt.NDArray[np.int64]:
        """Return the first step at which a seed of each cell overflowed, (D, V); −1 where none did."""
        steps = np.where(self.overflow < 0, np.iinfo(np.int64).max, self.overflow).min(axis=2)
        return np.where(self.overflowed() > 0, steps, -1)


def final_losses(recording: Recording) -> list[tuple[list[float], int]]:
    """Return of every network its loss at all recorded moments, and the step at which it overflowed or −1."""
    overflows = [-1 if entry is None else int(entry["step"]) for entry in recording.header["overflows"]]
    return list(zip(recording.train_loss.tolist(), overflows, strict=True))


def trainability(spec: TrainabilitySpec, executor: Executor | None) -> Iterator[Trainability]:
    """Train all networks and yield the map as it fills in."""
    places, runs = zip(*spec.runs(), strict=True)
    shape = (len(spec.depths), len(spec.deviations), spec.seeds)
    steps = schedule(spec.base.steps, spec.base.frames)
    loss, overflow, known = np.full((*shape, len(steps)), np.nan), np.full(shape, -1), np.zeros(shape, bool)
    base, deviations = spec.base, spec.deviations
    limit = depth_limit(base, np.array(deviations))
    line = depth_limit(base, np.linspace(deviations[0], deviations[-1], FINE * (len(deviations) - 1) + 1))
    constant = best_constant(base)
    for indices, results in sweep(runs, final_losses, executor=executor, probes=(losses_and_scores,)):
        for index, (curve, step) in zip(indices, results, strict=True):
            loss[places[index]], overflow[places[index]], known[places[index]] = curve, step, True
        done = float(known.mean())
        yield Trainability(spec, steps, loss.copy(), overflow.copy(), known.copy(), limit, line, constant, done)


def depth_limit(base: DeepSpec, deviations: Array) -> Array:
    """Return 6ξ of the base's activation and σ_b at each σ_w."""
    with np.errstate(divide="ignore"):
        return REACH / np.abs(np.log(mean_field_map(base.layers[0], deviations, base.init_bias_deviation).slope))


def best_constant(spec: DeepSpec) -> float:
    """Return the lowest loss on the training set of an output that is the same for every input.

    The losses are proper: the best constant is the mean target, a probability for classes.
    """
    population = populate([spec])
    targets = population.y_train.swapaxes(1, 2)  # (1, C, N)
    mean = targets.mean(axis=2, keepdims=True)
    if spec.resolved_loss != "mse":
        mean = np.clip(mean, 1e-12, 1 - 1e-12)
        mean = np.log(mean / (1 - mean)) if mean.shape[1] == 1 else np.log(mean)
    return float(population.network.loss.value(np.broadcast_to(mean, targets.shape), targets)[0])
