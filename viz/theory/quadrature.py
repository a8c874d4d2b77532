"""Adaptive Gauss–Legendre quadrature of several integrands at once, all panels of a round in one vectorised call."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

NODES, WEIGHTS = np.polynomial.legendre.leggauss(15)
ROUNDS = 40  # halvings of a panel before its estimate is taken as it is
MAX_PANELS = 20_000


def integrate(integrands: Callable[[Array], Array], edges: Array, tolerance: float = 1e-12) -> Array:
    """Return the integrals from edges[0] to edges[-1] of K integrands, shape (K,).

    `integrands` maps points (M,) to values (K, M). Between neighbouring `edges` (ascending) they should be smooth, so
    edges belong at every kink and jump. A panel is halved until its estimate and the sum of its halves' estimates
    differ by less than `tolerance` of the whole, per panel's share of the interval, for every integrand.
    """
    left, right = edges[:-1], edges[1:]
    whole = _panels(integrands, left, right)
    done = np.zeros(whole.shape[0])
    span = edges[-1] - edges[0]
    for _ in range(ROUNDS):
        middle = (left + right) / 2
        first, second = _panels(integrands, left, middle), _panels(integrands, middle, right)
        halves = first + second
        with np.errstate(invalid="ignore"):  # inf − inf where an integral overflows: halving would not help
            scale = np.abs(done) + np.abs(halves).sum(axis=1)
            allowed = tolerance * scale[:, None] * np.maximum((right - left) / span, 1e-3)
            open_ = (np.abs(halves - whole) > allowed).any(axis=0)
        done = done + halves[:, ~open_].sum(axis=1)
        if not open_.any():
            return done
        if open_.sum() > MAX_PANELS:
            break
        left, right = np.r_[left[open_], middle[open_]], np.r_[middle[open_], right[open_]]
        whole = np.concatenate([first[:, open_], second[:, open_]], axis=1)
    else:
        return done + whole.sum(axis=1)
    return done + halves[:, open_].sum(axis=1)


def _panels(integrands: Callable[[Array], Array], left: Array, right: Array) -> Array:
    """Return the 15-point estimate of every panel, (K, panels)."""
    half = (right - left) / 2
    points = (left + right)[:, None] / 2 + half[:, None] * NODES
    values = integrands(points.ravel()).reshape(-1, *points.shape)
    return np.asarray((values @ WEIGHTS) * half)
