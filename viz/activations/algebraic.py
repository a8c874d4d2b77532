"""Algebraic functions: smooth curves made of roots and ratios alone, without an exponential."""

from __future__ import annotations

import numpy as np

from viz.activations.base import Activation, Parameter, Template
from viz.activations.kernels import Array, Setting, unit
from viz.activations.traits import Point, Range, Traits

FAMILY = "Algebraic"


def _softsign(z: Array, out: Array) -> None:
    np.divide(z, np.abs(z) + 1.0, out=out)
    np.copyto(out, np.sign(z), where=np.isinf(z))


def _softsign_derivative(z: Array, out: Array) -> None:
    np.abs(z, out=out)
    np.add(out, 1.0, out=out)
    np.reciprocal(out, out=out)
    np.square(out, out=out)


def _softsign_second(z: Array, out: Array) -> None:
    np.reciprocal(np.abs(z) + 1.0, out=out)
    np.multiply(out**3, -2.0 * np.sign(z), out=out)


def _isru(z: Array, out: Array, alpha: Setting) -> None:
    root = alpha**0.5
    np.divide(unit(root * z), root, out=out)


def _isru_derivative(z: Array, out: Array, alpha: Setting) -> None:
    np.hypot(alpha**0.5 * z, 1.0, out=out)
    np.power(out, -3.0, out=out)


def _isru_second(z: Array, out: Array, alpha: Setting) -> None:
    scaled = alpha**0.5 * z
    np.multiply(-3.0 * alpha**0.5 * unit(scaled), np.hypot(scaled, 1.0) ** -4.0, out=out)


def _isrlu(z: Array, out: Array, alpha: Setting) -> None:
    _isru(np.minimum(z, 0.0), out, alpha)
    np.copyto(out, z, where=z > 0.0)


def _isrlu_derivative(z: Array, out: Array, alpha: Setting) -> None:
    _isru_derivative(np.minimum(z, 0.0), out, alpha)


def _isrlu_second(z: Array, out: Array, alpha: Setting) -> None:
    _isru_second(np.minimum(z, 0.0), out, alpha)


def _squareplus(z: Array, out: Array, b: Setting) -> None:
    """Fill (z + √(z² + b))/2, to the left as b/(2(√(z² + b) − z)), where the sum would cancel."""
    outer = np.hypot(z, b**0.5) + np.abs(z)
    np.divide(b, outer, out=out)
    np.copyto(out, outer, where=z > 0.0)
    np.divide(out, 2.0, out=out)


def _squareplus_derivative(z: Array, out: Array, b: Setting) -> None:
    """Fill (1 + z/√(z² + b))/2; to the left it is 1 minus the value at −z, which the first line computes."""
    root = np.hypot(z, b**0.5)
    np.divide(b / root, 2.0 * (root + np.abs(z)), out=out)
    np.copyto(out, 1.0 - out, where=z > 0.0)


def _squareplus_second(z: Array, out: Array, b: Setting) -> None:
    np.reciprocal(np.hypot(z, b**0.5), out=out)
    np.multiply(out**3, b / 2.0, out=out)


def _bent(z: Array, out: Array) -> None:
    """Fill (√(z² + 1) − 1)/2 + z as z·(1 + r/2) with r = z/(√(z² + 1) + 1), which cancels nowhere."""
    ratio = np.where(np.isinf(z), np.sign(z), z / (np.hypot(z, 1.0) + 1.0))
    np.multiply(z, 1.0 + ratio / 2.0, out=out)


def _bent_derivative(z: Array, out: Array) -> None:
    np.multiply(unit(z), 0.5, out=out)
    np.add(out, 1.0, out=out)


def _bent_second(z: Array, out: Array) -> None:
    np.reciprocal(np.hypot(z, 1.0), out=out)
    np.multiply(out**3, 0.5, out=out)


def _isru_traits(alpha: float) -> Traits:
    return Traits(
        range=Range(-(alpha**-0.5), alpha**-0.5),
        monotonic="increasing",
        lipschitz=1.0,
        saturates=(True, True),
        symmetry="odd",
        steepest=Point(0.0, 1.0),
    )


