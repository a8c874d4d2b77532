"""Actions: what can be done to a network in the middle of a run, besides changing its settings.

Layers, units and inputs are counted from 1, as on screen; the last layer is the output.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True)
class ReDo:
    """Re-initialise dead units: incoming weights as at the start, outgoing ones 0, their optimiser state too.

    Sokar et al. 2023, The Dormant Neuron Phenomenon in Deep Reinforcement Learning.
    """

    def __str__(self) -> str:
        return "redo"


@dataclass(frozen=True)
class RaiseBias:
    """Add `by` to the bias of every dead unit."""

    by: float

    def __str__(self) -> str:
        return f"raise:{_number(self.by)}"


@dataclass(frozen=True)
class SetBias:
    """Give the bias of one unit a value."""

    layer: int
    unit: int
    value: float

    def __str__(self) -> str:
        return f"bias:{self.layer}.{self.unit}:{_number(self.value)}"


@dataclass(frozen=True)
class SetWeight:
    """Give one weight, from an input of a layer to a unit of it, a value."""

    layer: int
    unit: int
    input: int
    value: float

    def __str__(self) -> str:
        return f"weight:{self.layer}.{self.unit}.{self.input}:{_number(self.value)}"


Action: TypeAlias = ReDo | RaiseBias | SetBias | SetWeight


def _number(value: float) -> str:
    return repr(float(value)).removesuffix(".0")
