"""Claim 14: without an activation layers collapse into one, no better than linear regression."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from viz.engine import Network, Trainer
from viz.labs.claims.claim import Claim, Link, Reference, Size
from viz.labs.claims.finding import MOST, Finding, Verdict, by_seeds, over_seeds
from viz.labs.claims.picture import Curves, Mark, Panel, banded, curve
from viz.labs.claims.runs import seeded
from viz.spec.claims import Conditions
from viz.spec.experiment import ExperimentSpec
from viz.spec.numbers import number, percent, plain
from viz.spec.training import TrainingSpec

Array = npt.NDArray[np.float64]

LINEAR, CONTRAST = "identity", "relu"
WIDTH, DEPTHS = 8, (1, 2, 4)
STEPS = Size("training steps", 500)
SPEC = ExperimentSpec(
    dataset="sine", samples=150, noise=0.1, optimiser="adam", learning_rate=0.02, batch_size=100, hidden=(WIDTH,)
)

SAME = 1e-9  # of the largest output: rounding
POINTS = 121


@dataclass(frozen=True, eq=False)
class Collapse:
    """Networks trained without an activation and with ReLU, beside least squares on the same training samples.

    apart : (S, K) the largest distance between a network without an activation and the product of its matrices, as a
    share of its largest output.  least_squares : (S,) the training loss, mean squared error, of the best straight line.
    linear, relu : (S, K) that of the networks.  x : (N,) inputs of the curves of the first seed's deepest networks.
    """

    apart: Array
    least_squares: Array
    linear: Array
    relu: Array
    samples: Array
    targets: Array
    x: Array
    line: Array
    linear_curve: Array
    relu_curve: Array


def measure(conditions: Conditions, without: str = LINEAR) -> Collapse:
    """Train networks of 1 to 4 hidden layers without an activation and with ReLU, and solve for the best line.

    without : the activation of the networks that have none.
    """
    x = np.linspace(-3.0, 3.0, POINTS)
    linear = [trained(without, depth, conditions) for depth in DEPTHS]
    relu = [trained(CONTRAST, depth, conditions) for depth in DEPTHS]
    data = linear[0].population
    coefficients, best = least_squares(data.x_train, data.y_train)
    return Collapse(
        apart=np.stack([distance_from_product(trainer.network, data.x_train) for trainer in linear], axis=1),
        least_squares=best,
        linear=np.stack([training_loss(trainer) for trainer in linear], axis=1),
        relu=np.stack([training_loss(trainer) for trainer in relu], axis=1),
        samples=data.x_train[0, :, 0],
        targets=data.y_train[0, :, 0],
        x=x,
        line=coefficients[0, 0, 0] * x + coefficients[0, 1, 0],
        linear_curve=linear[-1].network.forward(x[:, np.newaxis])[0, :, 0],
        relu_curve=relu[-1].network.forward(x[:, np.newaxis])[0, :, 0],
    )


def spec(activation: str, depth: int, conditions: Conditions) -> ExperimentSpec:
    """Return one run, of the first seed."""
    return SPEC.unchecked(
        {
            "activation": activation,
            "hidden": (WIDTH,) * depth,
            "steps": conditions.sized(STEPS.standard),
            "seed": conditions.first,
        }
    )


def trained(activation: str, depth: int, conditions: Conditions) -> Trainer:
    """Return every seed's network at the end of its training."""
    trainer = Trainer(*seeded(spec(activation, depth, conditions), conditions))
    trainer.advance(conditions.sized(STEPS.standard))
    return trainer


def training_loss(trainer: Trainer) -> Array:
    """Return the mean squared error (S,) on the training samples."""
    data = trainer.population
    return np.square(trainer.network.forward(data.x_train) - data.y_train).mean(axis=(1, 2))


def distance_from_product(network: Network, x: Array) -> Array:
    """Return how far (S,) a network is from the one layer x M + c that its matrices make, as a share of its outputs.

    M = W₁ W₂ … W_L and c = (… (b₁ W₂ + b₂) W₃ + …) + b_L; x : (S, N, D).
    """
    matrix, offset = network.weights[0], network.biases[0][:, np.newaxis]
    for weight, bias in zip(network.weights[1:], network.biases[1:], strict=True):
        matrix, offset = matrix @ weight, offset @ weight + bias[:, np.newaxis]
    output = network.forward(x)
    return np.abs(x @ matrix + offset - output).max(axis=(1, 2)) / np.abs(output).max(axis=(1, 2))


def least_squares(x: Array, y: Array) -> tuple[Array, Array]:
    """Return the coefficients (S, D + 1, 1), the constant last, and mean squared error (S,) of linear regressions."""
    columns = np.concatenate([x, np.ones_like(x[:, :, :1])], axis=2)
    coefficients = np.stack([np.linalg.lstsq(a, b)[0] for a, b in zip(columns, y, strict=True)])
    return coefficients, np.square(columns @ coefficients - y).mean(axis=(1, 2))


