"""Rectifiers: nothing below a threshold; above it the input, or its square."""

from __future__ import annotations

from math import inf

import numpy as np

from viz.activations.base import Activation, Parameter, Template
from viz.activations.kernels import ZERO, Array, Setting, select, step, zero
from viz.activations.traits import Kink, Range, Traits

FAMILY = "Rectifiers"


def _relu(z: Array, out: Array) -> None:
    np.maximum(z, ZERO, out=out)


def _threshold(z: Array, out: Array, threshold: Setting, value: Setting) -> None:
    np.copyto(out, value)
    np.copyto(out, z, where=~(z <= threshold))  # true for NaN too


def _threshold_derivative(z: Array, out: Array, threshold: Setting, value: Setting) -> None:
    select(z, out, z > threshold, 1.0, 0.0)


def _squared(z: Array, out: Array) -> None:
    np.maximum(z, 0.0, out=out)
    np.square(out, out=out)


def _squared_derivative(z: Array, out: Array) -> None:
    np.maximum(z, 0.0, out=out)
    np.multiply(out, 2.0, out=out)


def _squared_second(z: Array, out: Array) -> None:
    step(z, out)
    np.multiply(out, 2.0, out=out)


def _star(z: Array, out: Array, scale: Setting, bias: Setting) -> None:
    _squared(z, out)
    np.multiply(out, scale, out=out)
    np.add(out, bias, out=out)


def _star_derivative(z: Array, out: Array, scale: Setting, bias: Setting) -> None:
    _squared_derivative(z, out)
    np.multiply(out, scale, out=out)


def _star_second(z: Array, out: Array, scale: Setting, bias: Setting) -> None:
    _squared_second(z, out)
    np.multiply(out, scale, out=out)


def _threshold_traits(threshold: float, value: float) -> Traits:
    jump = value != threshold
    kink = Kink(threshold, derivative=0.0, left=0.0, right=1.0, jump=jump)
    return Traits(
        range=Range(low=min(value, threshold), low_closed=value <= threshold),
        monotonic="non-decreasing" if value <= threshold else "none",
        lipschitz=inf if jump else 1.0,
        saturates=(True, False),
        kinks=(kink,),
    )


def _star_traits(scale: float, bias: float) -> Traits:
    return Traits(
        range=Range(low=bias, low_closed=True), monotonic="non-decreasing", lipschitz=inf, saturates=(True, False)
    )


RELU = Activation(
    name="relu",
    label="ReLU",
    family=FAMILY,
    summary="Passes what is positive and blocks the rest; a unit that is never positive on the data is dead.",
    reference="Fukushima 1969, Visual feature extraction by a multilayered network of analog threshold elements; "
    "Nair & Hinton 2010, Rectified linear units improve restricted Boltzmann machines",
    value_kernel=_relu,
    derivative_kernel=step,
    second_derivative_kernel=zero,
    formula=r"\max(0, z)",
    derivative_formula=r"\begin{cases} 0 & z \le 0 \\ 1 & z > 0 \end{cases}",
    second_derivative_formula=r"0 \quad (z \ne 0)",
    traits=Traits(
        range=Range(low=0.0, low_closed=True),
        monotonic="non-decreasing",
        lipschitz=1.0,
        saturates=(True, False),
        kinks=(Kink(0.0, derivative=0.0, left=0.0, right=1.0, elsewhere={"keras": 0.0}),),
    ),
    templates={
        "numpy": Template("np.maximum({z}, 0.0)", derivative="np.where({z} > 0, 1.0, 0.0)"),
        "torch": Template("F.relu({z})", native="torch.nn.functional.relu"),
        "jax": Template("jax.nn.relu({z})", native="jax.nn.relu", note="jnp.maximum(z, 0) has the derivative 0.5 at 0"),
        "keras": Template("keras.activations.relu({z})", native="keras.activations.relu"),
    },
)

