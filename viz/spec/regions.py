"""Networks whose linear regions are counted: one in a square of its inputs, or many along a line and in a square."""

from __future__ import annotations

from dataclasses import dataclass

from viz.spec.experiment import ExperimentSpec

MAX_CUTS = 192  # lines to cut along: hidden units times the kinks of their activation
MAX_LAYERS, MAX_WIDTH = 8, 64
DATASETS = {"circles": "Circles", "moons": "Moons", "xor": "XOR", "spirals": "Spirals"}  # two inputs, one output
DEPTHS = (1, 2, 4)  # hidden layers that are compared with as many neurons in all


@dataclass(frozen=True)
class RegionsSpec:
    """One network, as `training` starts it or after `trained` of its steps, over the square of inputs up to ±half."""

    training: ExperimentSpec
    trained: int
    half: float


@dataclass(frozen=True)
class GrowthSpec:
    """Random networks of one, two and four layers with as many neurons in all, from `networks` seeds each.

    half: of the square, for networks with two inputs, and of the line, for those with one.
    """

    activation: str
    initialiser: str
    init_scale: float
    bias_spread: float
    half: float
    networks: int
