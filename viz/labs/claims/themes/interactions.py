"""Claim 13: interactions grow linearly with nodes and layers: exact counts of linear regions against neurons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from viz.activations import get
from viz.labs.claims.across import across
from viz.labs.claims.claim import Claim, Link, Reference, Size
from viz.labs.claims.finding import MOST, Finding, Verdict, by_seeds, over_seeds
from viz.labs.claims.picture import Curve, Curves, Panel, Rows, banded, curve
from viz.labs.regions import line_pieces, linear_regions, plane_regions
from viz.labs.regions.growth import Network, random_network
from viz.spec.claims import Conditions
from viz.spec.numbers import percent, short
from viz.spec.one_neuron import OneNeuronSpec
from viz.theory import regions_bound

Array = npt.NDArray[np.float64]

WIDTH = 8  # of a layer where there are several
DEPTHS = (1, 2, 3, 4)  # layers; a single layer gets as many neurons as all of them
NEURONS = tuple(WIDTH * depth for depth in DEPTHS)
INITIALISER, BIAS_SPREAD, REACH = "lecun_normal", 1.0, 50.0  # as for the published counts
NETWORKS = Size("random networks a seed with two inputs", 2)
ON_LINES = 4  # random networks with one input for every one with two, which takes far longer to count

TOLERANCE = 0.25  # an exponent within 1 ± this is linear growth


@dataclass(frozen=True)
class Setting:
    """How networks are made: inputs, weights ("random" or "folding") and where their neurons are."""

    inputs: int
    weights: str
    arrangement: str

    @property
    def name(self) -> str:
        """The setting in words."""
        return f"{self.inputs} input{'s' if self.inputs > 1 else ''}, {self.arrangement}, {self.weights} weights"

    def widths(self, depth: int) -> tuple[int, ...]:
        """Return the hidden layers that hold WIDTH·depth neurons."""
        return (WIDTH * depth,) if self.arrangement == WIDE else (WIDTH,) * depth


WIDE, DEEP = "one layer", f"layers of {WIDTH}"
SETTINGS = (
    Setting(1, "random", WIDE),
    Setting(1, "random", DEEP),
    Setting(2, "random", WIDE),
    Setting(2, "random", DEEP),
    Setting(1, "folding", DEEP),
)
LINE, PLANE, FOLDED = 0, 2, 4  # places among them
AXES = {"inputs": "the number of inputs", "weights": "the weights", "arrangement": "the depth"}


@dataclass(frozen=True, eq=False)
class Regions:
    """Linear regions (S, settings, NEURONS) of each seed's networks, on average over them."""

    counts: Array

    @property
    def exponents(self) -> Array:
        """(S, settings): p where regions ∝ neurons^p fits best on log-log axes."""
        logarithms = np.log(self.counts)
        neurons = np.log(NEURONS) - np.log(NEURONS).mean()
        return logarithms @ neurons / (neurons @ neurons)


def measure(conditions: Conditions) -> Regions:
    """Count the linear regions of random networks, and of those whose weights fold their input."""
    networks = conditions.sized(NETWORKS.standard)
    counts = [
        [[mean_count(setting, depth, seed, networks) for depth in DEPTHS] for setting in SETTINGS]
        for seed in conditions.numbers
    ]
    return Regions(np.array(counts))


def mean_count(setting: Setting, depth: int, seed: int, networks: int) -> float:
    """Return the linear regions of WIDTH·depth neurons, on average over a seed's networks."""
    widths = setting.widths(depth)
    if setting.weights == "folding":
        return count(folding_network(depth), 1, 0.0, 1.0)
    numbers = range(networks * ON_LINES if setting.inputs == 1 else networks)
    rngs = [np.random.default_rng((13, setting.inputs, *widths, seed, number)) for number in numbers]
    sizes = (setting.inputs, *widths, 1)
    drawn = [random_network(sizes, INITIALISER, 1.0, BIAS_SPREAD, rng) for rng in rngs]
    return float(np.mean([count(network, setting.inputs, -REACH, REACH) for network in drawn]))


