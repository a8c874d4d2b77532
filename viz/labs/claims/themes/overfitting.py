"""The claim that sparsity reduces over-fitting, tested where networks over-fit: on few samples that are noisy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.stats import spearmanr

from viz.engine import Recording, Trainer
from viz.engine.probes import losses_and_scores
from viz.labs.claims.activity import zero_shares
from viz.labs.claims.claim import Claim, Link, Reference, Size
from viz.labs.claims.finding import MOST, Finding, Verdict, by_seeds, over_seeds
from viz.labs.claims.picture import Array, Curve, Curves, Dots, Group, Mark, Panel, banded
from viz.labs.claims.race import training_link
from viz.labs.claims.runs import seeded
from viz.spec.claims import Conditions
from viz.spec.experiment import ExperimentSpec
from viz.spec.numbers import percent, short

NOISE = {"moons": 0.6, "sine": 0.8, "diabetes": 0.0}  # the diabetes data are noisy as they are
DATA = tuple(NOISE)
WIDTHS = (8, 32)
BIASES = (-1.0, -0.5, 0.0, 0.5, 1.0)  # at the start; the lower, the sparser
DENSE = "leaky_relu(slope:0.3)"  # the slope of the articles
SAMPLES, TEST_SHARE = 300, 0.8
STEPS = Size("training steps", 400)


@dataclass(frozen=True, eq=False)
class Setting:
    """Networks of one width on one data set, after training from S seeds.

    zeros, gaps : (B, S) share of outputs that are exactly 0, and test minus training loss, of ReLU networks with B
    different biases at the start, all else equal.  relu, dense : (S,) the gaps of ReLU and leaky ReLU with biases of 0.
    """

    dataset: str
    width: int
    zeros: Array
    gaps: Array
    relu: Array
    dense: Array

    @property
    def correlation(self) -> Array:
        """Spearman's rank correlation (S,) of the gap with the share of zeros, among the B networks of a seed."""
        return np.array([spearmanr(*pair).statistic for pair in zip(self.zeros.T, self.gaps.T, strict=True)])

    @property
    def comparisons(self) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
        """Whether over-fitting is less (S,): the sparser ReLU is, and with ReLU than with leaky ReLU."""
        return self.correlation < 0.0, self.relu < self.dense


@dataclass(frozen=True, eq=False)
class Overfitting:
    """Every width on every data set."""

    settings: tuple[Setting, ...]


def run(dataset: str, width: int, activation: str, conditions: Conditions) -> ExperimentSpec:
    """Return a training run of a setting, with biases of 0 at the start."""
    return ExperimentSpec(
        dataset=dataset,
        samples=SAMPLES,
        noise=NOISE[dataset],
        test_share=TEST_SHARE,
        hidden=(width,),
        activation=activation,
        optimiser="adam",
        learning_rate=0.01,
        batch_size=SAMPLES,
        steps=conditions.sized(STEPS.standard),
    )


def measure_overfitting(conditions: Conditions) -> Overfitting:
    """Train every setting's networks and compare their losses."""
    return Overfitting(tuple(_setting(dataset, width, conditions) for dataset in DATA for width in WIDTHS))


def _setting(dataset: str, width: int, conditions: Conditions) -> Setting:
    relu = run(dataset, width, "relu", conditions)
    shape = (len(BIASES), conditions.seeds)
    biased = [relu.unchecked({"init_bias": bias}) for bias in BIASES]
    zeros, gaps = (found.reshape(shape) for found in _trained([s for spec in biased for s in seeded(spec, conditions)]))
    _, dense = _trained(seeded(run(dataset, width, DENSE, conditions), conditions))
    return Setting(dataset, width, zeros, gaps, gaps[BIASES.index(0.0)], dense)


def _trained(specs: Sequence[ExperimentSpec]) -> tuple[Array, Array]:
    """Return the share of zeros (P,) and test minus training loss (P,) at the end of each run."""
    trainer = Trainer(*specs)
    frames = trainer.record([specs[0].steps], (losses_and_scores,), chunk_seconds=np.inf)
    last = Recording.concatenate(list(frames))
    return zero_shares(trainer).mean(axis=1), (last.test_loss - last.train_loss)[:, -1]


def judge_overfitting(measured: Overfitting) -> Finding:
    """Ask both comparisons in every setting."""
    sparser, than_dense = (
        np.array(found) for found in zip(*(s.comparisons for s in measured.settings), strict=True)
    )  # (settings, S) each
    verdicts = [by_seeds(agrees) for agrees in (*sparser, *than_dense)]
    holding = verdicts.count(Verdict.HOLDS)
    verdict = Verdict.DEPENDS
    if holding in (0, len(verdicts)):
        verdict = Verdict.HOLDS if holding else Verdict.FAILS
    correlations = np.mean([setting.correlation for setting in measured.settings], axis=0)
    excess = np.median([setting.relu / setting.dense for setting in measured.settings], axis=0)
    return Finding(
        verdict,
        over_seeds("rank correlation of over-fitting with the share of zeros", correlations, _two),
        f"The gap between test and training loss is smaller for sparser ReLU networks in {percent(sparser.mean())} of "
        f"the seeds and settings, and smaller with ReLU than with leaky ReLU in {percent(than_dense.mean())}; in "
        f"{holding} of {len(verdicts)} comparisons that is so for nearly all seeds.",
        depends_on="the data, the width and what is compared" if verdict is Verdict.DEPENDS else "",
        more=(
            over_seeds("ReLU's gap as a multiple of leaky ReLU's", excess, _two),
            over_seeds("zeros in the sparsest networks", _mean_zeros(measured, 0), percent),
            over_seeds("zeros in the least sparse ReLU networks", _mean_zeros(measured, -1), percent),
        ),
    )


