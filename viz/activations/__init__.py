"""Activation functions: one record each, found by name in `ACTIVATIONS`; `get` sets their parameters.

    get("leaky_relu", slope=0.3)(z)

A new function needs a record in one of the family files and a place in the list below.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from viz.activations.algebraic import BENT_IDENTITY, ISRLU, ISRU, SOFTSIGN, SQUAREPLUS
from viz.activations.base import Activation, Framework, Parameter
from viz.activations.exponential import CELU, ELU, EXPONENTIAL, SELU, XIELU
from viz.activations.gated import BILINEAR, GEGLU, GLU, REGLU, SWIGLU, Gated
from viz.activations.hard_rectifiers import HARD_MISH, HARDSWISH, SPARSE_PLUS
from viz.activations.hard_sigmoids import HARDSIGMOID, HARDTANH, HEAVISIDE, RELU6, SPARSE_SIGMOID
from viz.activations.leaky import LEAKY_RELU, PRELU, RRELU
from viz.activations.linear import IDENTITY
from viz.activations.periodic import GAUSSIAN, GCU, SINE, SNAKE
from viz.activations.rectifiers import RELU, SQUARED_RELU, STAR_RELU, THRESHOLD
from viz.activations.self_gated import GELU, GELU_TANH, LISHT, MISH, QUICK_GELU, SERF, SILU, TELU
from viz.activations.shrinkers import HARDSHRINK, SOFTSHRINK, TANHSHRINK
from viz.activations.sigmoids import ARCTAN, LECUN_TANH, SIGMOID, TANH
from viz.activations.softplus import LOGSIGMOID, SOFTPLUS
from viz.activations.suggestion import suggestion
from viz.activations.traits import Kink, Point, Range

__all__ = ["ACTIVATIONS", "GATED", "Activation", "Framework", "Gated", "Kink", "Parameter", "Point", "Range", "get"]

ACTIVATIONS: Mapping[str, Activation] = MappingProxyType(
    {
        activation.name: activation
        for activation in (
            IDENTITY,
            *(RELU, SQUARED_RELU, STAR_RELU, THRESHOLD),
            *(LEAKY_RELU, PRELU, RRELU),
            *(ELU, CELU, SELU, XIELU, EXPONENTIAL),
            *(SIGMOID, TANH, LECUN_TANH, ARCTAN),
            *(SOFTPLUS, LOGSIGMOID),
            *(SILU, GELU, GELU_TANH, QUICK_GELU, MISH, SERF, TELU, LISHT),
            *(RELU6, HARDTANH, HARDSIGMOID, SPARSE_SIGMOID, HEAVISIDE),
            *(HARDSWISH, HARD_MISH, SPARSE_PLUS),
            *(SOFTSIGN, ISRU, ISRLU, SQUAREPLUS, BENT_IDENTITY),
            *(HARDSHRINK, SOFTSHRINK, TANHSHRINK),
            *(SINE, SNAKE, GCU, GAUSSIAN),
        )
    }
)
GATED: Mapping[str, Gated] = MappingProxyType({gated.name: gated for gated in (GLU, BILINEAR, REGLU, GEGLU, SWIGLU)})


def get(name: str, **parameters: float) -> Activation:
    """Return the activation of that name with these parameters, the others at their defaults.

    Raises ValueError for an unknown name (with the likely one), an unknown parameter and one out of its bounds.
    """
    if name not in ACTIVATIONS:
        raise ValueError(f"unknown activation {name[:60]!r}: {suggestion(name, ACTIVATIONS)}")
    return ACTIVATIONS[name].with_parameters(**parameters)
