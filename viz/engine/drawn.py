"""A data set of points that somebody drew on the plane."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from viz.engine.dataset_registry import DatasetInfo
from viz.engine.rows import Rows

MIN_POINTS = 2  # of a class


def drawn(points: Sequence[tuple[float, float, int]]) -> DatasetInfo:
    """Return the data set of points (x₁, x₂, class 0 or 1), which is all of them; ValueError if a class has too few."""
    table = np.array(points, dtype=np.float64).reshape(-1, 3)
    names = ("first class", "second class")
    for kind, name in enumerate(names):
        if (found := int((table[:, 2] == kind).sum())) < MIN_POINTS:
            raise ValueError(
                f"the {name} has {found or 'no'} point{'s' * (found != 1)}, at least {MIN_POINTS} of each are needed "
                "to train on"
            )
    return DatasetInfo(
        name="drawn",
        label="Your own points",
        task="binary",
        description=f"{len(table)} points, drawn by hand.",
        reference="Drawn by whoever made the link",
        noise="Standard deviation of Gaussian jitter on x₁ and x₂, in axis units; a point keeps its class.",
        sample=Rows(table[:, :2].copy(), table[:, 2].astype(np.int64)),
        input_names=("x₁", "x₂"),
        target_name="class",
        class_names=names,
        domain=((-4.0, 4.0), (-4.0, 4.0)),
        target_range=(0.0, 1.0),
        max_samples=len(table),
        whole=True,
    )
