"""Data sets: the problems that a network can be trained on, drawn by name, with noise and a train/test split.

A data set is a pure function of its name, size, noise, test share and random generator, bit for bit. The generator is
consumed alike whatever the noise and the test share: with the same seed more noise moves every point further along its
own direction, and a larger test share takes more of the same points.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from viz.engine.dataset_registry import DATASETS, DatasetInfo, Interval, Task
from viz.engine.projection import Projection, padded, square_domain
from viz.engine.samplers import FloatArray
from viz.engine.scaling import Scaling
from viz.engine.split import split

__all__ = ["DATASETS", "MAX_TEST_SHARE", "MIN_SAMPLES", "PLANE", "Dataset", "DatasetInfo", "make_dataset"]

MIN_SAMPLES = 20
MAX_TEST_SHARE = 0.8  # with MIN_SAMPLES, at least one sample of every class is left to train on
PLANE = 2  # more inputs than this are projected for the picture


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
    images: npt.NDArray[np.uint8] | None = None
    """(N, D) pixels from 0 to 255 as they were measured, the training samples and then the test samples; or None."""

    def __post_init__(self) -> None:
        for array in (self.x_train, self.y_train, self.x_test, self.y_test):
            array.flags.writeable = False

    def scaled(self, factor: float) -> Dataset:
        """Return the same data with all inputs, and the domain to plot, multiplied by a factor; targets stay."""
        if factor == 1.0:
            return self
        domain = tuple((factor * low, factor * high) for low, high in self.info.domain)
        return replace(
            self, info=replace(self.info, domain=domain), x_train=factor * self.x_train, x_test=factor * self.x_test
        )

    @cached_property
    def projection(self) -> Projection | None:
        """Onto the plane of the picture, fitted to the training samples; None up to two inputs."""
        return Projection.of(self.x_train) if self.info.inputs > PLANE else None

    def pictured(self, x: FloatArray) -> FloatArray:
        """Return where samples (N, D) are in the picture, (N, 1) or (N, 2)."""
        return x if self.projection is None else self.projection(x)

    @cached_property
    def domain(self) -> tuple[Interval, ...]:
        """The interval of each coordinate to plot: of the inputs, or of what they are projected on."""
        if self.projection is None:
            return self.info.domain
        return square_domain(self.projection(np.concatenate([self.x_train, self.x_test])))

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
    def target_range(self) -> Interval:
        """The interval of the target to plot."""
        return self.info.target_range


def make_dataset(info: DatasetInfo, samples: int, noise: float, test_share: float, rng: np.random.Generator) -> Dataset:
    """Draw a data set, add noise and split it.

    Parameters
    ----------
    info
        What is drawn.
    samples
        Number of samples, training and test together, from 20. A measured data set gives no more than it has, and one
        that is taken whole gives all.
    noise
        From 0 to 1, the standard deviation of Gaussian noise in axis units: on every input for classification, where a
        point keeps the class it was drawn with, on the target for regression. What would leave the domain or the target
        range is reflected at its border; up to a noise of 0.1 that takes about 5 standard deviations. Data that are
        scaled have it on every input, in standard deviations, and nothing is reflected.
    test_share
        From 0 to 0.8. round(test_share · samples) samples are set aside, of every class its share.
    rng
        The generator to draw from.

    Raises
    ------
    ValueError
        If a number is out of these bounds, or an uploaded table is gone.
    """
    name = info.name
    if not float(samples).is_integer() or samples < MIN_SAMPLES:
        raise ValueError(f"data set {name!r}: samples must be a whole number of at least {MIN_SAMPLES}, got {samples}")
    if not 0.0 <= noise <= 1.0:
        raise ValueError(f"data set {name!r}: noise must be between 0 and 1, got {noise}")
    if not 0.0 <= test_share <= MAX_TEST_SHARE:
        raise ValueError(f"data set {name!r}: test_share must be between 0 and {MAX_TEST_SHARE}, got {test_share}")
    count = min(int(samples), info.max_samples or int(samples))
    if info.whole and info.max_samples:
        count = info.max_samples
    x, y = info.sample(count, rng)
    regression = info.task == "regression"
    strata = np.zeros(count, dtype=np.int64) if regression else y.astype(np.int64)
    tests = round(test_share * count)
    if info.unit != "own":
        return _in_deviations(info, x, y, noise * rng.standard_normal(x.shape), split(strata, tests, rng))
    if regression:
        y = _reflect(y + noise * rng.standard_normal(y.shape), (info.target_range,))
    else:
        x = _reflect(x + noise * rng.standard_normal(x.shape), info.domain)
    train, test = split(strata, tests, rng)
    return Dataset(info, x[train], y[train], x[test], y[test])


def _in_deviations(
    info: DatasetInfo,
    x: FloatArray,
    y: npt.NDArray[np.int64] | FloatArray,
    jitter: FloatArray,
    parts: tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]],
) -> Dataset:
    """Return measured data in standard deviations from their mean, those of the training part, with jitter on it."""
    train, test = parts
    images = None
    if info.brightest:
        images = np.rint(x[np.concatenate(parts)] * (255.0 / info.brightest)).astype(np.uint8)
    x = Scaling.of(x[train], together=info.unit == "common deviation")(x) + jitter
    if info.inputs <= PLANE:
        info = replace(info, domain=tuple(padded(column) for column in x.T))
    if info.task == "regression":
        y = Scaling.of(y[train].astype(np.float64))(y.astype(np.float64))
        info = replace(info, target_range=padded(y))
    return Dataset(info, x[train], y[train], x[test], y[test], images)


def _reflect(values: FloatArray, intervals: tuple[Interval, ...]) -> FloatArray:
    """Fold what lies outside the intervals (one a column) back in, as between two mirrors; leave the rest bit for bit.

    Clipping would pile the points up on the border of the picture.
    """
    low, high = np.array(intervals).T
    width = high - low
    folded = high - np.abs((values - low) % (2.0 * width) - width)
    return np.where((values < low) | (values > high), folded, values)
