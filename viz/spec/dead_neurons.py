"""DeadNeuronsSpec: what the page "Dead neurons" shows, and from it what each of its experiments runs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from viz.spec.born_dead import BornDeadSpec
from viz.spec.causes import CAUSES, varied, written
from viz.spec.codec import Choice, Flag, Number, Sequence, Settings, setting
from viz.spec.cures import CURES, Strengths, cured, described
from viz.spec.dead_limits import too_much
from viz.spec.dead_runs import CohortsSpec, MapSpec
from viz.spec.experiment import PREPARED, ExperimentSpec

DEFINITIONS = {"dead": "Dead", "saturated": "Saturated", "dormant": "Dormant", "gradient_dead": "Gradient-dead"}
FRAMES = 100  # recorded moments of a run, besides the start
MAX_SEED = 2**31 - 1
BORN_POINTS = 30  # along the axis of the experiment on born-dead networks
OF_RUN = (  # fields that every run has from here
    *("dataset", "data_scale", "activation", "initialiser", "init_scale", "init_bias", "optimiser"),
    *("learning_rate", "batch_size", "steps", "seed", "epsilon"),
)
_CAUSE = Choice(tuple(CAUSES), tuple(cause.label for cause in CAUSES.values()))


def _of_run(name: str, default: Any = None, label: str | None = None, help: str | None = None) -> Any:
    """Declare a field that a run has too."""
    entry = ExperimentSpec.field(name)
    wording = entry.metadata
    default = entry.default if default is None else default
    return setting(default, wording["kind"], label or wording["label"], wording["help"] if help is None else help)


def _span(name: str) -> Any:
    """Declare from where to where a cause is varied."""
    cause = CAUSES[name]
    return setting(cause.span, Sequence(cause.kind, ",", 2, 2), f"{cause.label}, from and to")


def _base(name: str, default: float) -> Any:
    """Declare the value of a cause while others vary."""
    cause = CAUSES[name]
    return setting(default, cause.kind, cause.label, cause.help)


@dataclass(frozen=True)
class DeadNeuronsSpec(Settings):
    """One view of the page: which experiment, its base settings, what is varied, and how a unit counts as dead."""

    experiment: str = setting(
        "causes",
        Choice(("causes", "map", "born", "cures"), ("Causes", "Map", "Born dead", "Cures")),
        "Experiment",
    )
    definition: str = setting("dead", Choice(tuple(DEFINITIONS), tuple(DEFINITIONS.values())), "Counted as")
    epsilon: float = _of_run("epsilon", label="ε of saturated", help="Saturated: |f′| < ε on 90 % of the samples.")
    tau: float = setting(
        0.025, Number(0, 1, step=0.005), "τ of dormant", "Dormant: mean |output| at most τ times the layer's mean."
    )

    dataset: str = setting("circles", PREPARED, "Data set")
    activation: str = _of_run("activation")
    initialiser: str = _of_run("initialiser")
    optimiser: str = _of_run("optimiser")
    learning_rate: float = _base("learning_rate", 1.0)
    init_scale: float = _base("init_scale", 2.0)
    init_bias: float = _base("init_bias", 0.0)
    depth: int = _base("depth", 2)
    width: int = _base("width", 8)
    batch_size: int = _base("batch_size", 10)
    data_scale: float = _base("data_scale", 1.0)
    steps: int = _of_run("steps", 500)
    seed: int = _of_run("seed", label="First seed")
    seeds: int = setting(20, Number(1, 100, integer=True), "Seeds", "Runs of each setting, alike in all but the seed.")

    cause: str = setting("learning_rate", _CAUSE, "Cause")
    values: int = setting(5, Number(2, 9, integer=True), "Values", "How many values of the cause are compared.")
    learning_rate_span: tuple[float, ...] = _span("learning_rate")
    init_scale_span: tuple[float, ...] = _span("init_scale")
    init_bias_span: tuple[float, ...] = _span("init_bias")
    depth_span: tuple[int, ...] = _span("depth")
    width_span: tuple[int, ...] = _span("width")
    batch_size_span: tuple[int, ...] = _span("batch_size")
    data_scale_span: tuple[float, ...] = _span("data_scale")

    x: str = setting("learning_rate", _CAUSE, "Across")
    y: str = setting("init_scale", _CAUSE, "Up")
    side: int = setting(24, Number(2, 64, integer=True), "Cells a side")
    map_seeds: int = setting(8, Number(1, 50, integer=True), "Seeds of a cell")
    quantity: str = setting("share", Choice(("share", "loss"), ("Share of units", "Final loss")), "Colour")

    cure_slope: float = setting(0.01, Number(0.001, 1, log=True), "Its slope")
    cure_bias: float = setting(0.1, Number(0, 3, step=0.05), "Its size")
    cure_divisor: float = setting(10.0, Number(1, 1000, log=True), "Divided by")
    cure_decay: float = setting(0.001, Number(0, 1, step=0.0005), "Its λ", "Adds λ·w to the gradient of a weight.")
    cure_clip: float = setting(
        1.0, Number(0.01, 100, log=True), "Largest norm", "Largest L2 norm of the whole gradient."
    )
    drawn: tuple[str, ...] = setting(
        ("leaky_relu", "he", "rate", "clip"),
        Sequence(Choice(tuple(CURES), tuple(CURES.values())), ",", len(CURES)),
        "Drawn",
        "Cures whose curves are drawn; the table has all.",
    )

    born_against: str = setting("depth", Choice(("depth", "width"), ("Depth", "Width")), "Against")
    born_depths: tuple[int, ...] = setting(
        (1, 30), Sequence(Number(1, 100, integer=True, log=True), ",", 2, 2), "Hidden layers, from and to"
    )
    born_widths: tuple[int, ...] = setting(
        (2, 8), Sequence(Number(1, 32, integer=True, log=True), ",", 2, 2), "Width, from and to"
    )
    born_lines: int = setting(4, Number(2, 6, integer=True), "Lines")
    born_networks: int = setting(10_000, Number(100, 100_000, integer=True, log=True), "Networks", "Drawn for a width.")
    born_inputs: int = setting(1, Number(1, 10, integer=True), "Inputs", "Dimensions of the domain.")
    born_where: str = setting(
        "domain",
        Choice(("domain", "point"), ("On the whole domain", "At a single input")),
        "Dead",
        "On the domain: a layer puts out 0 throughout. At a single input: it does so there.",
    )
    born_asymmetric: bool = setting(True, Flag(), "Asymmetric initialisation", "Of Lu et al., beside He’s.")

    def conflicts(self) -> dict[str, str]:
        """Return field name -> what is wrong, for fields that don't go with the others."""
        wrong = {}
        spans = {f"{name}_span": cause.label for name, cause in CAUSES.items()}
        for name, label in {**spans, "born_depths": "Depth", "born_widths": "Width"}.items():
            low, high = getattr(self, name)
            if low >= high:
                wrong[name] = f"{label.lower()} from {low:g} to {high:g} is no range"
        if len(set(self.drawn)) != len(self.drawn):
            wrong["drawn"] = "the same cure twice"
        if self.x == self.y:
            wrong[self.changed("x", "y")] = f"{CAUSES[self.x].label.lower()} is on the other axis already"
        last = self.seed + max(self.seeds, self.map_seeds) - 1
        if last > MAX_SEED:
            wrong["seed"] = f"the last seed would be {last:,}; up to {MAX_SEED + self.seed - last:,} can run"
        return wrong or too_much(self)

    # What the experiments run -----------------------------------------------------------------------------------------

    @property
    def base(self) -> ExperimentSpec:
        """The run that the others differ from; ValueError where it can't be."""
        values = {name: getattr(self, name) for name in OF_RUN if name in ExperimentSpec.__dataclass_fields__}
        return ExperimentSpec(**values, hidden=(self.width,) * self.depth, frames=FRAMES)

    @property
    def strengths(self) -> Strengths:
        """How strong the cures are."""
        return Strengths(self.cure_slope, self.cure_bias, self.cure_divisor, self.cure_decay, self.cure_clip)

    @property
    def compared(self) -> tuple[float, ...]:
        """The values of the cause that are compared."""
        return CAUSES[self.cause].values(*self.span(self.cause), self.values)

    @property
    def causes(self) -> CohortsSpec:
        """The runs with one cause at different values."""
        groups = tuple((written(value), varied(self.base, {self.cause: value})) for value in self.compared)
        return CohortsSpec(groups, self.seeds, self.tau)

    @property
    def cures(self) -> CohortsSpec:
        """Plain ReLU, then the runs with one cure each."""
        groups = [(described(cure, self.strengths), cured(self.base, cure, self.strengths)) for cure in CURES]
        return CohortsSpec((("Plain ReLU", replace(self.base, activation="relu")), *groups), self.seeds, self.tau)

    @property
    def map(self) -> MapSpec:
        """The runs with two causes at different values."""
        values = [CAUSES[name].values(*self.span(name), self.side) for name in (self.x, self.y)]
        return MapSpec(replace(self.base, frames=1), self.x, values[0], self.y, values[1], self.map_seeds, self.tau)

    def span(self, name: str) -> tuple[float, float]:
        """Return from where to where a cause is varied."""
        low, high = getattr(self, f"{name}_span")
        return low, high

    @property
    def born(self) -> BornDeadSpec:
        """The networks that are drawn to see whether they are born dead; ValueError where that is too much."""
        even, doubling = CAUSES["depth"].values, CAUSES["width"].values  # whole numbers, the latter on a log scale
        (shallow, deep), (narrow, wide) = self.born_depths, self.born_widths
        if self.born_against == "depth":
            depths, widths = even(shallow, deep, BORN_POINTS), doubling(narrow, wide, self.born_lines)
        else:
            depths, widths = doubling(shallow, deep, self.born_lines), even(narrow, wide, BORN_POINTS)
        return BornDeadSpec(
            depths=tuple(map(int, depths)),
            widths=tuple(map(int, widths)),
            initialisers=("he_normal", "asymmetric") if self.born_asymmetric else ("he_normal",),
            networks=self.born_networks,
            inputs=self.born_inputs,
            where=self.born_where,  # type: ignore[arg-type]
            seed=self.seed,
        )
