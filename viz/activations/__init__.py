"""Activation functions: one record each, found by name in `ACTIVATIONS`; `get` sets their parameters.

    get("leaky_relu", slope=0.3)(z)

A new function needs a record in one of the family files and a place in the list below.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from viz.activations.algebraic import BENT_IDENTITY, ISRLU, ISRU, SOFTSIGN, SQUAREPLUS
from viz.activations.base import Activation, Framework, Parameter, suggestion
from viz.activations.exponential import CELU, ELU, EXPONENTIAL, SELU, XIELU
from viz.activations.gated import BILINEAR, GLU, REGLU, Gated
from viz.activations.hard_rectifiers import HARD_MISH, HARDSWISH, SPARSE_PLUS
from viz.activations.hard_sigmoids import HARDSIGMOID, HARDTANH, HEAVISIDE, RELU6, SPARSE_SIGMOID
from viz.activations.leaky import LEAKY_RELU, PRELU, RRELU
from viz.activations.linear import IDENTITY
from viz.activations.rectifiers import RELU, SQUARED_RELU, STAR_RELU, THRESHOLD
from viz.activations.sigmoids import SIGMOID, TANH
from viz.activations.traits import Kink, Point, Range

__all__ = ["ACTIVATIONS", "GATED", "Activation", "Framework", "Gated", "Kink", "Parameter", "Point", "Range", "get"]

ACTIVATIONS: Mapping[str, Activation] = MappingProxyType(
    {
        activation.name: activation
        for activation in (
            *(IDENTITY,),
            *(RELU, SQUARED_RELU, STAR_RELU, THRESHOLD),
            *(LEAKY_RELU, PRELU, RRELU),
            *(ELU, CELU, SELU, XIELU, EXPONENTIAL),
            *(SIGMOID, TANH),
            *(RELU6, HARDTANH, HARDSIGMOID, SPARSE_SIGMOID, HEAVISIDE),
            *(HARDSWISH, HARD_MISH, SPARSE_PLUS),
            *(SOFTSIGN, ISRU, ISRLU, SQUAREPLUS, BENT_IDENTITY),
        )
    }
)
GATED: Mapping[str, Gated] = MappingProxyType({gated.name: gated for gated in (GLU, BILINEAR, REGLU)})


def get(name: str, **parameters: float) -> Activation:
    """Return the activation of that name with these parameters, the others at their defaults.

    Raises ValueError for an unknown name (with the likely one), an unknown parameter and one out of its bounds.
    """
    if name not in ACTIVATIONS:
        raise ValueError(f"unknown activation {name!r}: {suggestion(name, ACTIVATIONS)}")
    return ACTIVATIONS[name].with_parameters(**parameters)
