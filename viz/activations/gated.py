"""Gated linear units: two-input functions in which one input, through an activation, gates the other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from viz.activations.base import FRAMEWORKS, Activation, FrameworkName, Template, render
from viz.activations.kernels import Array
from viz.activations.linear import IDENTITY
from viz.activations.rectifiers import RELU
from viz.activations.self_gated import GELU, SILU
from viz.activations.sigmoids import SIGMOID


@dataclass(frozen=True)
class Gated:
    """The two-input function g(a, b) = gate(a)·b of a gated linear unit; a and b are two linear maps of one input."""

    name: str
    label: str
    summary: str
    reference: str
    gate: Activation
    formula: str
    gradient_formula: tuple[str, str]  # ∂g/∂a, ∂g/∂b
    templates: Mapping[FrameworkName, Template]

    def __call__(self, a: npt.ArrayLike, b: npt.ArrayLike) -> Array:
        """Return gate(a)·b; a and b broadcast."""
        with np.errstate(all="ignore"):
            return np.multiply(self.gate(a), _floating(b))

    def gradient(self, a: npt.ArrayLike, b: npt.ArrayLike) -> tuple[Array, Array]:
        """Return (∂g/∂a, ∂g/∂b) = (gate′(a)·b, gate(a)), both in the broadcast shape of a and b."""
        slope, value, other = self.gate.derivative(a), self.gate(a), _floating(b)
        with np.errstate(all="ignore"):
            by_a = np.multiply(slope, other)
        return by_a, np.broadcast_to(value, by_a.shape).astype(by_a.dtype)

    def code(self, framework: FrameworkName, a: str = "a", b: str = "b") -> str | None:
        """Return a snippet that computes h = g(a, b) in a framework; None if there is none."""
        template = self.templates.get(framework)
        return None if template is None else render(template.expression, a=a, b=b)


def _floating(values: npt.ArrayLike) -> Array:
    given = np.asarray(values)
    return given if given.dtype in (np.float32, np.float64) else given.astype(np.float64, casting="same_kind")


SHAZEER = "Shazeer 2020, GLU variants improve Transformer"

GLU = Gated(
    name="glu",
    label="GLU",
    summary="A sigmoid decides how much of a linear unit passes.",
    reference="Dauphin, Fan, Auli & Grangier 2017, Language modeling with gated convolutional networks",
    gate=SIGMOID,
    formula=r"\sigma(a)\,b",
    gradient_formula=(r"\sigma(a)\,(1 - \sigma(a))\,b", r"\sigma(a)"),
    templates={
        "numpy": Template("special.expit({a}) * {b}"),
        "torch": Template(
            "torch.sigmoid({a}) * {b}",
            native="torch.nn.functional.glu",
            note="F.glu takes one tensor and gates its first half with its second",
        ),
        "jax": Template(
            "jax.nn.sigmoid({a}) * {b}",
            native="jax.nn.glu",
            note="jax.nn.glu takes one array and gates its first half with its second",
        ),
        "keras": Template(
            "keras.activations.sigmoid({a}) * {b}",
            native="keras.activations.glu",
            note="keras.activations.glu takes one tensor and gates its first half with its second",
        ),
    },
)

BILINEAR = Gated(
    name="bilinear",
    label="Bilinear",
    summary="Two linear units multiplied, with no activation in the gate.",
    reference=f"Mnih & Hinton 2007, Three new graphical models for statistical language modelling; {SHAZEER}",
    gate=IDENTITY,
    formula=r"a\,b",
    gradient_formula=(r"b", r"a"),
    templates={framework: Template("{a} * {b}") for framework in FRAMEWORKS},
)

REGLU = Gated(
    name="reglu",
    label="ReGLU",
    summary="A rectifier as the gate: exactly zero on half of the plane.",
    reference=SHAZEER,
    gate=RELU,
    formula=r"\max(0, a)\,b",
    gradient_formula=(r"\begin{cases} 0 & a \le 0 \\ b & a > 0 \end{cases}", r"\max(0, a)"),
    templates={
        "numpy": Template("np.maximum({a}, 0.0) * {b}"),
        "torch": Template("F.relu({a}) * {b}"),
        "jax": Template("jax.nn.relu({a}) * {b}"),
        "keras": Template("keras.activations.relu({a}) * {b}"),
    },
)

GEGLU = Gated(
    name="geglu",
    label="GEGLU",
    summary="A GELU as the gate; T5 v1.1 uses it.",
    reference=SHAZEER,
    gate=GELU,
    formula=r"a\,\Phi(a)\,b",
    gradient_formula=(r"\bigl(\Phi(a) + a\,\varphi(a)\bigr)\,b", r"a\,\Phi(a)"),
    templates={
        "numpy": Template("{a} * special.ndtr({a}) * {b}"),
        "torch": Template("F.gelu({a}) * {b}"),
        "jax": Template("jax.nn.gelu({a}, approximate=False) * {b}"),
        "keras": Template("keras.activations.gelu({a}) * {b}"),
    },
)

SWIGLU = Gated(
    name="swiglu",
    label="SwiGLU",
    summary="A SiLU as the gate; PaLM and LLaMA use it.",
    reference=SHAZEER,
    gate=SILU,
    formula=r"a\,\sigma(a)\,b",
    gradient_formula=(r"\sigma(a)\,\bigl(1 + a\,(1 - \sigma(a))\bigr)\,b", r"a\,\sigma(a)"),
    templates={
        "numpy": Template("{a} * special.expit({a}) * {b}"),
        "torch": Template("F.silu({a}) * {b}"),
        "jax": Template("jax.nn.silu({a}) * {b}"),
        "keras": Template("keras.activations.silu({a}) * {b}"),
    },
)
