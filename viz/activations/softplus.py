"""The softplus, a rectifier without a kink, and its mirror image, the logarithm of the sigmoid."""

from __future__ import annotations

import numpy as np

from viz.activations.base import Activation, Parameter, Template
from viz.activations.kernels import Array, Setting, softplus
from viz.activations.sigmoids import sigmoid, sigmoid_derivative
from viz.activations.traits import Range, Traits

FAMILY = "Softplus"


def _softplus(z: Array, out: Array, beta: Setting) -> None:
    np.divide(softplus(beta * z), beta, out=out)


def _softplus_derivative(z: Array, out: Array, beta: Setting) -> None:
    sigmoid(beta * z, out)


def _softplus_second(z: Array, out: Array, beta: Setting) -> None:
    sigmoid_derivative(beta * z, out)
    np.multiply(out, beta, out=out)


def _logsigmoid(z: Array, out: Array) -> None:
    np.negative(softplus(-z), out=out)


def _logsigmoid_derivative(z: Array, out: Array) -> None:
    sigmoid(-z, out)


def _logsigmoid_second(z: Array, out: Array) -> None:
    sigmoid_derivative(z, out)
    np.negative(out, out=out)


def _softplus_traits(beta: float) -> Traits:
    return Traits(range=Range(low=0.0), monotonic="increasing", lipschitz=1.0, saturates=(True, False))


SOFTPLUS = Activation(
    name="softplus",
    label="Softplus",
    family=FAMILY,
    summary="A rectifier without the kink: the area under a sigmoid, positive everywhere and never quite flat.",
    reference="Dugas, Bengio, Bélisle, Nadeau & Garcia 2000, Incorporating second-order functional knowledge",
    value_kernel=_softplus,
    derivative_kernel=_softplus_derivative,
    second_derivative_kernel=_softplus_second,
    formula=r"\tfrac{1}{\beta} \log(1 + e^{\beta z})",
    derivative_formula=r"\sigma(\beta z)",
    second_derivative_formula=r"\beta\,\sigma(\beta z)\,(1 - \sigma(\beta z))",
    parameters=(Parameter("beta", "Sharpness", r"\beta", 1.0, 0.1, 10.0, 0.1, "f(0) = log(2)/β; ReLU as β grows"),),
    traits=_softplus_traits,
    templates={
        "numpy": Template("np.logaddexp({beta} * {z}, 0) / {beta}", derivative="special.expit({beta} * {z})"),
        "torch": Template(
            "F.softplus({z}, beta={beta})",
            native="torch.nn.functional.softplus",
            note="torch returns z itself where βz > 20 (its argument threshold), which is off by at most 2.1e-9/β",
        ),
        "jax": Template(
            "jax.nn.softplus({beta} * {z}) / {beta}", native="jax.nn.softplus", note="jax.nn.softplus has no β"
        ),
        "keras": Template(
            "keras.activations.softplus({beta} * {z}) / {beta}",
            native="keras.activations.softplus",
            note="keras.activations.softplus has no β",
        ),
    },
)

LOGSIGMOID = Activation(
    name="logsigmoid",
    label="LogSigmoid",
    family=FAMILY,
    summary="The logarithm of the sigmoid, −softplus(−z): never positive, a line of slope 1 far to the left.",
    reference="Collobert, Kavukcuoglu & Farabet 2011, Torch7: a Matlab-like environment for machine learning",
    value_kernel=_logsigmoid,
    derivative_kernel=_logsigmoid_derivative,
    second_derivative_kernel=_logsigmoid_second,
    formula=r"\log \sigma(z) = -\log(1 + e^{-z})",
    derivative_formula=r"\sigma(-z)",
    second_derivative_formula=r"-\sigma(z)\,(1 - \sigma(z))",
    traits=Traits(range=Range(high=0.0), monotonic="increasing", lipschitz=1.0, saturates=(False, True)),
    templates={
        "numpy": Template("-np.logaddexp(-{z}, 0)", derivative="special.expit(-{z})"),
        "torch": Template("F.logsigmoid({z})", native="torch.nn.functional.logsigmoid"),
        "jax": Template("jax.nn.log_sigmoid({z})", native="jax.nn.log_sigmoid"),
        "keras": Template("keras.activations.log_sigmoid({z})", native="keras.activations.log_sigmoid"),
    },
)
