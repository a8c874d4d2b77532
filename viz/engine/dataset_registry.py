"""The registry of data sets: what is known of each before it is drawn, in one record."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Literal

import numpy as np

from viz.engine import real_sets, samplers
from viz.engine.samplers import Sample

Task = Literal["binary", "multiclass", "regression"]
Unit = Literal["own", "deviation", "common deviation"]
Interval = tuple[float, float]


@dataclass(frozen=True, kw_only=True)
class DatasetInfo:
    """One data set: its geometry in words, its axes, and how to draw it."""

    name: str
    label: str
    task: Task
    description: str
    """The geometry or the formula at noise 0, in one or two sentences."""
    reference: str
    noise: str
    """What the noise is added to, and in which unit, in one sentence."""
    sample: Callable[[int, np.random.Generator], Sample] = field(repr=False, compare=False)
    """(samples, rng) -> noiseless x (N, D), y (N,)."""
    input_names: tuple[str, ...]
    target_name: str
    class_names: tuple[str, ...] = ()
    """By class index; empty for regression."""
    domain: tuple[Interval, ...] = ()
    """The interval of each input to plot. It holds every point of every draw at any noise, so pictures compare.

    Empty where it is found out once the data are drawn: for tables, and for more than two inputs.
    """
    target_range: Interval
    """Likewise for the target; 0 … number of classes − 1 for classification."""
    max_samples: int | None = None
    """The size of a measured data set; None where points can be drawn without end."""
    whole: bool = False
    """Whether all samples are taken, however many are asked for."""
    unit: Unit = "own"
    """What the network is given: inputs as `sample` returns them, or in standard deviations from the mean, those of
    the training part, every input's own or one that all share. Then a regression's targets are in theirs, too."""
    brightest: float = 0.0
    """Where inputs are the pixels of an image, the value of a full one; else 0."""

    @property
    def inputs(self) -> int:
        """D, the number of inputs."""
        return len(self.input_names)

    @property
    def classes(self) -> int:
        """The number of classes; 0 for regression."""
        return len(self.class_names)

    @property
    def outputs(self) -> int:
        """C, the number of outputs with the task's usual loss: one per class where there are three or more, else 1."""
        return self.classes if self.task == "multiclass" else 1


_PLAYGROUND = "After TensorFlow Playground: Smilkov et al. 2017, Direct-Manipulation Visualization of Deep Networks"
_TEXTBOOK = "A standard exercise in function approximation, without a source of its own"

_PLANE: dict[str, Any] = {
    "task": "binary",
    "input_names": ("x₁", "x₂"),
    "target_name": "class",
    "domain": ((-4.0, 4.0), (-4.0, 4.0)),
    "target_range": (0.0, 1.0),
    "noise": "Standard deviation of Gaussian jitter on x₁ and x₂, in axis units; a point keeps its class.",
    "reference": _PLAYGROUND,
}
_CURVE: dict[str, Any] = {
    "task": "regression",
    "input_names": ("x",),
    "target_name": "y",
    "domain": ((-4.0, 4.0),),
    "target_range": (-3.0, 3.0),
    "noise": "Standard deviation of Gaussian noise on y, in the units of y.",
    "reference": _TEXTBOOK,
}

_SCALED = "Inputs are given in standard deviations from their mean, both of the training samples alone."
_MEASURED: dict[str, Any] = {
    "unit": "deviation",
    "noise": "Standard deviation of Gaussian jitter on every input, in standard deviations; at 0 they are as measured.",
}

