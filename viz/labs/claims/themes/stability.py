"""Claims 35 and 36: what ReLU's lack of a bound, and its kink, do to the stability of training."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from viz.engine import Trainer
from viz.engine.observation import Observer
from viz.labs.claims.claim import Claim, Link, Reference, Size
from viz.labs.claims.finding import MOST, Finding, Quantity, Verdict, over_seeds
from viz.labs.claims.picture import Array, Curves, Panel, banded, curve
from viz.labs.claims.runs import seeded
from viz.labs.claims.themes.leaky import HE
from viz.spec.claims import Conditions
from viz.spec.experiment import ExperimentSpec
from viz.spec.numbers import percent, plain, short
from viz.spec.training import TrainingSpec

Flags = npt.NDArray[np.bool_]

FUNCTIONS = {"relu": "ReLU", "tanh": "tanh", "relu6": "ReLU6"}  # the first is the one that the claim is about
SCALES = (1.0, 100.0)
RATES = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0)
SHOWN = SCALES[1], RATES[0]  # on the page that the claim leads to
STEPS = 200
BASE = ExperimentSpec(dataset="sine", hidden=(16, 16))


@dataclass(frozen=True, eq=False)
class Stability:
    """Runs of F functions × C input scales × R learning rates × S seeds.

    unstable : whether a run overflowed or ended with a larger training loss than it began with.  overflowed : whether a
    weight is no longer finite.  peak : the largest |h| of a hidden unit on any batch.  All (F, C, R, S).
    """

    unstable: Flags
    overflowed: Flags
    peak: Array

    @property
    def shares(self) -> Array:
        """The share of seeds with unstable runs, (F, C, R)."""
        shares: Array = self.unstable.mean(axis=3)
        return shares


def measure(conditions: Conditions, functions: Sequence[str] = tuple(FUNCTIONS)) -> Stability:
    """Train every function on inputs of every scale with every learning rate."""
    found = [_train(function, conditions) for function in functions]
    return Stability(*(np.stack(arrays) for arrays in zip(*found, strict=True)))


@np.errstate(all="ignore")
def _train(function: str, conditions: Conditions) -> tuple[Flags, Flags, Array]:
    """Return which runs were unstable, which overflowed, and their largest activations, each (C, R, S)."""
    settings = [{"data_scale": scale, "learning_rate": rate} for scale in SCALES for rate in RATES]
    specs = [BASE.unchecked({"activation": function, **each}) for each in settings]
    trainer = Trainer(*(run for spec in specs for run in seeded(spec, conditions)))
    eye = Observer(trainer.population, BASE.epsilon, pictures=False)
    first = eye.training_loss()
    peak = np.zeros(len(first))
    for _ in range(conditions.sized(STEPS)):
        trainer.advance(1)
        for activations in trainer.work.activations:
            largest = np.nan_to_num(np.abs(activations), nan=0.0).max(axis=(1, 2))  # inf becomes the largest number
            np.maximum(peak, largest, out=peak)
    overflowed = ~np.isfinite(trainer.network.parameters).all(axis=1)
    unstable = overflowed | ~(eye.training_loss() <= first)
    shape = (len(SCALES), len(RATES), conditions.seeds)
    return unstable.reshape(shape), overflowed.reshape(shape), peak.reshape(shape)


def judge(found: Stability) -> Finding:
    """Look for a setting at which ReLU is unstable and the bounded functions are not."""
    relu, bounded = found.shares[0], found.shares[1:].max(axis=0)  # (C, R)
    clean = (relu >= MOST) & (bounded <= 1.0 - MOST + 1e-12)
    excess = relu - bounded
    scale, rate = (int(place) for place in np.unravel_index(np.argmax(excess + clean), excess.shape))
    nowhere = bool(excess.max() <= 1.0 - MOST + 1e-12)
    verdict = Verdict.HOLDS if clean.any() else Verdict.FAILS if nowhere else Verdict.DEPENDS
    peak = over_seeds("ReLU's largest activation there", found.peak[0, scale, rate], plain)
    others = [percent(share) for share in found.shares[1:, scale, rate]]
    overflows = found.overflowed.mean(axis=3).max(axis=(1, 2))
    return Finding(
        verdict,
        peak,
        f"With inputs × {short(SCALES[scale])} and a learning rate of {short(RATES[rate])} training is unstable in "
        f"{percent(relu[scale, rate])} of ReLU's runs, in {others[0]} of tanh's and in {others[1]} of ReLU6's; with "
        f"inputs × {short(SCALES[0])} the share of ReLU's unstable runs exceeds that of both by "
        f"{percent(excess[0].max())} of the runs at most.",
        "the seed" if verdict is Verdict.DEPENDS else "",
        tuple(
            Quantity(f"runs that overflow, {label}, at the worst setting", float(share), written=percent)
            for label, share in zip(FUNCTIONS.values(), overflows, strict=True)
        ),
    )


def draw(found: Stability) -> tuple[Panel, ...]:
    """Plot the unstable runs with inputs of either scale, and the largest activations."""
    labels = list(enumerate(FUNCTIONS.values()))
    unstable = tuple(
        Curves(
            f"Unstable runs, inputs × {short(scale)}",
            "Learning rate",
            "Share of runs",
            tuple(curve(label, RATES, found.shares[slot, place], slot, marks=True) for slot, label in labels),
            log_x=True,
        )
        for place, scale in enumerate(SCALES)
    )
    peaks = tuple(banded(label, RATES, np.log10(found.peak[slot, -1].T), slot, marks=True) for slot, label in labels)
    title = f"Largest activation, inputs × {short(SCALES[-1])}"
    return (*unstable, Curves(title, "Learning rate", "log₁₀ of the largest |h|", peaks, log_x=True))


def play(conditions: Conditions) -> Link:
    """Race the functions at a setting where they differ."""
    scale, rate = SHOWN
    steps = conditions.sized(STEPS)
    base = replace(BASE, data_scale=scale, learning_rate=rate, steps=steps, frames=steps, seed=conditions.first)
    page = TrainingSpec.of(base)
    for function in tuple(FUNCTIONS)[1:]:
        page = page.add(replace(base, activation=function))
    return Link("training", replace(page.select(0), together=True), "Open the race on Training")


CLAIMS: tuple[Claim, ...] = (
    Claim(
        number=35,
        theme="training",
        title="Unbounded, so unstable",
        text="ReLU's output is unbounded, which can make training numerically unstable.",
        articles=(3,),
        category="measurement",
        rule=f"ReLU, tanh (bounded by 1) and ReLU6 (by 6) are trained on a regression with {len(RATES)} learning "
        f"rates, on inputs as they are and × {short(SCALES[1])}. A run is unstable if it overflows or ends with a "
        "larger loss than it began with. The claim says “can”: it holds if at one setting at least 90 % of ReLU's "
        "runs are unstable and at most 10 % of either bounded function's. It fails if ReLU's share is nowhere more "
        "than 10 points above both of theirs, and else depends on the seed.",
        measure=measure,
        judge=judge,
        draw=draw,
        explanation=r"""
$\max(0, z)$ grows with $z$ without end, so a layer passes on the size of its input: large inputs give large outputs,
these large gradients, and these larger weights, which make the next outputs larger still. With depth the factors
multiply. A function with a bound cuts this chain: whatever the inputs, the next layer sees nothing above the bound.
It doesn't make training safe, though. The **output layer** is linear in every one of these networks, and at a high
learning rate it diverges on bounded inputs just as well; and a ReLU network often stops short of overflow because the
step that would lead there kills its units. Inputs of unit size, He initialisation, clipping or normalisation remove
the cause.
""".strip(),
        references=(
            HE,
            Reference(
                "Pascanu, Mikolov and Bengio 2013, On the difficulty of training recurrent neural networks, ICML",
                "https://arxiv.org/abs/1211.5063",
            ),
        ),
        chance=True,
        size=Size("training steps", STEPS),
        sharpest="On large inputs that nothing scales down, ReLU training diverges at learning rates at which a "
        "bounded activation doesn't; on inputs of unit size the learning rate decides for all of them alike.",
        play=play,
    ),
)
