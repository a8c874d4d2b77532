"""BornDeadSpec: which random ReLU networks are drawn to see how many are born dead."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from typing import Literal

INITIALISERS = ("he_normal", "he_uniform", "asymmetric")
"""Those whose units are drawn alike, each by itself; scales do not matter where biases are 0."""

MAX_WIDTH, MAX_DEPTH, MAX_INPUTS, MAX_SAMPLES, MAX_NETWORKS = 64, 100, 10, 1000, 100_000
MAX_WORK = 2e10  # multiplications and draws of one experiment: about half a minute on one core


@dataclass(frozen=True)
class BornDeadSpec:
    """A grid of depths × widths for each initialiser, and what counts as dead.

    Raises ValueError naming the field and what would be accepted.

    Attributes
    ----------
    depths : numbers of hidden layers, ascending.
    widths : units in every hidden layer, the same in all layers of a network.
    initialisers : names in `viz.engine.initialisers.INITIALISERS`, of those above.
    networks : drawn for each width and initialiser; networks of all depths are the first layers of the deepest.
    inputs : D. The domain is the cube [−√3, √3]^D, over which a uniform input has variance 1.
    where : "domain": dead where some hidden layer puts out 0 throughout the domain (Lu et al. 2019); "point": dead at
        one input, (1, …, 1).
    samples : of the domain, if it has more than one dimension; on a line the answer is exact.
    seed : of all draws.
    """

    depths: tuple[int, ...] = (1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30)
    widths: tuple[int, ...] = (2, 3, 4, 5, 6, 8, 10)
    initialisers: tuple[str, ...] = ("he_normal",)
    networks: int = 10_000
    inputs: int = 1
    where: Literal["domain", "point"] = "domain"
    samples: int = 100
    seed: int = 0

    def __post_init__(self) -> None:
        for name, values, most in (("depths", self.depths, MAX_DEPTH), ("widths", self.widths, MAX_WIDTH)):
            if not values or list(values) != sorted(set(values)) or not 1 <= values[0] <= values[-1] <= most:
                raise ValueError(f"{name} = {values}: accepted are numbers from 1 to {most}, ascending")
        unknown = [name for name in self.initialisers if name not in INITIALISERS]
        if unknown or not self.initialisers:
            raise ValueError(f"initialisers = {self.initialisers}: accepted are {', '.join(INITIALISERS)}")
        for name, most in (("networks", MAX_NETWORKS), ("inputs", MAX_INPUTS), ("samples", MAX_SAMPLES)):
            if not 1 <= getattr(self, name) <= most:
                raise ValueError(f"{name} = {getattr(self, name)}: accepted are numbers from 1 to {most}")
        if self.where not in ("domain", "point"):
            raise ValueError(f"where = {self.where!r} is neither domain nor point")
        if not (isfinite(self.seed) and self.seed >= 0):
            raise ValueError(f"seed = {self.seed} must not be negative")
        if self.work > MAX_WORK:
            raise ValueError(
                f"networks = {self.networks:,} of these sizes take about {self.work:.0e} operations, accepted are "
                f"{MAX_WORK:.0e}; up to {max(1, int(self.networks * MAX_WORK / self.work)):,} can be drawn"
            )

    @property
    def points(self) -> int:
        """How many inputs each network is looked at."""
        if self.where == "point":
            return 1
        return 2 if self.inputs == 1 else self.samples

    @property
    def work(self) -> float:
        """Multiplications and draws, roughly; a draw takes as long as some ten multiplications."""
        weights = sum(width * (self.inputs + 1 + (self.depths[-1] - 1) * (width + 1)) for width in self.widths)
        return float(len(self.initialisers) * self.networks * weights * (10 + self.points))