_ENTRIES = (
    DatasetInfo(
        **_PLANE,
        name="circles",
        label="Circles",
        sample=samplers.circles,
        class_names=("outer ring", "inner disc"),
        description="An inner disc of radius 1.7 in a ring from radius 2.4 to 3.4, both evenly filled.",
    ),
    DatasetInfo(
        **_PLANE
        | {"reference": "scikit-learn, make_moons: Pedregosa et al. 2011, Scikit-learn: Machine Learning in Python"},
        name="moons",
        label="Moons",
        sample=samplers.moons,
        class_names=("upper moon", "lower moon"),
        description="Two interleaved half circles of radius 2.",
    ),
    DatasetInfo(
        **_PLANE
        | {"reference": "Minsky and Papert 1969, Perceptrons: no single linear unit can tell the classes apart"},
        name="xor",
        label="XOR",
        sample=samplers.xor,
        class_names=("same sign", "opposite signs"),
        description="Four squares, one a quadrant: the class says whether x₁ and x₂ have opposite signs.",
    ),
    DatasetInfo(
        **_PLANE,
        name="gaussians",
        label="Gaussians",
        sample=samplers.gaussians,
        class_names=("lower left", "upper right"),
        description="Two round clouds of standard deviation 0.5 around (−1.5, −1.5) and (1.5, 1.5): "
        "a straight line divides them.",
    ),
    DatasetInfo(
        **_PLANE
        | {"reference": "Lang and Witbrock 1988, Learning to Tell Two Spirals Apart; with 1.75 turns as in Playground"},
        name="spirals",
        label="Spirals",
        sample=samplers.spirals,
        class_names=("first arm", "second arm"),
        description="Two spiral arms of 1.75 turns, half a turn apart; neighbouring arms are 1 apart.",
    ),
    DatasetInfo(
        **_PLANE | {"reference": "The XOR problem repeated, without a source of its own"},
        name="checkerboard",
        label="Checkerboard",
        sample=samplers.checkerboard,
        class_names=("dark squares", "light squares"),
        description="A board of 4 × 4 squares of side 1.8, whose colours alternate.",
    ),
    DatasetInfo(
        name="iris",
        label="Iris petals",
        task="multiclass",
        sample=samplers.iris,
        input_names=("petal length (SD)", "petal width (SD)"),
        target_name="species",
        class_names=("setosa", "versicolor", "virginica"),
        domain=((-2.5, 2.5), (-2.5, 2.5)),
        target_range=(0.0, 2.0),
        max_samples=150,
        noise="Standard deviation of Gaussian jitter on both inputs, in axis units; at 0 they are as measured.",
        reference="Fisher 1936, The Use of Multiple Measurements in Taxonomic Problems; data as in scikit-learn and R",
        description="Petals of 150 flowers of three species, in standard deviations (1.76 cm long, 0.76 cm wide) from "
        "the mean (3.76 cm, 1.20 cm). Only 150 were measured, so more samples give these 150.",
    ),
    DatasetInfo(
        **_MEASURED,
        name="iris4",
        label="Iris",
        task="multiclass",
        sample=real_sets.iris,
        input_names=("sepal length", "sepal width", "petal length", "petal width"),
        target_name="species",
        class_names=("setosa", "versicolor", "virginica"),
        target_range=(0.0, 2.0),
        max_samples=150,
        reference="Fisher 1936, The Use of Multiple Measurements in Taxonomic Problems; data as in scikit-learn and R",
        description="Sepals and petals of 150 flowers of three species. " + _SCALED,
    ),
    DatasetInfo(
        **_MEASURED,
        name="wine",
        label="Wine",
        task="multiclass",
        sample=real_sets.wine,
        input_names=real_sets.WINE_INPUTS,
        target_name="cultivar",
        class_names=("cultivar 1", "cultivar 2", "cultivar 3"),
        target_range=(0.0, 2.0),
        max_samples=178,
        reference="Aeberhard and Forina 1991, Wine, UCI Machine Learning Repository; data as in scikit-learn",
        description="13 chemical measurements of 178 Italian wines from three cultivars. " + _SCALED,
    ),
    DatasetInfo(
        **_MEASURED,
        name="breast_cancer",
        label="Breast cancer",
        task="binary",
        sample=real_sets.breast_cancer,
        input_names=real_sets.CANCER_INPUTS,
        target_name="diagnosis",
        class_names=("malignant", "benign"),
        target_range=(0.0, 1.0),
        max_samples=569,
        reference="Wolberg, Mangasarian, Street and Street 1993, Breast Cancer Wisconsin (Diagnostic), UCI; "
        "data as in scikit-learn",
        description="30 measurements of the cell nuclei in 569 images of breast masses. " + _SCALED,
    ),
    DatasetInfo(
        **_MEASURED | {"unit": "common deviation"},
        name="digits",
        label="Digits",
        task="multiclass",
        sample=real_sets.digits,
        input_names=real_sets.PIXELS,
        target_name="digit",
        class_names=tuple("0123456789"),
        target_range=(0.0, 9.0),
        max_samples=1797,
        brightest=16.0,
        reference="Alpaydin and Kaynak 1998, Optical Recognition of Handwritten Digits, UCI; data as in scikit-learn",
        description="1,797 handwritten digits of 8 × 8 pixels. Every pixel is given from its mean, in standard "
        "deviations that all pixels share, of the training samples alone.",
    ),
    DatasetInfo(
        **_MEASURED,
        name="diabetes",
        label="Diabetes",
        task="regression",
        sample=real_sets.diabetes,
        input_names=real_sets.DIABETES_INPUTS,
        target_name="progression (SD)",
        target_range=(-3.0, 3.0),
        max_samples=442,
        reference="Efron, Hastie, Johnstone and Tibshirani 2004, Least Angle Regression; data as in scikit-learn",
        description="How far diabetes has gone a year after ten measurements of 442 patients. Inputs and target are "
        "given in standard deviations from their mean, both of the training samples alone.",
    ),
    DatasetInfo(
        **_CURVE | {"input_names": ("x₁", "x₂"), "domain": _PLANE["domain"]},
        name="plane",
        label="Plane",
        sample=samplers.plane,
        description="y = (x₁ + x₂) / 4 for inputs from −3 to 3: no hidden layer needed.",
    ),
    DatasetInfo(
        **_CURVE,
        name="sine",
        label="Sine",
        sample=samplers.sine,
        description="y = 1.5 sin(1.5 x) for x from −3 to 3, almost one and a half periods.",
    ),
    DatasetInfo(
        **_CURVE,
        name="step",
        label="Step",
        sample=samplers.step,
        description="y = −1.5 for negative x, else 1.5, for x from −3 to 3.",
    ),
    DatasetInfo(
        **_CURVE | {"target_range": (-1.5, 4.5)},
        name="abs",
        label="|x|",
        sample=samplers.absolute,
        description="y = |x| for x from −3 to 3; two ReLU units represent it exactly.",
    ),
    DatasetInfo(
        **_CURVE,
        name="cubic",
        label="Cubic",
        sample=samplers.cubic,
        description="y = x³/6 − x for x from −3 to 3.",
    ),
)

DATASETS: Mapping[str, DatasetInfo] = MappingProxyType({info.name: info for info in _ENTRIES})
"""Every data set by name: eleven to classify, six to regress."""
