"""Shrinkers: the identity with something taken off, so that small inputs become zero or nearly so."""

from __future__ import annotations

from math import inf

import numpy as np

from viz.activations.base import Activation, Parameter, Template
from viz.activations.kernels import Array, Setting, sech_squared, select, zero
from viz.activations.traits import Kink, Range, Traits

FAMILY = "Shrinkers"

FRACTIONS = 10  # levels of the continued fraction for z − tanh(z): full precision for |z| ≤ 1


def _hardshrink(z: Array, out: Array, lambd: Setting) -> None:
    np.copyto(out, z)
    np.copyto(out, 0.0, where=np.abs(z) <= lambd)


def _softshrink(z: Array, out: Array, lambd: Setting) -> None:
    np.subtract(z, np.clip(z, -lambd, lambd), out=out)


def _outside(z: Array, out: Array, lambd: Setting) -> None:
    select(z, out, np.abs(z) > lambd, 1.0, 0.0)


def _tanhshrink(z: Array, out: Array) -> None:
    """Fill z − tanh(z); near 0, where that cancels, from tanh(z) = z/(1 + z²/(3 + z²/(5 + …))) (Lambert)."""
    np.subtract(z, np.tanh(z), out=out)
    near = np.clip(z, -1.0, 1.0)
    square = near * near
    tail = square / (2.0 * FRACTIONS + 1.0)
    for odd in range(2 * FRACTIONS - 1, 1, -2):
        tail = square / (odd + tail)
    np.copyto(out, near * tail / (1.0 + tail), where=np.abs(z) < 1.0)


def _tanhshrink_derivative(z: Array, out: Array) -> None:
    np.tanh(z, out=out)
    np.square(out, out=out)


def _tanhshrink_second(z: Array, out: Array) -> None:
    np.multiply(np.tanh(z), sech_squared(z), out=out)
    np.multiply(out, 2.0, out=out)


def _hardshrink_traits(lambd: float) -> Traits:
    return Traits(
        range=Range(),
        monotonic="non-decreasing",
        lipschitz=inf,
        saturates=(False, False),
        kinks=(
            Kink(-lambd, derivative=0.0, left=1.0, right=0.0, jump=True),
            Kink(lambd, derivative=0.0, left=0.0, right=1.0, jump=True),
        ),
        symmetry="odd",
    )


def _softshrink_traits(lambd: float) -> Traits:
    return Traits(
        range=Range(),
        monotonic="non-decreasing",
        lipschitz=1.0,
        saturates=(False, False),
        kinks=(
            Kink(-lambd, derivative=0.0, left=1.0, right=0.0),
            Kink(lambd, derivative=0.0, left=0.0, right=1.0),
        ),
        symmetry="odd",
    )


HARDSHRINK = Activation(
    name="hardshrink",
    label="Hardshrink",
    family=FAMILY,
    summary="Sets what is small to zero and keeps the rest as it is; the function jumps at ±λ.",
    reference="Donoho & Johnstone 1994, Ideal spatial adaptation by wavelet shrinkage (hard thresholding)",
    value_kernel=_hardshrink,
    derivative_kernel=_outside,
    second_derivative_kernel=zero,
    formula=r"\begin{cases} 0 & |z| \le \lambda \\ z & |z| > \lambda \end{cases}",
    derivative_formula=r"\begin{cases} 0 & |z| \le \lambda \\ 1 & |z| > \lambda \end{cases}",
    second_derivative_formula=r"0 \quad (|z| \ne \lambda)",
    parameters=(Parameter("lambd", "Threshold", r"\lambda", 0.5, 0.05, 3.0, 0.05, "half-width of the dead zone"),),
    traits=_hardshrink_traits,
    templates={
        "numpy": Template(
            "np.where(np.abs({z}) > {lambd}, {z}, 0.0)", derivative="np.where(np.abs({z}) > {lambd}, 1.0, 0.0)"
        ),
        "torch": Template("F.hardshrink({z}, lambd={lambd})", native="torch.nn.functional.hardshrink"),
        "jax": Template("jnp.where(jnp.abs({z}) > {lambd}, {z}, 0.0)"),
        "keras": Template(
            "keras.activations.hard_shrink({z}, threshold={lambd})", native="keras.activations.hard_shrink"
        ),
    },
)

SOFTSHRINK = Activation(
    name="softshrink",
    label="Softshrink",
    family=FAMILY,
    summary="Pulls every input towards zero by λ: the proximal step of an L1 penalty.",
    reference="Donoho 1995, De-noising by soft-thresholding",
    value_kernel=_softshrink,
    derivative_kernel=_outside,
    second_derivative_kernel=zero,
    formula=r"\operatorname{sign}(z) \max(|z| - \lambda, 0)",
    derivative_formula=r"\begin{cases} 0 & |z| \le \lambda \\ 1 & |z| > \lambda \end{cases}",
    second_derivative_formula=r"0 \quad (|z| \ne \lambda)",
    parameters=(Parameter("lambd", "Threshold", r"\lambda", 0.5, 0.05, 3.0, 0.05, "half-width of the dead zone"),),
    traits=_softshrink_traits,
    templates={
        "numpy": Template(
            "{z} - np.clip({z}, -{lambd}, {lambd})", derivative="np.where(np.abs({z}) > {lambd}, 1.0, 0.0)"
        ),
        "torch": Template("F.softshrink({z}, lambd={lambd})", native="torch.nn.functional.softshrink"),
        "jax": Template("jnp.where(jnp.abs({z}) > {lambd}, {z} - jnp.sign({z}) * {lambd}, 0.0)"),
        "keras": Template(
            "keras.activations.soft_shrink({z}, threshold={lambd})", native="keras.activations.soft_shrink"
        ),
    },
)

TANHSHRINK = Activation(
    name="tanhshrink",
    label="Tanhshrink",
    family=FAMILY,
    summary="z − tanh(z): flat around zero, where other functions are steepest, and of slope 1 far out.",
    reference="Collobert, Kavukcuoglu & Farabet 2011, Torch7: a Matlab-like environment for machine learning",
    value_kernel=_tanhshrink,
    derivative_kernel=_tanhshrink_derivative,
    second_derivative_kernel=_tanhshrink_second,
    formula=r"z - \tanh(z)",
    derivative_formula=r"\tanh^2(z)",
    second_derivative_formula=r"2 \tanh(z)\,(1 - \tanh^2(z))",
    traits=Traits(range=Range(), monotonic="increasing", lipschitz=1.0, saturates=(False, False), symmetry="odd"),
    templates={
        "numpy": Template("{z} - np.tanh({z})", derivative="np.tanh({z}) ** 2"),
        "torch": Template("F.tanhshrink({z})", native="torch.nn.functional.tanhshrink"),
        "jax": Template("{z} - jnp.tanh({z})"),
        "keras": Template("keras.activations.tanh_shrink({z})", native="keras.activations.tanh_shrink"),
    },
)
