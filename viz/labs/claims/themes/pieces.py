"""Claim 12: a sum of ReLU units is a function with many slopes, and more units fit better."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from viz.activations import get
from viz.engine import Network
from viz.labs.claims.claim import Claim, Link, Reference, Size
from viz.labs.claims.finding import MOST, Finding, Verdict, by_seeds, over_seeds
from viz.labs.claims.picture import Curve, Curves, Panel, banded, curve
from viz.labs.kinks import curve as values_of
from viz.labs.kinks import grid
from viz.labs.kinks.errors import random_units
from viz.labs.kinks.fit import network_of, train
from viz.labs.regions import line_pieces
from viz.spec.claims import Conditions
from viz.spec.kinks import HIGH, LOW, Target
from viz.spec.numbers import percent, short
from viz.spec.one_neuron import OneNeuronSpec

Array = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]

UNITS = (1, 2, 3, 4, 6, 8, 12)
STARTS = 9  # random starts, of which a seed's error is the median
SHOWN = (1, 4, 12)  # units of the fits that are drawn
TARGET, OPTIMISER, LEARNING_RATE = Target("sine"), "adam", 0.03
STEPS = Size("training steps", 400)

ORDERED = 0.9  # rank correlation of error and units, at least, with a minus
SMALLER = 0.5  # the error of the most units, of that of one unit


@dataclass(frozen=True, eq=False)
class Fits:
    """Fits of UNITS numbers of units from STARTS random starts for each seed.

    slopes_before, slopes : (S, K, starts) straight pieces of the sum before and after training.
    error : (S, K, starts) RMS distance from the target after it.
    x, target : (N,).  examples : (K, N) the first seed's fit whose error is its median.
    """

    slopes_before: Counts
    slopes: Counts
    error: Array
    x: Array
    target: Array
    examples: Array

    @property
    def median_error(self) -> Array:
        """(S, K): over the random starts."""
        return np.median(self.error, axis=2)


def measure(conditions: Conditions) -> Fits:
    """Fit sums of 1 to 12 units to the sine, each from several random starts, and count their slopes exactly."""
    x = grid()
    seeds, steps = len(conditions.numbers), conditions.sized(STEPS.standard)
    before, after, errors, examples = [], [], [], []
    for units in UNITS:
        network = network_of([random_units(units, start) for start in starts(conditions)])
        before.append(slopes_of(network).reshape(seeds, STARTS))
        *_, (_, error) = train(network, TARGET, OPTIMISER, LEARNING_RATE, [steps])
        after.append(slopes_of(network).reshape(seeds, STARTS))
        errors.append(error.reshape(seeds, STARTS))
        examples.append(network.forward(x[:, np.newaxis])[np.argsort(error[:STARTS])[STARTS // 2], :, 0])
    together = np.stack(before, axis=1), np.stack(after, axis=1), np.stack(errors, axis=1)
    return Fits(*together, x, values_of(TARGET, x), np.stack(examples))


def starts(conditions: Conditions) -> range:
    """Return the numbers of all random starts, STARTS for each seed."""
    return range(STARTS * conditions.first, STARTS * (conditions.first + conditions.seeds))


def slopes_of(network: Network) -> Counts:
    """Return how many straight pieces (P,) each member's output has over the window."""
    weights, biases = network.weights, network.biases
    relu = [get("relu")]
    return np.array(
        [
            line_pieces([w[member] for w in weights], [b[member] for b in biases], relu, [LOW], [HIGH]).linear
            for member in range(network.population)
        ]
    )


RULE = (
    f"Sums of 1 to {UNITS[-1]} ReLU units, kinks at random in the window, are trained to be a sine, from {STARTS} "
    "random starts for every seed; slopes are counted exactly. A seed agrees if k units have k + 1 slopes before "
    "training, for every k and every start; if the median error falls with the units, at a rank correlation of "
    f"−{ORDERED} or below; and if {UNITS[-1]} units have at most {percent(SMALLER)} of the error of one. Holds if at "
    f"least {percent(MOST)} of the seeds agree, fails if at most {percent(1 - MOST)} do; in between it depends on the "
    "random start."
)


