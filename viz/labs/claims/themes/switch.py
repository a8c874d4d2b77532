"""In what sense a neuron with ReLU is a switch: where it turns on, and what it puts out when it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from viz.activations import ACTIVATIONS, Activation
from viz.labs.claims.claim import Claim, Link, Reference, Size
from viz.labs.claims.finding import MOST, Finding, Verdict, by_seeds, over_seeds
from viz.labs.claims.jump import broken
from viz.labs.claims.picture import Array, Curves, Dots, Group, Mark, Panel, curve
from viz.labs.neuron import pre_activation
from viz.spec.claims import Conditions
from viz.spec.numbers import percent
from viz.spec.one_neuron import NeuronSpec, OneNeuronSpec

RELU, HEAVISIDE = ACTIVATIONS["relu"], ACTIVATIONS["heaviside"]

EXTENT = 5.0  # of both inputs
WEIGHTS = 0.5, 3.0  # the least and the largest, of either sign
INPUTS = 2000
ALIKE = 0.01  # outputs that differ by no more than this, relative to the largest, count as one


@dataclass(frozen=True, eq=False)
class Switch:
    """Neurons with two random inputs, one for each seed, with ReLU and with a threshold in its place.

    on (S,): share of the inputs at which the output is positive where w·x > −b, and 0 where it isn't.
    spread, step_spread (S,): (largest − smallest) / largest output beyond the threshold, of ReLU and of the threshold
    neuron.  gate (S,): share of the inputs at which the slope of ReLU is what the threshold neuron puts out.
    z, relu, step (N,): both functions.
    """

    on: Array
    spread: Array
    step_spread: Array
    gate: Array
    z: Array
    relu: Array
    step: Array


def random_neuron(seed: int, activation: Activation = RELU) -> NeuronSpec:
    """Return a neuron whose threshold crosses the square of inputs, its numbers to one decimal as on the page."""
    rng = np.random.default_rng((seed, 8))
    weights = rng.uniform(*WEIGHTS, 2) * rng.choice((-1.0, 1.0), 2)
    bias = 0.5 * EXTENT * np.abs(weights).sum() * rng.uniform(-1.0, 1.0)
    weight_a, weight_b, bias = (np.array([*weights, bias]).round(1) + 0.0).tolist()
    return NeuronSpec(0.0, 0.0, weight_a, weight_b, bias, activation, EXTENT)


def measure_switch(conditions: Conditions, activation: Activation = RELU) -> Switch:
    """Compare a random neuron of every seed with the threshold neuron of the same weights."""
    count = conditions.sized(INPUTS)
    found = [_switch(seed, count, activation) for seed in conditions.numbers]
    on, spread, step_spread, gate = np.array(found).T
    z = np.linspace(-EXTENT, EXTENT, 401)
    relu, step = activation(z).astype(np.float64), HEAVISIDE(z).astype(np.float64)
    return Switch(on, spread, step_spread, gate, z, relu, step)


def _switch(seed: int, count: int, activation: Activation) -> tuple[float, float, float, float]:
    neuron = random_neuron(seed, activation)
    a, b = np.random.default_rng((seed, 80)).uniform(-EXTENT, EXTENT, (2, count))
    beyond = neuron.weight_a * a + neuron.weight_b * b > -neuron.bias
    z = pre_activation(neuron, a, b)
    out, step = activation(z), HEAVISIDE(z)
    gate = activation.derivative(z) == step
    return float(np.mean((out > 0.0) == beyond)), _spread(out[beyond]), _spread(step[beyond]), float(gate.mean())


def _spread(outputs: npt.NDArray[np.floating[Any]]) -> float:
    return float(np.ptp(outputs) / np.abs(outputs).max()) if outputs.size else 0.0


def judge_switch(found: Switch) -> Finding:
    """Ask whether there is a threshold, and whether the neuron has one state beyond it."""
    threshold, one_state = by_seeds(found.on == 1.0), by_seeds(found.spread <= ALIKE)
    verdict = Verdict.FAILS
    if threshold is Verdict.HOLDS:
        verdict = Verdict.HOLDS if one_state is Verdict.HOLDS else Verdict.DEPENDS
    spread = over_seeds("spread of the outputs beyond the threshold, in shares of the largest", found.spread, percent)
    return Finding(
        verdict,
        spread,
        f"{np.count_nonzero(found.on == 1.0)} of {found.on.size} neurons are above 0 exactly where w·x + b is, but "
        f"beyond that threshold their outputs spread over {spread.text} of the largest, those of a threshold neuron "
        f"over {percent(float(np.median(found.step_spread)))}.",
        "what ON means: more than 0, or always the same output" if verdict is Verdict.DEPENDS else "",
        (
            over_seeds("inputs where it is on exactly beyond the threshold", found.on, percent),
            over_seeds("inputs where its slope is the threshold neuron's output", found.gate, percent),
        ),
    )


def draw_switch(found: Switch) -> tuple[Panel, ...]:
    """Plot both functions, and how far their outputs spread beyond the threshold."""
    both = curve("ReLU", found.z, found.relu), broken("threshold neuron", found.z, found.step, 0.0, 1)
    beyond = Group("ReLU", found.spread), Group("threshold neuron", found.step_spread, 1)
    marks = (Mark("one state", y=ALIKE),)
    return (
        Curves("Off, and on in two ways", "Pre-activation w·x + b", "Output", both, (Mark("w·x + b = 0", x=0.0),)),
        Dots("Spread of the outputs beyond the threshold", "(largest − smallest) / largest", beyond, marks),
    )


def play_switch(conditions: Conditions) -> Link:
    """Open the neuron of the first seed with a threshold in place of ReLU."""
    neuron = random_neuron(conditions.first)
    spec = OneNeuronSpec(
        weight_a=neuron.weight_a, weight_b=neuron.weight_b, bias=neuron.bias, extent=EXTENT, threshold=True
    )
    return Link("one_neuron", spec, "Open the threshold neuron on One neuron")


CLAIMS: tuple[Claim, ...] = (
    Claim(
        number=8,
        theme="neuron",
        title="A switch with a threshold",
        text="The activation is a switch: the neuron turns ON at a threshold.",
        articles=(0,),
        category="measurement",
        rule="Random neurons with ReLU are compared with threshold neurons (0 or 1) of the same weights. It fails "
        f"unless, for at least {percent(MOST)} of the seeds, the output is positive exactly where w·x exceeds −b. If "
        f"it is, it holds if all outputs beyond the threshold are alike (within {percent(ALIKE)} of the largest) as "
        "those of a switch are, and depends on what ON means if they aren't.",
        measure=measure_switch,
        judge=judge_switch,
        draw=draw_switch,
        explanation=r"""
