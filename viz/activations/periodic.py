"""Waves and a bump: functions that oscillate, and the Gaussian, which answers only near zero."""

from __future__ import annotations

from math import exp, inf, sqrt

import numpy as np

from viz.activations.base import Activation, Parameter, Template
from viz.activations.kernels import Array, Setting
from viz.activations.traits import Point, Range, Traits

FAMILY = "Waves and bumps"


def _sine(z: Array, out: Array, omega: Setting) -> None:
    np.multiply(z, omega, out=out)
    np.sin(out, out=out)


def _sine_derivative(z: Array, out: Array, omega: Setting) -> None:
    np.multiply(z, omega, out=out)
    np.cos(out, out=out)
    np.multiply(out, omega, out=out)


def _sine_second(z: Array, out: Array, omega: Setting) -> None:
    _sine(z, out, omega)
    np.multiply(out, -(omega**2), out=out)


def _snake(z: Array, out: Array, a: Setting) -> None:
    np.multiply(z, a, out=out)
    np.sin(out, out=out)
    np.square(out, out=out)
    np.divide(out, a, out=out)
    np.add(out, z, out=out)
    np.copyto(out, z, where=np.isinf(z))


def _snake_derivative(z: Array, out: Array, a: Setting) -> None:
    """Fill 1 + sin(2az) as 2·sin²(az + π/4), which never falls below 0."""
    np.multiply(z, a, out=out)
    np.add(out, np.pi / 4.0, out=out)
    np.sin(out, out=out)
    np.square(out, out=out)
    np.multiply(out, 2.0, out=out)


def _snake_second(z: Array, out: Array, a: Setting) -> None:
    np.multiply(z, 2.0 * a, out=out)
    np.cos(out, out=out)
    np.multiply(out, 2.0 * a, out=out)


def _gcu(z: Array, out: Array) -> None:
    np.cos(z, out=out)
    np.multiply(out, z, out=out)


def _gcu_derivative(z: Array, out: Array) -> None:
    np.subtract(np.cos(z), z * np.sin(z), out=out)


def _gcu_second(z: Array, out: Array) -> None:
    np.add(2.0 * np.sin(z), z * np.cos(z), out=out)
    np.negative(out, out=out)


def _gaussian(z: Array, out: Array) -> None:
    np.square(z, out=out)
    np.negative(out, out=out)
    np.exp(out, out=out)


def _gaussian_derivative(z: Array, out: Array) -> None:
    near = np.clip(z, -1e3, 1e3)  # beyond it the exponential is 0, which must not meet an infinite z
    np.multiply(-2.0 * near, np.exp(-near * near), out=out)


def _gaussian_second(z: Array, out: Array) -> None:
    square = np.square(np.clip(z, -1e3, 1e3))
    np.multiply(4.0 * square - 2.0, np.exp(-square), out=out)


def _sine_traits(omega: float) -> Traits:
    return Traits(
        range=Range(-1.0, 1.0, True, True),
        monotonic="none",
        lipschitz=omega,
        saturates=(False, False),
        symmetry="odd",
        steepest=Point(0.0, omega),
    )


def _snake_traits(a: float) -> Traits:
    return Traits(
        range=Range(),
        monotonic="increasing",
        lipschitz=2.0,
        saturates=(False, False),
        steepest=Point(np.pi / (4.0 * a), 2.0),
    )


SINE = Activation(
    name="sine",
    label="Sine",
    family=FAMILY,
    summary="A wave of frequency ω, for networks that represent images, sounds and fields.",
    reference="Sitzmann, Martel, Bergman, Lindell & Wetzstein 2020, Implicit neural representations (SIREN, ω = 30)",
    value_kernel=_sine,
    derivative_kernel=_sine_derivative,
    second_derivative_kernel=_sine_second,
    formula=r"\sin(\omega z)",
    derivative_formula=r"\omega \cos(\omega z)",
    second_derivative_formula=r"-\omega^2 \sin(\omega z)",
    parameters=(Parameter("omega", "Frequency", r"\omega", 1.0, 0.1, 30.0, 0.1, "radians per unit of z"),),
    traits=_sine_traits,
    templates={
        "numpy": Template("np.sin({omega} * {z})", derivative="{omega} * np.cos({omega} * {z})"),
        "torch": Template("torch.sin({omega} * {z})", native="torch.sin"),
        "jax": Template("jnp.sin({omega} * {z})", native="jax.numpy.sin"),
        "keras": Template("keras.ops.sin({omega} * {z})", native="keras.ops.sin"),
    },
)

