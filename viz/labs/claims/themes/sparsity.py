"""Claims on sparsity: how many outputs of hidden units are exactly 0, and how many weights."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from viz.engine import Trainer
from viz.labs.claims.activity import zero_shares
from viz.labs.claims.claim import Claim, Link, Reference, Size
from viz.labs.claims.finding import MOST, Finding, Verdict, by_seeds, over_seeds
from viz.labs.claims.picture import Array, Dots, Group, Mark, Panel
from viz.labs.claims.race import training_link
from viz.labs.claims.runs import seeded
from viz.spec.claims import Conditions
from viz.spec.experiment import ExperimentSpec
from viz.spec.numbers import percent

SPARSE = 1 / 3  # the share of zeros from which a layer counts as sparse
DATA = ("circles", "digits")
OTHERS = ("tanh", "sigmoid", "gelu")
HIDDEN = (32, 32)
STEPS = Size("training steps", 200)

DEEP_SPARSE = Reference(
    "Glorot, Bordes & Bengio: Deep Sparse Rectifier Neural Networks. AISTATS 2011",
    "https://proceedings.mlr.press/v15/glorot11a.html",
)


def run(dataset: str, activation: str, conditions: Conditions) -> ExperimentSpec:
    """Return the training run that both claims look at."""
    steps = conditions.sized(STEPS.standard)
    return ExperimentSpec(
        dataset=dataset, samples=300, hidden=HIDDEN, activation=activation, batch_size=32, steps=steps
    )


# 18: the outputs ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Zeros:
    """The share of outputs that are exactly 0, before training and after it, by hidden layer.

    relu : (D, 2, S, L) over D data sets, S seeds and L layers.  others : likewise, the largest of the other functions.
    """

    relu: Array
    others: Array


def measure_zeros(conditions: Conditions) -> Zeros:
    """Train networks of each activation on each data set and count the zeros before and after."""
    relu = [before_and_after(run(dataset, "relu", conditions), conditions) for dataset in DATA]
    others = [
        np.max([before_and_after(run(dataset, name, conditions), conditions) for name in OTHERS], axis=0)
        for dataset in DATA
    ]
    return Zeros(np.stack(relu), np.stack(others))


def before_and_after(spec: ExperimentSpec, conditions: Conditions) -> Array:
    """Return the share of zeros (2, S, L) at the start and at the end of a run from every seed."""
    trainer = Trainer(*seeded(spec, conditions))
    before = zero_shares(trainer)
    trainer.advance(spec.steps)
    return np.stack([before, zero_shares(trainer)])


def judge_zeros(measured: Zeros) -> Finding:
    """Ask every layer before and after training, on every data set."""
    sparse = measured.relu >= SPARSE
    places = np.moveaxis(sparse, 2, -1).reshape(-1, sparse.shape[2])  # (D · 2 · L, S)
    verdicts = [by_seeds(place) for place in places]
    holding = verdicts.count(Verdict.HOLDS)
    verdict = verdicts[0] if len(set(verdicts)) == 1 else Verdict.DEPENDS
    start, end = (measured.relu[:, moment].mean(axis=(0, 2)) for moment in range(2))
    most = measured.others.max(axis=(0, 1, 3))
    return Finding(
        verdict,
        over_seeds("zeros among ReLU's outputs after training", end, percent),
        f"In {holding} of {len(verdicts)} cases (a layer before or after training on one of the data sets) ReLU gives "
        f"at least {percent(SPARSE)} exact zeros in nearly all networks, {percent(float(measured.relu.min()))} in the "
        f"least sparse layer of all; tanh, sigmoid and GELU give {percent(float(most.max()))} at most.",
        depends_on="the layer, the data and the training" if verdict is Verdict.DEPENDS else "",
        more=(
            over_seeds("zeros among ReLU's outputs before training", start, percent),
            over_seeds("in its least sparse layer", measured.relu.min(axis=(0, 1, 3)), percent),
            over_seeds("in the sparsest layer with tanh, sigmoid or GELU", most, percent),
        ),
    )


def draw_zeros(measured: Zeros) -> tuple[Panel, ...]:
    """Draw the share of zeros in every layer before and after training, a panel for each data set."""
    return tuple(
        Dots(
            f"Exact zeros on the {dataset}",
            "share of outputs that are 0",
            (
                *(
                    Group(f"ReLU layer {layer}, {moment}", found, 0)
                    for moment, layers in zip(("untrained", "trained"), relu, strict=True)
                    for layer, found in enumerate(layers.T, start=1)
                ),
                Group("tanh, sigmoid, GELU at most", others.max(axis=(0, 2)), 1),
            ),
            (Mark(f"sparse: {percent(SPARSE)}", y=SPARSE),),
        )
        for dataset, relu, others in zip(DATA, measured.relu, measured.others, strict=True)
    )


def play_zeros(conditions: Conditions) -> Link:
    """Race ReLU against the others; a unit's active share is what isn't 0."""
    names = {"relu": "ReLU", "tanh": "tanh", "sigmoid": "Sigmoid", "gelu": "GELU"}
    return training_link(conditions, *((label, run("circles", name, conditions)) for name, label in names.items()))


# 19: the weights ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class ZeroWeights:
    """What of ReLU networks is exactly 0 after training.

    outputs : (S,) share of the outputs of hidden units, over training samples.  weights : (S,) share of the weights.
    before : (S,) share of the weights before training.  count : weights of a network.
    """

    outputs: Array
    weights: Array
    before: Array
    count: int


def measure_weights(conditions: Conditions) -> ZeroWeights:
    """Train ReLU networks on the digits and count zeros among their outputs and among their weights."""
    spec = run("digits", "relu", conditions)
    trainer = Trainer(*seeded(spec, conditions))
    before = weight_zeros(trainer.network.weights)
    trainer.advance(spec.steps)
    weights = trainer.network.weights
    count = sum(weight[0].size for weight in weights)
    return ZeroWeights(zero_shares(trainer).mean(axis=1), weight_zeros(weights), before, count)


def weight_zeros(weights: list[npt.NDArray[np.float64]]) -> Array:
    """Return the share (P,) of weights (P, D, H), of all layers together, that are exactly 0."""
    flat = np.concatenate([weight.reshape(len(weight), -1) for weight in weights], axis=1)
    return (flat == 0.0).mean(axis=1)


def judge_weights(measured: ZeroWeights) -> Finding:
    """Ask of every network whether any weight is 0."""
    some = measured.weights > 0.0
    verdict = by_seeds(some)
    return Finding(
        verdict,
        over_seeds("weights that are exactly 0 after training", measured.weights, percent),
        f"{percent(float(np.median(measured.outputs)))} of the outputs of hidden units are exactly 0, and of the "
        f"{measured.count:,} weights {percent(float(np.median(measured.weights)))}: {int(some.sum())} of {some.size} "
        "networks have any such weight.",
        depends_on="the seed" if verdict is Verdict.DEPENDS else "",
        more=(
            over_seeds("outputs that are exactly 0", measured.outputs, percent),
            over_seeds("weights that are exactly 0 before training", measured.before, percent),
        ),
    )


def draw_weights(measured: ZeroWeights) -> tuple[Panel, ...]:
    """Draw both shares, one dot a network."""
    return (
        Dots(
            "Where the zeros of a trained ReLU network are",
            "share that is exactly 0",
            (Group("outputs of hidden units", measured.outputs, 0), Group("weights", measured.weights, 1)),
        ),
    )


def play_weights(conditions: Conditions) -> Link:
    """Open the run, whose weights and active shares the page shows."""
    return training_link(conditions, ("", run("digits", "relu", conditions)))


CLAIMS: tuple[Claim, ...] = (
    Claim(
        number=18,
        theme="sparsity",
        title="ReLU activations are sparse",
        text="With ReLU the activations of a network are sparse: many hidden units put out exactly 0.",
        articles=(0, 2, 3),
        category="measurement",
        rule=(
            f"Networks with {len(HIDDEN)} hidden layers of {HIDDEN[0]} units are looked at before and after training "
            f"on {' and '.join(DATA)}. A layer is sparse if at least {percent(SPARSE)} of its outputs, over units and "
            f"training samples, are exactly 0. Holds if every layer is, before and after training and on both data "
            f"sets, in at least {percent(MOST)} of the seeds; fails if none is; else it depends on which."
        ),
        measure=measure_zeros,
        judge=judge_zeros,
        draw=draw_zeros,
        explanation=(
            "ReLU gives exactly 0 on half of the line, $z \\le 0$. Weights drawn evenly around 0, with biases of 0, "
            "make $z$ and $-z$ equally likely, so before training half of the outputs are expected to be 0 in "
            "every layer. Training moves the share, and nothing pulls it back to a half. The other functions pass "
            "through 0 at single points at most: they come near it, but what is not exactly 0 can't be left out of a "
            "computation."
        ),
        references=(DEEP_SPARSE,),
        chance=True,
        size=STEPS,
        sharpest=(
            "A large share of the outputs, about a half, is exactly 0. That is far from the few per cent of active "
            "units that sparse coding means; for that a penalty on the activations has to be added, as Glorot, Bordes "
            "and Bengio do."
        ),
        play=play_zeros,
    ),
    Claim(
        number=19,
        theme="sparsity",
        title="Sparsity: some weights are zero",
        text="That a ReLU network is sparse means that some of its weights are zero.",
        articles=(0, 2),
        category="measurement",
        rule=(
            f"ReLU networks with {len(HIDDEN)} hidden layers of {HIDDEN[0]} units are trained on the digits, and their "
            f"weights (not the biases) are counted. Holds if in at least {percent(MOST)} of the seeds at least one "
            "weight is exactly 0 after training; fails if in hardly any seed one is; else it depends on the seed."
        ),
        measure=measure_weights,
        judge=judge_weights,
        draw=draw_weights,
        explanation=(
            "Sparse are the *activations*: a unit with $z \\le 0$ puts out 0 for that sample, and for another one it "
            "may not. Its weights are what they were. They start at random numbers and move by multiples of the "
            "gradient, $w \\leftarrow w - \\eta\\,\\partial L/\\partial w$, which lands on exactly 0 with probability "
            "0. A silent unit gets no gradient and so keeps its weights, none of which is 0 for that; even a dead unit "
            "has weights like any other."
        ),
        references=(DEEP_SPARSE,),
        chance=True,
        size=STEPS,
        sharpest=(
            "Weights become exactly 0 where something sets them to 0: pruning, or an L1 penalty with a proximal step. "
            "ReLU does neither."
        ),
        play=play_weights,
    ),
)
