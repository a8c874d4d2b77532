"""An autopsy: one unit of one run, to be looked at through its whole life."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from viz.activations import Activation
from viz.spec.activation_text import read_activation
from viz.spec.adjustable import read_unit
from viz.spec.experiment import ExperimentSpec


@dataclass(frozen=True)
class AutopsySpec:
    """A hidden unit of a run; `layer` and `unit` count from 0.

    Raises ValueError where the network has no such unit, saying which it has.
    """

    run: ExperimentSpec
    layer: int
    unit: int

    def __post_init__(self) -> None:
        hidden = self.run.hidden
        if not 0 <= self.layer < len(hidden):
            raise ValueError(f"there is no hidden layer {self.layer + 1}; the network has {len(hidden)}")
        if not 0 <= self.unit < hidden[self.layer]:
            raise ValueError(f"layer {self.layer + 1} has no unit {self.unit + 1}; it has {hidden[self.layer]}")

    @classmethod
    def of(cls, run: ExperimentSpec, text: str) -> Self:
        """Return the autopsy of the unit that a link calls "2.5": the fifth one of the second hidden layer."""
        layer, _, unit = text.partition(".")
        if not (layer.isdecimal() and unit.isdecimal()):
            raise ValueError(f"{text!r} names no unit; write layer.unit, counted from 1, such as 2.5")
        return cls(run, int(layer) - 1, int(unit) - 1)

    @property
    def name(self) -> str:
        """The unit as a link calls it."""
        return f"{self.layer + 1}.{self.unit + 1}"

    @property
    def label(self) -> str:
        """The unit as people call it."""
        return f"unit {self.unit + 1} of layer {self.layer + 1}"

    def activation(self, step: int) -> Activation:
        """Return the unit's activation at a step, which is seen before a fork there: its layer's, or one of its own."""
        first, *others = self.run.stages
        stage = [first, *(stage for stage in others if stage.start < step)][-1].spec
        for text in stage.unit_activations:
            layer, unit, activation = read_unit(text)
            if (layer - 1, unit - 1) == (self.layer, self.unit):
                return read_activation(activation)
        return stage.layers[self.layer]
