"""Cures for dying ReLU units: what each changes of a run, and how strongly."""

from __future__ import annotations

from dataclasses import dataclass, replace

from viz.spec.activation_text import read_activation, write_activation
from viz.spec.experiment import ExperimentSpec

CURES = {
    "leaky_relu": "Leaky ReLU",
    "prelu": "PReLU",
    "elu": "ELU",
    "selu": "SELU",
    "gelu": "GELU",
    "he": "He initialisation",
    "bias": "Small positive bias",
    "rate": "Lower learning rate",
    "decay": "Weight decay",
    "clip": "Gradient clipping",
}
OTHER_ACTIVATIONS = ("prelu", "elu", "selu", "gelu")  # at their defaults: PReLU's slope of 0.25 is not trained


@dataclass(frozen=True)
class Strengths:
    """How strong the cures are that can be weak or strong.

    slope: of Leaky ReLU. bias: at the start. divisor: of the learning rate. decay: λ. clip: the largest norm.
    """

    slope: float
    bias: float
    divisor: float
    decay: float
    clip: float


def cured(base: ExperimentSpec, cure: str, strengths: Strengths) -> ExperimentSpec:
    """Return the run of plain ReLU with one cure."""
    plain = replace(base, activation="relu")
    if cure in OTHER_ACTIVATIONS:
        return replace(plain, activation=cure)
    if cure == "leaky_relu":
        leaky = read_activation("leaky_relu").with_parameters(slope=strengths.slope)
        return replace(plain, activation=write_activation(leaky))
    if cure == "he":
        return replace(plain, initialiser="he_normal", init_scale=1.0)
    if cure == "bias":
        return replace(plain, init_bias=strengths.bias)
    if cure == "rate":
        return replace(plain, learning_rate=max(1e-5, plain.learning_rate / strengths.divisor))
    if cure == "decay":
        return replace(plain, l2=strengths.decay)
    if cure == "clip":
        return replace(plain, clip_norm=strengths.clip)
    raise ValueError(f"unknown cure {cure!r}; there are {', '.join(CURES)}")


def described(cure: str, strengths: Strengths) -> str:
    """Return a cure's name with its strength."""
    strength = {
        "leaky_relu": f" {strengths.slope:g}",
        "bias": f" {strengths.bias:g}",
        "rate": f" ÷ {strengths.divisor:g}",
        "decay": f" {strengths.decay:g}",
        "clip": f" at {strengths.clip:g}",
    }
    return CURES[cure] + strength.get(cure, "")