A neuron with ReLU has a threshold: its output is 0 where $w \cdot x + b \le 0$ and positive beyond, so the line
$w \cdot x = -b$ parts the inputs and the bias says where. But a switch has **one** state ON, as the threshold neuron of
McCulloch and Pitts has, which puts out 1. Beyond its threshold ReLU puts out *how far* beyond it the input is, and it
does so without a jump. What switches is its **slope**: $\mathrm{relu}(z) = z \cdot H(z)$ with the step function $H$, so
ReLU is a gate that either passes $z$ (and its gradient) or doesn't. A network of pure switches can't be trained by
gradients, since its slope is 0.
""".strip(),
        references=(
            Reference(
                "McCulloch & Pitts, A logical calculus of the ideas immanent in nervous activity, Bulletin of "
                "Mathematical Biophysics 1943",
                "https://doi.org/10.1007/BF02478259",
            ),
            Reference(
                "Rosenblatt, The perceptron: a probabilistic model for information storage and organization in the "
                "brain, Psychological Review 1958",
                "https://doi.org/10.1037/h0042519",
            ),
        ),
        chance=True,
        size=Size("inputs of a neuron", INPUTS),
        sharpest="ReLU multiplies its input by a switch: off where w·x + b ≤ 0, and beyond that the input passes. For "
        "the neuron itself to be a switch its activation would have to be the step function.",
        play=play_switch,
    ),
)
