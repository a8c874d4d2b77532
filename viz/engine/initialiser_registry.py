"""The registry of initialisers: the distribution, the source and the formula of each, in one record.

No distribution is truncated, while Keras and JAX cut their normal ones at two standard deviations and rescale.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
Layer = tuple[FloatArray, FloatArray]

ASYMMETRIC_SIGMA = math.sqrt(1.0 + 8.0 / (9.0 * math.pi)) - 2.0 * math.sqrt(2.0) / (3.0 * math.sqrt(math.pi))
"""σ_w = 0.6007 of Lu et al. 2019: the positive root of σ² + 8σ/(3√(2π)) = 1, at which their upper bound for the factor
by which a wide ReLU layer scales E[h²], (σ² + 1)/2 + 4σ/(3√(2π)), is 1. That bound holds however large the mean of h;
it comes from E[w²] = 1/2 and E[w] = 2/3 of the Beta(2, 1) weight."""


@dataclass(frozen=True, kw_only=True)
class InitialiserInfo:
    """One way to draw a layer: what it is called, where it comes from, and how to draw it."""

    name: str
    label: str
    formula: str
    """LaTeX; n_in and n_out are fan-in and fan-out, s is the scale."""
    description: str
    """One sentence."""
    reference: str
    scale_means: Literal["nothing", "value", "half-width", "standard deviation", "gain"] = "gain"
    """What `scale` sets; a gain multiplies what was published."""
    draw: Callable[[int, int, np.random.Generator], Layer] = field(repr=False, compare=False)
    """(D, H, rng) -> W (D, H), b (H,) at a scale of 1."""
    unit_variance: bool = False
    """Whether layers are then scaled on the training data, see `viz.engine.lsuv`."""

    @property
    def uses_scale(self) -> bool:
        """Whether `scale` changes anything."""
        return self.scale_means != "nothing"


def _filled(value: float) -> Callable[[int, int, np.random.Generator], Layer]:
    def draw(fan_in: int, fan_out: int, rng: np.random.Generator) -> Layer:
        return np.full((fan_in, fan_out), value), np.zeros(fan_out)

    return draw


def _normal(variance: Callable[[int, int], float]) -> Callable[[int, int, np.random.Generator], Layer]:
    def draw(fan_in: int, fan_out: int, rng: np.random.Generator) -> Layer:
        return rng.normal(0.0, math.sqrt(variance(fan_in, fan_out)), (fan_in, fan_out)), np.zeros(fan_out)

    return draw


def _uniform(variance: Callable[[int, int], float]) -> Callable[[int, int, np.random.Generator], Layer]:
    def draw(fan_in: int, fan_out: int, rng: np.random.Generator) -> Layer:
        half_width = math.sqrt(3.0 * variance(fan_in, fan_out))
        return rng.uniform(-half_width, half_width, (fan_in, fan_out)), np.zeros(fan_out)

    return draw


def _orthogonal(fan_in: int, fan_out: int, rng: np.random.Generator) -> Layer:
    """The shorter side orthonormal, uniformly (Haar) distributed.

    QR leaves the signs of R's diagonal open; only with all of them positive is Q uniform (Mezzadri 2007).
    """
    tall = rng.standard_normal((max(fan_in, fan_out), min(fan_in, fan_out)))
    q, r = np.linalg.qr(tall)
    q *= np.where(np.diag(r) < 0.0, -1.0, 1.0)
    return np.ascontiguousarray(q if fan_in >= fan_out else q.T), np.zeros(fan_out)


def _asymmetric(fan_in: int, fan_out: int, rng: np.random.Generator) -> Layer:
    layer = rng.normal(0.0, ASYMMETRIC_SIGMA / math.sqrt(fan_in), (fan_in + 1, fan_out))
    chosen = rng.integers(0, fan_in + 1, fan_out)
    layer[chosen, np.arange(fan_out)] = rng.beta(2.0, 1.0, fan_out)
    return layer[:-1].copy(), layer[-1].copy()


def _lecun(fan_in: int, fan_out: int) -> float:
    return 1.0 / fan_in


def _glorot(fan_in: int, fan_out: int) -> float:
    return 2.0 / (fan_in + fan_out)


def _he(fan_in: int, fan_out: int) -> float:
    return 2.0 / fan_in


_LECUN = "LeCun, Bottou, Orr and Müller 1998, Efficient BackProp"
_GLOROT = "Glorot and Bengio 2010, Understanding the difficulty of training deep feedforward neural networks"
_HE = "He, Zhang, Ren and Sun 2015, Delving Deep into Rectifiers"

_ENTRIES = (
    InitialiserInfo(
        name="zeros",
        label="Zeros",
        formula=r"w = 0",
        scale_means="nothing",
        description="Every unit of a layer starts alike and gets the same gradient, so they never come to differ.",
        reference="The standard counter-example: Goodfellow, Bengio and Courville 2016, Deep Learning, section 8.4",
        draw=_filled(0.0),
    ),
    InitialiserInfo(
        name="constant",
        label="Constant",
        formula=r"w = s",
        scale_means="value",
        description="All weights equal: the units of a layer stay copies of one another.",
        reference="The standard counter-example: Goodfellow, Bengio and Courville 2016, Deep Learning, section 8.4",
        draw=_filled(1.0),
    ),
    InitialiserInfo(
        name="uniform",
        label="Uniform",
        formula=r"w \sim U(-s, s)",
        scale_means="half-width",
        description="One interval for every layer, whatever its fan-in.",
        reference="Rumelhart, Hinton and Williams 1986, Learning representations by back-propagating errors",
        draw=_uniform(lambda fan_in, fan_out: 1.0 / 3.0),
    ),
    InitialiserInfo(
        name="normal",
        label="Normal",
        formula=r"w \sim N(0, s^2)",
        scale_means="standard deviation",
        description="One standard deviation for every layer, whatever its fan-in.",
        reference="Krizhevsky, Sutskever and Hinton 2012, ImageNet Classification with Deep CNNs (s = 0.01)",
        draw=_normal(lambda fan_in, fan_out: 1.0),
    ),
    InitialiserInfo(
        name="lecun_normal",
        label="LeCun normal",
        formula=r"w \sim N\!\left(0, \frac{s^2}{n_\text{in}}\right)",
        description="Keeps the variance of a linear layer's output; the one that SELU is made for.",
        reference=_LECUN,
        draw=_normal(_lecun),
    ),
    InitialiserInfo(
        name="lecun_uniform",
        label="LeCun uniform",
        formula=r"w \sim U\!\left(\pm s \sqrt{\frac{3}{n_\text{in}}}\right)",
        description="Keeps the variance of a linear layer's output, from a uniform distribution.",
        reference=_LECUN,
        draw=_uniform(_lecun),
    ),
    InitialiserInfo(
        name="glorot_normal",
        label="Glorot normal",
        formula=r"w \sim N\!\left(0, \frac{2 s^2}{n_\text{in} + n_\text{out}}\right)",
        description="A compromise between keeping the variance of activations forward and of gradients backward; "
        "for tanh.",
        reference=_GLOROT,
        draw=_normal(_glorot),
    ),
    InitialiserInfo(
        name="glorot_uniform",
        label="Glorot uniform",
        formula=r"w \sim U\!\left(\pm s \sqrt{\frac{6}{n_\text{in} + n_\text{out}}}\right)",
        description="Glorot's compromise from a uniform distribution, as published; also called Xavier.",
        reference=_GLOROT,
        draw=_uniform(_glorot),
    ),
    InitialiserInfo(
        name="he_normal",
        label="He normal",
        formula=r"w \sim N\!\left(0, \frac{2 s^2}{n_\text{in}}\right)",
        description="Twice LeCun's variance, for ReLU sets half of its inputs to zero; also called Kaiming.",
        reference=_HE,
        draw=_normal(_he),
    ),
    InitialiserInfo(
        name="he_uniform",
        label="He uniform",
        formula=r"w \sim U\!\left(\pm s \sqrt{\frac{6}{n_\text{in}}}\right)",
        description="He's variance from a uniform distribution.",
        reference=_HE,
        draw=_uniform(_he),
    ),
    InitialiserInfo(
        name="orthogonal",
        label="Orthogonal",
        formula=r"W^\top W = s^2 I \;\text{ or }\; W W^\top = s^2 I",
        description="A random rotation (or part of one), which keeps lengths exactly in a linear network; "
        "s = √2 suits ReLU.",
        reference="Saxe, McClelland and Ganguli 2014, Exact solutions to the nonlinear dynamics of learning",
        draw=_orthogonal,
    ),
    InitialiserInfo(
        name="lsuv",
        label="LSUV",
        formula=r"W^\top W \propto I \;\text{ or }\; W W^\top \propto I,\quad \mathrm{Var}(W^\top x + b) = s^2",
        description="Orthogonal, then each layer in turn scaled until its output on the training data has variance s²; "
        "“layer-sequential unit variance”.",
        reference="Mishkin and Matas 2016, All you need is a good init",
        scale_means="standard deviation",
        draw=_orthogonal,
        unit_variance=True,
    ),
    InitialiserInfo(
        name="asymmetric",
        label="Randomised asymmetric",
        formula=r"w, b \sim N\!\left(0, \frac{0.36\, s^2}{n_\text{in}}\right)"
        r"\;\text{ but one of each unit }\; \sim s\,\mathrm{Beta}(2, 1)",
        description="One random entry among a unit's weights and bias is positive, which makes it less likely to be "
        "born dead.",
        reference="Lu, Shin, Su and Karniadakis 2019, Dying ReLU and Initialization: Theory and Numerical Examples",
        draw=_asymmetric,
    ),
)

INITIALISERS: Mapping[str, InitialiserInfo] = MappingProxyType({entry.name: entry for entry in _ENTRIES})
"""Every initialiser by name."""
