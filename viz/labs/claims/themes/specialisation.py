"""The claim that sparse units specialise, tested on the digits."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from viz.engine import Trainer
from viz.labs.claims.activity import hidden_outputs
from viz.labs.claims.claim import Claim, Link, Reference, Size
from viz.labs.claims.finding import MOST, Finding, Verdict, by_seeds, over_seeds
from viz.labs.claims.picture import Array, Dots, Grid, Group, Mark, Panel
from viz.labs.claims.race import training_link
from viz.labs.claims.runs import seeded
from viz.spec.claims import Conditions
from viz.spec.experiment import ExperimentSpec
from viz.spec.numbers import percent, short

MOST_UNITS = 0.5  # the share of units that must be silent for some class
DIGITS = tuple("0123456789")
HIDDEN = (32, 32)
STEPS = Size("training steps", 400)


@dataclass(frozen=True, eq=False)
class Units:
    """The hidden units of one network after another, U in all its layers, on the training samples of C classes.

    selectivity : (S, U), see `selectivity`; NaN for a unit that never changes.
    active : (S, U, C) share of the samples of a class for which the unit puts out anything but 0.
    """

    selectivity: Array
    active: Array

    @property
    def typical(self) -> Array:
        """The median selectivity (S,) of each network's units."""
        return np.nanmedian(self.selectivity, axis=1)

    @property
    def silent(self) -> Array:
        """The share (S,) of units that are 0 for all samples of a class, and not for most of another's."""
        return ((self.active == 0.0).any(axis=2) & (self.active > 0.5).any(axis=2)).mean(axis=1)


@dataclass(frozen=True, eq=False)
class Specialisation:
    """Units with ReLU, before training and after, and with leaky ReLU and tanh after training on the same data."""

    untrained: Units
    relu: Units
    leaky: Units
    tanh: Units


def run(activation: str, conditions: Conditions) -> ExperimentSpec:
    """Return the training run with that activation."""
    return ExperimentSpec(
        dataset="digits",
        samples=600,
        hidden=HIDDEN,
        activation=activation,
        batch_size=32,
        steps=conditions.sized(STEPS.standard),
    )


def measure_units(conditions: Conditions) -> Specialisation:
    """Train on the digits with each activation and look at every unit by class."""
    untrained, relu = units(run("relu", conditions), conditions)
    return Specialisation(
        untrained,
        relu,
        leaky=units(run("leaky_relu", conditions), conditions)[1],
        tanh=units(run("tanh", conditions), conditions)[1],
    )


def units(spec: ExperimentSpec, conditions: Conditions) -> tuple[Units, Units]:
    """Return the hidden units before and after a run from every seed."""
    trainer = Trainer(*seeded(spec, conditions))
    before = look(trainer)
    trainer.advance(spec.steps)
    return before, look(trainer)


def look(trainer: Trainer) -> Units:
    """Return the hidden units as they are now."""
    outputs = np.concatenate(hidden_outputs(trainer), axis=1)
    population = trainer.population
    labels = population.one_hot_labels.astype(np.float64)
    shares = labels / labels.sum(axis=1, keepdims=True)  # (P, N, C)
    return Units(selectivity(outputs, shares), (outputs != 0.0).astype(np.float64) @ shares)


def selectivity(outputs: Array, shares: Array) -> Array:
    """Return (μ_max − μ_rest) / (μ_max + μ_rest) of every unit (P, U), for outputs (P, U, N); NaN if they never change.

    μ_max is the mean of the class for which it is largest, μ_rest that of the others' (Morcos et al. 2018), and shares
    (P, N, C) are the samples' shares of their class.  That index takes outputs from 0 on; here they are counted from
    the unit's lowest output up and from its highest output down, and the larger index is taken.  So it is the same
    whatever the next layer's weight and bias make of the output, in size, offset and sign.
    """
    low, high = outputs.min(axis=2, keepdims=True), outputs.max(axis=2, keepdims=True)
    means = outputs @ shares
    return np.fmax(_index(means - low), _index(high - means))


def _index(means: Array) -> Array:
    """Return the index (P, U) of class means (P, U, C), none of them negative."""
    most = means.max(axis=2)
    rest = (means.sum(axis=2) - most) / (means.shape[2] - 1)
    total = most + rest
    return np.divide(most - rest, total, out=np.full_like(most, np.nan), where=total > 0.0)


