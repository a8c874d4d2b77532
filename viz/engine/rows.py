"""Rows: a sampler that gives rows of a table instead of drawing points."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from viz.engine.samplers import FloatArray, Sample
from viz.engine.split import split


@dataclass(frozen=True, eq=False)
class Rows:
    """(samples, rng) -> so many different rows of x (N, D) and y (N,), in their order; of every class its share.

    A class, not a closure: a spec that knows its data goes to worker processes.
    """

    x: FloatArray
    y: NDArray[np.int64] | FloatArray

    def __call__(self, samples: int, rng: np.random.Generator) -> Sample:
        """Choose rows; all of them where there are no more."""
        if samples >= len(self.y):
            return self.x.copy(), self.y.copy()
        strata = self.y.astype(np.int64) if self.y.dtype.kind == "i" else np.zeros(len(self.y), dtype=np.int64)
        _, chosen = split(strata, samples, rng)
        chosen.sort()
        return self.x[chosen], self.y[chosen]
