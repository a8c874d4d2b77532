"""Error against the number of units: fits of one unit, of two, and so on, each from several random starts."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt

from viz.engine.spread import spread
from viz.labs.kinks.fit import network_of, train
from viz.spec.kinks import HIGH, LOW, MAX_UNITS, ErrorsSpec, Units

Array = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class ErrorsResult:
    """The error after training.

    rms: (MAX_UNITS, starts), row k − 1 for k units: NaN where it is not known yet, inf where the fit overflowed.
    """

    spec: ErrorsSpec
    rms: Array
    progress: float


def errors(spec: ErrorsSpec, executor: Executor | None = None) -> Iterator[ErrorsResult]:
    """Fit 1 to MAX_UNITS units from as many random starts as the spec says, and yield what is known so far."""
    rms = np.full((MAX_UNITS, spec.starts), np.nan)
    counts = range(MAX_UNITS, 0, -1)  # the longest first, so that no worker is left with it at the end
    fits = spread(partial(fit_from_random_starts, spec), counts, executor)
    for done, (count, row) in enumerate(fits, start=1):
        rms[count - 1] = row
        yield ErrorsResult(spec, rms.copy(), done / MAX_UNITS)


def fit_from_random_starts(spec: ErrorsSpec, count: int) -> Array:
    """Return the RMS error (starts,) of `count` units at the end of their training."""
    network = network_of([random_units(count, start) for start in range(spec.starts)])
    *_, (_, error) = train(network, spec.target, spec.optimiser, spec.learning_rate, [spec.steps])
    return np.where(np.isfinite(error), error, np.inf)


def random_units(count: int, seed: int) -> Units:
    """Return units that face either way, kinks spread evenly at random over the window, heights N(0, 1/k)."""
    rng = np.random.default_rng((count, seed))
    facing = rng.choice([-1.0, 1.0], count)
    heights = rng.normal(0.0, count**-0.5, count)
    return Units(tuple(facing), tuple(rng.uniform(LOW, HIGH, count)), tuple(heights))
