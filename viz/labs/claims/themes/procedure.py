"""The claim on what the loss is: which reading of it has the gradient that training follows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from viz.engine import Network, Trainer
from viz.labs.claims.claim import Claim, Link, Reference, Size
from viz.labs.claims.finding import MOST, Finding, Verdict, by_seeds, over_seeds
from viz.labs.claims.picture import Array, Curves, Dots, Group, Mark, Panel, banded
from viz.labs.claims.race import training_link
from viz.labs.claims.runs import seeded
from viz.spec.claims import Conditions
from viz.spec.experiment import ExperimentSpec
from viz.spec.numbers import percent, plain

SAME = 1e-4  # relative difference up to which a gradient is that of a loss: finite differences give no more
MOMENTS = 31  # at which a run is looked at
DIFFERENCE = 1e-6  # of a parameter, in central differences
STEPS = Size("training steps", 300)

READINGS = ("mean (input − output)", "mean |input − output|", "mean (input − output)²")
DEFINITION = "mean (target − output)²"


@dataclass(frozen=True, eq=False)
class Losses:
    """What may be meant by the loss, R readings for S networks: `READINGS` and then the `DEFINITION`.

    steps : (T,).  values : (R, S, T) during training.  differences : (R, S) ‖g − ∇‖ / ‖g‖ for the gradient g that
    training follows at the start and the gradient ∇ of each, by central differences.
    """

    steps: npt.NDArray[np.int64]
    values: Array
    differences: Array


def loss_run(conditions: Conditions) -> ExperimentSpec:
    """Return a regression with as many inputs as outputs, so that input minus output means something."""
    return ExperimentSpec(
        dataset="sine",
        samples=100,
        test_share=0.2,
        batch_size=100,
        activation="tanh",
        hidden=(8,),
        steps=conditions.sized(STEPS.standard),
    )


def measure_loss(conditions: Conditions) -> Losses:
    """Train a regression and follow every reading of the loss."""
    trainer = Trainer(*seeded(loss_run(conditions), conditions))
    return follow(trainer, trainer.population.y_train, conditions.sized(STEPS.standard))


def follow(trainer: Trainer, targets: Array, steps: int) -> Losses:
    """Compare the gradient for `targets` (S, N, 1) with each reading's, then follow the readings during a run."""
    network, x = trainer.network, trainer.population.x_train
    differences = gradient_differences(network, x, targets)
    moments = np.unique(np.linspace(0, steps, MOMENTS).round().astype(np.int64))
    values = []
    for moment in moments.tolist():
        trainer.advance(moment - trainer.step)
        values.append(readings(x, network.forward(x), targets))
    return Losses(moments, np.stack(values, axis=2), differences)


def readings(x: Array, output: Array, target: Array) -> Array:
    """Return what may be meant by the loss, (R, S), for inputs, outputs and targets (S, N, 1)."""
    gap = x - output
    return np.stack([each.mean(axis=(1, 2)) for each in (gap, np.abs(gap), np.square(gap), np.square(target - output))])


def gradient_differences(network: Network, x: Array, targets: Array) -> Array:
    """Return how far the gradient of each reading is from the one that training follows, (R, S), relative to it."""
    work = network.passes(x.shape[1])
    work.forward(network.columns(x))
    work.backward(targets.swapaxes(1, 2))
    followed = work.gradient
    slopes = np.empty((len(READINGS) + 1, *followed.shape))
    for number, parameter in enumerate(network.parameters.T):
        before = parameter.copy()
        ends = []
        for sign in (1.0, -1.0):
            parameter[:] = before + sign * DIFFERENCE
            ends.append(readings(x, network.forward(x), targets))
        parameter[:] = before
        slopes[:, :, number] = (ends[0] - ends[1]) / (2.0 * DIFFERENCE)
    return np.linalg.norm(slopes - followed, axis=2) / np.linalg.norm(followed, axis=1)


def judge_loss(measured: Losses) -> Finding:
    """Ask whether any reading of input minus output is what training follows."""
    claimed, defined = measured.differences[:-1], measured.differences[-1]
    nearest = claimed.min(axis=0)
    verdict = by_seeds(nearest <= SAME)
    name = READINGS[int(np.median(claimed, axis=1).argmin())]
    start, end = np.median(measured.values[-1, :, [0, -1]], axis=1).tolist()
    return Finding(
        verdict,
        over_seeds("difference of the gradient from that of the nearest reading, relative", nearest),
        f"The gradient that training follows is off by {plain(float(np.median(nearest)))} of its size from that of "
        f"{name}, the nearest reading of the claim, and by {plain(float(np.median(defined)))} from that of "
        f"{DEFINITION}, which training takes from {plain(start)} to {plain(end)}.",
        depends_on="the seed" if verdict is Verdict.DEPENDS else "",
        more=(
            over_seeds(f"the same for {DEFINITION}", defined),
            over_seeds(f"{DEFINITION} after training", measured.values[-1, :, -1]),
            over_seeds(f"{READINGS[-1]} after training", measured.values[-2, :, -1]),
        ),
    )


def draw_loss(measured: Losses) -> tuple[Panel, ...]:
    """Draw both squares over training, and how far each reading's gradient is from the one that is followed."""
    names = (*READINGS, DEFINITION)
    slots = (1, 2, 3, 0)
    return (
        Curves(
            "What training brings down",
            "step",
            "mean over the training samples",
            (
                banded(DEFINITION, measured.steps, measured.values[-1], 0),
                banded(READINGS[-1], measured.steps, measured.values[-2], 3),
            ),
            log_y=True,
        ),
        Dots(
            "Is its gradient the one that training follows?",
            "relative difference",
            tuple(
                Group(name, found, slot) for name, found, slot in zip(names, measured.differences, slots, strict=True)
            ),
            (Mark("the same", y=SAME),),
            log_y=True,
        ),
    )


def play_loss(conditions: Conditions) -> Link:
    """Open the regression."""
    return training_link(conditions, ("", loss_run(conditions)))


CLAIMS: tuple[Claim, ...] = (
    Claim(
        number=38,
        theme="training",
        title="Loss: input minus output",
        text="The loss of a network is its input minus its output.",
        articles=(2,),
        category="definition",
        rule=(
            "A network with one input and one output learns a regression. The gradient that training follows is "
            f"compared with those of {', '.join(READINGS)}, found by changing every parameter a little. Holds if in at "
            f"least {percent(MOST)} of the seeds one of them is the same, to {plain(SAME)} of its size; fails if in "
            f"hardly any; else it depends on the seed. {DEFINITION} is held against it in the same way."
        ),
        measure=measure_loss,
        judge=judge_loss,
        draw=draw_loss,
        explanation=(
            "A loss says how far the output is from what it *should* be, so it needs the target: for a regression "
            "usually $\\frac{1}{N}\\sum (y - \\hat y)^2$. The difference is squared (or taken without its sign), since "
            "otherwise errors of opposite sign cancel and ever larger outputs would make it ever smaller. An output "
            "that equals the input would mean that nothing was computed, and where inputs and outputs differ in "
            "number, as for an image and its class, the difference does not even exist."
        ),
        references=(
            Reference(
                "Rumelhart, Hinton & Williams: Learning representations by back-propagating errors. Nature 323, 1986",
                "https://doi.org/10.1038/323533a0",
            ),
        ),
        chance=True,
        size=STEPS,
        sharpest=(
            "Target minus output is the error, and the loss is a mean of its squares. With the input in place of the "
            "target that is an autoencoder's loss: there the input is the target."
        ),
        play=play_loss,
    ),
)
