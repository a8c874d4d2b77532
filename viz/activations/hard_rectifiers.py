"""Hard rectifiers: piecewise linear or quadratic stand-ins for smooth ones, exactly 0 far to the left."""

from __future__ import annotations

import numpy as np

from viz.activations.base import Activation, Template
from viz.activations.hard_sigmoids import sparse_sigmoid
from viz.activations.kernels import Array, select
from viz.activations.traits import Kink, Point, Range, Traits

FAMILY = "Hard rectifiers"


def _hardswish(z: Array, out: Array) -> None:
    inside = np.clip(z, -3.0, 3.0)
    np.maximum(z, -3.0, out=out)  # keeps −inf from meeting the factor 0
    np.multiply(out, (inside + 3.0) / 6.0, out=out)


def _hardswish_derivative(z: Array, out: Array) -> None:
    np.divide(z, 3.0, out=out)
    np.add(out, 0.5, out=out)
    np.copyto(out, 0.0, where=z <= -3.0)
    np.copyto(out, 1.0, where=z >= 3.0)


def _hardswish_second(z: Array, out: Array) -> None:
    select(z, out, np.abs(z) < 3.0, 1.0 / 3.0, 0.0)


def _hard_mish(z: Array, out: Array) -> None:
    gate = np.clip(z, -2.0, 0.0) + 2.0
    np.maximum(z, -2.0, out=out)
    np.multiply(out, gate / 2.0, out=out)


def _hard_mish_derivative(z: Array, out: Array) -> None:
    np.clip(z, -2.0, 0.0, out=out)
    np.add(out, 1.0, out=out)
    np.copyto(out, 0.0, where=z < -2.0)


def _hard_mish_second(z: Array, out: Array) -> None:
    select(z, out, (z > -2.0) & (z < 0.0), 1.0, 0.0)


def _sparse_plus(z: Array, out: Array) -> None:
    np.clip(z, -1.0, 1.0, out=out)
    np.add(out, 1.0, out=out)
    np.square(out, out=out)
    np.divide(out, 4.0, out=out)
    np.copyto(out, z, where=z > 1.0)


def _sparse_plus_second(z: Array, out: Array) -> None:
    select(z, out, np.abs(z) < 1.0, 0.5, 0.0)


HARDSWISH = Activation(
    name="hardswish",
    label="Hardswish",
    family=FAMILY,
    summary="The input times its hard sigmoid: SiLU for phones, with a dip to −3/8 and two kinks.",
    reference="Howard et al. 2019, Searching for MobileNetV3",
    value_kernel=_hardswish,
    derivative_kernel=_hardswish_derivative,
    second_derivative_kernel=_hardswish_second,
    formula=r"z \, \min(\max(\tfrac{z + 3}{6}, 0), 1)",
    derivative_formula=r"\begin{cases} 0 & z \le -3 \\ \tfrac{2z + 3}{6} & -3 < z < 3 \\ 1 & z \ge 3 \end{cases}",
    second_derivative_formula=r"\begin{cases} \tfrac{1}{3} & -3 < z < 3 \\ 0 & \text{else} \end{cases}",
    traits=Traits(
        range=Range(low=-0.375, low_closed=True),
        monotonic="none",
        lipschitz=1.5,
        saturates=(True, False),
        kinks=(Kink(-3.0, derivative=0.0, left=0.0, right=-0.5), Kink(3.0, derivative=1.0, left=1.5, right=1.0)),
        minimum=Point(-1.5, -0.375),
    ),
    templates={
        "numpy": Template(
            "{z} * np.clip(({z} + 3.0) / 6.0, 0.0, 1.0)",
            derivative="np.where({z} <= -3.0, 0.0, np.where({z} >= 3.0, 1.0, {z} / 3.0 + 0.5))",
        ),
        "torch": Template("F.hardswish({z})", native="torch.nn.functional.hardswish"),
        "jax": Template("jax.nn.hard_swish({z})", native="jax.nn.hard_swish"),
        "keras": Template("keras.activations.hard_swish({z})", native="keras.activations.hard_swish"),
    },
)

HARD_MISH = Activation(
    name="hard_mish",
    label="Hard Mish",
    family=FAMILY,
    summary="A parabola between −2 and 0 in place of Mish's dip; exactly 0 to the left, the identity to the right.",
    reference="Misra 2020, Hard Mish (H-Mish, in the author's repository)",
    value_kernel=_hard_mish,
    derivative_kernel=_hard_mish_derivative,
    second_derivative_kernel=_hard_mish_second,
    formula=r"\tfrac{z}{2} \min(\max(z + 2, 0), 2)",
    derivative_formula=r"\begin{cases} 0 & z < -2 \\ z + 1 & -2 \le z \le 0 \\ 1 & z > 0 \end{cases}",
    second_derivative_formula=r"\begin{cases} 1 & -2 < z < 0 \\ 0 & \text{else} \end{cases}",
    traits=Traits(
        range=Range(low=-0.5, low_closed=True),
        monotonic="none",
        lipschitz=1.0,
        saturates=(True, False),
        kinks=(Kink(-2.0, derivative=-1.0, left=0.0, right=-1.0, elsewhere={"jax": -0.5}),),
        minimum=Point(-1.0, -0.5),
    ),
    templates={
        "numpy": Template(
            "0.5 * {z} * np.clip({z} + 2.0, 0.0, 2.0)",
            derivative="np.where({z} < -2.0, 0.0, np.minimum({z} + 1.0, 1.0))",
        ),
        "torch": Template("0.5 * {z} * torch.clamp({z} + 2.0, 0.0, 2.0)"),
        "jax": Template("0.5 * {z} * jnp.clip({z} + 2.0, 0.0, 2.0)"),
        "keras": Template("0.5 * {z} * keras.ops.clip({z} + 2.0, 0.0, 2.0)"),
    },
)

SPARSE_PLUS = Activation(
    name="sparse_plus",
    label="Sparseplus",
    family=FAMILY,
    summary="A parabola joins the two lines of the rectifier, so the kink goes and the exact zeros stay.",
    reference="Blondel & Roulet 2024, The elements of differentiable programming",
    value_kernel=_sparse_plus,
    derivative_kernel=sparse_sigmoid,
    second_derivative_kernel=_sparse_plus_second,
    formula=r"\begin{cases} 0 & z \le -1 \\ \tfrac{1}{4}(z + 1)^2 & -1 < z < 1 \\ z & z \ge 1 \end{cases}",
    derivative_formula=r"\min(\max(\tfrac{z + 1}{2}, 0), 1)",
    second_derivative_formula=r"\begin{cases} \tfrac{1}{2} & -1 < z < 1 \\ 0 & \text{else} \end{cases}",
    traits=Traits(
        range=Range(low=0.0, low_closed=True), monotonic="non-decreasing", lipschitz=1.0, saturates=(True, False)
    ),
    templates={
        "numpy": Template(
            "np.where({z} > 1.0, {z}, (np.clip({z}, -1.0, 1.0) + 1.0) ** 2 / 4.0)",
            derivative="(np.clip({z}, -1.0, 1.0) + 1.0) / 2.0",
        ),
        "torch": Template("torch.where({z} > 1.0, {z}, (torch.clamp({z}, -1.0, 1.0) + 1.0) ** 2 / 4.0)"),
        "jax": Template("jax.nn.sparse_plus({z})", native="jax.nn.sparse_plus"),
        "keras": Template("keras.activations.sparse_plus({z})", native="keras.activations.sparse_plus"),
    },
)