THRESHOLD = Activation(
    name="threshold",
    label="Threshold",
    family=FAMILY,
    summary="Passes what exceeds the threshold and puts a constant in place of the rest.",
    reference="Collobert, Kavukcuoglu & Farabet 2011, Torch7: a Matlab-like environment for machine learning",
    value_kernel=_threshold,
    derivative_kernel=_threshold_derivative,
    second_derivative_kernel=zero,
    formula=r"\begin{cases} v & z \le \theta \\ z & z > \theta \end{cases}",
    derivative_formula=r"\begin{cases} 0 & z \le \theta \\ 1 & z > \theta \end{cases}",
    second_derivative_formula=r"0 \quad (z \ne \theta)",
    parameters=(
        Parameter("threshold", "Threshold", r"\theta", 1.0, -3.0, 3.0, 0.1, "what must be exceeded"),
        Parameter("value", "Value below", "v", 0.0, -3.0, 3.0, 0.1, "f up to the threshold; f jumps unless v = θ"),
    ),
    traits=_threshold_traits,
    templates={
        "numpy": Template(
            "np.where({z} > {threshold}, {z}, {value})", derivative="np.where({z} > {threshold}, 1.0, 0.0)"
        ),
        "torch": Template(
            "F.threshold({z}, threshold={threshold}, value={value})",
            native="torch.nn.functional.threshold",
            note="torch has no default for either parameter",
        ),
        "jax": Template("jnp.where({z} > {threshold}, {z}, {value})"),
        "keras": Template(
            "keras.activations.threshold({z}, {threshold}, {value})",
            native="keras.activations.threshold",
            note="keras has no default for either parameter",
        ),
    },
)

SQUARED_RELU = Activation(
    name="squared_relu",
    label="Squared ReLU",
    family=FAMILY,
    summary="The square of the rectifier: no kink at zero, and a slope that grows without bound.",
    reference="So, Mańke, Liu, Dai, Shazeer & Le 2021, Primer: searching for efficient Transformers",
    value_kernel=_squared,
    derivative_kernel=_squared_derivative,
    second_derivative_kernel=_squared_second,
    formula=r"\max(0, z)^2",
    derivative_formula=r"2 \max(0, z)",
    second_derivative_formula=r"\begin{cases} 0 & z \le 0 \\ 2 & z > 0 \end{cases}",
    traits=Traits(
        range=Range(low=0.0, low_closed=True), monotonic="non-decreasing", lipschitz=inf, saturates=(True, False)
    ),
    templates={
        "numpy": Template("np.maximum({z}, 0.0) ** 2", derivative="2.0 * np.maximum({z}, 0.0)"),
        "torch": Template("F.relu({z}) ** 2"),
        "jax": Template("jax.nn.relu({z}) ** 2"),
        "keras": Template("keras.activations.relu({z}) ** 2"),
    },
)

STAR_RELU = Activation(
    name="star_relu",
    label="StarReLU",
    family=FAMILY,
    summary="The squared rectifier, scaled and shifted so that a standard normal input keeps mean 0 and variance 1.",
    reference="Yu, Si, Zhou, Luo, Zhou, Feng, Yan & Wang 2022, MetaFormer baselines for vision",
    value_kernel=_star,
    derivative_kernel=_star_derivative,
    second_derivative_kernel=_star_second,
    formula=r"s \max(0, z)^2 + b",
    derivative_formula=r"2 s \max(0, z)",
    second_derivative_formula=r"\begin{cases} 0 & z \le 0 \\ 2 s & z > 0 \end{cases}",
    parameters=(
        Parameter("scale", "Scale", "s", 0.8944, 0.05, 3.0, 0.05, "2/√5 gives variance 1", learned=True),
        Parameter("bias", "Bias", "b", -0.4472, -2.0, 2.0, 0.05, "−1/√5 gives mean 0", learned=True),
    ),
    traits=_star_traits,
    templates={
        "numpy": Template(
            "{scale} * np.maximum({z}, 0.0) ** 2 + {bias}", derivative="2.0 * {scale} * np.maximum({z}, 0.0)"
        ),
        "torch": Template("{scale} * F.relu({z}) ** 2 + {bias}"),
        "jax": Template("{scale} * jax.nn.relu({z}) ** 2 + {bias}"),
        "keras": Template("{scale} * keras.activations.relu({z}) ** 2 + {bias}"),
    },
)
