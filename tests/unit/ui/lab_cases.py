"""Labs whose every step a test lets happen, and one that trains."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from tests.unit.engine.sweep_cases import final_loss
from viz.engine.probes import losses_and_scores
from viz.engine.sweep import sweep
from viz.spec import ExperimentSpec

SECONDS = 30.0  # at most, on a slow machine


@dataclass(frozen=True)
class Count:
    """So far of so many; `values` is there to have a size."""

    so_far: int
    of: int
    values: NDArray[np.float64]

    @property
    def progress(self) -> float:
        return self.so_far / self.of


@dataclass(frozen=True)
class CountSpec:
    """Count to a number, a step each time `gate` is released; fail at `fails_at`."""

    to: int = 4
    fails_at: int | None = None
    numbers: int = 1
    gate: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0), compare=False)
    begun: list[int] = field(default_factory=list, compare=False)

    def let(self, steps: int) -> None:
        self.gate.release(steps)


def count(spec: CountSpec, executor: Executor | None) -> Iterator[Count]:
    spec.begun.append(1)
    for number in range(1, spec.to + 1):
        assert spec.gate.acquire(timeout=SECONDS)
        if number == spec.fails_at:
            raise ArithmeticError(f"{number} is too many")
        yield Count(number, spec.to, np.zeros(spec.numbers))


def losses(seeds: int, executor: Executor | None) -> Iterator[Count]:
    """Train long enough to be cancelled."""
    spec = ExperimentSpec(hidden=(8, 8), steps=1500, frames=1)
    specs = [replace(spec, seed=seed) for seed in range(seeds)]
    found = np.full(seeds, np.nan)
    for indices, results in sweep(specs, final_loss, executor=executor, probes=(losses_and_scores,)):
        found[indices] = results
        yield Count(int(np.isfinite(found).sum()), seeds, found.copy())


def long_runs(seeds: int, executor: Executor | None) -> Iterator[Count]:
    """Train one short run, and others of which each keeps a worker busy for many seconds."""
    short = ExperimentSpec(steps=10, frames=1)
    specs = [short, *(replace(short, steps=200_000, seed=seed) for seed in range(1, seeds))]
    for _, results in sweep(specs, final_loss, executor=executor, probes=(losses_and_scores,)):
        yield Count(1, seeds, np.array(results))
