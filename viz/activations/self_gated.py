"""Self-gated functions f(z) = z·G(z), in which a smooth gate G decides how much of the input passes."""

from __future__ import annotations

import numpy as np

from viz.activations import gates
from viz.activations.base import Activation, Template
from viz.activations.kernels import Array
from viz.activations.traits import Point, Range, Traits

FAMILY = "Self-gated"

QUICK = 1.702  # σ(1.702 z) is the logistic function closest to Φ(z)

SILU_GATE = gates.logistic()
QUICK_GATE = gates.logistic(QUICK)
LISHT_STEEPEST = gates.TANH.overshoot()  # f″ = 0 where z·tanh(z) = 1


def _lisht(z: Array, out: Array) -> None:
    np.tanh(z, out=out)
    np.multiply(out, z, out=out)


SILU = Activation(
    name="silu",
    label="SiLU (Swish)",
    family=FAMILY,
    summary="The input times its own sigmoid: smooth, with a shallow dip left of zero.",
    reference="Hendrycks & Gimpel 2016, Gaussian error linear units; Elfwing, Uchibe & Doya 2017, Sigmoid-weighted "
    "linear units; Ramachandran, Zoph & Le 2017, Searching for activation functions",
    value_kernel=SILU_GATE.product,
    derivative_kernel=SILU_GATE.derivative,
    second_derivative_kernel=SILU_GATE.second_derivative,
    formula=r"z\,\sigma(z)",
    derivative_formula=r"\sigma(z)\,\bigl(1 + z\,(1 - \sigma(z))\bigr)",
    second_derivative_formula=r"\sigma(z)\,(1 - \sigma(z))\,\bigl(2 + z\,(1 - 2\sigma(z))\bigr)",
    traits=SILU_GATE.traits(),
    templates={
        "numpy": Template(
            "{z} * special.expit({z})", derivative="special.expit({z}) * (1 + {z} * special.expit(-{z}))"
        ),
        "torch": Template("F.silu({z})", native="torch.nn.functional.silu"),
        "jax": Template("jax.nn.silu({z})", native="jax.nn.silu"),
        "keras": Template("keras.activations.silu({z})", native="keras.activations.silu"),
    },
)

GELU = Activation(
    name="gelu",
    label="GELU",
    family=FAMILY,
    summary="The input times the probability that a standard normal lies below it.",
    reference="Hendrycks & Gimpel 2016, Gaussian error linear units",
    value_kernel=gates.NORMAL.product,
    derivative_kernel=gates.NORMAL.derivative,
    second_derivative_kernel=gates.NORMAL.second_derivative,
    formula=r"z\,\Phi(z) = \tfrac{z}{2} \left(1 + \operatorname{erf} \tfrac{z}{\sqrt{2}}\right)",
    derivative_formula=r"\Phi(z) + z\,\varphi(z)",
    second_derivative_formula=r"(2 - z^2)\,\varphi(z)",
    traits=gates.NORMAL.traits(),
    templates={
        "numpy": Template(
            "{z} * special.ndtr({z})",
            derivative="special.ndtr({z}) + {z} * np.exp(-({z} ** 2) / 2) / np.sqrt(2 * np.pi)",
        ),
        "torch": Template("F.gelu({z})", native="torch.nn.functional.gelu", note="exact by default"),
        "jax": Template(
            "jax.nn.gelu({z}, approximate=False)", native="jax.nn.gelu", note="the tanh approximation by default"
        ),
        "keras": Template("keras.activations.gelu({z})", native="keras.activations.gelu", note="exact by default"),
    },
)

