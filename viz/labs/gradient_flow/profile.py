"""What is measured of every layer of a deep network: the variance that goes forward, the gradient that comes back."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Self

import numpy as np
import numpy.typing as npt

from viz.engine.backpropagation import Backpropagation

Array = npt.NDArray[np.float64]

QUANTILES = (0.1, 0.5, 0.9)
SAFE = (1e-280, 1e280)  # sums of squares between these are exact enough


@dataclass(frozen=True, eq=False)
class Profile:
    """Numbers of P networks by layer, each (P, L), from the first layer to the output; NaN after an overflow.

    variance : mean of z² over the units of the layer and the training samples.  Over random weights z has mean 0, so
        this is what mean-field theory calls its variance q.
    sensitivity : root mean square over the training samples of ‖∂ℓ/∂z‖, the gradient of one sample's loss by all
        pre-activations of the layer.
    gradient : ‖∂L/∂W‖, the L2 norm of the gradient of the mean loss over the training set by the layer's weights.
    """

    variance: Array
    sensitivity: Array
    gradient: Array

    @classmethod
    def joined(cls, parts: list[Self]) -> Self:
        """Return the profiles of all networks."""
        return cls(*(np.concatenate([getattr(part, entry.name) for part in parts]) for entry in fields(cls)))


@np.errstate(all="ignore")
def measured(work: Backpropagation) -> Profile:
    """Return the profile of networks from passes over their training sets that have gone forward and back."""
    samples = work.pre_activations[0].shape[2]
    gradients = [layer[:, :, :-1] for layer in work.network.layer_views(work.gradient)]
    columns = {
        "variance": [_mean_square(z) for z in work.pre_activations],
        # δ is that of the mean loss, a sample's own is N times as large
        "sensitivity": [_norm(delta) * np.sqrt(samples) for delta in work.deltas],
        "gradient": [_norm(gradient) for gradient in gradients],
    }
    return Profile(**{name: np.stack(values, axis=1) for name, values in columns.items()})


def quantiles(values: Array) -> tuple[Array, Array, Array]:
    """Return the 10 %, 50 % and 90 % quantiles over the networks, the first axis, leaving out what is NaN."""
    lost = np.isnan(values)
    if not lost.any():
        low, middle, high = np.quantile(values, QUANTILES, axis=0)
    else:
        filled = np.where(lost.all(axis=0), 0.0, values)
        low, middle, high = (np.where(lost.all(axis=0), np.nan, q) for q in np.nanquantile(filled, QUANTILES, axis=0))
    return low, middle, high


def _norm(values: Array) -> Array:
    """Return the L2 norm (P,) over all but the first axis, also where its square is beyond double precision."""
    squares = _sum_of_squares(values)
    if ((squares > SAFE[0]) & (squares < SAFE[1])).all():
        return np.sqrt(squares)
    largest = np.abs(values).reshape(len(values), -1).max(axis=1)
    scale = np.where((largest > 0.0) & np.isfinite(largest), largest, 1.0)
    return scale * np.sqrt(_sum_of_squares(values / scale.reshape(-1, *(1,) * (values.ndim - 1))))


def _sum_of_squares(values: Array) -> Array:
    flat = values.reshape(len(values), -1)
    return np.einsum("pi,pi->p", flat, flat)


def _mean_square(values: Array) -> Array:
    return _sum_of_squares(values) / values[0].size
