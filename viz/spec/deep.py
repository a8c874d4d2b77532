"""DeepSpec: a training run of a network of up to 100 layers, too large to play but not to measure layer by layer."""

from __future__ import annotations

from dataclasses import dataclass, fields

from viz.spec.adjustable import MAX_LAYERS, MAX_WIDTH
from viz.spec.codec import Number, Sequence, setting
from viz.spec.experiment import ExperimentSpec

MAX_DEPTH = 100
MAX_DEEP_WIDTH = 128


@dataclass(frozen=True)
class DeepSpec(ExperimentSpec):
    """An :class:`ExperimentSpec` with room for deep networks; of its run only a few numbers a layer are recorded."""

    hidden: tuple[int, ...] = setting(
        (64,) * 30, Sequence(Number(1, MAX_DEEP_WIDTH, integer=True), "-", MAX_DEPTH), "Hidden layers"
    )

    @property
    def size(self) -> float:
        """Bytes of the recording: next to nothing, for neither pictures nor weights are kept."""
        return 0.0

    @property
    def playable(self) -> bool:
        """Whether the page "Training" can show this run."""
        return len(self.hidden) <= MAX_LAYERS and max(self.hidden, default=1) <= MAX_WIDTH

    def experiment(self) -> ExperimentSpec:
        """Return the same run as the page "Training" takes it, with the frames that it has there."""
        values = {entry.name: getattr(self, entry.name) for entry in fields(self) if entry.name != "frames"}
        return ExperimentSpec(**values)
