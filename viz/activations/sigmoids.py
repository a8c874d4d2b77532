"""Sigmoids: S-shaped functions that level off on both sides, where their gradient vanishes."""

from __future__ import annotations

from math import pi

import numpy as np

from viz.activations.base import Activation, Template
from viz.activations.kernels import HALF, ONE, Array, sech_squared, unit
from viz.activations.traits import Point, Range, Traits

FAMILY = "Sigmoids"

LECUN_SCALE = 1.7159
LECUN_RATE = 2.0 / 3.0


def sigmoid(z: Array, out: Array) -> None:
    """Fill 1/(1 + e^−z); where e^−z overflows to inf the result is the limit 0."""
    np.negative(z, out)
    np.exp(out, out)
    np.add(out, ONE, out)
    np.reciprocal(out, out)


def sigmoid_derivative(z: Array, out: Array) -> None:
    """Fill (½ / cosh(z/2))², which keeps every digit where σ(1 − σ) cancels."""
    np.multiply(z, HALF, out)
    np.cosh(out, out)
    np.divide(HALF, out, out)
    np.square(out, out)


def _sigmoid_second(z: Array, out: Array) -> None:
    sigmoid_derivative(z, out)
    np.multiply(out, -np.tanh(0.5 * z), out=out)


def _tanh_derivative(z: Array, out: Array) -> None:
    """Fill 1/cosh²(z), which keeps every digit where 1 − tanh² cancels."""
    np.cosh(z, out)
    np.reciprocal(out, out)
    np.square(out, out)


def _tanh_second(z: Array, out: Array) -> None:
    np.multiply(-2.0 * np.tanh(z), sech_squared(z), out=out)


def _lecun(z: Array, out: Array) -> None:
    np.multiply(z, LECUN_RATE, out=out)
    np.tanh(out, out=out)
    np.multiply(out, LECUN_SCALE, out=out)


def _lecun_derivative(z: Array, out: Array) -> None:
    np.multiply(LECUN_SCALE * LECUN_RATE, sech_squared(LECUN_RATE * z), out=out)


def _lecun_second(z: Array, out: Array) -> None:
    inner = LECUN_RATE * z
    np.multiply(-2.0 * LECUN_SCALE * LECUN_RATE**2 * np.tanh(inner), sech_squared(inner), out=out)


def _arctan_derivative(z: Array, out: Array) -> None:
    np.square(z, out=out)
    np.add(out, 1.0, out=out)
    np.reciprocal(out, out=out)


def _arctan_second(z: Array, out: Array) -> None:
    np.reciprocal(np.hypot(z, 1.0), out=out)
    np.multiply(out**3, -2.0 * unit(z), out=out)


SIGMOID = Activation(
    name="sigmoid",
    label="Sigmoid",
    family=FAMILY,
    summary="Squeezes everything into (0, 1); its slope is never above 1/4, so gradients fade layer by layer.",
    reference="Rumelhart, Hinton & Williams 1986, Learning representations by back-propagating errors",
    value_kernel=sigmoid,
    derivative_kernel=sigmoid_derivative,
    second_derivative_kernel=_sigmoid_second,
    formula=r"\sigma(z) = \frac{1}{1 + e^{-z}}",
    derivative_formula=r"\sigma(z)\,(1 - \sigma(z))",
    second_derivative_formula=r"\sigma(z)\,(1 - \sigma(z))\,(1 - 2\sigma(z))",
    traits=Traits(
        range=Range(0.0, 1.0),
        monotonic="increasing",
        lipschitz=0.25,
        saturates=(True, True),
        steepest=Point(0.0, 0.25),
    ),
    templates={
        "numpy": Template("special.expit({z})", derivative="special.expit({z}) * special.expit(-{z})"),
        "torch": Template("torch.sigmoid({z})", native="torch.nn.functional.sigmoid"),
        "jax": Template("jax.nn.sigmoid({z})", native="jax.nn.sigmoid"),
        "keras": Template("keras.activations.sigmoid({z})", native="keras.activations.sigmoid"),
    },
)