SNAKE = Activation(
    name="snake",
    label="Snake",
    family=FAMILY,
    summary="A straight line with a ripple: it learns periodic data and still rises.",
    reference="Ziyin, Hartwig & Ueda 2020, Neural networks fail to learn periodic functions and how to fix it",
    value_kernel=_snake,
    derivative_kernel=_snake_derivative,
    second_derivative_kernel=_snake_second,
    formula=r"z + \frac{\sin^2(a z)}{a}",
    derivative_formula=r"1 + \sin(2 a z)",
    second_derivative_formula=r"2 a \cos(2 a z)",
    parameters=(
        Parameter("a", "Frequency", "a", 1.0, 0.1, 10.0, 0.1, "the ripple has period π/a and height 1/a", learned=True),
    ),
    traits=_snake_traits,
    templates={
        "numpy": Template("{z} + np.sin({a} * {z}) ** 2 / {a}", derivative="1 + np.sin(2 * {a} * {z})"),
        "torch": Template("{z} + torch.sin({a} * {z}) ** 2 / {a}"),
        "jax": Template("{z} + jnp.sin({a} * {z}) ** 2 / {a}"),
        "keras": Template("{z} + keras.ops.sin({a} * {z}) ** 2 / {a}"),
    },
)

GCU = Activation(
    name="gcu",
    label="GCU",
    family=FAMILY,
    summary="z·cos(z), the growing cosine unit: one neuron can separate XOR, and its slope has no bound.",
    reference="Noel, Arunkumar, Trivedi & Dutta 2021, Growing cosine unit",
    value_kernel=_gcu,
    derivative_kernel=_gcu_derivative,
    second_derivative_kernel=_gcu_second,
    formula=r"z \cos(z)",
    derivative_formula=r"\cos(z) - z \sin(z)",
    second_derivative_formula=r"-2 \sin(z) - z \cos(z)",
    traits=Traits(range=Range(), monotonic="none", lipschitz=inf, saturates=(False, False), symmetry="odd"),
    templates={
        "numpy": Template("{z} * np.cos({z})", derivative="np.cos({z}) - {z} * np.sin({z})"),
        "torch": Template("{z} * torch.cos({z})"),
        "jax": Template("{z} * jnp.cos({z})"),
        "keras": Template("{z} * keras.ops.cos({z})"),
    },
)

GAUSSIAN = Activation(
    name="gaussian",
    label="Gaussian",
    family=FAMILY,
    summary="A bump: it answers near zero and is flat everywhere else, as in radial basis function networks.",
    reference="Broomhead & Lowe 1988, Radial basis functions, multi-variable functional interpolation",
    value_kernel=_gaussian,
    derivative_kernel=_gaussian_derivative,
    second_derivative_kernel=_gaussian_second,
    formula=r"e^{-z^2}",
    derivative_formula=r"-2 z\,e^{-z^2}",
    second_derivative_formula=r"(4 z^2 - 2)\,e^{-z^2}",
    traits=Traits(
        range=Range(0.0, 1.0, False, True),
        monotonic="none",
        lipschitz=sqrt(2.0) * exp(-0.5),
        saturates=(True, True),
        symmetry="even",
        steepest=Point(-sqrt(0.5), sqrt(2.0) * exp(-0.5)),
    ),
    templates={
        "numpy": Template("np.exp(-({z} ** 2))", derivative="-2 * {z} * np.exp(-({z} ** 2))"),
        "torch": Template("torch.exp(-({z} ** 2))"),
        "jax": Template("jnp.exp(-({z} ** 2))"),
        "keras": Template("keras.ops.exp(-({z} ** 2))"),
    },
)
