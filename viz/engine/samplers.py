"""Samplers: how the points of each data set are drawn before noise is added.

Every sampler is a pure function ``(samples, rng) -> (x, y)`` with x (N, D) float64 and y (N,): int64 class indices,
or float64 targets. Classes are as equal in number as N allows. N is the number of samples, D of inputs.

The invented data share one scale: inputs reach about ±3.5 with a standard deviation of 1 to 2, near the unit size that
He, Glorot and LeCun initialisation assume, and targets span 3. So one learning rate means about the same on all of
them: at 0.1, plain SGD trains a ReLU network with two layers of 8; cross-entropy bears rates up to about 1.
They need a few lines of NumPy each and, unlike scikit-learn's generators, draw from a ``numpy.random.Generator``.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
Sample = tuple[FloatArray, npt.NDArray[np.int64] | FloatArray]

IRIS_MEAN = (3.758, 1.1993)
"""Mean petal length and width of the 150 iris flowers, in cm."""
IRIS_SD = (1.7594, 0.7597)
"""Their standard deviations, in cm (divided by 150, not 149)."""


def _labels(samples: int, classes: int = 2) -> npt.NDArray[np.int64]:
    return np.arange(samples, dtype=np.int64) % classes


# Two classes in the plane ---------------------------------------------------------------------------------------------


def circles(samples: int, rng: np.random.Generator) -> Sample:
    """An inner disc of radius 1.7 (class 1) in a ring from 2.4 to 3.4 (class 0), each evenly filled."""
    label = _labels(samples)
    inner, outer = np.where(label == 1, 0.0, 2.4), np.where(label == 1, 1.7, 3.4)
    # Area grows with the square of the radius, so the square is what is uniform.
    radius = np.sqrt(rng.uniform(inner**2, outer**2))
    angle = rng.uniform(0.0, 2.0 * np.pi, samples)
    return np.column_stack((radius * np.cos(angle), radius * np.sin(angle))), label


def moons(samples: int, rng: np.random.Generator) -> Sample:
    """Two interleaved half circles of radius 2: class 0 arches up, class 1 down, as in scikit-learn's make_moons."""
    label = _labels(samples)
    angle = rng.uniform(0.0, np.pi, samples)
    side = np.where(label == 1, -1.0, 1.0)
    return np.column_stack((side * (2.0 * np.cos(angle) - 1.0), side * (2.0 * np.sin(angle) - 0.5))), label


def xor(samples: int, rng: np.random.Generator) -> Sample:
    """Four squares, one a quadrant, 0.2 off the axes: class 1 where the signs of x₁ and x₂ differ."""
    label = _labels(samples)
    magnitude = rng.uniform(0.2, 3.4, (samples, 2))
    sign = np.where(rng.random(samples) < 0.5, -1.0, 1.0)
    return np.column_stack((sign, np.where(label == 1, -sign, sign))) * magnitude, label


def gaussians(samples: int, rng: np.random.Generator) -> Sample:
    """Two round clouds of standard deviation 0.5, centred on (−1.5, −1.5) (class 0) and (1.5, 1.5) (class 1)."""
    label = _labels(samples)
    return np.where(label == 1, 1.5, -1.5)[:, None] + rng.normal(0.0, 0.5, (samples, 2)), label


def spirals(samples: int, rng: np.random.Generator) -> Sample:
    """Two Archimedean arms of 1.75 turns, half a turn apart, out to radius 3.5; neighbouring arms are 1 apart."""
    label = _labels(samples)
    # An arm's length grows about as the square of the radius: an even density along it. The centre is left out.
    reach = np.sqrt(rng.uniform(0.1**2, 1.0, samples))
    angle = 3.5 * np.pi * reach + np.pi * label
    return 3.5 * reach[:, None] * np.column_stack((np.sin(angle), np.cos(angle))), label


def checkerboard(samples: int, rng: np.random.Generator) -> Sample:
    """A board of 4 × 4 squares of side 1.8, with gaps of 0.2: class 0 in the lower left corner."""
    label = _labels(samples)
    row = rng.integers(0, 4, samples)
    column = 2 * rng.integers(0, 2, samples) + (row + label) % 2
    corner = 1.8 * (np.column_stack((column, row)) - 2.0)
    return corner + rng.uniform(0.1, 1.7, (samples, 2)), label


# Three classes, measured ----------------------------------------------------------------------------------------------


@cache
def _iris_petals() -> tuple[FloatArray, npt.NDArray[np.int64]]:
    # scikit-learn takes a second to import, which only this data set should cost.
    from sklearn.datasets import load_iris

    bunch = load_iris()
    petals = (bunch.data[:, 2:] - IRIS_MEAN) / IRIS_SD
    return petals, bunch.target.astype(np.int64)


def iris(samples: int, rng: np.random.Generator) -> Sample:
    """Petal length and width of `samples` ≤ 150 flowers, standardised by IRIS_MEAN and IRIS_SD, no flower twice."""
    petals, species = _iris_petals()
    chosen = [rng.permutation(np.flatnonzero(species == k))[: (samples + 2 - k) // 3] for k in range(3)]
    rows = np.sort(np.concatenate(chosen))
    return petals[rows], species[rows]


# Regression -----------------------------------------------------------------------------------------------------------


def _line(samples: int, rng: np.random.Generator) -> FloatArray:
    return rng.uniform(-3.0, 3.0, (samples, 1))


def plane(samples: int, rng: np.random.Generator) -> Sample:
    """The plane y = (x₁ + x₂) / 4 on the square [−3, 3]²."""
    x = rng.uniform(-3.0, 3.0, (samples, 2))
    return x, x.sum(axis=1) / 4.0


def sine(samples: int, rng: np.random.Generator) -> Sample:
    """The wave y = 1.5 sin(1.5 x) on [−3, 3]: almost one and a half periods."""
    x = _line(samples, rng)
    return x, 1.5 * np.sin(1.5 * x[:, 0])


def step(samples: int, rng: np.random.Generator) -> Sample:
    """The jump y = −1.5 left of 0 and 1.5 from there on, on [−3, 3]."""
    x = _line(samples, rng)
    return x, np.where(x[:, 0] < 0.0, -1.5, 1.5)


def absolute(samples: int, rng: np.random.Generator) -> Sample:
    """The kink y = |x| on [−3, 3], which two ReLU units can represent exactly: |x| = relu(x) + relu(−x)."""
    x = _line(samples, rng)
    return x, np.abs(x[:, 0])


def cubic(samples: int, rng: np.random.Generator) -> Sample:
    """The curve y = x³/6 − x on [−3, 3]: from −1.5 to 1.5, with turning points at ±√2."""
    x = _line(samples, rng)
    return x, x[:, 0] ** 3 / 6.0 - x[:, 0]