def count(network: Network, inputs: int, low: float, high: float) -> int:
    """Return the linear regions of a ReLU network for inputs from low to high, exactly: every kink is solved for."""
    weights, biases = network
    layers = [get("relu")] * (len(weights) - 1)
    if inputs == 1:
        return line_pieces(weights, biases, layers, [low], [high]).linear
    return int(linear_regions(plane_regions(weights, biases, layers, high)).max()) + 1


def folding_network(depth: int) -> Network:
    """Return a network whose every layer folds [0, 1] WIDTH times onto itself (Montúfar et al. 2014, section 3).

    A layer's units relu(x − j / WIDTH) add up to a zigzag between 0 and 1, which is what the next layer takes as x.
    """
    zigzag = WIDTH * np.array([1.0, *(2.0 * (-1.0) ** np.arange(1, WIDTH))])[:, np.newaxis]
    kinks = -np.arange(WIDTH) / WIDTH
    weights = [np.ones((1, WIDTH)), *[zigzag @ np.ones((1, WIDTH))] * (depth - 1), zigzag]
    return weights, [*[kinks] * depth, np.zeros(1)]


RULE = (
    "Interactions are counted as linear regions: parts of the inputs on each of which the output is one affine "
    "function, so that no input changes what another one does. They are counted exactly for "
    f"{NEURONS[0]} to {NEURONS[-1]} neurons, in one layer or in as many layers of {WIDTH} as they make, with one input "
    "and with two, with random weights and with weights that fold the input. Growth is linear in a setting if "
    f"regions ∝ neuronsᵖ, fitted on log-log axes, has p between {1 - TOLERANCE} and {1 + TOLERANCE} for at least "
    f"{percent(MOST)} of the seeds. Holds if it is in every setting, fails if it is in none, and otherwise depends on "
    "what sets these settings apart."
)


def judge(regions: Regions) -> Finding:
    """Decide by the exponents in each setting."""
    exponents = regions.exponents
    verdicts = [by_seeds(linear) for linear in (np.abs(exponents - 1.0) <= TOLERANCE).T]
    verdict = across(verdicts)
    median = np.median(exponents, axis=0)
    linear = sum(found is Verdict.HOLDS for found in verdicts)
    quantities = [
        over_seeds(f"exponent, {setting.name}", values) for setting, values in zip(SETTINGS, exponents.T, strict=True)
    ]
    return Finding(
        verdict,
        quantities.pop(PLANE),
        f"Regions grow linearly in {linear} of {len(SETTINGS)} settings: the exponent is "
        f"{short(float(median[LINE]), 2)} with one input and {short(float(median[PLANE]), 2)} with two, and with "
        f"weights that fold the input {NEURONS[-1]} neurons have "
        f"{np.median(regions.counts[:, FOLDED, -1]):,.0f} regions.",
        depends_on=differing(verdicts) if verdict is Verdict.DEPENDS else "",
        more=tuple(quantities),
    )


def differing(verdicts: Sequence[Verdict]) -> str:
    """Return on which axes settings that are alike otherwise have different verdicts."""
    found = []
    for axis, words in AXES.items():
        others = [name for name in AXES if name != axis]
        alike: dict[tuple[object, ...], set[Verdict]] = {}
        for setting, verdict in zip(SETTINGS, verdicts, strict=True):
            alike.setdefault(tuple(getattr(setting, name) for name in others), set()).add(verdict)
        if any(len(each) > 1 for each in alike.values()):
            found.append(words)
    return " and ".join(filter(None, [", ".join(found[:-1]), *found[-1:]])) or "the random weights"