def _mean_zeros(measured: Overfitting, place: int) -> Array:
    """Return the share of zeros (S,) with the bias at that place, over all settings."""
    return np.mean([setting.zeros[place] for setting in measured.settings], axis=0)


def _two(value: float) -> str:
    return short(value, 2)


def draw_overfitting(measured: Overfitting) -> tuple[Panel, ...]:
    """Draw both comparisons in every setting, and the gap against the share of zeros on the first data set."""
    first = [setting for setting in measured.settings if setting.dataset == DATA[0]]
    return (
        _dots(
            "Does over-fitting rise with the share of zeros?",
            "rank correlation",
            [(setting, setting.correlation) for setting in measured.settings],
            "below: sparser is better",
        ),
        _dots(
            "Does ReLU over-fit more than leaky ReLU?",
            "its gap minus that of leaky ReLU",
            [(setting, setting.relu - setting.dense) for setting in measured.settings],
            "below: ReLU is better",
        ),
        Curves(
            f"Over-fitting on {DATA[0]}",
            "share of outputs that are 0",
            "test minus training loss",
            tuple(curve for setting in first for curve in _curves(setting, WIDTHS.index(setting.width))),
        ),
    )


def _dots(title: str, axis: str, found: Sequence[tuple[Setting, Array]], below: str) -> Dots:
    """Return a group for each setting, coloured by width, around 0."""
    groups = (
        Group(f"{setting.dataset}, {setting.width} units", values, WIDTHS.index(setting.width))
        for setting, values in found
    )
    return Dots(title, axis, tuple(groups), (Mark(below, y=0.0),))


def _curves(setting: Setting, slot: int) -> tuple[Curve, Curve]:
    """Return ReLU with every bias, and leaky ReLU, which has no zeros."""
    zeros = np.median(setting.zeros, axis=1)
    order = np.argsort(zeros)
    dense = setting.dense[:, np.newaxis]
    return (
        banded(f"ReLU, {setting.width} units", zeros[order], setting.gaps[order].T, slot, marks=True),
        banded(f"leaky ReLU, {setting.width} units", [0.0], dense, slot + len(WIDTHS), marks=True),
    )


def play_overfitting(conditions: Conditions) -> Link:
    """Race a sparse, a usual and a dense network; training and test loss are on the page."""
    relu = run(DATA[0], WIDTHS[-1], "relu", conditions)
    return training_link(
        conditions,
        ("ReLU", relu),
        (f"ReLU, biases {short(BIASES[0])}", relu.unchecked({"init_bias": BIASES[0]})),
        (f"ReLU, biases {short(BIASES[-1])}", relu.unchecked({"init_bias": BIASES[-1]})),
        ("leaky ReLU", run(DATA[0], WIDTHS[-1], DENSE, conditions)),
    )


CLAIMS: tuple[Claim, ...] = (
    Claim(
        number=21,
        theme="sparsity",
        title="Sparsity reduces over-fitting",
        text="The sparsity of ReLU networks reduces over-fitting.",
        articles=(0, 2, 3),
        category="measurement",
        rule=(
            f"Networks with one hidden layer of {' or '.join(map(str, WIDTHS))} units are trained on "
            f"{round((1 - TEST_SHARE) * SAMPLES)} noisy samples of {', '.join(DATA)}. Over-fitting is the test loss "
            "minus the training loss at the end. Two comparisons for each width and data set: among ReLU networks that "
            f"differ only in their biases at the start ({short(BIASES[0])} to {short(BIASES[-1])}), which makes them "
            "sparser or denser, over-fitting falls as the share of zeros rises (Spearman's rank correlation below 0); "
            "and ReLU over-fits less than leaky ReLU with slope 0.3, which has no zeros. Holds if each comparison "
            f"comes out so in at least {percent(MOST)} of the seeds, fails if none does, else it depends on which."
        ),
        measure=measure_overfitting,
        judge=judge_overfitting,
        draw=draw_overfitting,
        explanation=(
            "A network over-fits when its function can bend to single noisy samples. What lets a ReLU network bend are "
            "its kinks within the data, and a unit with zeros has one there: it is 0 for some samples and grows for "
            "others. A unit that is active for all samples adds a straight plane and nothing else. So fewer zeros, by "
            "a higher bias, tend to mean a smoother function, and leaky ReLU bends less at its kink, by $1 - a$ for a "
            "slope of $a$ on the left. Zeros don't take parameters away either: the weights of a unit that is alive "
            "are used on some samples. What does reduce over-fitting is a penalty or less capacity."
        ),
        references=(
            Reference(
                "Glorot, Bordes & Bengio: Deep Sparse Rectifier Neural Networks. AISTATS 2011",
                "https://proceedings.mlr.press/v15/glorot11a.html",
            ),
            Reference(
                "Srivastava, Hinton, Krizhevsky, Sutskever & Salakhutdinov: Dropout: A Simple Way to Prevent Neural "
                "Networks from Overfitting. Journal of Machine Learning Research 15, 2014",
                "https://jmlr.org/papers/v15/srivastava14a.html",
            ),
        ),
        chance=True,
        size=STEPS,
        sharpest=(
            "Sparsity that is asked for, by a penalty on activations whose strength is chosen on held-out samples, can "
            "reduce over-fitting as other penalties do. The zeros that ReLU has by itself would have to do it alone."
        ),
        play=play_overfitting,
    ),
)