def _isrlu_traits(alpha: float) -> Traits:
    return Traits(range=Range(low=-(alpha**-0.5)), monotonic="increasing", lipschitz=1.0, saturates=(True, False))


def _squareplus_traits(b: float) -> Traits:
    return Traits(range=Range(low=0.0), monotonic="increasing", lipschitz=1.0, saturates=(True, False))


SOFTSIGN = Activation(
    name="softsign",
    label="Softsign",
    family=FAMILY,
    summary="Like tanh, but it levels off slowly, as 1/z² in its slope, so units recover from saturation sooner.",
    reference="Turian, Bergstra & Bengio 2009, Quadratic features and deep architectures for chunking",
    value_kernel=_softsign,
    derivative_kernel=_softsign_derivative,
    second_derivative_kernel=_softsign_second,
    formula=r"\frac{z}{1 + |z|}",
    derivative_formula=r"\frac{1}{(1 + |z|)^2}",
    second_derivative_formula=r"\frac{-2\,\operatorname{sign}(z)}{(1 + |z|)^3} \quad (z \ne 0)",
    traits=Traits(
        range=Range(-1.0, 1.0),
        monotonic="increasing",
        lipschitz=1.0,
        saturates=(True, True),
        symmetry="odd",
        steepest=Point(0.0, 1.0),
    ),
    templates={
        "numpy": Template("{z} / (1 + np.abs({z}))", derivative="1 / (1 + np.abs({z})) ** 2"),
        "torch": Template("F.softsign({z})", native="torch.nn.functional.softsign"),
        "jax": Template("jax.nn.soft_sign({z})", native="jax.nn.soft_sign"),
        "keras": Template("keras.activations.softsign({z})", native="keras.activations.softsign"),
    },
)

ISRU = Activation(
    name="isru",
    label="ISRU",
    family=FAMILY,
    summary="A sigmoid from an inverse square root.",
    reference="Carlile, Delamarter, Kinney, Marti & Whitney 2017, Improving deep learning by ISRLUs",
    value_kernel=_isru,
    derivative_kernel=_isru_derivative,
    second_derivative_kernel=_isru_second,
    formula=r"\frac{z}{\sqrt{1 + \alpha z^2}}",
    derivative_formula=r"(1 + \alpha z^2)^{-3/2}",
    second_derivative_formula=r"-3 \alpha z\,(1 + \alpha z^2)^{-5/2}",
    parameters=(Parameter("alpha", "Sharpness", r"\alpha", 1.0, 0.1, 10.0, 0.1, "f → ±1/√α on the sides"),),
    traits=_isru_traits,
    templates={
        "numpy": Template("{z} / np.sqrt(1 + {alpha} * {z} ** 2)", derivative="(1 + {alpha} * {z} ** 2) ** -1.5"),
        "torch": Template("{z} / torch.sqrt(1 + {alpha} * {z} ** 2)"),
        "jax": Template("{z} / jnp.sqrt(1 + {alpha} * {z} ** 2)"),
        "keras": Template("{z} / keras.ops.sqrt(1 + {alpha} * {z} ** 2)"),
    },
)