def draw(regions: Regions) -> tuple[Panel, ...]:
    """Draw regions against neurons for one input and for two, and the exponents as a table."""
    lines = [
        banded(f"{setting.arrangement}, {setting.weights} weights", NEURONS, regions.counts[:, place], slot, marks=True)
        for place, (setting, slot) in enumerate(zip(SETTINGS, (0, 1, 0, 1, 2), strict=True))
    ]
    return (
        regions_panel("One input", (lines[0], lines[1], lines[4]), linear_law(regions, LINE)),
        regions_panel("Two inputs", (lines[2], lines[3]), linear_law(regions, PLANE)),
        Rows(
            "Growth: regions ∝ neuronsᵖ",
            ("setting", "p, median", "p, 10 % to 90 %", f"regions of {NEURONS[-1]} neurons", "most in one layer"),
            tuple(row(regions, place) for place in range(len(SETTINGS))),
        ),
    )


def regions_panel(title: str, curves: Sequence[Curve], law: Curve) -> Curves:
    """Return regions against neurons on log-log axes with the linear law beside them."""
    return Curves(title, "neurons", "linear regions", (*curves, law), log_x=True, log_y=True)


def linear_law(regions: Regions, place: int) -> Curve:
    """Return what regions in proportion to neurons would be, from the fewest neurons of a setting on."""
    first = float(np.median(regions.counts[:, place, 0]))
    return curve("in proportion to neurons", NEURONS, first * np.array(NEURONS) / NEURONS[0], 3)


def row(regions: Regions, place: int) -> tuple[str, ...]:
    """Return a setting's numbers as text."""
    found = over_seeds("p", regions.exponents[:, place], written=two_digits)
    regions_found = short(float(np.median(regions.counts[:, place, -1])))
    bound = regions_bound(NEURONS[-1], SETTINGS[place].inputs)
    return SETTINGS[place].name, found.text, found.spread, regions_found, f"{bound:,}"


def two_digits(value: float) -> str:
    """Return an exponent as people read it."""
    return short(value, 3)


def play(conditions: Conditions) -> Link:
    """Open a deep network with two inputs, made and counted alike."""
    settings = OneNeuronSpec(
        experiment="regions",
        hidden=(WIDTH,) * DEPTHS[-1],
        initialiser=INITIALISER,
        bias_spread=BIAS_SPREAD,
        half=REACH,
        seed=conditions.first,
    )
    return Link("one_neuron", settings, "Count on One neuron")


CLAIMS: tuple[Claim, ...] = (
    Claim(
        number=13,
        theme="capacity",
        title="Interactions grow linearly",
        text="The interactions that a network can represent grow linearly with its nodes and layers.",
        articles=(1,),
        category="measurement",
        rule=RULE,
        measure=measure,
        judge=judge,
        draw=draw,
        explanation=(
            "Every ReLU unit cuts the inputs in two, along the kink where its pre-activation is 0. On a line each kink "
            "is a point, and every unit adds about one piece; a deeper unit could have many kinks there, but with "
            "random weights it hardly ever does (Hanin and Rolnick 2019). In a plane kinks are lines, and each new "
            "line also crosses those already there: one layer of $n$ units leaves up to "
            "$1 + n + n(n-1)/2$ regions, which grows as $n^2$, and with $d$ inputs as $n^d$. Layers multiply only if "
            "the weights are chosen for it: a layer that folds $[0, 1]$ onto itself $w$ times lets each later kink "
            "appear $w$ times, so $L$ such layers of $w$ units have $w^L$ pieces."
        ),
        references=(
            Reference(
                "Montúfar, Pascanu, Cho and Bengio 2014, On the Number of Linear Regions of Deep Neural Networks, NIPS",
                "https://arxiv.org/abs/1402.1869",
            ),
            Reference(
                "Hanin and Rolnick 2019, Complexity of Linear Regions in Deep Networks, ICML",
                "https://arxiv.org/abs/1901.09021",
            ),
            Reference("Telgarsky 2016, Benefits of Depth in Neural Networks, COLT", "https://arxiv.org/abs/1602.04485"),
        ),
        chance=True,
        size=NETWORKS,
        sharpest=(
            "Along any line through its inputs, a network with random weights has about as many linear pieces as "
            "neurons, whether they stand in one layer or in several. For all of its inputs the claim would need just "
            "one input and weights that aren't chosen; with d inputs the regions grow like the neurons to the power d."
        ),
        play=play,
    ),
)
