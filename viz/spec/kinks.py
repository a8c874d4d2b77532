"""ReLU units on one input, and what they are fitted to: the settings of "Build a function from kinks"."""

from __future__ import annotations

from dataclasses import dataclass

LOW, HIGH = -3.0, 3.0  # of the input x
MAX_UNITS = 12
POINTS = 49  # of a curve drawn by hand, evenly spaced from LOW to HIGH
FAR = 100.0  # the largest size of a slope, position or height
TARGETS = {"sine": "Sine", "step": "Step", "abs": "|x|", "drawn": "Drawn"}
DATASETS = ("sine", "step", "abs")  # the targets that are data sets too


def inputs() -> list[float]:
    """Return the POINTS inputs at which a curve drawn by hand has its values."""
    return [LOW + (HIGH - LOW) * place / (POINTS - 1) for place in range(POINTS)]


@dataclass(frozen=True)
class Units:
    """k ReLU units on one input x; their sum is offset + Σ height·relu(slope·(x − position)).

    slopes, positions, heights: one each.
    """

    slopes: tuple[float, ...]
    positions: tuple[float, ...]
    heights: tuple[float, ...]
    offset: float = 0.0

    def __len__(self) -> int:
        return len(self.positions)


@dataclass(frozen=True)
class Target:
    """A curve over x: one of TARGETS, and the values at POINTS inputs if it is drawn by hand."""

    name: str
    drawn: tuple[float, ...] = ()

    @property
    def label(self) -> str:
        """How people call it, within a sentence."""
        return {"sine": "the sine", "step": "the step", "abs": "|x|", "drawn": "the drawn curve"}[self.name]


@dataclass(frozen=True)
class FitSpec:
    """Training of units on a target: all of it at every step, starting from the units as they are."""

    units: Units
    target: Target
    optimiser: str
    learning_rate: float
    steps: int


@dataclass(frozen=True)
class ErrorsSpec:
    """Fits of 1 to MAX_UNITS units, each from several random starts."""

    target: Target
    optimiser: str
    learning_rate: float
    steps: int
    starts: int