def judge(fits: Fits) -> Finding:
    """Decide by the slopes before training and the order and size of the errors after it."""
    error = fits.median_error
    all_there = (fits.slopes_before == np.array(UNITS)[:, np.newaxis] + 1).all(axis=(1, 2))
    order = np.array([rank_correlation(row) for row in error])
    ratio = error[:, -1] / error[:, 0]
    verdict = by_seeds(all_there & (order <= -ORDERED) & (ratio <= SMALLER))
    most_before, most_after = (np.median(each[:, -1], axis=1) for each in (fits.slopes_before, fits.slopes))
    number = over_seeds(f"error of {UNITS[-1]} units / of 1 unit", ratio)
    return Finding(
        verdict,
        number,
        f"{UNITS[-1]} units have {short(float(np.median(most_before)))} slopes before training and "
        f"{short(float(np.median(most_after)))} after it, and {number.text} times the error of one unit.",
        depends_on="the random start" if verdict is Verdict.DEPENDS else "",
        more=(
            over_seeds("rank correlation of error and units", order),
            over_seeds(f"slopes of {UNITS[-1]} units before training", most_before),
            over_seeds(f"slopes of {UNITS[-1]} units after training", most_after),
            over_seeds(f"RMS error of {UNITS[-1]} units", error[:, -1]),
        ),
    )


def rank_correlation(error: Array) -> float:
    """Return Spearman's rank correlation of errors (K,) with the number of units; 0 where the error stays the same."""
    if np.ptp(error) == 0.0:
        return 0.0
    order = np.argsort(error)  # a permutation and its inverse, the ranks, are correlated with 0, 1, … alike
    return float(np.corrcoef(order, np.arange(len(UNITS)))[0, 1])


def draw(fits: Fits) -> tuple[Panel, ...]:
    """Draw the slopes and the error against the units, and some of the fits."""
    wide = [each.transpose(0, 2, 1).reshape(-1, len(UNITS)) for each in (fits.slopes_before, fits.slopes, fits.error)]
    shown = [(slot, units) for slot, units in enumerate(SHOWN, start=2)]
    fitted: list[Curve] = [
        curve(f"{units} unit{'s' if units > 1 else ''}", fits.x, fits.examples[UNITS.index(units)], slot)
        for slot, units in shown
    ]
    return (
        Curves(
            "Slopes of a sum of units",
            "ReLU units",
            "different slopes in the window",
            (
                banded("before training", UNITS, wide[0], 1, marks=True),
                banded("after training", UNITS, wide[1], 0, marks=True),
            ),
        ),
        Curves(
            "Error of the fit",
            "ReLU units",
            "RMS error, in units of y",
            (banded("all random starts", UNITS, wide[2], 0, marks=True),),
            log_y=True,
        ),
        Curves("Fits of the first seed", "x", "y", (curve("target", fits.x, fits.target, 5), *fitted)),
    )


def play(conditions: Conditions) -> Link:
    """Open the first random start of the most units, with the same training."""
    units = random_units(UNITS[-1], starts(conditions)[0])
    settings = OneNeuronSpec(
        experiment="kinks",
        slopes=units.slopes,
        positions=tuple(round(position, 4) for position in units.positions),
        heights=tuple(round(height, 4) for height in units.heights),
        target=TARGET.name,
        optimiser=OPTIMISER,
        learning_rate=LEARNING_RATE,
        fit_steps=conditions.sized(STEPS.standard),
        fit=True,
    )
    return Link("one_neuron", settings, "Open on One neuron")


CLAIMS: tuple[Claim, ...] = (
    Claim(
        number=12,
        theme="capacity",
        title="Many units make many slopes",
        text="A sum of ReLU units with different biases is a function with many slopes, and with more units it fits "
        "better.",
        articles=(1,),
        category="measurement",
        rule=RULE,
        measure=measure,
        judge=judge,
        draw=draw,
        explanation=(
            "A unit $v\\,\\mathrm{relu}(wx + b)$ is flat on one side of its kink at $x = -b/w$ and straight on the "
            "other. Passing the kink changes the slope of the sum by $v\\,|w|$, whichever way the unit faces, so $k$ "
            "kinks at $k$ places leave $k + 1$ straight pieces, each with its own slope. Training moves the kinks to "
            "where the target bends; those that leave the window, or whose unit fades, no longer count there. More "
            "pieces follow a curve more closely: at best the error falls as $1/k^2$. From a random start training "
            "doesn't always find the best, so one fit may be worse than one with fewer units; the median seldom is."
        ),
        references=(
            Reference(
                "Arora, Basu, Mianjy and Mukherjee 2018, Understanding Deep Neural Networks with Rectified Linear "
                "Units, ICLR",
                "https://arxiv.org/abs/1611.01491",
            ),
        ),
        chance=True,
        size=STEPS,
        play=play,
    ),
)
