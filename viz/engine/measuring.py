"""Measuring: what all probes say of a population at one moment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from viz.engine.observation import Observer
from viz.engine.probes import Probe

Array = NDArray[np.float64]


@np.errstate(all="ignore")
def measure(observer: Observer, previous_parameters: Array | None, probes: Sequence[Probe]) -> dict[str, Any]:
    """Return what the probes say of the networks as they are."""
    look = observer.look(previous_parameters)
    frame: dict[str, Any] = {}
    for probe in probes:
        frame |= probe(look)
    return frame


def blank(frame: Mapping[str, Any], lost: NDArray[np.bool_]) -> None:
    """Replace the numbers of members that overflowed: NaN, and 0 for counts."""
    for value in frame.values():
        for array in value if isinstance(value, list) else [value]:
            array[lost] = np.nan if array.dtype.kind == "f" else 0
