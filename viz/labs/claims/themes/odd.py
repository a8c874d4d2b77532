"""Claim 37: ReLU is unfit where negative inputs matter: odd functions, learned by units that face either way."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from viz.activations import get
from viz.engine import Network
from viz.labs.claims.claim import Claim, Link, Reference, Size
from viz.labs.claims.finding import MOST, Finding, Quantity, Verdict, by_seeds, over_seeds
from viz.labs.claims.picture import Curves, Dots, Group, Mark, Panel, banded, curve
from viz.labs.kinks import curve as values_of
from viz.labs.kinks import grid
from viz.labs.kinks.errors import random_units
from viz.labs.kinks.fit import network_of, train
from viz.spec.claims import Conditions
from viz.spec.kinks import Target, inputs
from viz.spec.numbers import percent, plain
from viz.spec.one_neuron import OneNeuronSpec

Array = npt.NDArray[np.float64]

UNITS, OPTIMISER, LEARNING_RATE = 12, "adam", 0.03
STEPS = Size("training steps", 600)
TARGETS = {
    "x": Target("drawn", tuple(round(x, 4) for x in inputs())),
    "x³ / 9": Target("drawn", tuple(round(x**3 / 9.0, 4) for x in inputs())),
    "1.5 sin 1.5x": Target("sine"),
}
CUBE = "x³ / 9"  # is drawn, and opened to play
EXACT = np.array([0.0, 1e-300, 1e-8, 0.1, 1.0, 3.0, 1e8, 1e300])  # and their negatives

UNFIT = 0.15  # error over the negative inputs, as a share of what there is to be learned there


@dataclass(frozen=True, eq=False)
class OddFits:
    """Fits of odd targets from a random start for each seed.

    x : (N,).  targets : (K, N).  outputs : (S, K, N) after training.
    facing_left : (S, K) share of the units whose slope is negative, so that they are on for negative inputs.
    pair : the largest distance of relu(x) − relu(−x) from x, over inputs as large as 1e300.
    """

    x: Array
    targets: Array
    outputs: Array
    facing_left: Array
    pair: float

    def error(self, side: npt.NDArray[np.bool_]) -> Array:
        """Return the RMS error (S, K) over some of the inputs (N,), as a share of the target's RMS there."""
        distance = np.square(self.outputs - self.targets)[:, :, side].mean(axis=2)
        return np.sqrt(distance / np.square(self.targets[:, side]).mean(axis=1))


def measure(conditions: Conditions) -> OddFits:
    """Train a layer of ReLU units to be x, x³ / 9 and 1.5 sin 1.5x, whose values for −x are those for x, negated."""
    x = grid()
    networks = [trained(target, conditions) for target in TARGETS.values()]
    return OddFits(
        x=x,
        targets=np.stack([values_of(target, x) for target in TARGETS.values()]),
        outputs=np.stack([network.forward(x[:, np.newaxis])[:, :, 0] for network in networks], axis=1),
        facing_left=np.stack([(network.weights[0][:, 0] < 0.0).mean(axis=1) for network in networks], axis=1),
        pair=distance_of_pair(np.concatenate([EXACT, -EXACT])),
    )


def trained(target: Target, conditions: Conditions) -> Network:
    """Return the units of every seed at the end of their training."""
    network = network_of([random_units(UNITS, seed) for seed in conditions.numbers])
    for _ in train(network, target, OPTIMISER, LEARNING_RATE, [conditions.sized(STEPS.standard)]):
        pass
    return network


def distance_of_pair(x: Array) -> float:
    """Return the largest distance of relu(x) − relu(−x) from x."""
    relu = get("relu")
    return float(np.abs(relu(x) - relu(-x) - x).max())


RULE = (
    f"A layer of {UNITS} ReLU units is trained to be three odd functions, x, x³ / 9 and 1.5 sin 1.5x, from −3 to 3: "
    "half of what there is to learn lies at negative inputs. A seed agrees if for any of them the error over the "
    f"negative inputs is more than {percent(UNFIT)} of the function's root mean square there. Holds if at least "
    f"{percent(MOST)} of the seeds agree, fails if at most {percent(1 - MOST)} do; in between it depends on the random "
    "start."
)


