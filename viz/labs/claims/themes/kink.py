"""Claim 36: whether it matters which derivative ReLU is given at 0."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from viz.activations import Activation, get
from viz.activations.base import Parameter
from viz.engine.batches import Batches
from viz.engine.setup import populate
from viz.labs.claims.claim import Claim, Link, Reference, Size
from viz.labs.claims.finding import Finding, Verdict, by_seeds, over_seeds
from viz.labs.claims.picture import Array, Curves, Dots, Panel, banded, groups
from viz.labs.claims.runs import seeded
from viz.labs.claims.themes.silent import GLOROT
from viz.spec.claims import Conditions
from viz.spec.curves import CurvesSpec
from viz.spec.experiment import ExperimentSpec
from viz.spec.numbers import percent, plain, short

AT_ZERO = {0.0: "0", 0.5: "½", 1.0: "1"}  # f′(0): the first one is the usual choice
EXACT = 52  # binary digits after the point, near 1, of the double precision in which everything is computed
DIGITS = (EXACT, 10, 7, 4, 2)  # 10: half precision, 7: bfloat16
MATTERS = 0.05  # change of the final loss
STEPS = 400
BASE = ExperimentSpec(dataset="circles", hidden=(8, 8), learning_rate=0.1)


@dataclass(frozen=True, eq=False)
class AtZero:
    """Training with pre-activations of D accuracies × V derivatives at 0 × S seeds.

    digits : (D,), kept after the binary point.  zeros : (D, V, S), the share of all hidden pre-activations in training
    that are exactly 0.  loss : (D, V, S), on the training set at the end.
    """

    digits: Array
    zeros: Array
    loss: Array

    @property
    def change(self) -> Array:
        """The largest relative change of the final loss by another choice than the first, (D, S)."""
        change: Array = np.abs(self.loss[:, 1:] / self.loss[:, :1] - 1.0).max(axis=1)
        return change


def measure(conditions: Conditions, digits: Sequence[int] = DIGITS) -> AtZero:
    """Train with every derivative at 0, on exact and on rounded pre-activations."""
    zeros, losses = zip(*(_train(each, conditions) for each in digits), strict=True)
    return AtZero(np.array(digits, dtype=np.float64), np.stack(zeros), np.stack(losses))


def _train(digits: int, conditions: Conditions) -> tuple[Array, Array]:
    """Return the share of zeros and the final loss, (V, S), of plain SGD."""
    population = populate(seeded(BASE, conditions) * len(AT_ZERO))
    network = population.network
    relu = relu_of(digits)
    members = [relu.with_parameters(at_zero=value) for value in AT_ZERO for _ in conditions.numbers]
    network.activate([members] * len(BASE.hidden))
    batches = Batches(population.x_train, population.y_train, BASE.batch_size, population.generators)
    work = network.passes(batches.size)
    steps, count = conditions.sized(STEPS), np.zeros(len(members))
    for step in range(steps):
        columns, targets = batches.at(step)
        work.forward(columns)
        work.backward(targets)
        for z in work.pre_activations[:-1]:
            count += (_rounded(z, digits) == 0.0).sum(axis=(1, 2))
        network.parameters -= BASE.learning_rate * work.gradient
    outputs = network.forward(population.x_train).swapaxes(1, 2)
    loss = network.loss.value(outputs, population.y_train.swapaxes(1, 2))
    shape = (len(AT_ZERO), conditions.seeds)
    return (count / (steps * batches.size * sum(BASE.hidden))).reshape(shape), loss.reshape(shape)


def relu_of(digits: int) -> Activation:
    """Return ReLU of an input rounded to so many binary digits, whose derivative at 0 is a parameter."""

    def value(z: Array, out: Array, at_zero: Array) -> None:
        np.maximum(_rounded(z, digits), 0.0, out=out)

    def derivative(z: Array, out: Array, at_zero: Array) -> None:
        np.heaviside(_rounded(z, digits), at_zero, out=out)

    at_zero = Parameter("at_zero", "At 0", "f'(0)", 0.0, 0.0, 1.0, 0.5, "the derivative at the kink")
    return replace(get("relu"), value_kernel=value, derivative_kernel=derivative, parameters=(at_zero,))


def _rounded(z: Array, digits: int) -> Array:
    if digits == EXACT:
        return z
    rounded: Array = np.ldexp(np.rint(np.ldexp(z, digits)), -digits)
    return rounded


def judge(found: AtZero) -> Finding:
    """Ask whether the choice changes the final loss in the usual arithmetic, seed by seed."""
    verdict = by_seeds(found.change[0] > MATTERS)
    usual, coarse = (
        (
            over_seeds(f"change of the final loss by the choice, {name}", found.change[place], percent),
            over_seeds(f"pre-activations that are exactly 0, {name}", found.zeros[place].mean(axis=0), written),
        )
        for place, name, written in ((0, "double precision", plain), (-1, "rounded the most", percent))
    )
    met = percent(np.mean(found.zeros[0].max(axis=0) > 0.0))
    return Finding(
        verdict,
        usual[0],
        f"In double precision a share of {plain(float(found.zeros[0].mean()))} of the pre-activations in training are "
        f"exactly 0, with any in {met} of the seeds, and another f′(0) changes the final loss by {usual[0].text}; "
        f"rounded to {short(found.digits[-1])} binary digits {coarse[1].text} are, and the change is {coarse[0].text}.",
        "the seed" if verdict is Verdict.DEPENDS else "",
        (usual[1], *coarse),
    )


def draw(found: AtZero) -> tuple[Panel, ...]:
    """Plot the losses by choice, and what coarser arithmetic does to zeros and losses."""
    choices = groups([(f"f′(0) = {name}", loss) for name, loss in zip(AT_ZERO.values(), found.loss[0], strict=True)])
    axis = "Binary digits of z after the point"
    change = banded("largest change", found.digits, found.change.T, marks=True)
    zeros = banded("exactly 0", found.digits, found.zeros.mean(axis=1).T, marks=True)
    return (
        Dots("Loss at the end, double precision", "Training loss", choices, log_y=True),
        Curves("What the choice changes", axis, "Relative change of the loss", (change,), log_x=True),
        Curves("Pre-activations at the kink", axis, "Share of all", (zeros,), log_x=True),
    )


def play(_: Conditions) -> Link:
    """Open ReLU at its kink."""
    settings = CurvesSpec(functions=("relu", "leaky_relu(slope:0.3)", "softplus"), low=-1.0, high=1.0, probe=0.0)
    return Link("activations", settings, "Open the kink on Activations")


CLAIMS: tuple[Claim, ...] = (
    Claim(
        number=36,
        theme="training",
        title="The kink makes training hard",
        text="ReLU isn't differentiable at 0, which makes optimisation difficult.",
        articles=(3,),
        category="measurement",
        rule="Training meets the kink only where a pre-activation is exactly 0, and what it does there is a matter "
        "of choice: networks are trained with f′(0) = 0, ½ and 1, with the same seeds, first weights and batches. "
        f"The choice matters in a seed if it changes the final training loss by more than {percent(MATTERS)}. The "
        "claim holds if it matters in at least 90 % of the seeds in double precision, fails if in at most 10 %, and "
        "else depends on the seed. Coarser pre-activations are shown and don't count.",
        measure=measure,
        judge=judge,
        draw=draw,
        explanation=r"""
It is true that $\max(0, z)$ has no derivative at $z = 0$: the slope is 0 on the left and 1 on the right, and any
number from 0 to 1 is a **subgradient** there. But a real number computed from weights that were drawn at random is
almost never exactly 0, so the value that a library returns at this point is almost never used. The exceptions are
samples on which a whole layer is silent while the biases of the next are still 0, inputs that are 0 themselves, and
**coarse arithmetic**: the fewer digits, the more pre-activations are rounded to 0, and then the choice does make a
difference.
""".strip(),
        references=(
            Reference(
                "Bertoin, Bolte, Gerchinovitz and Pauwels 2021, Numerical influence of ReLU'(0) on backpropagation, "
                "NeurIPS",
                "https://arxiv.org/abs/2106.12915",
            ),
            GLOROT,
        ),
        chance=True,
        size=Size("training steps", STEPS),
        sharpest="The choice of f′(0) changes what is learned where pre-activations are exactly 0 often, as in "
        "arithmetic of few digits.",
        play=play,
    ),
)
