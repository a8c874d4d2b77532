"""GradientFlowSpec: what the page "Gradient flow" shows, and from it what each of its experiments runs."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any

from viz.spec.codec import Choice, Number, Sequence, Settings, setting
from viz.spec.deep import MAX_DEEP_WIDTH, MAX_DEPTH, DeepSpec
from viz.spec.experiment import PREPARED
from viz.spec.flow_runs import MOMENTS, FlowRunsSpec, LayersSpec
from viz.spec.phase import CURVE_FRAMES, PhaseSpec, TrainabilitySpec, depths_between, deviations_between
from viz.spec.remedies import remedied

MAX_SEEDS = 50
MAX_SIDE = 24
MAX_INITIAL = 60e9  # floating-point operations at initialisation, all seeds: a few seconds
MAX_TRAINING = 2e12  # of one experiment that trains: some five minutes on one core


def _of_run(name: str, default: Any = None, label: str | None = None, help: str | None = None) -> Any:
    """Declare a field that a run has too."""
    entry = DeepSpec.field(name)
    wording = entry.metadata
    default = entry.default if default is None else default
    return setting(default, wording["kind"], label or wording["label"], wording["help"] if help is None else help)


def _span(default: tuple[float, float], low: float, high: float, label: str, *, integer: bool = False) -> Any:
    """Declare from where to where something is varied."""
    return setting(default, Sequence(Number(low, high, integer=integer, step=1 if integer else 0.1), ",", 2, 2), label)


@dataclass(frozen=True)
class GradientFlowSpec(Settings):
    """One view of the page: which experiment, on which networks."""

    experiment: str = setting(
        "layers",
        Choice(
            ("layers", "phase", "movement", "remedies"),
            ("Layers", "Phase diagram", "Where it hurts", "Remedies"),
        ),
        "Experiment",
    )
    activation: str = _of_run("activation")
    initialiser: str = _of_run("initialiser", "glorot_uniform")
    init_scale: float = _of_run("init_scale")
    init_bias_deviation: float = _of_run("init_bias_deviation", label="Bias spread σ")
    depth: int = setting(30, Number(1, MAX_DEPTH, integer=True), "Depth", "Hidden layers.")
    width: int = setting(64, Number(2, MAX_DEEP_WIDTH, integer=True), "Width", "Units in every hidden layer.")
    normalisation: str = _of_run("normalisation")
    residual: bool = _of_run("residual")
    dataset: str = setting("circles", PREPARED, "Data set")
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
    when: str = setting("start", Choice(("start", "training"), ("At initialisation", "In training")), "When")
    moment: int = setting(
        MOMENTS, Number(0, MOMENTS, integer=True), "Moment", "Recorded moments of the run, closer together at first."
    )

    optimiser: str = _of_run("optimiser")
    learning_rate: float = _of_run("learning_rate", 0.02)
    batch_size: int = _of_run("batch_size", 32)
    steps: int = _of_run("steps", 300)
    runs: int = setting(8, Number(1, MAX_SEEDS, integer=True), "Runs", "Networks trained, one for each seed.")

    weight_span: tuple[float, ...] = _span((0.5, 3.5), 0.1, 10, "Weight spread σ, from and to")
    bias_span: tuple[float, ...] = _span((0.0, 1.0), 0, 10, "Bias spread σ, from and to")
    depth_span: tuple[int, ...] = _span((2, 50), 1, MAX_DEPTH, "Depth, from and to", integer=True)
    side: int = setting(13, Number(2, MAX_SIDE, integer=True), "Cells a side")
    map_width: int = setting(32, Number(2, MAX_DEEP_WIDTH, integer=True), "Width on the map")
    map_seeds: int = setting(2, Number(1, 20, integer=True), "Seeds of a cell")
    cell_row: int = setting(8, Number(0, MAX_SIDE - 1, integer=True), "Depth of the cell", "Which one on the map.")
    cell_column: int = setting(
        3, Number(0, MAX_SIDE - 1, integer=True), "Weight spread of the cell", "Which one on the map."
    )

    def conflicts(self) -> dict[str, str]:
        """Return field name -> what is wrong, for fields that don't go with the others."""
        wrong = {}
        for name in ("weight_span", "bias_span", "depth_span"):
            low, high = getattr(self, name)
            if low >= high:
                wrong[name] = f"the range from {low:g} to {high:g} is empty"
        if self.seed > (top := 2**31 - 1 - max(self.seeds, self.runs, self.map_seeds)):
            wrong["seed"] = f"the last seed would be too large; up to {top:,} can run"
        return wrong or self._run_conflicts() or self._too_much()

    def _run_conflicts(self) -> dict[str, str]:
        """Return what is wrong with the network itself."""
        found = DeepSpec().unchecked(self._run_fields() | {"steps": 1}).conflicts()
        return {
            name if name in self.__dataclass_fields__ else self.changed("depth", "width"): text
            for name, text in found.items()
        }

    def _too_much(self) -> dict[str, str]:
        """Return what can't run because it would take too long, with the nearest that can."""
        work = 6.0 * self.depth * self.width**2 * self.samples * self.seeds
        if work > MAX_INITIAL:
            return {
                self.changed("seeds", "samples", "depth", "width"): (
                    f"{self.seeds} networks of {self.depth} layers × {self.width} on {self.samples:,} samples are too "
                    f"much at once; up to {max(1, int(self.seeds * MAX_INITIAL / work))} seeds can run"
                )
            }
        work = self._training_work()
        if work > MAX_TRAINING:
            runs = "map_seeds" if self.experiment == "phase" else "runs"
            steps = max(1, int(self.steps * MAX_TRAINING / work))
            blamed = self.changed(
                runs, "steps", "batch_size", "depth", "width", "map_width", "side", "depth_span", "experiment"
            )
            return {blamed: f"to train this would take about {work / 4e11:.0f} minutes; up to {steps:,} steps can run"}
        return {}

    def _training_work(self) -> float:
        """Floating-point operations of what the experiment trains, roughly: six per weight, sample and step."""
        each = 6.0 * min(self.batch_size, self.samples) * self.steps
        if self.experiment == "phase":
            layers = self.side * sum(depths_between(self.depth_span, self.side))
            return each * layers * self.map_width**2 * self.map_seeds
        if self.experiment == "layers" and self.when == "start":
            return 0.0
        groups = len(remedied(self.run)) if self.experiment == "remedies" else 1
        return each * self.depth * self.width**2 * self.runs * groups

    # What the experiments run -----------------------------------------------------------------------------------------

    def _run_fields(self) -> dict[str, Any]:
        shared = {entry.name for entry in fields(self)} & {entry.name for entry in fields(DeepSpec)}
        return {name: getattr(self, name) for name in shared} | {"hidden": (self.width,) * self.depth}

    @property
    def run(self) -> DeepSpec:
        """The network with the first seed."""
        return DeepSpec().unchecked(self._run_fields())

    @property
    def initial(self) -> LayersSpec:
        """The networks at initialisation, whatever happens to them afterwards."""
        untrained = {"steps": 1, "learning_rate": 1.0, "batch_size": 2, "optimiser": "sgd"}
        return LayersSpec(self.run.unchecked(untrained), self.seeds)

    @property
    def trained(self) -> FlowRunsSpec:
        """The runs of the network as it is set."""
        return FlowRunsSpec((("as set", LayersSpec(self.run, self.runs)),))

    @property
    def compared(self) -> FlowRunsSpec:
        """The runs of the network without remedies, and with each of them alone."""
        return FlowRunsSpec(tuple((label, LayersSpec(run, self.runs)) for label, run in remedied(self.run)))

    @property
    def phase(self) -> PhaseSpec:
        """The phase diagram of the activation."""
        (low, high), (least, most) = self.weight_span, self.bias_span
        return PhaseSpec(self.activation, (low, high), (least, most))

    @property
    def trainability(self) -> TrainabilitySpec:
        """The map of depth and σ_w, of networks without remedies."""
        plain = {"normalisation": "none", "residual": False, "init_scale": 1.0, "initialiser": "lecun_normal"}
        base = self.run.unchecked(plain | {"hidden": (self.map_width,), "frames": CURVE_FRAMES})
        depths = depths_between(self.depth_span, self.side)
        return TrainabilitySpec(base, depths, deviations_between(self.weight_span, self.side), self.map_seeds)

    def showing(self, cell: DeepSpec) -> GradientFlowSpec:
        """Return the settings that show a run of the map layer by layer, in training."""
        names = ("initialiser", "init_scale", "init_bias_deviation", "normalisation", "residual")
        values: dict[str, Any] = {name: getattr(cell, name) for name in names}
        values |= {"depth": len(cell.hidden), "width": cell.hidden[0]}
        return replace(self, experiment="layers", when="training", **values)
