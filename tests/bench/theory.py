"""Mean field theory: one fixed point, and a phase diagram, against Gauss–Hermite quadrature iterated layer by layer."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

import numpy as np

from tests.bench.timing import Contender, Row, interleaved
from viz.activations import get
from viz.theory import mean_field, mean_field_map

TANH = get("tanh")
SIDE = 60
LAYERS, NODES = 200, 64  # near the critical line even that has not settled, so it does less than ours


def rows() -> Iterator[Row]:
    """Yield the time of one point and that of 60 × 60."""
    points = count()
    one = {
        "ReLU Lab": lambda: mean_field(TANH, 1.2 + 1e-6 * next(points), 0.2),
        "NumPy, Gauss–Hermite": iterated(np.array([1.2]), np.array([0.2])),
    }
    values = interleaved(one, 1e3, rounds=31)
    yield Row("Mean field: q* and χ₁ of tanh at one (σ_w, σ_b)", "ms", "≤ 5", values, values["ReLU Lab"] <= 5)

    w, b = np.meshgrid(np.linspace(0.1, 3.0, SIDE), np.linspace(0.0, 1.0, SIDE))
    several = {"ReLU Lab": lambda: mean_field_map(TANH, w, b), "NumPy, Gauss–Hermite": iterated(w.ravel(), b.ravel())}
    values = interleaved(several, 1e6, rounds=5)
    yield Row("Phase diagram of tanh, 60 × 60", "s", "≤ 0.3", values, values["ReLU Lab"] <= 0.3)


def iterated(w: np.ndarray, b: np.ndarray) -> Contender:
    """The variance map itself, for all points at once."""
    z, weights = np.polynomial.hermite_e.hermegauss(NODES)
    weights = weights / np.sqrt(2 * np.pi)

    def work() -> np.ndarray:
        q = np.ones_like(w)
        for _ in range(LAYERS):
            q = w**2 * (TANH(np.sqrt(q)[:, np.newaxis] * z) ** 2 @ weights) + b**2
        return w**2 * (TANH.derivative(np.sqrt(q)[:, np.newaxis] * z) ** 2 @ weights)

    return work
