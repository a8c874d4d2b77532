"""What the experiments on gradient flow run: groups of deep networks, each with the same seeds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from viz.spec.deep import DeepSpec

MOMENTS = 24  # recorded moments of a run, besides the start


@dataclass(frozen=True)
class LayersSpec:
    """One kind of network with several seeds: what to measure at initialisation.

    spec: the network with the first seed. seeds: how many, the following ones.
    """

    spec: DeepSpec
    seeds: int

    def runs(self) -> Iterator[DeepSpec]:
        """Yield the run with every seed."""
        # Seeds within bounds were checked with the settings; checking every field again takes its time.
        return (self.spec.unchecked({"seed": self.spec.seed + place}) for place in range(self.seeds))


@dataclass(frozen=True)
class FlowRunsSpec:
    """Groups of runs that differ from group to group, each with the same seeds.

    groups: (label, the networks).
    """

    groups: tuple[tuple[str, LayersSpec], ...]


def moments(steps: int, count: int = MOMENTS) -> tuple[int, ...]:
    """Return the steps to look at: 0, 1 and up to `count` − 1 more, further and further apart, up to `steps`."""
    known = {0, 1, steps}
    for number in range(1, count):
        known.add(round(steps ** (number / count)))
    return tuple(sorted(known))
