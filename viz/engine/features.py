"""Features: what a network may be given of a point on the plane, as in TensorFlow Playground."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Feature:
    """One input of the network, made of the coordinates.

    formula : in LaTeX.
    compute : x (N, D) -> (N,).
    """

    name: str
    label: str
    formula: str
    compute: Callable[[Array], Array]


_ALL = (
    Feature("x1", "x₁", "x_1", lambda x: x[..., 0]),
    Feature("x2", "x₂", "x_2", lambda x: x[..., 1]),
    Feature("x1x1", "x₁²", "x_1^2", lambda x: x[..., 0] * x[..., 0]),
    Feature("x2x2", "x₂²", "x_2^2", lambda x: x[..., 1] * x[..., 1]),
    Feature("x1x2", "x₁x₂", "x_1 x_2", lambda x: x[..., 0] * x[..., 1]),
    Feature("sinx1", "sin x₁", r"\sin x_1", lambda x: np.sin(x[..., 0])),
    Feature("sinx2", "sin x₂", r"\sin x_2", lambda x: np.sin(x[..., 1])),
)

FEATURES: Mapping[str, Feature] = MappingProxyType({feature.name: feature for feature in _ALL})


def feature_labels(names: Sequence[str], input_names: Sequence[str]) -> list[str]:
    """Return what the network's inputs are called; on a line there is one x and it needs no number."""
    if not names:
        return list(input_names)
    labels = [FEATURES[name].label for name in names]
    return [label.replace("₁", "") for label in labels] if len(input_names) == 1 else labels


def inputs_of(x: Array, names: Sequence[str]) -> Array:
    """Return what the network is given (…, N, D') of points (…, N, D); all coordinates where none is named."""
    return np.stack([FEATURES[name].compute(x) for name in names], axis=-1) if names else x
