"""Claim 30: a unit that is driven to inputs that are always negative, and what becomes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from viz.engine import Trainer
from viz.engine.actions import SetBias
from viz.engine.observation import Observer
from viz.labs.claims.claim import Claim, Link, Reference, Size
from viz.labs.claims.finding import Finding, Quantity, Verdict, by_seeds, over_seeds
from viz.labs.claims.picture import Array, Curves, Dots, Group, Panel, curve
from viz.labs.claims.runs import seeded
from viz.spec.claims import Conditions
from viz.spec.experiment import ExperimentSpec
from viz.spec.fork import forked
from viz.spec.numbers import percent, short
from viz.spec.training import MAX_LANES, TrainingSpec

UNIT = 0  # of its layer
BEFORE, AFTER = 100, 600  # steps until the unit is driven, and from then on
STRIDE = 10  # steps between two looks
MARGIN = 0.1  # how far below 0 its largest input is driven
BASE = ExperimentSpec(dataset="circles", hidden=(8, 8), learning_rate=0.1)


@dataclass(frozen=True)
class Setting:
    """Where the unit is and how it is trained: its layer, from 0, and what differs from plain SGD."""

    label: str
    layer: int
    changes: Mapping[str, Any] = field(default_factory=dict)


SETTINGS = (
    Setting("layer 1, SGD", 0),
    Setting("layer 2, SGD", 1),
    Setting("layer 1, momentum", 0, {"optimiser": "momentum", "learning_rate": 0.03}),
    Setting("layer 1, Adam", 0, {"optimiser": "adam", "learning_rate": 0.02}),
    Setting("layer 1, SGD and decay", 0, {"l2": 0.01}),
)


@dataclass(frozen=True, eq=False)
class Driven:
    """The driven units of A settings × S seeds.

    steps : (T,) since they were driven, from 0.  highest : (A, S, T), the largest pre-activation over the training
    samples.  output, gradient : (A, S), the largest |h| and the largest |∂L/∂w| over their own weights and bias just
    after they were driven.  moved : (A, S), by how much the one that moved most has changed since.
    """

    steps: npt.NDArray[np.int64]
    highest: Array
    output: Array
    gradient: Array
    moved: Array

    @property
    def alive(self) -> npt.NDArray[np.bool_]:
        """Whether the unit has a positive input on some sample, (A, S, T)."""
        return self.highest > 0.0


def measure(conditions: Conditions, activation: str = "relu") -> Driven:
    """Drive a unit in every setting and train on."""
    steps = np.arange(0, conditions.sized(AFTER) + 1, STRIDE)
    found = [_drive(setting, activation, steps, conditions) for setting in SETTINGS]
    highest, output, gradient, moved = (np.stack(arrays) for arrays in zip(*found, strict=True))
    return Driven(steps, highest, output, gradient, moved)


def _drive(
    setting: Setting, activation: str, steps: npt.NDArray[np.int64], conditions: Conditions
) -> tuple[Array, Array, Array, Array]:
    """Return the largest pre-activation (S, T), and output, gradient and movement (S,), of one setting's units."""
    spec = BASE.unchecked({"activation": activation, **setting.changes})
    trainer = Trainer(*seeded(spec, conditions))
    eye = Observer(trainer.population, spec.epsilon, pictures=False)
    trainer.advance(BEFORE)
    trainer.network.biases[setting.layer][:, UNIT] -= _highest(eye, setting.layer) + MARGIN
    work = eye.look(None).training
    output = np.abs(work.activations[setting.layer][:, UNIT]).max(axis=1)
    gradient = np.abs(trainer.network.layer_views(work.gradient)[setting.layer][:, UNIT]).max(axis=1)
    own = trainer.network.layers[setting.layer][:, UNIT]
    driven = own.copy()
    highest = [_highest(eye, setting.layer)]
    for _ in steps[1:]:
        trainer.advance(STRIDE)
        highest.append(_highest(eye, setting.layer))
    return np.stack(highest, axis=1), output, gradient, np.abs(own - driven).max(axis=1)


def _highest(eye: Observer, layer: int) -> Array:
    """Return the largest pre-activation of the unit over the training samples, (S,)."""
    largest: Array = eye.look(None).training.pre_activations[layer][:, UNIT].max(axis=1)
    return largest


