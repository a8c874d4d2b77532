"""Exponential linear units: the identity to the right, an exponential that levels off to the left."""

from __future__ import annotations

from math import inf, log1p

import numpy as np

from viz.activations.base import Activation, Parameter, Template
from viz.activations.kernels import Array, Setting, finite_product
from viz.activations.traits import Kink, Point, Range, Traits

FAMILY = "Exponential linear"

SELU_ALPHA = 1.6732632423543772848170429916717
SELU_SCALE = 1.0507009873554804934193349852946


def _elu(z: Array, out: Array, alpha: Setting) -> None:
    np.minimum(z, 0.0, out=out)
    np.expm1(out, out=out)
    np.multiply(out, alpha, out=out)
    np.copyto(out, z, where=z > 0.0)


def _elu_derivative(z: Array, out: Array, alpha: Setting) -> None:
    np.minimum(z, 0.0, out=out)
    np.exp(out, out=out)
    np.multiply(out, alpha, out=out)
    np.copyto(out, 1.0, where=z > 0.0)


def _elu_second(z: Array, out: Array, alpha: Setting) -> None:
    _elu_derivative(z, out, alpha)
    np.copyto(out, 0.0, where=z > 0.0)


def _celu(z: Array, out: Array, alpha: Setting) -> None:
    np.minimum(z, 0.0, out=out)
    np.divide(out, alpha, out=out)
    np.expm1(out, out=out)
    np.multiply(out, alpha, out=out)
    np.copyto(out, z, where=z > 0.0)


def _celu_derivative(z: Array, out: Array, alpha: Setting) -> None:
    np.minimum(z, 0.0, out=out)
    np.divide(out, alpha, out=out)
    np.exp(out, out=out)


def _celu_second(z: Array, out: Array, alpha: Setting) -> None:
    _celu_derivative(z, out, alpha)
    np.divide(out, alpha, out=out)
    np.copyto(out, 0.0, where=z > 0.0)


def _selu(z: Array, out: Array) -> None:
    _elu(z, out, SELU_ALPHA)
    np.multiply(out, SELU_SCALE, out=out)


def _selu_derivative(z: Array, out: Array) -> None:
    _elu_derivative(z, out, SELU_ALPHA)
    np.multiply(out, SELU_SCALE, out=out)


def _selu_second(z: Array, out: Array) -> None:
    _elu_second(z, out, SELU_ALPHA)
    np.multiply(out, SELU_SCALE, out=out)


def _xielu(z: Array, out: Array, alpha_p: Setting, alpha_n: Setting, beta: Setting) -> None:
    left = np.minimum(z, 0.0)
    finite_product(left, beta - alpha_n, out)
    np.add(out, alpha_n * np.expm1(left), out=out)
    np.copyto(out, z * (alpha_p * z + beta), where=z > 0.0)


def _xielu_derivative(z: Array, out: Array, alpha_p: Setting, alpha_n: Setting, beta: Setting) -> None:
    np.add(alpha_n * np.expm1(np.minimum(z, 0.0)), 2.0 * alpha_p * np.maximum(z, 0.0), out=out)
    np.add(out, beta, out=out)


def _xielu_second(z: Array, out: Array, alpha_p: Setting, alpha_n: Setting, beta: Setting) -> None:
    np.exp(np.minimum(z, 0.0), out=out)
    np.multiply(out, alpha_n, out=out)
    np.copyto(out, 2.0 * alpha_p, where=z > 0.0)


def _elu_traits(alpha: float) -> Traits:
    return Traits(
        range=Range(low=-alpha, low_closed=alpha == 0.0),
        monotonic="increasing" if alpha > 0.0 else "non-decreasing",
        lipschitz=max(1.0, alpha),
        saturates=(True, False),
        kinks=() if alpha == 1.0 else (Kink(0.0, derivative=alpha, left=alpha, right=1.0),),
    )


def _celu_traits(alpha: float) -> Traits:
    return Traits(range=Range(low=-alpha), monotonic="increasing", lipschitz=1.0, saturates=(True, False))


def _xielu_traits(alpha_p: float, alpha_n: float, beta: float) -> Traits:
    """To the left f′ = β − α_n (1 − eᶻ) falls from β at 0 to β − α_n, and so has a root if α_n > β."""
    minimum = None
    lowest = Range()
    if alpha_n > beta:
        at = log1p(-beta / alpha_n)
        minimum = Point(at, -beta + (beta - alpha_n) * at)
        lowest = Range(low=minimum.value, low_closed=True)
    elif alpha_n == beta:
        lowest = Range(low=-beta, low_closed=beta == 0.0)
    return Traits(
        range=lowest,
        monotonic="none" if minimum else "increasing" if beta > 0.0 else "non-decreasing",
        lipschitz=inf,
        saturates=(alpha_n == beta, False),
        minimum=minimum,
    )


