"""The causes of dying units that can be varied: what each is called, its bounds, and the values along an axis of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from viz.spec.adjustable import MAX_LAYERS, MAX_WIDTH
from viz.spec.codec import Number
from viz.spec.experiment import ExperimentSpec


@dataclass(frozen=True)
class Cause:
    """One setting of a run that can be varied.

    label: for people. symbol: short, for axes and sentences. kind: what one value may be; on a log scale where it says
    so. span: from where to where it is varied unless the reader says otherwise.
    """

    name: str
    label: str
    kind: Number
    span: tuple[float, float]
    help: str = ""

    def values(self, low: float, high: float, count: int) -> tuple[float, ...]:
        """Return up to `count` values from `low` to `high`, ends included, none twice.

        They are evenly spaced, on a log scale where the cause has one, and have as few digits as tell them apart.
        """
        exact = (np.geomspace if self.kind.log else np.linspace)(low, high, count).tolist()[1:-1]
        if self.kind.integer:
            return tuple(sorted({int(low), *map(round, exact), int(high)}))
        for digits in (2, 3, 4):
            points = sorted({low, *(float(f"{value:.{digits}g}") for value in exact), high})
            if len(points) == count:
                break
        return tuple(points)


CAUSES = {
    cause.name: cause
    for cause in (
        Cause("learning_rate", "Learning rate", Number(1e-5, 100, log=True), (0.1, 10.0)),
        Cause(
            "init_scale", "Initial scale", Number(0.01, 10, log=True), (0.25, 4.0), "Multiplies the initial weights."
        ),
        Cause("init_bias", "Initial bias", Number(-10, 10, step=0.1), (-2.0, 2.0), "Of every hidden unit."),
        Cause("depth", "Depth", Number(1, MAX_LAYERS, integer=True), (1, 8), "Hidden layers."),
        Cause("width", "Width", Number(1, MAX_WIDTH, integer=True, log=True), (2, 32), "Units in every hidden layer."),
        Cause("batch_size", "Batch size", Number(1, 2000, integer=True, log=True), (1, 100), "Samples in a step."),
        Cause("data_scale", "Data scale", Number(0.001, 1000, log=True), (0.1, 10.0), "Multiplies the inputs."),
    )
}


def varied(base: ExperimentSpec, values: Mapping[str, float]) -> ExperimentSpec:
    """Return `base` with some causes at other values; ValueError where that can't run."""
    depth = int(values.get("depth", len(base.hidden)))
    width = int(values.get("width", base.hidden[0]))
    others = {name: value for name, value in values.items() if name not in ("depth", "width")}
    return replace(base, hidden=(width,) * depth, **others)  # type: ignore[arg-type]


def written(value: float) -> str:
    """Return a value of a cause as people read it."""
    return f"{value:,.6g}".replace("-", "−")
