"""RaceSpec: the lanes of a race, each trained with many seeds."""

from __future__ import annotations

from dataclasses import dataclass, replace

from viz.spec.experiment import ExperimentSpec
from viz.spec.goal import Goal, goals

FRAMES = 60  # recorded moments of each run


@dataclass(frozen=True)
class RaceSpec:
    """The runs of the lanes, and with how many seeds each of them is trained."""

    lanes: tuple[ExperimentSpec, ...]
    seeds: int

    @property
    def goals(self) -> tuple[Goal, ...]:
        """What a run of each lane must reach to have solved it."""
        return goals(self.lanes)

    def runs(self) -> tuple[list[tuple[int, int]], list[ExperimentSpec]]:
        """Return of every run its place (lane, number of its seed), and the run.

        Seeds follow the lane's own one by one.  A limit of time is left out: what many runs at a time reach within it
        says nothing of one.
        """
        places = [(lane, number) for number in range(self.seeds) for lane in range(len(self.lanes))]
        return places, [self._run(*place) for place in places]

    def _run(self, lane: int, number: int) -> ExperimentSpec:
        run = self.lanes[lane]
        seed = (run.seed + number) % 2**31
        return replace(run, seed=seed, frames=min(FRAMES, run.frames), seconds=0.0)
