"""Leaky rectifiers: lines of two slopes that meet at zero, so that a negative input keeps a gradient."""

from __future__ import annotations

import numpy as np

from viz.activations.base import Activation, Parameter, Template
from viz.activations.kernels import Array, Setting, finite_product, select, step, zero
from viz.activations.traits import Kink, Point, Range, Traits

FAMILY = "Leaky rectifiers"


def _leaky(z: Array, out: Array, slope: Setting) -> None:
    """Fill max(z, slope·z), which is the leaky rectifier for slopes in [0, 1]."""
    if isinstance(slope, float) and slope == 0.0:  # 0·(−inf) would be NaN
        np.maximum(z, 0.0, out=out)
        return
    np.multiply(z, slope, out)
    np.maximum(z, out, out=out)


def _leaky_derivative(z: Array, out: Array, slope: Setting) -> None:
    step(z, out)
    np.maximum(out, slope, out=out)


def _two_slopes(z: Array, out: Array, slope: Setting) -> None:
    """Fill z or slope·z, for any slope."""
    finite_product(z, slope, out)
    np.copyto(out, z, where=z > 0.0)


def _two_slopes_derivative(z: Array, out: Array, slope: Setting) -> None:
    select(z, out, z > 0.0, 1.0, slope)


def _rrelu(z: Array, out: Array, lower: Setting, upper: Setting) -> None:
    _leaky(z, out, (lower + upper) / 2.0)


def _rrelu_derivative(z: Array, out: Array, lower: Setting, upper: Setting) -> None:
    _leaky_derivative(z, out, (lower + upper) / 2.0)


def _leaky_kinks(slope: float, jax: float | None = None) -> tuple[Kink, ...]:
    """Return the kink at 0 between slope and 1; `jax` is the derivative that jax gives there, if it differs."""
    elsewhere = {} if jax is None else {"jax": jax}
    return () if slope == 1.0 else (Kink(0.0, derivative=slope, left=slope, right=1.0, elsewhere=elsewhere),)


def _leaky_traits(slope: float) -> Traits:
    return Traits(
        range=Range() if slope > 0.0 else Range(low=0.0, low_closed=True),
        monotonic="increasing" if slope > 0.0 else "non-decreasing",
        lipschitz=1.0,
        saturates=(slope == 0.0, False),
        kinks=_leaky_kinks(slope, jax=1.0),
        symmetry="odd" if slope == 1.0 else None,
    )


def _prelu_traits(slope: float) -> Traits:
    return Traits(
        range=Range() if slope > 0.0 else Range(low=0.0, low_closed=True),
        monotonic="increasing" if slope > 0.0 else "non-decreasing" if slope == 0.0 else "none",
        lipschitz=max(1.0, abs(slope)),
        saturates=(slope == 0.0, False),
        kinks=_leaky_kinks(slope),
        symmetry="odd" if slope == 1.0 else "even" if slope == -1.0 else None,
        minimum=Point(0.0, 0.0) if slope < 0.0 else None,
    )


def _rrelu_traits(lower: float, upper: float) -> Traits:
    return _prelu_traits((lower + upper) / 2.0)


LEAKY_RELU = Activation(
    name="leaky_relu",
    label="Leaky ReLU",
    family=FAMILY,
    summary="Keeps a small slope on the left, so that no unit is ever without a gradient.",
    reference="Maas, Hannun & Ng 2013, Rectifier nonlinearities improve neural network acoustic models",
    value_kernel=_leaky,
    derivative_kernel=_leaky_derivative,
    second_derivative_kernel=zero,
    formula=r"\max(a z, z)",
    derivative_formula=r"\begin{cases} a & z \le 0 \\ 1 & z > 0 \end{cases}",
    second_derivative_formula=r"0 \quad (z \ne 0)",
    parameters=(
        Parameter("slope", "Slope on the left", "a", 0.01, 0.0, 1.0, 0.01, "f′ for z < 0; 0 is ReLU, 1 the identity"),
    ),
    traits=_leaky_traits,
    templates={
        "numpy": Template("np.where({z} > 0, {z}, {slope} * {z})", derivative="np.where({z} > 0, 1.0, {slope})"),
        "torch": Template("F.leaky_relu({z}, negative_slope={slope})", native="torch.nn.functional.leaky_relu"),
        "jax": Template("jax.nn.leaky_relu({z}, negative_slope={slope})", native="jax.nn.leaky_relu"),
        "keras": Template(
            "keras.activations.leaky_relu({z}, negative_slope={slope})",
            native="keras.activations.leaky_relu",
            defaults={"slope": 0.2},
            note="the function's default slope is 0.2, that of the layer keras.layers.LeakyReLU is 0.3",
        ),
    },
)

