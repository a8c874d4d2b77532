"""Scaling: measured numbers in standard deviations from their mean, both of them of the training part alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Scaling:
    """A mean and a deviation for every column, (D,), or for one of values, ()."""

    mean: Array
    deviation: Array

    @classmethod
    def of(cls, training: Array, *, together: bool = False) -> Self:
        """Fit to the training samples (N, D) or (N,): the test samples must not have a say.

        `together` gives all columns one deviation, the root of their mean variance. A column that is the same in all
        of them is only shifted.
        """
        variance = training.var(axis=0)
        if together:
            variance = np.full_like(variance, variance.mean())
        # Rounding leaves a constant column a variance of about 1e-32 of its square.
        constant = variance <= np.square(training.mean(axis=0)) * 1e-28
        return cls(training.mean(axis=0), np.where(constant, 1.0, np.sqrt(variance)))

    def __call__(self, values: Array) -> Array:
        """Return samples in standard deviations from the mean."""
        return (values - self.mean) / self.deviation
