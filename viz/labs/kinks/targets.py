"""The curves that units are fitted to, and the distance from them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from viz.spec.kinks import HIGH, LOW, Target, inputs

Array = npt.NDArray[np.float64]

SAMPLES = 121  # evenly spaced inputs that units are fitted to and held against


def grid() -> Array:
    """Return the inputs (N,)."""
    return np.linspace(LOW, HIGH, SAMPLES)


def curve(target: Target, x: npt.ArrayLike) -> Array:
    """Return the target's values at inputs (N,); a drawn curve is straight between its points."""
    x = np.asarray(x, dtype=np.float64)
    if target.name == "sine":
        return 1.5 * np.sin(1.5 * x)
    if target.name == "step":
        return np.where(x < 0.0, -1.5, 1.5)
    if target.name == "abs":
        return np.abs(x)
    return np.interp(x, inputs(), target.drawn)


def rms(values: npt.ArrayLike, target: Target) -> Array:
    """Return the root of the mean squared distance of values (…, N) on the grid from the target: (…)."""
    return np.sqrt(np.square(np.asarray(values) - curve(target, grid())).mean(axis=-1))
