"""Hard sigmoids: a line between two constants, or a bare step, in place of a smooth S; exactly flat outside."""

from __future__ import annotations

from math import inf

import numpy as np

from viz.activations.base import Activation, Parameter, Template
from viz.activations.kernels import Array, Setting, select, zero
from viz.activations.traits import Kink, Range, Traits

FAMILY = "Hard sigmoids"


def _clip(z: Array, out: Array, low: Setting, high: Setting) -> None:
    np.maximum(z, low, out=out)
    np.minimum(out, high, out=out)


def _clip_derivative(z: Array, out: Array, low: Setting, high: Setting) -> None:
    select(z, out, (z > low) & (z < high), 1.0, 0.0)


def _relu6(z: Array, out: Array) -> None:
    _clip(z, out, 0.0, 6.0)


def _relu6_derivative(z: Array, out: Array) -> None:
    _clip_derivative(z, out, 0.0, 6.0)


def _hardsigmoid(z: Array, out: Array) -> None:
    _clip(z, out, -3.0, 3.0)
    np.add(out, 3.0, out=out)
    np.divide(out, 6.0, out=out)


def _hardsigmoid_derivative(z: Array, out: Array) -> None:
    select(z, out, np.abs(z) < 3.0, 1.0 / 6.0, 0.0)


def _heaviside(z: Array, out: Array) -> None:
    np.heaviside(z, 1.0, out=out)


def sparse_sigmoid(z: Array, out: Array) -> None:
    """Fill the sparse sigmoid, which is also the derivative of sparseplus."""
    np.clip(z, -1.0, 1.0, out=out)
    np.add(out, 1.0, out=out)
    np.divide(out, 2.0, out=out)


def _sparse_sigmoid_derivative(z: Array, out: Array) -> None:
    select(z, out, np.abs(z) <= 1.0, 0.5, 0.0)


def _hardtanh_traits(min_val: float, max_val: float) -> Traits:
    return Traits(
        range=Range(min_val, max_val, True, True),
        monotonic="non-decreasing",
        lipschitz=1.0,
        saturates=(True, True),
        kinks=(
            Kink(min_val, derivative=0.0, left=0.0, right=1.0, elsewhere={"jax": 1.0}),
            Kink(max_val, derivative=0.0, left=1.0, right=0.0, elsewhere={"jax": 1.0}),
        ),
        symmetry="odd" if min_val == -max_val else None,
    )


HARDTANH = Activation(
    name="hardtanh",
    label="Hardtanh",
    family=FAMILY,
    summary="The identity, cut off on both sides.",
    reference="Collobert 2004, Large scale machine learning (thesis)",
    value_kernel=_clip,
    derivative_kernel=_clip_derivative,
    second_derivative_kernel=zero,
    formula=r"\min(\max(z, l), u)",
    derivative_formula=r"\begin{cases} 1 & l < z < u \\ 0 & \text{else} \end{cases}",
    second_derivative_formula=r"0 \quad (z \notin \{l, u\})",
    parameters=(
        Parameter("min_val", "Lower bound", "l", -1.0, -5.0, -0.1, 0.1, "f nowhere falls below it"),
        Parameter("max_val", "Upper bound", "u", 1.0, 0.1, 5.0, 0.1, "f nowhere rises above it"),
    ),
    traits=_hardtanh_traits,
    templates={
        "numpy": Template(
            "np.clip({z}, {min_val}, {max_val})", derivative="np.where(({z} > {min_val}) & ({z} < {max_val}), 1.0, 0.0)"
        ),
        "torch": Template(
            "F.hardtanh({z}, min_val={min_val}, max_val={max_val})", native="torch.nn.functional.hardtanh"
        ),
        "jax": Template(
            "jnp.where({z} < {min_val}, {min_val}, jnp.where({z} > {max_val}, {max_val}, {z}))",
            native="jax.nn.hard_tanh",
            note="jax.nn.hard_tanh is fixed to [−1, 1]",
        ),
        "keras": Template(
            "keras.ops.clip({z}, {min_val}, {max_val})",
            native="keras.activations.hard_tanh",
            note="keras.activations.hard_tanh is fixed to [−1, 1]",
        ),
    },
)

RELU6 = Activation(
    name="relu6",
    label="ReLU6",
    family=FAMILY,
    summary="A rectifier that stops at 6, to stay accurate in low-precision arithmetic.",
    reference="Krizhevsky 2010, Convolutional deep belief networks on CIFAR-10",
    value_kernel=_relu6,
    derivative_kernel=_relu6_derivative,
    second_derivative_kernel=zero,
    formula=r"\min(\max(z, 0), 6)",
    derivative_formula=r"\begin{cases} 1 & 0 < z < 6 \\ 0 & \text{else} \end{cases}",
    second_derivative_formula=r"0 \quad (z \notin \{0, 6\})",
    traits=Traits(
        range=Range(0.0, 6.0, True, True),
        monotonic="non-decreasing",
        lipschitz=1.0,
        saturates=(True, True),
        kinks=(Kink(0.0, derivative=0.0, left=0.0, right=1.0), Kink(6.0, derivative=0.0, left=1.0, right=0.0)),
    ),
    templates={
        "numpy": Template("np.clip({z}, 0.0, 6.0)", derivative="np.where(({z} > 0.0) & ({z} < 6.0), 1.0, 0.0)"),
        "torch": Template("F.relu6({z})", native="torch.nn.functional.relu6"),
        "jax": Template("jax.nn.relu6({z})", native="jax.nn.relu6"),
        "keras": Template("keras.activations.relu6({z})", native="keras.activations.relu6"),
    },
)

