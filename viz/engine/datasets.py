"""Data sets: the problems that a network can be trained on, drawn by name, with noise and a train/test split.

A data set is a pure function of its name, size, noise, test share and random generator, bit for bit. The generator is
consumed alike whatever the noise and the test share: with the same seed more noise moves every point further along its
own direction, and a larger test share takes more of the same points.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from viz.activations.suggestion import suggestion
from viz.engine.dataset_registry import DATASETS, DatasetInfo, Interval, Task
from viz.engine.samplers import FloatArray

__all__ = ["DATASETS", "MAX_TEST_SHARE", "MIN_SAMPLES", "Dataset", "DatasetInfo", "make_dataset"]

MIN_SAMPLES = 20
MAX_TEST_SHARE = 0.8  # with MIN_SAMPLES, at least one sample of every class is left to train on


@dataclass(frozen=True, eq=False)
class Dataset:
    """A drawn data set in two parts, each of its own N samples. The arrays are read-only."""

    info: DatasetInfo
    x_train: FloatArray
    """(N, D)"""
    y_train: npt.NDArray[np.int64] | FloatArray
    """(N,): int64 class indices from 0 (binary: 0 and 1), or float64 targets for regression."""
    x_test: FloatArray
    """(N, D), where N may be 0"""
    y_test: npt.NDArray[np.int64] | FloatArray
    """(N,), as y_train"""

    def __post_init__(self) -> None:
        for array in (self.x_train, self.y_train, self.x_test, self.y_test):
            array.flags.writeable = False

    def scaled(self, factor: float) -> Dataset:
        """Return the same data with all inputs, and the domain to plot, multiplied by a factor; targets stay."""
        if factor == 1.0:
            return self
        domain = tuple((factor * low, factor * high) for low, high in self.info.domain)
        info = replace(self.info, domain=domain)
        return Dataset(info, factor * self.x_train, self.y_train, factor * self.x_test, self.y_test)

    @property
    def task(self) -> Task:
        """As in `info`, like all that follow."""
        return self.info.task

    @property
    def class_names(self) -> tuple[str, ...]:
        """By class index; empty for regression."""
        return self.info.class_names

    @property
    def input_names(self) -> tuple[str, ...]:
        """One per input, with its unit where it has one."""
        return self.info.input_names

    @property
    def target_name(self) -> str:
        """What y is."""
        return self.info.target_name

    @property
    def domain(self) -> tuple[Interval, ...]:
        """The interval of each input to plot."""
        return self.info.domain

    @property
    def target_range(self) -> Interval:
        """The interval of the target to plot."""
        return self.info.target_range


def make_dataset(name: str, samples: int, noise: float, test_share: float, rng: np.random.Generator) -> Dataset:
    """Draw a data set, add noise and split it.

    Parameters
    ----------
    name
        A key of DATASETS.
    samples
        Number of samples, training and test together, from 20. A measured data set gives no more than it has.
    noise
        From 0 to 1, the standard deviation of Gaussian noise in axis units: on every input for classification, where a
        point keeps the class it was drawn with, on the target for regression. What would leave the domain or the target
        range is reflected at its border; up to a noise of 0.1 that takes about 5 standard deviations.
    test_share
        From 0 to 0.8. round(test_share · samples) samples are set aside, of every class its share.
    rng
        The generator to draw from.

    Raises
    ------
    ValueError
        If the name is unknown or a number is out of these bounds.
    """
    if name not in DATASETS:
        raise ValueError(f"unknown data set {name!r}: {suggestion(name, DATASETS)}")
    if not float(samples).is_integer() or samples < MIN_SAMPLES:
        raise ValueError(f"data set {name!r}: samples must be a whole number of at least {MIN_SAMPLES}, got {samples}")
    if not 0.0 <= noise <= 1.0:
        raise ValueError(f"data set {name!r}: noise must be between 0 and 1, got {noise}")
    if not 0.0 <= test_share <= MAX_TEST_SHARE:
        raise ValueError(f"data set {name!r}: test_share must be between 0 and {MAX_TEST_SHARE}, got {test_share}")
    info = DATASETS[name]
    count = min(int(samples), info.max_samples or int(samples))
    x, y = info.sample(count, rng)
    if info.task == "regression":
        y = _reflect(y + noise * rng.standard_normal(y.shape), (info.target_range,))
        strata = np.zeros(count, dtype=np.int64)
    else:
        x = _reflect(x + noise * rng.standard_normal(x.shape), info.domain)
        strata = y.astype(np.int64)
    train, test = _split(strata, round(test_share * count), rng)
    return Dataset(info, x[train], y[train], x[test], y[test])


def _reflect(values: FloatArray, intervals: tuple[Interval, ...]) -> FloatArray:
    """Fold what lies outside the intervals (one a column) back in, as between two mirrors; leave the rest bit for bit.

    Clipping would pile the points up on the border of the picture.
    """
    low, high = np.array(intervals).T
    width = high - low
    folded = high - np.abs((values - low) % (2.0 * width) - width)
    return np.where((values < low) | (values > high), folded, values)


def _split(
    strata: npt.NDArray[np.int64], tests: int, rng: np.random.Generator
) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """Shuffled row numbers of the training part and of the test part, which has exactly `tests` rows.

    Every stratum gives its share, rounded by largest remainder. scikit-learn's StratifiedShuffleSplit does so too, but
    from a seed or a legacy RandomState, not from a Generator.
    """
    order = rng.permutation(len(strata))
    quota = np.bincount(strata) * tests / len(strata)
    shares = np.floor(quota).astype(np.int64)
    by_remainder = np.argsort(shares - quota, kind="stable")
    shares[by_remainder[: tests - shares.sum()]] += 1
    is_test = np.zeros(len(strata), dtype=bool)
    for stratum, share in enumerate(shares):
        is_test[order[strata[order] == stratum][:share]] = True
    return order[~is_test[order]], order[is_test[order]]