def judge_units(measured: Specialisation) -> Finding:
    """Ask for units that prefer a class more than tanh's do, and for units that are silent for another."""
    relu, tanh = measured.relu, measured.tanh
    prefers = by_seeds(relu.typical > tanh.typical)
    silent = by_seeds(relu.silent >= MOST_UNITS)
    holding = [prefers, silent].count(Verdict.HOLDS)
    verdict = {2: Verdict.HOLDS, 1: Verdict.DEPENDS, 0: Verdict.FAILS}[holding]
    return Finding(
        verdict,
        over_seeds("selectivity of the median unit with ReLU", relu.typical, short_two),
        f"The median unit's selectivity is {short_two(float(np.median(relu.typical)))} with ReLU and "
        f"{short_two(float(np.median(tanh.typical)))} with tanh, and {percent(float(np.median(relu.silent)))} of the "
        "ReLU units are silent for every image of some digit while they are active for most of another's.",
        depends_on="whether units need only prefer a digit or must be silent for another" if holding == 1 else "",
        more=(
            over_seeds("the same with tanh", tanh.typical, short_two),
            over_seeds("with leaky ReLU, which has no zeros", measured.leaky.typical, short_two),
            over_seeds("with ReLU before training", measured.untrained.typical, short_two),
            over_seeds("ReLU units silent for some digit", relu.silent, percent),
        ),
    )


def short_two(value: float) -> str:
    """Return a number with up to two significant digits."""
    return short(value, 2)


def draw_units(measured: Specialisation) -> tuple[Panel, ...]:
    """Draw selectivity and silence, one dot a network, and the units of the first network by digit."""
    last = measured.relu.active[0, -HIDDEN[-1] :]
    order = np.lexsort((-last.max(axis=1), last.argmax(axis=1)))
    return (
        Dots(
            "How much the median unit prefers one digit",
            "selectivity, 0 to 1",
            (
                Group("ReLU", measured.relu.typical, 0),
                Group("tanh", measured.tanh.typical, 1),
                Group("leaky ReLU", measured.leaky.typical, 2),
                Group("ReLU, untrained", measured.untrained.typical, 3),
            ),
        ),
        Dots(
            "Units that are silent for some digit",
            "share of the hidden units",
            (
                Group("ReLU", measured.relu.silent, 0),
                Group("tanh", measured.tanh.silent, 1),
                Group("leaky ReLU", measured.leaky.silent, 2),
                Group("ReLU, untrained", measured.untrained.silent, 3),
            ),
            (Mark(f"most units: {percent(MOST_UNITS)}", y=MOST_UNITS),),
        ),
        Grid(
            "The last hidden layer of one ReLU network",
            "digit",
            "unit",
            DIGITS,
            tuple(str(unit + 1) for unit in order),
            last[order],
            "share of images with an output above 0",
        ),
    )


def play_units(conditions: Conditions) -> Link:
    """Open ReLU beside tanh; a unit's page shows its activity by digit."""
    return training_link(conditions, ("ReLU", run("relu", conditions)), ("tanh", run("tanh", conditions)))


CLAIMS: tuple[Claim, ...] = (
    Claim(
        number=20,
        theme="sparsity",
        title="Sparse units specialise",
        text="Sparse ReLU units specialise: a unit that answers to an eye stays silent for a ship.",
        articles=(0, 2),
        category="measurement",
        rule=(
            f"ReLU and tanh networks of two hidden layers of {HIDDEN[0]} units are trained on the digits. A "
            "unit's selectivity is (μ_max − μ_rest) / (μ_max + μ_rest), with the mean output μ_max for the digit where "
            "it is largest and μ_rest for the others, counted from the unit's lowest output or down from its highest, "
            f"whichever gives more. Holds if in at least {percent(MOST)} of the seeds the median ReLU unit is more "
            f"selective than the median tanh unit, and also at least {percent(MOST_UNITS)} of the ReLU units are 0 for "
            "every training image of some digit while they are active for most of another's; fails if neither is so; "
            "depends if one of the two is."
        ),
        measure=measure_units,
        judge=judge_units,
        draw=draw_units,
        explanation=(
            "A ReLU unit cuts off what lies on one side of a hyperplane, so classes on that side get an output of 0, "
            "or little more, and the class that lies farthest on the other side stands out. A whole class is silent "
            "only if the hyperplane leaves none of its samples on the active side, which nothing in training asks for: "
            "it is enough that units tell the classes *together*. Leaky ReLU has no zeros but almost the same "
            "shape, so it tells whether it is the zeros that make units selective. The selectivity index is that of "
            "Morcos et al., who take outputs that are never negative. A tanh unit has no sign of its own: turning the "
            "signs of its weights in and out gives the same network. So outputs are counted from the unit's extremes, "
            "from either side, which is fair to both."
        ),
        references=(
            Reference(
                "Morcos, Barrett, Rabinowitz & Botvinick: On the importance of single directions for generalization. "
                "ICLR 2018",
                "https://arxiv.org/abs/1803.06959",
            ),
            Reference(
                "Alpaydin & Kaynak: Optical Recognition of Handwritten Digits. UCI Machine Learning Repository, 1998"
            ),
        ),
        chance=True,
        size=STEPS,
        sharpest=(
            "Units come to prefer one class over the others, by degrees. For the picture of the eye and the ship most "
            "units would have to be silent for whole classes."
        ),
        play=play_units,
    ),
)
