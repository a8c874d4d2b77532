"""Claim 34: whether a slope below 0 keeps units from dying."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from viz.activations import get
from viz.engine import Trainer
from viz.engine.observation import Observer
from viz.engine.train import schedule
from viz.labs.claims.claim import Claim, Link, Reference, Size
from viz.labs.claims.finding import Finding, Quantity, Verdict, by_seeds, over_seeds
from viz.labs.claims.picture import Array, Dots, Panel, groups
from viz.labs.claims.runs import seeded
from viz.labs.claims.themes.dying import MAAS
from viz.labs.claims.themes.remedies import BASE, FRAMES, SMALL, STEPS, shown
from viz.spec.activation_text import write_activation
from viz.spec.claims import Conditions
from viz.spec.dead_neurons import DeadNeuronsSpec
from viz.spec.numbers import percent, plain, short

SLOPES = (0.0, 0.01, 0.1, 0.3, 0.6, 1.0)
CLAIMED = 0.3
RATE = 0.3
INPUTS = np.concatenate([[0.0], *(sign * np.geomspace(1e-300, 1e300, 601) for sign in (-1.0, 1.0))])


@dataclass(frozen=True, eq=False)
class Leaky:
    """Training with A slopes below 0 × S seeds; slope 0 is ReLU.

    least : (A,), the smallest |f′| over `INPUTS`.  dead : (A, S, T), the share of units with f′ = 0 on every sample.
    below : (A, S), the share of units whose input is negative on every sample at the end.  loss : (A, S), likewise.
    """

    least: Array
    dead: Array
    below: Array
    loss: Array

    @property
    def worst(self) -> Array:
        """The largest share of dead units at any moment, (A, S)."""
        most: Array = self.dead.max(axis=2)
        return most


def measure(conditions: Conditions) -> Leaky:
    """Train with every slope and look at the units on the way."""
    functions = [get("leaky_relu", slope=slope) for slope in SLOPES]
    specs = [BASE.unchecked({"learning_rate": RATE, "activation": write_activation(one)}) for one in functions]
    trainer = Trainer(*(run for spec in specs for run in seeded(spec, conditions)))
    eye = Observer(trainer.population, BASE.epsilon, pictures=False)
    dead = []
    for step in schedule(conditions.sized(STEPS), FRAMES).tolist():
        trainer.advance(step - trainer.step)
        work = eye.look(None).training
        dead.append(np.concatenate([~slope.any(axis=2) for slope in work.slopes], axis=1).mean(axis=1))
    below = np.concatenate([z.max(axis=2) < 0.0 for z in work.pre_activations[:-1]], axis=1).mean(axis=1)
    shape = (len(SLOPES), conditions.seeds)
    return Leaky(
        np.array([np.abs(one.derivative(INPUTS)).min() for one in functions]),
        np.stack(dead, axis=1).reshape(*shape, -1),
        below.reshape(shape),
        eye.training_loss().reshape(shape),
    )


def judge(found: Leaky) -> Finding:
    """Ask whether the slope is 0 anywhere, and whether any unit is ever dead."""
    place, relu = SLOPES.index(CLAIMED), SLOPES.index(0.0)
    least = float(found.least[place])
    verdict = by_seeds(found.worst[place] == 0.0) if least > 0.0 else Verdict.FAILS
    worst, ordinary = (
        over_seeds(label, found.worst[at], percent) for label, at in _named("largest share of dead units")
    )
    loss, plainly = (over_seeds(label, found.loss[at], plain) for label, at in _named("final loss"))
    return Finding(
        verdict,
        worst,
        f"With a slope of {short(CLAIMED)} |f′| is nowhere below {short(least)}; a unit is dead at some moment in "
        f"{percent(np.mean(found.worst[place] > 0.0))} of the runs, against "
        f"{percent(np.mean(found.worst[relu] > 0.0))} of the same runs with ReLU, and the loss ends at {loss.text} "
        f"instead of {plainly.text}.",
        "the seed" if verdict is Verdict.DEPENDS else "",
        (
            ordinary,
            loss,
            plainly,
            Quantity(
                f"units below 0 on every sample, slope {short(CLAIMED)}",
                float(found.below[place].mean()),
                written=percent,
            ),
        ),
    )


def _named(what: str) -> tuple[tuple[str, int], tuple[str, int]]:
    """Return labels for the claimed slope and for ReLU with their places."""
    return (f"{what}, slope {short(CLAIMED)}", SLOPES.index(CLAIMED)), (f"{what}, ReLU", SLOPES.index(0.0))


def draw(found: Leaky) -> tuple[Panel, ...]:
    """Plot the dead units, and the losses, for every slope."""
    names = ["ReLU", *(f"slope {short(slope)}" for slope in SLOPES[1:])]
    return (
        Dots("Dead units", "Largest share of units at any moment", groups(list(zip(names, found.worst, strict=True)))),
        Dots("Loss at the end", "Training loss", groups(list(zip(names, found.loss, strict=True))), log_y=True),
    )


def play(conditions: Conditions) -> Link:
    """Compare ReLU with cures, this one among them."""
    cures = ("leaky_relu", "bias", "rate")
    settings = DeadNeuronsSpec(
        experiment="cures", cure_slope=CLAIMED, cure_bias=SMALL, drawn=cures, **shown(conditions, RATE)
    )
    return Link("dead_neurons", settings, "Open cures on Dead neurons")


HE = Reference(
    "He, Zhang, Ren and Sun 2015, Delving deep into rectifiers: surpassing human-level performance on ImageNet "
    "classification, ICCV",
    "https://arxiv.org/abs/1502.01852",
)

CLAIMS: tuple[Claim, ...] = (
    Claim(
        number=34,
        theme="dead",
        title="Leaky ReLU has no dead units",
        text="Leaky ReLU, max(0.3x, x), has a slope everywhere and so no dead units.",
        articles=(0, 1),
        category="measurement",
        rule=f"|f′| is taken at {INPUTS.size:,} inputs from −10³⁰⁰ to 10³⁰⁰ and networks are trained with slopes from "
        f"0 to 1 below 0. The claim fails if |f′| is 0 anywhere for the slope {short(CLAIMED)}. Otherwise it holds if "
        "with that slope no unit is dead (f′ = 0 on every training sample) at any moment looked at in at least 90 % "
        "of the seeds, fails if in at most 10 %, and else depends on the seed. The loss is shown and does not count.",
        measure=measure,
        judge=judge,
        draw=draw,
        explanation=r"""
Where ReLU has a slope of 0, $\max(ax, x)$ with $0 < a < 1$ has the slope $a$: the gradient gets weaker on its way
through a negative unit, but it gets through, and by the definition of dead ($f' = 0$ on every sample) no unit can be.
That says nothing about how well the network learns. A unit that is negative on all samples is alive and still useless
as a kink: there it is a line. As $a o 1$ the whole function becomes one, and with it the network. At 0 the curve has
a corner, and "a slope everywhere" rests on the value agreed on there, $a$ or 1, neither of which is 0.
""".strip(),
        references=(MAAS, HE),
        chance=True,
        size=Size("training steps", STEPS),
        play=play,
    ),
)
