"""Rectifiers: a straight line to the right of zero, another one (or nothing) to the left."""

from __future__ import annotations

import numpy as np

from viz.activations.base import Activation, Parameter, Template
from viz.activations.kernels import Array, Setting, step, zero
from viz.activations.traits import Kink, Range, Traits

FAMILY = "Rectifiers"


def _relu(z: Array, out: Array) -> None:
    np.maximum(z, 0.0, out=out)


def _leaky(z: Array, out: Array, slope: Setting) -> None:
    """Fill max(z, slope·z), which is the leaky rectifier for slopes in [0, 1]."""
    if isinstance(slope, float) and slope == 0.0:  # 0·(−inf) would be NaN
        np.maximum(z, 0.0, out=out)
        return
    np.multiply(z, slope, out=out)
    np.maximum(z, out, out=out)


def _leaky_derivative(z: Array, out: Array, slope: Setting) -> None:
    step(z, out)
    np.maximum(out, slope, out=out)


def leaky_kinks(slope: float, jax: float | None = None) -> tuple[Kink, ...]:
    """Return the kink at 0 between slope and 1; `jax` is the derivative that jax gives there, if it differs."""
    elsewhere = {} if jax is None else {"jax": jax}
    return () if slope == 1.0 else (Kink(0.0, derivative=slope, left=slope, right=1.0, elsewhere=elsewhere),)


def _leaky_traits(slope: float) -> Traits:
    return Traits(
        range=Range() if slope > 0.0 else Range(low=0.0, low_closed=True),
        monotonic="increasing" if slope > 0.0 else "non-decreasing",
        lipschitz=1.0,
        saturates=(slope == 0.0, False),
        kinks=leaky_kinks(slope, jax=1.0),
        symmetry="odd" if slope == 1.0 else None,
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
        "numpy": Template("np.maximum({z}, 0.0)"),
        "torch": Template("F.relu({z})", native="torch.nn.functional.relu"),
        "jax": Template("jax.nn.relu({z})", native="jax.nn.relu", note="jnp.maximum(z, 0) has the derivative 0.5 at 0"),
        "keras": Template("keras.activations.relu({z})", native="keras.activations.relu"),
    },
)

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
        "numpy": Template("np.where({z} > 0, {z}, {slope} * {z})"),
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