GELU_TANH = Activation(
    name="gelu_tanh",
    label="GELU (tanh form)",
    family=FAMILY,
    summary="GELU with a tanh in place of the error function, within 4.7e-4 of it; GPT-2 uses this one.",
    reference="Hendrycks & Gimpel 2016, Gaussian error linear units",
    value_kernel=gates.NORMAL_BY_TANH.product,
    derivative_kernel=gates.NORMAL_BY_TANH.derivative,
    second_derivative_kernel=gates.NORMAL_BY_TANH.second_derivative,
    formula=r"\tfrac{z}{2} (1 + \tanh u), \quad u = \sqrt{2 / \pi}\,(z + 0.044715\,z^3)",
    derivative_formula=r"\tfrac{1}{2} (1 + \tanh u) + \tfrac{z}{2} (1 - \tanh^2 u)\,u', "
    r"\quad u' = \sqrt{2 / \pi}\,(1 + 0.134145\,z^2)",
    second_derivative_formula=r"(1 - \tanh^2 u) \left(u' + \tfrac{z}{2} u'' - z\,u'^2 \tanh u\right), "
    r"\quad u'' = 0.26829 \sqrt{2 / \pi}\,z",
    traits=gates.NORMAL_BY_TANH.traits(),
    templates={
        "numpy": Template(
            "0.5 * {z} * (1 + np.tanh(np.sqrt(2 / np.pi) * ({z} + 0.044715 * {z} ** 3)))",
            derivative="0.5 * (1 + np.tanh(np.sqrt(2 / np.pi) * ({z} + 0.044715 * {z} ** 3))) + 0.5 * {z} "
            "/ np.cosh(np.sqrt(2 / np.pi) * ({z} + 0.044715 * {z} ** 3)) ** 2 * np.sqrt(2 / np.pi) "
            "* (1 + 0.134145 * {z} ** 2)",
        ),
        "torch": Template(
            'F.gelu({z}, approximate="tanh")', native="torch.nn.functional.gelu", note="not torch's default"
        ),
        "jax": Template("jax.nn.gelu({z}, approximate=True)", native="jax.nn.gelu", note="jax's default"),
        "keras": Template(
            "keras.activations.gelu({z}, approximate=True)",
            native="keras.activations.gelu",
            note="not keras's default",
        ),
    },
)

QUICK_GELU = Activation(
    name="quick_gelu",
    label="Quick GELU",
    family=FAMILY,
    summary="GELU with a sigmoid in place of the normal distribution, within 2.03e-2 of it; CLIP uses this one.",
    reference="Hendrycks & Gimpel 2016, Gaussian error linear units",
    value_kernel=QUICK_GATE.product,
    derivative_kernel=QUICK_GATE.derivative,
    second_derivative_kernel=QUICK_GATE.second_derivative,
    formula=r"z\,\sigma(1.702\,z)",
    derivative_formula=r"s + 1.702\,z\,s\,(1 - s), \quad s = \sigma(1.702\,z)",
    second_derivative_formula=r"1.702\,s\,(1 - s)\,\bigl(2 + 1.702\,z\,(1 - 2 s)\bigr), \quad s = \sigma(1.702\,z)",
    traits=QUICK_GATE.traits(),
    templates={
        "numpy": Template(
            "{z} * special.expit(1.702 * {z})",
            derivative="special.expit(1.702 * {z}) * (1 + 1.702 * {z} * special.expit(-1.702 * {z}))",
        ),
        "torch": Template("{z} * torch.sigmoid(1.702 * {z})"),
        "jax": Template("{z} * jax.nn.sigmoid(1.702 * {z})"),
        "keras": Template("{z} * keras.activations.sigmoid(1.702 * {z})"),
    },
)

MISH = Activation(
    name="mish",
    label="Mish",
    family=FAMILY,
    summary="The input times the tanh of its softplus: like SiLU, with a slightly deeper dip.",
    reference="Misra 2019, Mish: a self regularized non-monotonic activation function",
    value_kernel=gates.TANH_OF_SOFTPLUS.product,
    derivative_kernel=gates.TANH_OF_SOFTPLUS.derivative,
    second_derivative_kernel=gates.TANH_OF_SOFTPLUS.second_derivative,
    formula=r"z \tanh s, \quad s = \log(1 + e^{z})",
    derivative_formula=r"\tanh s + z\,\sigma(z)\,(1 - \tanh^2 s)",
    second_derivative_formula=r"\sigma(z)\,(1 - \tanh^2 s) \bigl(2 + z\,(1 - \sigma(z) - 2\sigma(z) \tanh s)\bigr)",
    traits=gates.TANH_OF_SOFTPLUS.traits(),
    templates={
        "numpy": Template(
            "{z} * np.tanh(np.logaddexp({z}, 0))",
            derivative="np.tanh(np.logaddexp({z}, 0)) + {z} * special.expit({z}) / np.cosh(np.logaddexp({z}, 0)) ** 2",
        ),
        "torch": Template("F.mish({z})", native="torch.nn.functional.mish"),
        "jax": Template("jax.nn.mish({z})", native="jax.nn.mish"),
        "keras": Template("keras.activations.mish({z})", native="keras.activations.mish"),
    },
)

