"""What one neuron computes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import exp, fsum, tanh

import numpy as np

from viz.activations import ACTIVATIONS, Activation
from viz.engine import Network
from viz.labs.claims.claim import Claim, Link, Reference, Size
from viz.labs.claims.finding import MOST, Finding, Verdict, by_seeds, over_seeds
from viz.labs.claims.picture import Array, Curves, Dots, Group, Panel, curve
from viz.spec.claims import Conditions
from viz.spec.numbers import number, percent, plain
from viz.spec.one_neuron import OneNeuronSpec

WEIGHTS, SAMPLES = 8, 50  # of each neuron
ROUNDING = 1e-14  # of what is added up, |w₁x₁| + … + |b|: some fifty units in the last place


def _relu(z: float) -> float:
    return max(0.0, z)


def _leaky(z: float) -> float:
    return z if z > 0.0 else 0.3 * z


def _sigmoid(z: float) -> float:
    return 1.0 / (1.0 + exp(-z))


BY_HAND: dict[str, tuple[Activation, Callable[[float], float]]] = {
    "ReLU": (ACTIVATIONS["relu"], _relu),
    "Leaky ReLU 0.3": (ACTIVATIONS["leaky_relu"].with_parameters(slope=0.3), _leaky),
    "sigmoid": (ACTIVATIONS["sigmoid"], _sigmoid),
    "tanh": (ACTIVATIONS["tanh"], tanh),
}


@dataclass(frozen=True, eq=False)
class Formula:
    """How far neurons of the engine, one for each seed, are from three formulas, with each of F activations.

    errors, without_bias, bias_outside (F, S): the largest difference over the samples from f(w·x + b), f(w·x) and
    f(w·x) + b, relative to what is added up.  z, out (N,): pre-activation by hand and the engine's output, ReLU, first
    seed.
    """

    errors: Array
    without_bias: Array
    bias_outside: Array
    z: Array
    out: Array


def measure_formula(conditions: Conditions) -> Formula:
    """Run random neurons in the engine that all pages use, and compute the formulas in plain Python."""
    count = conditions.sized(WEIGHTS)
    drawn = [np.random.default_rng((seed, 9)).standard_normal((SAMPLES + 2, count)) for seed in conditions.numbers]
    weights, biases = np.array([each[0] for each in drawn]), np.array([each[1, 0] for each in drawn])
    samples = np.array([each[2:] for each in drawn])
    z = np.array([[fsum(products) for products in (x * w).tolist()] for x, w in zip(samples, weights, strict=True)])
    full = np.array([[fsum((value, b)) for value in row] for row, b in zip(z.tolist(), biases.tolist(), strict=True)])
    scale = (np.abs(samples) @ np.abs(weights)[:, :, None])[:, :, 0] + np.abs(biases)[:, None]
    outputs, said = [], []
    for activation, by_hand in BY_HAND.values():
        f = np.vectorize(by_hand, otypes=[np.float64])
        outputs.append(neurons(weights, biases, activation).forward(samples)[:, :, 0])
        said.append((f(full), f(z), f(z) + biases[:, None]))
    differences = np.abs(np.array(outputs)[:, None] - np.array(said)) / scale  # (F, formula, S, N)
    errors, without_bias, bias_outside = differences.max(axis=3).swapaxes(0, 1)
    return Formula(errors, without_bias, bias_outside, full[0], outputs[0][0])


def neurons(weights: Array, biases: Array, activation: Activation) -> Network:
    """Return a population of single neurons with weights (S, D) and biases (S,): networks that pass on their output."""
    ones, zeros = np.ones((len(weights), 1, 1)), np.zeros((len(weights), 1))
    return Network([weights[:, :, None], ones], [biases[:, None], zeros], [activation])


def judge_formula(found: Formula) -> Finding:
    """Compare the difference with what rounding explains."""
    right = (found.errors <= ROUNDING).all(axis=0)
    verdict = by_seeds(right)
    worst = found.errors.max(axis=0)
    return Finding(
        verdict,
        over_seeds("largest difference from f(w·x + b), relative", worst, number),
        f"{right.sum()} of {right.size} random neurons give f(w·x + b) up to rounding, with all of {len(BY_HAND)} "
        f"activations: the largest relative difference is {plain(float(worst.max()))}; without the bias it would be "
        f"{plain(float(np.median(found.without_bias.max(axis=0))))}.",
        "the neuron" if verdict is Verdict.DEPENDS else "",
        (
            over_seeds("largest difference from f(w·x), relative", found.without_bias.max(axis=0)),
            over_seeds("largest difference from f(w·x) + b, relative", found.bias_outside.max(axis=0)),
        ),
    )


def draw_formula(found: Formula) -> tuple[Panel, ...]:
    """Plot outputs against w·x + b, and how far the engine is from each formula."""
    order = np.argsort(found.z)
    outputs = curve("ReLU neuron", found.z[order], found.out[order], marks=True)
    formulas = ("f(w·x + b)", found.errors, 0), ("f(w·x)", found.without_bias, 1), ("f(w·x) + b", found.bias_outside, 2)
    dots = tuple(Group(name, errors.max(axis=0), slot) for name, errors, slot in formulas)
    return (
        Curves("A neuron of the engine", "w·x + b, added by hand", "Output", (outputs,)),
        Dots("How far the engine is from each formula", "Largest relative difference", dots),
    )


def play_formula(_: Conditions) -> Link:
    """Open the neuron with the articles' weights and a bias."""
    return Link("one_neuron", OneNeuronSpec(bias=1.0), "Open a neuron on One neuron")


CLAIMS: tuple[Claim, ...] = (
    Claim(
        number=9,
        theme="neuron",
        title="output = f(w · x + b)",
        text="The output of a neuron is f(weights · inputs + bias).",
        articles=(0, 2, 3),
        category="definition",
        rule="Random neurons are run in the engine that trains all networks here, and the formula is computed in plain "
        f"Python, with {len(BY_HAND)} activations. A seed agrees if all outputs differ by no more than rounding "
        f"explains: {plain(ROUNDING)} of what is added up. It holds if at least {percent(MOST)} of the seeds agree, "
        f"fails if at most {percent(1 - MOST)} do, and depends on the neuron in between.",
        measure=measure_formula,
        judge=judge_formula,
        draw=draw_formula,
        explanation=r"""
A neuron multiplies each input by its weight, adds the products and the bias, $z = \sum_i w_i x_i + b$ (the
*pre-activation*), and puts out $f(z)$. The bias stands **inside** of $f$: it moves the threshold. Added outside it
would only lift the output. It is the weight of one more input that is always 1, which is how the engine computes it;
sums in another order round differently, and that is all the difference there is.
""".strip(),
        references=(
            Reference(
                "Rumelhart, Hinton & Williams, Learning representations by back-propagating errors, Nature 1986",
                "https://doi.org/10.1038/323533a0",
            ),
        ),
        chance=True,
        size=Size("weights of a neuron", WEIGHTS),
        play=play_formula,
    ),
)