PRELU = Activation(
    name="prelu",
    label="PReLU",
    family=FAMILY,
    summary="A leaky rectifier whose left slope is learned with the weights, one for each channel.",
    reference="He, Zhang, Ren & Sun 2015, Delving deep into rectifiers",
    value_kernel=_two_slopes,
    derivative_kernel=_two_slopes_derivative,
    second_derivative_kernel=zero,
    formula=r"\begin{cases} a z & z \le 0 \\ z & z > 0 \end{cases}",
    derivative_formula=r"\begin{cases} a & z \le 0 \\ 1 & z > 0 \end{cases}",
    second_derivative_formula=r"0 \quad (z \ne 0)",
    parameters=(
        Parameter("slope", "Slope on the left", "a", 0.25, -1.0, 2.0, 0.05, "f′ for z < 0; −1 is |z|", learned=True),
    ),
    traits=_prelu_traits,
    templates={
        "numpy": Template("np.where({z} > 0, {z}, {slope} * {z})", derivative="np.where({z} > 0, 1.0, {slope})"),
        "torch": Template("F.prelu({z}, torch.tensor([{slope}], dtype={z}.dtype))", native="torch.nn.functional.prelu"),
        "jax": Template("jnp.where({z} > 0, {z}, {slope} * {z})"),
        "keras": Template(
            "keras.ops.where({z} > 0, {z}, {slope} * {z})",
            native="keras.layers.PReLU",
            defaults={"slope": 0.0},
            note="keras has it as a layer only, whose slope starts at 0",
        ),
    },
)

RRELU = Activation(
    name="rrelu",
    label="RReLU (evaluation)",
    family=FAMILY,
    summary="Draws its left slope at random while training; this is evaluation mode, at the mean slope.",
    reference="Xu, Wang, Chen & Li 2015, Empirical evaluation of rectified activations in convolutional network",
    value_kernel=_rrelu,
    derivative_kernel=_rrelu_derivative,
    second_derivative_kernel=zero,
    formula=r"\begin{cases} \frac{l + u}{2} z & z \le 0 \\ z & z > 0 \end{cases}",
    derivative_formula=r"\begin{cases} \frac{l + u}{2} & z \le 0 \\ 1 & z > 0 \end{cases}",
    second_derivative_formula=r"0 \quad (z \ne 0)",
    parameters=(
        Parameter("lower", "Least slope", "l", 1 / 8, 0.0, 0.25, 0.005, "lower end of the random slope in training"),
        Parameter("upper", "Greatest slope", "u", 1 / 3, 0.25, 1.0, 0.01, "upper end of the random slope in training"),
    ),
    traits=_rrelu_traits,
    templates={
        "numpy": Template(
            "np.where({z} > 0, {z}, ({lower} + {upper}) / 2 * {z})",
            derivative="np.where({z} > 0, 1.0, ({lower} + {upper}) / 2)",
        ),
        "torch": Template(
            "F.rrelu({z}, lower={lower}, upper={upper}, training=False)", native="torch.nn.functional.rrelu"
        ),
        "jax": Template("jnp.where({z} > 0, {z}, ({lower} + {upper}) / 2 * {z})"),
        "keras": Template("keras.ops.where({z} > 0, {z}, ({lower} + {upper}) / 2 * {z})"),
    },
)