EXPONENTIAL = Activation(
    name="exponential",
    label="Exponential",
    family=FAMILY,
    summary="eᶻ: always positive, its own derivative, and quick to overflow.",
    reference="Keras developers 2018, keras.activations.exponential",
    value_kernel=np.exp,
    derivative_kernel=np.exp,
    second_derivative_kernel=np.exp,
    formula=r"e^{z}",
    derivative_formula=r"e^{z}",
    second_derivative_formula=r"e^{z}",
    traits=Traits(range=Range(low=0.0), monotonic="increasing", lipschitz=inf, saturates=(True, False)),
    templates={
        "numpy": Template("np.exp({z})", derivative="np.exp({z})"),
        "torch": Template("torch.exp({z})", native="torch.exp"),
        "jax": Template("jnp.exp({z})", native="jax.numpy.exp"),
        "keras": Template("keras.activations.exponential({z})", native="keras.activations.exponential"),
    },
)

ELU = Activation(
    name="elu",
    label="ELU",
    family=FAMILY,
    summary="Levels off at −α to the left, which brings the mean output near zero.",
    reference="Clevert, Unterthiner & Hochreiter 2015, Fast and accurate deep network learning by ELUs",
    value_kernel=_elu,
    derivative_kernel=_elu_derivative,
    second_derivative_kernel=_elu_second,
    formula=r"\begin{cases} \alpha\,(e^{z} - 1) & z \le 0 \\ z & z > 0 \end{cases}",
    derivative_formula=r"\begin{cases} \alpha\,e^{z} & z \le 0 \\ 1 & z > 0 \end{cases}",
    second_derivative_formula=r"\begin{cases} \alpha\,e^{z} & z \le 0 \\ 0 & z > 0 \end{cases}",
    parameters=(Parameter("alpha", "Depth", r"\alpha", 1.0, 0.0, 5.0, 0.05, "f → −α to the left; no kink at α = 1"),),
    traits=_elu_traits,
    templates={
        "numpy": Template(
            "np.where({z} > 0, {z}, {alpha} * np.expm1(np.minimum({z}, 0)))",
            derivative="np.where({z} > 0, 1.0, {alpha} * np.exp(np.minimum({z}, 0)))",
        ),
        "torch": Template("F.elu({z}, alpha={alpha})", native="torch.nn.functional.elu"),
        "jax": Template("jax.nn.elu({z}, alpha={alpha})", native="jax.nn.elu"),
        "keras": Template("keras.activations.elu({z}, alpha={alpha})", native="keras.activations.elu"),
    },
)

CELU = Activation(
    name="celu",
    label="CELU",
    family=FAMILY,
    summary="An ELU stretched so that its slope is continuous at zero for every α.",
    reference="Barron 2017, Continuously differentiable exponential linear units",
    value_kernel=_celu,
    derivative_kernel=_celu_derivative,
    second_derivative_kernel=_celu_second,
    formula=r"\begin{cases} \alpha\,(e^{z / \alpha} - 1) & z \le 0 \\ z & z > 0 \end{cases}",
    derivative_formula=r"\begin{cases} e^{z / \alpha} & z \le 0 \\ 1 & z > 0 \end{cases}",
    second_derivative_formula=r"\begin{cases} \tfrac{1}{\alpha}\,e^{z / \alpha} & z \le 0 \\ 0 & z > 0 \end{cases}",
    parameters=(Parameter("alpha", "Depth", r"\alpha", 1.0, 0.1, 5.0, 0.05, "f → −α to the left"),),
    traits=_celu_traits,
    templates={
        "numpy": Template(
            "np.maximum({z}, 0) + {alpha} * np.expm1(np.minimum({z}, 0) / {alpha})",
            derivative="np.exp(np.minimum({z}, 0) / {alpha})",
        ),
        "torch": Template("F.celu({z}, alpha={alpha})", native="torch.nn.functional.celu"),
        "jax": Template("jax.nn.celu({z}, alpha={alpha})", native="jax.nn.celu"),
        "keras": Template("keras.activations.celu({z}, alpha={alpha})", native="keras.activations.celu"),
    },
)