HARDSIGMOID = Activation(
    name="hardsigmoid",
    label="Hardsigmoid",
    family=FAMILY,
    summary="A straight line in place of the sigmoid, exactly 0 below −3 and 1 above 3.",
    reference="Courbariaux, Bengio & David 2015, BinaryConnect; Howard et al. 2019, Searching for MobileNetV3",
    value_kernel=_hardsigmoid,
    derivative_kernel=_hardsigmoid_derivative,
    second_derivative_kernel=zero,
    formula=r"\min(\max(\tfrac{z + 3}{6}, 0), 1)",
    derivative_formula=r"\begin{cases} \tfrac{1}{6} & -3 < z < 3 \\ 0 & \text{else} \end{cases}",
    second_derivative_formula=r"0 \quad (z \ne \pm 3)",
    traits=Traits(
        range=Range(0.0, 1.0, True, True),
        monotonic="non-decreasing",
        lipschitz=1.0 / 6.0,
        saturates=(True, True),
        kinks=(
            Kink(-3.0, derivative=0.0, left=0.0, right=1.0 / 6.0),
            Kink(3.0, derivative=0.0, left=1.0 / 6.0, right=0.0),
        ),
    ),
    templates={
        "numpy": Template(
            "np.clip(({z} + 3.0) / 6.0, 0.0, 1.0)", derivative="np.where(({z} > -3.0) & ({z} < 3.0), 1 / 6, 0.0)"
        ),
        "torch": Template("F.hardsigmoid({z})", native="torch.nn.functional.hardsigmoid"),
        "jax": Template("jax.nn.hard_sigmoid({z})", native="jax.nn.hard_sigmoid"),
        "keras": Template("keras.activations.hard_sigmoid({z})", native="keras.activations.hard_sigmoid"),
    },
)

HEAVISIDE = Activation(
    name="heaviside",
    label="Heaviside step",
    family=FAMILY,
    summary="The ON/OFF threshold neuron: it can represent logic, but its gradient is 0 everywhere.",
    reference="McCulloch & Pitts 1943, A logical calculus of the ideas immanent in nervous activity",
    value_kernel=_heaviside,
    derivative_kernel=zero,
    second_derivative_kernel=zero,
    formula=r"\begin{cases} 0 & z < 0 \\ 1 & z \ge 0 \end{cases}",
    derivative_formula=r"0 \quad (z \ne 0)",
    second_derivative_formula=r"0 \quad (z \ne 0)",
    traits=Traits(
        range=Range(0.0, 1.0, True, True),
        monotonic="non-decreasing",
        lipschitz=inf,
        saturates=(True, True),
        kinks=(Kink(0.0, derivative=0.0, left=0.0, right=0.0, jump=True),),
    ),
    templates={
        "numpy": Template("np.heaviside({z}, 1.0)", derivative="np.zeros_like({z})"),
        "torch": Template(
            "torch.heaviside({z}, torch.ones_like({z}))",
            native="torch.heaviside",
            note="torch.heaviside has no gradient at all: backward() through it is an error",
        ),
        "jax": Template("jnp.heaviside({z}, 1.0)", native="jax.numpy.heaviside"),
        "keras": Template('keras.ops.cast({z} >= 0, "float32")'),
    },
)

SPARSE_SIGMOID = Activation(
    name="sparse_sigmoid",
    label="Sparse sigmoid",
    family=FAMILY,
    summary="The derivative of sparseplus: a line from 0 at −1 to 1 at 1, flat outside.",
    reference="Martins & Astudillo 2016, From softmax to sparsemax (the case of two classes)",
    value_kernel=sparse_sigmoid,
    derivative_kernel=_sparse_sigmoid_derivative,
    second_derivative_kernel=zero,
    formula=r"\min(\max(\tfrac{z + 1}{2}, 0), 1)",
    derivative_formula=r"\begin{cases} \tfrac{1}{2} & -1 \le z \le 1 \\ 0 & \text{else} \end{cases}",
    second_derivative_formula=r"0 \quad (z \ne \pm 1)",
    traits=Traits(
        range=Range(0.0, 1.0, True, True),
        monotonic="non-decreasing",
        lipschitz=0.5,
        saturates=(True, True),
        kinks=(
            Kink(-1.0, derivative=0.5, left=0.0, right=0.5, elsewhere={"jax": 0.25}),
            Kink(1.0, derivative=0.5, left=0.5, right=0.0, elsewhere={"jax": 0.25}),
        ),
    ),
    templates={
        "numpy": Template("0.5 * np.clip({z} + 1.0, 0.0, 2.0)", derivative="np.where(np.abs({z}) <= 1.0, 0.5, 0.0)"),
        "torch": Template("0.5 * torch.clamp({z} + 1.0, 0.0, 2.0)"),
        "jax": Template("jax.nn.sparse_sigmoid({z})", native="jax.nn.sparse_sigmoid"),
        "keras": Template("keras.activations.sparse_sigmoid({z})", native="keras.activations.sparse_sigmoid"),
    },
)
