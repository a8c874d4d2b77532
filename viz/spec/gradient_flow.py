"""GradientFlowSpec: what the page "Gradient flow" shows, and from it what each of its experiments runs."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any

from viz.spec.codec import Choice, Number, Settings, setting
from viz.spec.deep import MAX_DEEP_WIDTH, MAX_DEPTH, DeepSpec
from viz.spec.flow_runs import LayersSpec

MAX_SEEDS = 50
MAX_INITIAL = 60e9  # floating-point operations at initialisation, all seeds: a few seconds


def _of_run(name: str, default: Any = None, label: str | None = None, help: str | None = None) -> Any:
    """Declare a field that a run has too."""
    entry = DeepSpec.field(name)
    wording = entry.metadata
    default = entry.default if default is None else default
    return setting(default, wording["kind"], label or wording["label"], wording["help"] if help is None else help)


@dataclass(frozen=True)
class GradientFlowSpec(Settings):
    """One view of the page: which experiment, on which networks."""

    experiment: str = setting(
        "layers",
        Choice(("layers",), ("Layers",)),
        "Experiment",
    )
    activation: str = _of_run("activation")
    initialiser: str = _of_run("initialiser", "glorot_uniform")
    init_scale: float = _of_run("init_scale")
    init_bias_deviation: float = _of_run("init_bias_deviation", label="Bias spread σ_b")
    depth: int = setting(30, Number(1, MAX_DEPTH, integer=True), "Depth", "Hidden layers.")
    width: int = setting(64, Number(2, MAX_DEEP_WIDTH, integer=True), "Width", "Units in every hidden layer.")
    normalisation: str = _of_run("normalisation")
    residual: bool = _of_run("residual")
    dataset: str = _of_run("dataset")
    samples: int = _of_run("samples", 100)
    seed: int = _of_run("seed", label="First seed")
    seeds: int = setting(
        16, Number(1, MAX_SEEDS, integer=True), "Seeds", "Networks alike in all but the seed: lines are their median."
    )
    backward: str = setting(
        "sensitivity",
        Choice(("sensitivity", "gradient"), ("by z, one sample", "by W, whole set")),
        "Gradient",
        "‖∂ℓ/∂z‖ of one sample's loss (root mean square), which the theory is about; or ‖∂L/∂W‖ of the mean loss, "
        "which moves the weights.",
    )

    def conflicts(self) -> dict[str, str]:
        """Return field name -> what is wrong, for fields that don't go with the others."""
        wrong = {}
        if self.seed + self.seeds >= 2**31:
            wrong["seed"] = f"the last seed would be too large; up to {2**31 - 1 - self.seeds:,} can run"
        work = 6.0 * self.depth * self.width**2 * self.samples * self.seeds
        if work > MAX_INITIAL:
            wrong[self.changed("seeds", "samples", "depth", "width")] = (
                f"{self.seeds} networks of {self.depth} layers × {self.width} on {self.samples:,} samples take about "
                f"{work:.1e} operations, accepted are {MAX_INITIAL:.0e}; up to "
                f"{max(1, int(self.samples * MAX_INITIAL / work)):,} samples can run"
            )
        return wrong

    @property
    def run(self) -> DeepSpec:
        """The network with the first seed."""
        shared = {entry.name for entry in fields(self)} & {entry.name for entry in fields(DeepSpec)}
        return DeepSpec(**{name: getattr(self, name) for name in shared}, hidden=(self.width,) * self.depth)

    @property
    def initial(self) -> LayersSpec:
        """The networks at initialisation."""
        return LayersSpec(replace(self.run, steps=1), self.seeds)