RULE = (
    f"Networks of {DEPTHS[0]} to {DEPTHS[-1]} hidden layers of {WIDTH} units without an activation are trained on a "
    "noisy sine, and least squares is solved on the same samples. A seed agrees if at every depth the network is the "
    f"single layer that its matrices multiply to, to {plain(SAME)} of its largest output, and its training loss is not "
    f"below that of least squares by more than that share. Holds if at least {percent(MOST)} of the seeds agree, fails "
    f"if at most {percent(1 - MOST)} do; in between it depends on the data and the first weights."
)


def judge(found: Collapse) -> Finding:
    """Decide by the distance from the product of the matrices and by the loss against least squares."""
    excess, gain = (losses / found.least_squares[:, np.newaxis] for losses in (found.linear, found.relu))
    verdict = by_seeds(((found.apart <= SAME) & (excess >= 1.0 - SAME)).all(axis=1))
    decides = over_seeds("lowest loss without activation / least squares", excess.min(axis=1), ratio)
    relu = over_seeds(f"loss with ReLU / least squares, {DEPTHS[-1]} layers", gain[:, -1], percent)
    return Finding(
        verdict,
        decides,
        f"Without an activation no output is further than {plain(float(found.apart.max()), 2)} of the largest one from "
        f"the product of the matrices, and the lowest training loss is {decides.text} times that of least squares; "
        f"with ReLU {DEPTHS[-1]} hidden layers get down to {relu.text} of it.",
        depends_on="the data and the first weights" if verdict is Verdict.DEPENDS else "",
        more=(
            over_seeds("distance from the product of matrices", found.apart.max(axis=1)),
            over_seeds("loss of least squares", found.least_squares),
            relu,
        ),
    )


def ratio(value: float) -> str:
    """Return a ratio near 1 as people read it."""
    return number(value, 4)


def draw(found: Collapse) -> tuple[Panel, ...]:
    """Draw the fits of one seed, and the losses of all of them against the depth."""
    order = np.argsort(found.samples)
    layers = f"{DEPTHS[-1]} hidden layers"
    losses = [each / found.least_squares[:, np.newaxis] for each in (found.relu, found.linear)]
    return (
        Curves(
            "Fits of the first seed",
            "x",
            "y",
            (
                curve("samples", found.samples[order], found.targets[order], 3),
                curve("least squares", found.x, found.line, 2),
                curve(f"{layers}, no activation", found.x, found.linear_curve, 1),
                curve(f"{layers}, ReLU", found.x, found.relu_curve, 0),
            ),
        ),
        Curves(
            "Training loss, as a multiple of least squares",
            "hidden layers",
            "loss / loss of least squares",
            (
                banded("ReLU", DEPTHS, losses[0], 0, marks=True),
                banded("no activation", DEPTHS, losses[1], 1, marks=True),
            ),
            (Mark("least squares", y=1.0),),
            log_y=True,
        ),
    )


def play(conditions: Conditions) -> Link:
    """Open a race of the deepest networks, with and without an activation."""
    page = TrainingSpec.of(spec(LINEAR, DEPTHS[-1], conditions))
    settings = page.rename("No activation").add(spec(CONTRAST, DEPTHS[-1], conditions), "ReLU")
    return Link("training", settings.unchecked({"together": True}), "Race them on Training")


CLAIMS: tuple[Claim, ...] = (
    Claim(
        number=14,
        theme="capacity",
        title="Without activation layers collapse",
        text="Without an activation function the layers of a network collapse into one, and it is no better than "
        "linear regression.",
        articles=(0, 2),
        category="measurement",
        rule=RULE,
        measure=measure,
        judge=judge,
        draw=draw,
        explanation=(
            "A layer without an activation is $x W + b$, and one after the other is "
            "$(x W_1 + b_1) W_2 + b_2 = x\\,(W_1 W_2) + (b_1 W_2 + b_2)$: again one such layer, whatever the number of "
            "them. Least squares gives the best of all straight lines on the training samples, so no depth and no "
            "training gets below its loss. Training still differs: the loss is no longer convex in the weights, "
            "though every minimum is as good as the best (Baldi and Hornik 1989). A narrow layer on the way can only "
            "take away: it limits the rank of the product."
        ),
        references=(
            Reference(
                "Baldi and Hornik 1989, Neural Networks and Principal Component Analysis: Learning from Examples "
                "Without Local Minima, Neural Networks 2",
                "https://doi.org/10.1016/0893-6080(89)90014-2",
            ),
            Reference(
                "Saxe, McClelland and Ganguli 2014, Exact Solutions to the Nonlinear Dynamics of Learning in Deep "
                "Linear Neural Networks, ICLR",
                "https://arxiv.org/abs/1312.6120",
            ),
        ),
        chance=True,
        size=STEPS,
        play=play,
    ),
)
