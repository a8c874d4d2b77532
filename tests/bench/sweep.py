"""A map of 24 × 24 cells × 8 seeds: whole, its first cells, cancelling it, and starting the workers."""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import replace

from tests.bench.timing import Row, interleaved
from tests.bench.training_step import in_jax, in_sklearn
from viz.engine import Recording
from viz.engine.probes import losses_and_scores, unit_states
from viz.engine.sweep import sweep
from viz.engine.workers import Workers
from viz.spec import ExperimentSpec

CELLS, SEEDS, STEPS = 24, 8, 500
ROUNDS = 7
JAX_NETWORKS = 256  # at a time; more go no faster

SPEC = ExperimentSpec(hidden=(8, 8), batch_size=10, steps=STEPS, frames=1)
MAP = [
    replace(SPEC, learning_rate=0.001 * 1.4**column, init_scale=0.1 * 1.2**row, seed=seed)
    for row in range(CELLS)
    for column in range(CELLS)
    for seed in range(SEEDS)
]


def dead_share_and_loss(recording: Recording) -> list[tuple[float, float]]:
    """Return what a cell shows of each of its runs."""
    dead = sum(layer[:, -1].sum(axis=1) for layer in recording.dead) / sum(SPEC.hidden)
    return list(zip(dead.tolist(), recording.train_loss[:, -1].tolist(), strict=True))


def rows() -> Iterator[Row]:
    """Yield the lines of the report."""
    cold = median(start)
    with Workers() as workers:
        contenders = {
            "ReLU Lab": lambda: whole(workers),
            f"jax (scaled from {JAX_NETWORKS} networks)": in_jax([SPEC] * JAX_NETWORKS, STEPS),
            "scikit-learn (scaled from one)": in_sklearn(SPEC, STEPS),
        }
        values = interleaved(contenders, 1e6, rounds=ROUNDS)
        scales = (1, len(MAP) / JAX_NETWORKS, len(MAP))
        values = {name: value * scale for (name, value), scale in zip(values.items(), scales, strict=True)}
        what = f"Map of {CELLS} × {CELLS} cells × {SEEDS} seeds × {STEPS} steps of 2-8-8-1, {workers.count} workers"
        yield Row(what, "s", "≤ 4", values, values["ReLU Lab"] <= 4)
        first = median(lambda: first_cells(workers))
        yield Row("The same, its first cells", "s", "≤ 1", {"ReLU Lab": first}, first <= 1)
        cancel = median(lambda: cancelled(workers))
        yield Row("Cancelled: until every worker is free", "s", "≤ 0.5", {"ReLU Lab": cancel}, cancel <= 0.5)
    yield Row("Starting the workers, until the first answers", "s", "–", {"ReLU Lab": cold})


def median(measure: Callable[[], float]) -> float:
    """Return the median of several measurements."""
    return statistics.median(measure() for _ in range(ROUNDS))


def whole(workers: Workers) -> None:
    """Compute the whole map."""
    assert sum(len(indices) for indices, _ in pieces(workers)) == len(MAP)


def first_cells(workers: Workers) -> float:
    """Seconds until the first results are there."""
    began = time.perf_counter()
    for _ in pieces(workers):
        return time.perf_counter() - began
    raise AssertionError("no cells")


def cancelled(workers: Workers) -> float:
    """Seconds from closing a sweep in full swing until every worker takes other work."""
    going = pieces(workers)
    for _ in range(8):
        next(going)
    began = time.perf_counter()
    going.close()
    list(workers.map(time.sleep, [0.01] * workers.count))  # long enough for one worker not to take them all
    return time.perf_counter() - began - 0.01


def start() -> float:
    """Seconds from nothing to a worker's first answer."""
    began = time.perf_counter()
    with Workers() as workers:
        workers.submit(os.getpid).result()
        return time.perf_counter() - began


def pieces(workers: Workers) -> Iterator[tuple[list[int], list[tuple[float, float]]]]:
    """Begin the sweep."""
    return sweep(MAP, dead_share_and_loss, executor=workers, probes=(losses_and_scores, unit_states))