SERF = Activation(
    name="serf",
    label="Serf",
    family=FAMILY,
    summary="The input times the error function of its softplus: Mish with erf for tanh.",
    reference="Nag & Bhattacharyya 2021, Serf: towards better training of deep neural networks",
    value_kernel=gates.ERF_OF_SOFTPLUS.product,
    derivative_kernel=gates.ERF_OF_SOFTPLUS.derivative,
    second_derivative_kernel=gates.ERF_OF_SOFTPLUS.second_derivative,
    formula=r"z \operatorname{erf} s, \quad s = \log(1 + e^{z})",
    derivative_formula=r"\operatorname{erf} s + \tfrac{2}{\sqrt{\pi}}\,z\,\sigma(z)\,e^{-s^2}",
    second_derivative_formula=r"\tfrac{2}{\sqrt{\pi}}\,\sigma(z)\,e^{-s^2} "
    r"\bigl(2 + z\,(1 - \sigma(z) - 2 s\,\sigma(z))\bigr)",
    traits=gates.ERF_OF_SOFTPLUS.traits(),
    templates={
        "numpy": Template(
            "{z} * special.erf(np.logaddexp({z}, 0))",
            derivative="special.erf(np.logaddexp({z}, 0)) + {z} * special.expit({z}) * 2 / np.sqrt(np.pi) "
            "* np.exp(-(np.logaddexp({z}, 0) ** 2))",
        ),
        "torch": Template("{z} * torch.erf(F.softplus({z}))"),
        "jax": Template("{z} * jax.lax.erf(jax.nn.softplus({z}))"),
        "keras": Template("{z} * keras.ops.erf(keras.activations.softplus({z}))"),
    },
)

TELU = Activation(
    name="telu",
    label="TeLU",
    family=FAMILY,
    summary="The input times tanh(eᶻ): close to the identity to the right, and fading to zero to the left.",
    reference="Fernandez & Mali 2024, Stable and robust deep learning by hyperbolic tangent exponential linear unit",
    value_kernel=gates.TANH_OF_EXP.product,
    derivative_kernel=gates.TANH_OF_EXP.derivative,
    second_derivative_kernel=gates.TANH_OF_EXP.second_derivative,
    formula=r"z \tanh(e^{z})",
    derivative_formula=r"\tanh(e^{z}) + z\,e^{z} \bigl(1 - \tanh^2(e^{z})\bigr)",
    second_derivative_formula=r"e^{z} \bigl(1 - \tanh^2(e^{z})\bigr) \bigl(2 + z\,(1 - 2 e^{z} \tanh(e^{z}))\bigr)",
    traits=gates.TANH_OF_EXP.traits(),
    templates={
        "numpy": Template(
            "{z} * np.tanh(np.exp({z}))",
            derivative="np.tanh(np.exp({z})) + {z} * np.exp(np.minimum({z}, 20)) "
            "/ np.cosh(np.exp(np.minimum({z}, 20))) ** 2",
        ),
        "torch": Template("{z} * torch.tanh(torch.exp({z}))"),
        "jax": Template("{z} * jnp.tanh(jnp.exp({z}))"),
        "keras": Template("{z} * keras.ops.tanh(keras.ops.exp({z}))"),
    },
)

LISHT = Activation(
    name="lisht",
    label="LiSHT",
    family=FAMILY,
    summary="The input times its tanh: a smooth |z|, never negative, with slope −1 on the left.",
    reference="Roy, Manna, Dubey & Chaudhuri 2019, LiSHT: non-parametric linearly scaled hyperbolic tangent",
    value_kernel=_lisht,
    derivative_kernel=gates.TANH.derivative,
    second_derivative_kernel=gates.TANH.second_derivative,
    formula=r"z \tanh(z)",
    derivative_formula=r"\tanh(z) + z\,(1 - \tanh^2(z))",
    second_derivative_formula=r"2\,(1 - \tanh^2(z))\,(1 - z \tanh(z))",
    traits=Traits(
        range=Range(low=0.0, low_closed=True),
        monotonic="none",
        lipschitz=LISHT_STEEPEST.value,
        saturates=(False, False),
        symmetry="even",
        minimum=Point(0.0, 0.0),
        steepest=LISHT_STEEPEST,
    ),
    templates={
        "numpy": Template("{z} * np.tanh({z})", derivative="np.tanh({z}) + {z} / np.cosh({z}) ** 2"),
        "torch": Template("{z} * torch.tanh({z})"),
        "jax": Template("{z} * jnp.tanh({z})"),
        "keras": Template("{z} * keras.ops.tanh({z})"),
    },
)
