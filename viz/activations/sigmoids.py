"""Sigmoids: S-shaped functions that level off on both sides, where their gradient vanishes."""

from __future__ import annotations

import numpy as np

from viz.activations.base import Activation, Template
from viz.activations.kernels import Array
from viz.activations.traits import Point, Range, Traits

FAMILY = "Sigmoids"


def _sigmoid(z: Array, out: Array) -> None:
    """Fill 1/(1 + e^−z); for large −z the exponential overflows to inf and the result is the limit 0."""
    np.negative(z, out=out)
    np.exp(out, out=out)
    np.add(out, 1.0, out=out)
    np.reciprocal(out, out=out)


def _sigmoid_derivative(z: Array, out: Array) -> None:
    """Fill (½ / cosh(z/2))², which keeps every digit where σ(1 − σ) cancels."""
    np.multiply(z, 0.5, out=out)
    np.cosh(out, out=out)
    np.divide(0.5, out, out=out)
    np.square(out, out=out)


def _sigmoid_second(z: Array, out: Array) -> None:
    _sigmoid_derivative(z, out)
    out *= -np.tanh(0.5 * z)


def _tanh_derivative(z: Array, out: Array) -> None:
    """Fill 1/cosh²(z), which keeps every digit where 1 − tanh² cancels."""
    np.cosh(z, out=out)
    np.reciprocal(out, out=out)
    np.square(out, out=out)


def _tanh_second(z: Array, out: Array) -> None:
    _tanh_derivative(z, out)
    out *= -2.0 * np.tanh(z)


SIGMOID = Activation(
    name="sigmoid",
    label="Sigmoid",
    family=FAMILY,
    summary="Squeezes everything into (0, 1); its slope is never above 1/4, so gradients fade layer by layer.",
    reference="Rumelhart, Hinton & Williams 1986, Learning representations by back-propagating errors",
    value_kernel=_sigmoid,
    derivative_kernel=_sigmoid_derivative,
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
        "numpy": Template("special.expit({z})"),
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
        "numpy": Template("np.tanh({z})"),
        "torch": Template("torch.tanh({z})", native="torch.nn.functional.tanh"),
        "jax": Template("jax.nn.tanh({z})", native="jax.nn.tanh"),
        "keras": Template("keras.activations.tanh({z})", native="keras.activations.tanh"),
    },
)
