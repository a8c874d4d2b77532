"""OneNeuronSpec: what the page "One neuron" shows in each of its three experiments."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos

from viz.activations import Activation, get
from viz.activations.piecewise import pieces
from viz.engine.initialisers import INITIALISERS
from viz.engine.optimisers import OPTIMISERS
from viz.spec import kinks, regions
from viz.spec.activation_text import read_activation
from viz.spec.codec import ActivationText, Choice, Flag, Number, Sequence, Settings, setting
from viz.spec.experiment import ExperimentSpec

EXPERIMENTS = {"neuron": "Neuron", "kinks": "Kinks", "regions": "Regions"}
STARTS = 16  # random starts for every number of units
NETWORKS = 20  # random networks for every number of neurons and layers


def _choice(options: dict[str, str]) -> Choice:
    return Choice(tuple(options), tuple(options.values()))


_COORDINATE = Number(-kinks.FAR, kinks.FAR, step=0.05)
_LIST = Sequence(_COORDINATE, "_", kinks.MAX_UNITS, 1)
_CURVE = Sequence(Number(-5, 5, step=0.01), "_", kinks.POINTS, kinks.POINTS)
DRAWINGS = {  # to start from, or to have without drawing
    "Wave": tuple(round(0.6 * x * cos(x), 2) for x in kinks.inputs()),
    "Hat": tuple(round(max(0.0, 1.5 - abs(x)), 2) for x in kinks.inputs()),
    "Stairs": tuple(float(min(1, max(-1, round(x / 2)))) for x in kinks.inputs()),
    "Flat": (0.0,) * kinks.POINTS,
}


@dataclass(frozen=True)
class NeuronSpec:
    """One neuron: out = f(z) with z = weight_a·A + weight_b·B + bias, seen over A and B from −extent to extent."""

    a: float
    b: float
    weight_a: float
    weight_b: float
    bias: float
    activation: Activation
    extent: float


@dataclass(frozen=True)
class OneNeuronSpec(Settings):
    """One view of the page: which experiment, and the settings of all three."""

    experiment: str = setting("neuron", _choice(EXPERIMENTS), "Experiment")

    a: float = setting(1.0, Number(-1000, 1000, step=0.1), "A")
    b: float = setting(1.0, Number(-1000, 1000, step=0.1), "B")
    weight_a: float = setting(2.0, Number(-10, 10, step=0.1), "Weight of A")
    weight_b: float = setting(3.0, Number(-10, 10, step=0.1), "Weight of B")
    bias: float = setting(0.0, Number(-1000, 1000, step=0.1), "Bias")
    activation: str = setting("relu", ActivationText(), "Activation")
    threshold: bool = setting(
        False, Flag(), "Threshold neuron", "ON (1) above 0 and OFF (0) below it, in place of the activation."
    )
    view: str = setting("map", _choice({"map": "Map", "surface": "Surface"}), "Drawn as")
    extent: float = setting(5.0, Number(1, 1000, step=1), "Inputs up to ±")

    slopes: tuple[float, ...] = setting((1.0,) * 6, _LIST, "Slope")
    positions: tuple[float, ...] = setting((-2.5, -1.5, -0.5, 0.5, 1.5, 2.5), _LIST, "Position")
    heights: tuple[float, ...] = setting((1.0, -2.0, 2.0, -2.0, 2.0, -2.0), _LIST, "Height")
    offset: float = setting(0.0, _COORDINATE, "Offset", "Added to the sum: the bias of the output.")
    target: str = setting("sine", _choice(kinks.TARGETS), "Target")
    drawn: tuple[float, ...] = setting(DRAWINGS["Wave"], _CURVE, "Drawn curve")
    fit: bool = setting(False, Flag(), "Fit")
    optimiser: str = setting("adam", _choice({n: o.label for n, o in OPTIMISERS.items()}), "Optimiser")
    learning_rate: float = setting(0.02, Number(1e-4, 10, log=True), "Learning rate")
    fit_steps: int = setting(1500, Number(10, 5000, integer=True, step=10), "Steps")

    hidden: tuple[int, ...] = setting(
        (12, 12), Sequence(Number(1, regions.MAX_WIDTH, integer=True), "-", regions.MAX_LAYERS, 1), "Layers"
    )
    units: str = setting("relu", ActivationText(), "Activation")
    initialiser: str = setting("he_normal", _choice({n: info.label for n, info in INITIALISERS.items()}), "Weights")
    init_scale: float = setting(
        1.0, Number(0, 10, step=0.05), "Scale", "Multiplies the initialiser; 1 is as published."
    )
    bias_spread: float = setting(
        0.5, Number(0, 10, step=0.05), "Bias spread", "Standard deviation of the hidden units' biases; at 0 they are 0."
    )
    dataset: str = setting("circles", _choice(regions.DATASETS), "Data set", "What the network is trained on.")
    trained: int = setting(0, Number(0, 6000, integer=True, step=100), "Steps trained", "0: as it is initialised.")
    seed: int = setting(0, Number(0, 2**31 - 1, integer=True), "Seed", "Draws the weights, the biases and the data.")
    half: float = setting(3.0, Number(0.1, 1000, step=0.1), "Window ±", "The square of inputs that is cut.")
    colouring: str = setting("pattern", _choice({"pattern": "Pattern", "active": "Active units"}), "Colour")

    def conflicts(self) -> dict[str, str]:
        """Return field name -> what is wrong, for fields that don't go with the others."""
        wrong = {}
        counts = {len(self.slopes), len(self.positions), len(self.heights)}
        if len(counts) > 1:
            text = f"{len(self.slopes)} slopes, {len(self.positions)} positions and {len(self.heights)} heights"
            wrong[self.changed("slopes", "positions", "heights")] = f"{text}; every unit needs one of each"
        function = read_activation(self.units)
        try:
            cuts = len(pieces(function).kinks) * sum(self.hidden)
        except ValueError as error:
            wrong["units"] = f"{error}; ReLU, Leaky ReLU, Hardtanh and others with straight pieces are"
        else:
            if cuts > regions.MAX_CUTS:
                most = regions.MAX_CUTS // len(function.kinks)
                wrong[self.changed("hidden", "units")] = (
                    f"{sum(self.hidden)} units with {len(function.kinks)} kinks each are {cuts} lines to cut along, "
                    f"accepted are {regions.MAX_CUTS}; up to {most} units of {function.label} can be counted"
                )
        return wrong

    # What each experiment depends on ----------------------------------------------------------------------------------

    @property
    def neuron(self) -> NeuronSpec:
        """The neuron, over a square that holds its point."""
        function = get("heaviside") if self.threshold else read_activation(self.activation)
        out = max(abs(self.a), abs(self.b))
        extent = self.extent if out <= 0.95 * self.extent else 1.2 * out
        return NeuronSpec(self.a, self.b, self.weight_a, self.weight_b, self.bias, function, extent)

    @property
    def built(self) -> kinks.Units:
        """The ReLU units."""
        return kinks.Units(self.slopes, self.positions, self.heights, self.offset)

    @property
    def goal(self) -> kinks.Target:
        """The curve that the units are held against."""
        return kinks.Target(self.target, self.drawn if self.target == "drawn" else ())

    @property
    def fitting(self) -> kinks.FitSpec:
        """Training from the units as they are."""
        return kinks.FitSpec(self.built, self.goal, self.optimiser, self.learning_rate, self.fit_steps)

    @property
    def errors(self) -> kinks.ErrorsSpec:
        """The same training of any number of units."""
        return kinks.ErrorsSpec(self.goal, self.optimiser, self.learning_rate, self.fit_steps, STARTS)

    @property
    def network(self) -> regions.RegionsSpec:
        """The network over its square."""
        training = ExperimentSpec(
            dataset=self.dataset,
            hidden=self.hidden,
            activation=self.units,
            initialiser=self.initialiser,
            init_scale=self.init_scale,
            init_bias_deviation=self.bias_spread,
            seed=self.seed,
        )
        return regions.RegionsSpec(training, self.trained, self.half)

    @property
    def growth(self) -> regions.GrowthSpec:
        """Networks like it, of any number of neurons."""
        return regions.GrowthSpec(self.units, self.initialiser, self.init_scale, self.bias_spread, self.half, NETWORKS)