TANH = Activation(
    name="tanh",
    label="Tanh",
    family=FAMILY,
    summary="A sigmoid centred on zero, with slope 1 there; it saturates on both sides.",
    reference="LeCun, Bottou, Orr & Müller 1998, Efficient BackProp",
    value_kernel=np.tanh,
    derivative_kernel=_tanh_derivative,
    second_derivative_kernel=_tanh_second,
    formula=r"\tanh(z) = \frac{e^{z} - e^{-z}}{e^{z} + e^{-z}}",
    derivative_formula=r"1 - \tanh^2(z)",
    second_derivative_formula=r"-2 \tanh(z)\,(1 - \tanh^2(z))",
    traits=Traits(
        range=Range(-1.0, 1.0),
        monotonic="increasing",
        lipschitz=1.0,
        saturates=(True, True),
        symmetry="odd",
        steepest=Point(0.0, 1.0),
    ),
    templates={
        "numpy": Template("np.tanh({z})", derivative="1 / np.cosh({z}) ** 2"),
        "torch": Template("torch.tanh({z})", native="torch.nn.functional.tanh"),
        "jax": Template("jax.nn.tanh({z})", native="jax.nn.tanh"),
        "keras": Template("keras.activations.tanh({z})", native="keras.activations.tanh"),
    },
)

LECUN_TANH = Activation(
    name="lecun_tanh",
    label="LeCun's tanh",
    family=FAMILY,
    summary="A tanh stretched so that f(±1) = ±1, with its strongest curvature there.",
    reference="LeCun, Bottou, Orr & Müller 1998, Efficient BackProp",
    value_kernel=_lecun,
    derivative_kernel=_lecun_derivative,
    second_derivative_kernel=_lecun_second,
    formula=r"1.7159 \tanh(\tfrac{2}{3} z)",
    derivative_formula=r"1.14393\,\bigl(1 - \tanh^2(\tfrac{2}{3} z)\bigr)",
    second_derivative_formula=r"-1.52524 \tanh(\tfrac{2}{3} z)\,\bigl(1 - \tanh^2(\tfrac{2}{3} z)\bigr)",
    traits=Traits(
        range=Range(-LECUN_SCALE, LECUN_SCALE),
        monotonic="increasing",
        lipschitz=LECUN_SCALE * LECUN_RATE,
        saturates=(True, True),
        symmetry="odd",
        steepest=Point(0.0, LECUN_SCALE * LECUN_RATE),
    ),
    templates={
        "numpy": Template("1.7159 * np.tanh(2 / 3 * {z})", derivative="1.7159 * 2 / 3 / np.cosh(2 / 3 * {z}) ** 2"),
        "torch": Template("1.7159 * torch.tanh(2 / 3 * {z})"),
        "jax": Template("1.7159 * jnp.tanh(2 / 3 * {z})"),
        "keras": Template("1.7159 * keras.ops.tanh(2 / 3 * {z})"),
    },
)

ARCTAN = Activation(
    name="arctan",
    label="Arctan",
    family=FAMILY,
    summary="Levels off at ±π/2, slowly: its slope falls as 1/z², where that of tanh falls exponentially.",
    reference="Kamruzzaman & Aziz 2002, A note on activation function in multilayer feedforward learning",
    value_kernel=np.arctan,
    derivative_kernel=_arctan_derivative,
    second_derivative_kernel=_arctan_second,
    formula=r"\arctan(z)",
    derivative_formula=r"\frac{1}{1 + z^2}",
    second_derivative_formula=r"\frac{-2 z}{(1 + z^2)^2}",
    traits=Traits(
        range=Range(-pi / 2.0, pi / 2.0),
        monotonic="increasing",
        lipschitz=1.0,
        saturates=(True, True),
        symmetry="odd",
        steepest=Point(0.0, 1.0),
    ),
    templates={
        "numpy": Template("np.arctan({z})", derivative="1 / (1 + {z} ** 2)"),
        "torch": Template("torch.atan({z})", native="torch.atan"),
        "jax": Template("jnp.arctan({z})", native="jax.numpy.arctan"),
        "keras": Template("keras.ops.arctan({z})", native="keras.ops.arctan"),
    },
)