SELU = Activation(
    name="selu",
    label="SELU",
    family=FAMILY,
    summary="An ELU scaled so that mean 0 and variance 1 are a stable fixed point from layer to layer.",
    reference="Klambauer, Unterthiner, Mayr & Hochreiter 2017, Self-normalizing neural networks",
    value_kernel=_selu,
    derivative_kernel=_selu_derivative,
    second_derivative_kernel=_selu_second,
    formula=r"\lambda \begin{cases} \alpha\,(e^{z} - 1) & z \le 0 \\ z & z > 0 \end{cases}"
    r"\quad \alpha = 1.6733,\ \lambda = 1.0507",
    derivative_formula=r"\lambda \begin{cases} \alpha\,e^{z} & z \le 0 \\ 1 & z > 0 \end{cases}",
    second_derivative_formula=r"\lambda \begin{cases} \alpha\,e^{z} & z \le 0 \\ 0 & z > 0 \end{cases}",
    traits=Traits(
        range=Range(low=-SELU_SCALE * SELU_ALPHA),
        monotonic="increasing",
        lipschitz=SELU_SCALE * SELU_ALPHA,
        saturates=(True, False),
        kinks=(Kink(0.0, derivative=SELU_SCALE * SELU_ALPHA, left=SELU_SCALE * SELU_ALPHA, right=SELU_SCALE),),
    ),
    templates={
        "numpy": Template(
            f"{SELU_SCALE!r} * np.where({{z}} > 0, {{z}}, {SELU_ALPHA!r} * np.expm1(np.minimum({{z}}, 0)))",
            derivative="1.0507009873554805 * np.where({z} > 0, 1.0, 1.6732632423543772 * np.exp(np.minimum({z}, 0)))",
        ),
        "torch": Template("F.selu({z})", native="torch.nn.functional.selu"),
        "jax": Template("jax.nn.selu({z})", native="jax.nn.selu"),
        "keras": Template("keras.activations.selu({z})", native="keras.activations.selu"),
    },
)

XIELU = Activation(
    name="xielu",
    label="xIELU",
    family=FAMILY,
    summary="The integral of an ELU-like slope: a parabola to the right, and a gradient that can turn negative left.",
    reference="Huang & Schlag 2024, Deriving activation functions using integration",
    value_kernel=_xielu,
    derivative_kernel=_xielu_derivative,
    second_derivative_kernel=_xielu_second,
    formula=r"\beta z + \begin{cases} \alpha_n\,(e^{z} - 1 - z) & z \le 0 \\ \alpha_p z^2 & z > 0 \end{cases}",
    derivative_formula=r"\beta + \begin{cases} \alpha_n\,(e^{z} - 1) & z \le 0 \\ 2 \alpha_p z & z > 0 \end{cases}",
    second_derivative_formula=r"\begin{cases} \alpha_n\,e^{z} & z \le 0 \\ 2 \alpha_p & z > 0 \end{cases}",
    parameters=(
        Parameter("alpha_p", "Curvature on the right", r"\alpha_p", 0.8, 0.05, 3.0, 0.05, "half of f″ for z > 0", True),
        Parameter(
            "alpha_n",
            "Depth of the slope on the left",
            r"\alpha_n",
            0.8,
            0.0,
            3.0,
            0.05,
            "f′ → β − α_n to the left; above β the function dips and rises again",
            learned=True,
        ),
        Parameter("beta", "Slope at zero", r"\beta", 0.5, 0.0, 1.0, 0.05, "f′(0)"),
    ),
    traits=_xielu_traits,
    templates={
        "numpy": Template(
            "np.where({z} > 0, {alpha_p} * {z} ** 2, {alpha_n} * (np.expm1(np.minimum({z}, 0)) - {z})) + {beta} * {z}",
            derivative="np.where({z} > 0, 2 * {alpha_p} * {z}, {alpha_n} * np.expm1(np.minimum({z}, 0))) + {beta}",
        ),
        "torch": Template(
            "torch.where({z} > 0, {alpha_p} * {z} ** 2, "
            "{alpha_n} * (torch.expm1(torch.clamp({z}, max=0)) - {z})) + {beta} * {z}"
        ),
        "jax": Template(
            "jnp.where({z} > 0, {alpha_p} * {z} ** 2, "
            "{alpha_n} * (jnp.expm1(jnp.minimum({z}, 0)) - {z})) + {beta} * {z}"
        ),
        "keras": Template(
            "keras.ops.where({z} > 0, {alpha_p} * {z} ** 2, "
            "{alpha_n} * (keras.ops.expm1(keras.ops.minimum({z}, 0)) - {z})) + {beta} * {z}"
        ),
    },
)