def judge(fits: OddFits) -> Finding:
    """Decide by the largest error over the negative inputs."""
    negative, positive = fits.error(fits.x < 0.0).max(axis=1), fits.error(fits.x > 0.0).max(axis=1)
    verdict = by_seeds(negative > UNFIT)
    number = over_seeds("largest error over negative inputs", negative, percent)
    other = over_seeds("largest error over positive inputs", positive, percent)
    return Finding(
        verdict,
        number,
        f"Of three odd functions the one that is fitted worst is off by {number.text} of its root mean square over the "
        f"negative inputs and by {other.text} over the positive ones, and the pair relu(x) − relu(−x) differs from x "
        f"by {plain(fits.pair)}.",
        depends_on="the random start" if verdict is Verdict.DEPENDS else "",
        more=(
            other,
            over_seeds("units that face left", fits.facing_left.mean(axis=1), percent),
            Quantity("largest |relu(x) − relu(−x) − x|", fits.pair),
        ),
    )


def draw(fits: OddFits) -> tuple[Panel, ...]:
    """Draw the pair of units that is x, the fits of the cube, and the errors on either side."""
    relu, place = get("relu"), list(TARGETS).index(CUBE)
    right, left = (relu(side * fits.x).astype(np.float64) for side in (1.0, -1.0))
    errors = [fits.error(side) for side in (fits.x < 0.0, fits.x > 0.0)]
    return (
        Curves(
            "A pair of units is x",
            "x",
            "y",
            (
                curve("relu(x)", fits.x, right, 0),
                curve("−relu(−x)", fits.x, -left, 1),
                curve("their sum", fits.x, right - left, 3),
            ),
        ),
        Curves(
            f"Fits of {CUBE}",
            "x",
            "y",
            (
                curve("target", fits.x, fits.targets[place], 2),
                banded(f"{UNITS} ReLU units, all seeds", fits.x, fits.outputs[:, place], 0),
            ),
        ),
        Dots(
            "Error on either side",
            "RMS error / RMS of the target",
            tuple(
                Group(f"{name}: {side} x", error[:, k], slot)
                for k, name in enumerate(TARGETS)
                for side, error, slot in zip(("negative", "positive"), errors, (4, 5), strict=True)
            ),
            (Mark(f"unfit above {percent(UNFIT)}", y=UNFIT),),
        ),
    )


def play(conditions: Conditions) -> Link:
    """Open the first seed's fit of the cube."""
    units = random_units(UNITS, conditions.first)
    settings = OneNeuronSpec(
        experiment="kinks",
        slopes=units.slopes,
        positions=tuple(round(position, 4) for position in units.positions),
        heights=tuple(round(height, 4) for height in units.heights),
        target="drawn",
        drawn=TARGETS[CUBE].drawn,
        optimiser=OPTIMISER,
        learning_rate=LEARNING_RATE,
        fit_steps=conditions.sized(STEPS.standard),
        fit=True,
    )
    return Link("one_neuron", settings, "Open the cube on One neuron")


CLAIMS: tuple[Claim, ...] = (
    Claim(
        number=37,
        theme="capacity",
        title="Unfit where negative inputs matter",
        text="ReLU is unfit for problems in which negative inputs matter, because it turns them into 0.",
        articles=(3,),
        category="measurement",
        rule=RULE,
        measure=measure,
        judge=judge,
        draw=draw,
        explanation=(
            "ReLU doesn't see the network's inputs but a unit's pre-activation $wx + b$, and $w$ may be negative: such "
            "a unit is on where $x$ is low and off where it is high. Two units that face either way lose nothing, "
            "$x = \\mathrm{relu}(x) - \\mathrm{relu}(-x)$ for every $x$; trained networks form such pairs by "
            "themselves (Shang et al. 2016). A bias does it on a bounded range as well: $\\mathrm{relu}(x + b) - b$ is "
            "$x$ wherever $x \\ge -b$. Negative outputs need nothing of the kind, for the output layer is linear."
        ),
        references=(
            Reference(
                "Shang, Sohn, Almeida and Lee 2016, Understanding and Improving Convolutional Neural Networks via "
                "Concatenated Rectified Linear Units, ICML",
                "https://arxiv.org/abs/1603.05201",
            ),
        ),
        chance=True,
        size=STEPS,
        sharpest=(
            "A single ReLU unit can't tell one negative pre-activation from another, and a ReLU on the output can't "
            "give a negative value. A network would lose its negative inputs only if all its first units faced the "
            "same way, without biases."
        ),
        play=play,
    ),
)
