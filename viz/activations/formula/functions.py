"""The functions that a formula may call: how many arguments, and what NumPy computes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
from scipy import special


@dataclass(frozen=True)
class Function:
    """A function: the least and the largest number of arguments, and the array operation."""

    least: int
    most: int
    compute: Callable[..., Any]


def _fold(ufunc: Callable[..., Any]) -> Callable[..., Any]:
    def folded(first: Any, *rest: Any) -> Any:
        for other in rest:
            first = ufunc(first, other)
        return first

    return folded


def _softplus(u: Any) -> Any:
    return np.maximum(u, 0.0) + np.log1p(np.exp(-np.abs(u)))


def _step(u: Any) -> Any:
    return np.heaviside(u, 1.0)


def _relu(u: Any) -> Any:
    return np.maximum(u, 0.0)


def _sech(u: Any) -> Any:
    return 1.0 / np.cosh(u)


FUNCTIONS = MappingProxyType(
    {
        "max": Function(2, 8, _fold(np.maximum)),
        "min": Function(2, 8, _fold(np.minimum)),
        "abs": Function(1, 1, np.abs),
        "sign": Function(1, 1, np.sign),
        "step": Function(1, 1, _step),
        "relu": Function(1, 1, _relu),
        "where": Function(3, 3, np.where),
        "exp": Function(1, 1, np.exp),
        "expm1": Function(1, 1, np.expm1),
        "log": Function(1, 1, np.log),
        "log1p": Function(1, 1, np.log1p),
        "sqrt": Function(1, 1, np.sqrt),
        "sin": Function(1, 1, np.sin),
        "cos": Function(1, 1, np.cos),
        "tan": Function(1, 1, np.tan),
        "sinh": Function(1, 1, np.sinh),
        "cosh": Function(1, 1, np.cosh),
        "tanh": Function(1, 1, np.tanh),
        "arctan": Function(1, 1, np.arctan),
        "erf": Function(1, 1, special.erf),
        "sigmoid": Function(1, 1, special.expit),
        "softplus": Function(1, 1, _softplus),
    }
)
ALIASES = MappingProxyType({"atan": "arctan", "ln": "log", "heaviside": "step", "sgn": "sign", "maximum": "max"})
_OPERATORS: dict[str, Callable[..., Any]] = {
    "+": np.add,
    "-": np.subtract,
    "*": np.multiply,
    "/": np.divide,
    "neg": np.negative,
    "<": np.less,
    ">": np.greater,
    "sech": _sech,  # derivatives only
    "**": np.power,
}


def operation(name: str) -> Callable[..., Any]:
    """Return what NumPy does for a call of that name."""
    return FUNCTIONS[name].compute if name in FUNCTIONS else _OPERATORS[name]
