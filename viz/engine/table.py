"""A table of numbers to train on: what has become of a file once every question about it is settled."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from viz.engine.dataset_registry import Task


@dataclass(frozen=True, eq=False)
class Table:
    """N rows of D inputs and a target, all finite, in the units of the file: nothing is scaled yet.

    Attributes
    ----------
    digest : 16 hexadecimal digits that name what is in it, and what is asked of it.
    label : what people call it, after its file.
    x : (N, D), float64.
    y : (N,), int64 class numbers from 0 or float64 values.
    class_names : by class number; empty for regression.
    said : one sentence for everything in the file that was not taken as it is.

    Raises
    ------
    ValueError
        If the shapes don't fit each other, or a number is not finite.
    """

    digest: str
    label: str
    task: Task
    x: NDArray[np.float64]
    y: NDArray[np.int64] | NDArray[np.float64]
    input_names: tuple[str, ...]
    target_name: str
    class_names: tuple[str, ...] = ()
    said: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.x.shape != (len(self.y), len(self.input_names)) or self.y.ndim != 1:
            raise ValueError(f"{self.x.shape} inputs, {self.y.shape} targets and {len(self.input_names)} names")
        if not (np.isfinite(self.x).all() and np.isfinite(self.y).all()):
            raise ValueError("a table holds finite numbers only")
        for array in (self.x, self.y):
            array.flags.writeable = False