ISRLU = Activation(
    name="isrlu",
    label="ISRLU",
    family=FAMILY,
    summary="An ELU in which an inverse square root, cheap to compute, stands for the exponential.",
    reference="Carlile, Delamarter, Kinney, Marti & Whitney 2017, Improving deep learning by ISRLUs",
    value_kernel=_isrlu,
    derivative_kernel=_isrlu_derivative,
    second_derivative_kernel=_isrlu_second,
    formula=r"\begin{cases} \frac{z}{\sqrt{1 + \alpha z^2}} & z < 0 \\ z & z \ge 0 \end{cases}",
    derivative_formula=r"\begin{cases} (1 + \alpha z^2)^{-3/2} & z < 0 \\ 1 & z \ge 0 \end{cases}",
    second_derivative_formula=r"\begin{cases} -3 \alpha z\,(1 + \alpha z^2)^{-5/2} & z < 0 \\ 0 & z \ge 0 \end{cases}",
    parameters=(Parameter("alpha", "Sharpness", r"\alpha", 1.0, 0.1, 10.0, 0.1, "f → −1/√α to the left"),),
    traits=_isrlu_traits,
    templates={
        "numpy": Template(
            "np.where({z} < 0, {z} / np.sqrt(1 + {alpha} * {z} ** 2), {z})",
            derivative="np.where({z} < 0, (1 + {alpha} * {z} ** 2) ** -1.5, 1.0)",
        ),
        "torch": Template("torch.where({z} < 0, {z} / torch.sqrt(1 + {alpha} * {z} ** 2), {z})"),
        "jax": Template("jnp.where({z} < 0, {z} / jnp.sqrt(1 + {alpha} * {z} ** 2), {z})"),
        "keras": Template("keras.ops.where({z} < 0, {z} / keras.ops.sqrt(1 + {alpha} * {z} ** 2), {z})"),
    },
)

SQUAREPLUS = Activation(
    name="squareplus",
    label="Squareplus",
    family=FAMILY,
    summary="A softplus without exponentials: a hyperbola that bends around zero over a width of about √b.",
    reference="Barron 2021, Squareplus: a softplus-like algebraic rectifier",
    value_kernel=_squareplus,
    derivative_kernel=_squareplus_derivative,
    second_derivative_kernel=_squareplus_second,
    formula=r"\tfrac{1}{2} \left(z + \sqrt{z^2 + b}\right)",
    derivative_formula=r"\tfrac{1}{2} \left(1 + \frac{z}{\sqrt{z^2 + b}}\right)",
    second_derivative_formula=r"\frac{b}{2\,(z^2 + b)^{3/2}}",
    parameters=(Parameter("b", "Bend", "b", 4.0, 0.05, 10.0, 0.05, "f(0) = √b / 2; towards 0 it becomes ReLU"),),
    traits=_squareplus_traits,
    templates={
        "numpy": Template("({z} + np.sqrt({z} ** 2 + {b})) / 2", derivative="(1 + {z} / np.sqrt({z} ** 2 + {b})) / 2"),
        "torch": Template("({z} + torch.sqrt({z} ** 2 + {b})) / 2"),
        "jax": Template("jax.nn.squareplus({z}, b={b})", native="jax.nn.squareplus"),
        "keras": Template("keras.activations.squareplus({z}, b={b})", native="keras.activations.squareplus"),
    },
)

BENT_IDENTITY = Activation(
    name="bent_identity",
    label="Bent identity",
    family=FAMILY,
    summary="A hyperbola between slope 1/2 on the left and 3/2 on the right: hardly an activation at all.",
    reference="Folklore, listed on Wikipedia since 2015 under Activation function; no known paper",
    value_kernel=_bent,
    derivative_kernel=_bent_derivative,
    second_derivative_kernel=_bent_second,
    formula=r"\frac{\sqrt{z^2 + 1} - 1}{2} + z",
    derivative_formula=r"\frac{z}{2 \sqrt{z^2 + 1}} + 1",
    second_derivative_formula=r"\frac{1}{2\,(z^2 + 1)^{3/2}}",
    traits=Traits(range=Range(), monotonic="increasing", lipschitz=1.5, saturates=(False, False)),
    templates={
        "numpy": Template("(np.sqrt({z} ** 2 + 1) - 1) / 2 + {z}", derivative="{z} / (2 * np.sqrt({z} ** 2 + 1)) + 1"),
        "torch": Template("(torch.sqrt({z} ** 2 + 1) - 1) / 2 + {z}"),
        "jax": Template("(jnp.sqrt({z} ** 2 + 1) - 1) / 2 + {z}"),
        "keras": Template("(keras.ops.sqrt({z} ** 2 + 1) - 1) / 2 + {z}"),
    },
)
