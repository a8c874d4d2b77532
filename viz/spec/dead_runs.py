"""What the experiments on dying units are made of: the runs to compare, and the runs of a map."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from viz.spec.causes import varied
from viz.spec.experiment import ExperimentSpec


@dataclass(frozen=True)
class CohortsSpec:
    """Groups of runs that differ from group to group, each with the same seeds.

    groups: (label, the run with the first seed). tau: a unit is dormant up to this share of its layer's mean output.
    """

    groups: tuple[tuple[str, ExperimentSpec], ...]
    seeds: int
    tau: float

    def runs(self) -> list[ExperimentSpec]:
        """Return all runs, group by group."""
        return [run for _, spec in self.groups for run in seeded(spec, self.seeds)]


@dataclass(frozen=True)
class MapSpec:
    """A map of two causes: every combination of their values, each with the same seeds."""

    base: ExperimentSpec
    x: str
    x_values: tuple[float, ...]
    y: str
    y_values: tuple[float, ...]
    seeds: int
    tau: float

    def cell(self, row: int, column: int) -> ExperimentSpec:
        """Return the run of a cell with the first seed."""
        return varied(self.base, {self.x: self.x_values[column], self.y: self.y_values[row]})

    def run(self, row: int, column: int, place: int) -> ExperimentSpec:
        """Return the run of a cell with one of its seeds, counted from 0."""
        return replace(self.cell(row, column), seed=self.base.seed + place)


def seeded(spec: ExperimentSpec, seeds: int) -> Iterator[ExperimentSpec]:
    """Yield the run with its own seed and the following ones."""
    # Seeds within bounds were checked with the settings; checking every field again would take longer than to train.
    return (spec.unchecked({"seed": spec.seed + place}) for place in range(seeds))