def judge(found: Driven) -> Finding:
    """Ask in every setting whether the unit is silent and stays dead."""
    silent = (found.output == 0.0) & (found.gradient == 0.0)
    stays = silent & ~found.alive.any(axis=2)
    verdicts = {by_seeds(seeds) for seeds in stays}
    verdict = verdicts.pop() if len(verdicts) == 1 else Verdict.DEPENDS
    shares = [percent(share) for share in stays.mean(axis=1)]
    kept = ", ".join(f"{share} ({setting.label})" for share, setting in zip(shares, SETTINGS, strict=True))
    return Finding(
        verdict,
        over_seeds(f"settings, of {len(SETTINGS)}, in which the unit stays dead", stays.sum(axis=0), short),
        f"Driven below 0 the unit puts out 0 with a gradient of 0 in {percent(silent.mean())} of the runs; this share "
        f"of them stays dead for all {found.steps[-1]} steps that follow: {kept}.",
        "the layer and the optimiser" if verdict is Verdict.DEPENDS else "",
        tuple(
            Quantity(f"stay dead: {setting.label}", float(share), written=percent)
            for setting, share in zip(SETTINGS[:4], stays.mean(axis=1), strict=False)
        ),
    )


def draw(found: Driven) -> tuple[Panel, ...]:
    """Plot how many units are still dead, and how far their weights have moved."""
    dead = 1.0 - np.maximum.accumulate(found.alive, axis=2).mean(axis=1)
    curves = tuple(curve(setting.label, found.steps, dead[slot], slot) for slot, setting in enumerate(SETTINGS))
    moved = tuple(Group(setting.label, found.moved[slot], slot) for slot, setting in enumerate(SETTINGS))
    return (
        Curves("Units that have been dead ever since", "Steps since the unit was driven", "Share of runs", curves),
        Dots("How far the weights of the driven unit move", "Largest change of a weight or the bias", moved),
    )


def play(conditions: Conditions) -> Link:
    """Race the settings, each with the unit of the first seed driven at the same step to the same bias."""
    lanes = [(setting.label, _forked(setting, conditions)) for setting in SETTINGS[:MAX_LANES]]
    page = TrainingSpec.of(lanes[0][1])
    page = page.rename(lanes[0][0])
    for name, spec in lanes[1:]:
        page = page.add(spec, name)
    return Link("training", replace(page.select(0), together=True), "Open the race on Training")


def _forked(setting: Setting, conditions: Conditions) -> ExperimentSpec:
    """Return the run of the first seed in which the unit is given the bias that silences it."""
    steps = BEFORE + conditions.sized(AFTER)
    spec = replace(BASE, seed=conditions.first, steps=steps, frames=steps // STRIDE, **setting.changes)
    trainer = Trainer(spec)
    eye = Observer(trainer.population, spec.epsilon, pictures=False)
    trainer.advance(BEFORE)
    bias = float(trainer.network.biases[setting.layer][0, UNIT] - (_highest(eye, setting.layer)[0] + MARGIN))
    return forked(spec, BEFORE, (SetBias(setting.layer + 1, UNIT + 1, bias),))


LU = Reference(
    "Lu, Shin, Su and Karniadakis 2020, Dying ReLU and initialization: theory and numerical examples, "
    "Communications in Computational Physics",
    "https://arxiv.org/abs/1903.06733",
)
MAAS = Reference(
    "Maas, Hannun and Ng 2013, Rectifier nonlinearities improve neural network acoustic models, ICML Workshop on Deep "
    "Learning for Audio, Speech and Language Processing"
)

CLAIMS: tuple[Claim, ...] = (
    Claim(
        number=30,
        theme="dead",
        title="Always negative: dead",
        text="A unit whose input is always negative outputs 0 and is dead.",
        articles=(0, 3),
        category="measurement",
        rule=f"After {BEFORE} steps the bias of one unit is lowered until its largest input over the training set is "
        f"−{short(MARGIN)}, and training goes on. In a setting the claim holds if in at least 90 % of the seeds the "
        "unit at once puts out exactly 0 with a gradient of exactly 0 and never has a positive input again, and "
        f"fails if in at most 10 %. It holds or fails if it does in all {len(SETTINGS)} settings, and depends on the "
        "layer and the optimiser if they differ.",
        measure=measure,
        judge=judge,
        draw=draw,
        explanation=r"""
With $z < 0$ on every sample $h = \max(0, z) = 0$ and $f'(z) = 0$, so $\partial L/\partial w = \delta\, f'(z)\, x =
0$: the loss no longer tells the unit's weights where to go. For a unit of the **first layer** under plain SGD that is
the end: its weights stand still, its inputs are the data, so $z$ never changes. In a **deeper layer** the inputs are
the outputs of units that go on learning; they can carry $z$ above 0, and the unit is alive again. **Momentum and
Adam** move the weights for a while after the gradient is gone, by what they remember of earlier gradients, which can
be enough. **Weight decay** moves them without any gradient, but where it spares a negative bias it only pulls $z$
towards that bias.
""".strip(),
        references=(MAAS, LU),
        chance=True,
        size=Size("steps after the unit is driven", AFTER),
        sharpest="As long as a unit's input is negative on every sample, its output and its gradient are exactly 0; "
        "it is dead for good where nothing but its own gradient could move its input: in the first layer, under "
        "plain SGD.",
        play=play,
    ),
)
