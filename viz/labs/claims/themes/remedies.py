"""Claim 33: whether a small positive bias keeps units from dying."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from viz.engine import record
from viz.labs.claims.claim import Claim, Link, Size
from viz.labs.claims.finding import Finding, Quantity, Verdict, by_seeds, over_seeds
from viz.labs.claims.picture import Array, Curves, Panel, curve
from viz.labs.claims.runs import PROBES, seeded
from viz.labs.claims.themes.dying import LU, MAAS
from viz.spec.claims import Conditions
from viz.spec.dead_neurons import DeadNeuronsSpec
from viz.spec.experiment import ExperimentSpec
from viz.spec.numbers import percent, short

STEPS, FRAMES = 400, 40
BASE = ExperimentSpec(dataset="circles", hidden=(16, 16))
BIASES = (0.0, 0.01, 0.1, 0.5)
SMALL = 0.1  # what is usually meant
RATES = (0.1, 1.0)
LEARNT = 0.5  # of the first loss, at most, at the end


def shown(conditions: Conditions, rate: float) -> dict[str, Any]:
    """Return the settings of the page on dead neurons that show the same runs."""
    return {
        "dataset": BASE.dataset,
        "depth": len(BASE.hidden),
        "width": BASE.hidden[0],
        "init_scale": BASE.init_scale,
        "learning_rate": rate,
        "steps": conditions.sized(STEPS),
        "seed": conditions.first,
        "seeds": conditions.seeds,
    }


@dataclass(frozen=True, eq=False)
class Biased:
    """Shares of dead units in training with R learning rates × B initial biases × S seeds.

    steps : (T,).  dead : (R, B, S, T).  learnt : (R, B, S), the last loss over the first.
    """

    steps: npt.NDArray[np.int32]
    dead: Array
    learnt: Array

    @property
    def ever(self) -> npt.NDArray[np.bool_]:
        """Whether any unit is dead at any recorded moment, (R, B, S)."""
        return self.dead.max(axis=3) > 0.0


def measure(conditions: Conditions, activation: str = "relu") -> Biased:
    """Train from every initial bias with every learning rate."""
    base = BASE.unchecked({"activation": activation, "steps": conditions.sized(STEPS), "frames": FRAMES})
    changes = [{"learning_rate": rate, "init_bias": bias} for rate in RATES for bias in BIASES]
    run = record(*(spec for each in changes for spec in seeded(base.unchecked(each), conditions)), probes=PROBES)
    shape = (len(RATES), len(BIASES), conditions.seeds)
    loss = run.train_loss
    dead = np.concatenate(run.dead, axis=2).mean(axis=2)  # (P, T)
    return Biased(run.steps, dead.reshape(*shape, -1), (loss[:, -1] / loss[:, 0]).reshape(shape))


def judge(found: Biased) -> Finding:
    """Look for dead units in spite of the usual small bias, in runs that learn."""
    place = BIASES.index(SMALL)
    never = ~found.ever[:, place]  # (R, S)
    died = found.ever[:, place] & (found.learnt[:, place] <= LEARNT)
    if all(by_seeds(seeds) is Verdict.HOLDS for seeds in never):
        verdict = Verdict.HOLDS
    elif any(by_seeds(seeds) is Verdict.HOLDS for seeds in died):
        verdict = Verdict.FAILS
    else:
        verdict = Verdict.DEPENDS
    low, high = percent(found.ever[0, place].mean()), percent(found.ever[-1, place].mean())
    first, last = (found.dead[-1, :, :, moment] for moment in (0, -1))
    label = f"units dead at the end, bias {{}}, learning rate {short(RATES[-1])}"
    biased, plainly = (over_seeds(label.format(short(BIASES[at])), last[at], percent) for at in (place, 0))
    return Finding(
        verdict,
        biased,
        f"With an initial bias of {short(SMALL)} units are dead at some moment in {low} of the runs at a learning "
        f"rate of {short(RATES[0])} and in {high} at {short(RATES[-1])}; there {percent(first[place].mean())} of the "
        f"units are dead at the start and {percent(last[place].mean())} at the end, against "
        f"{percent(first[0].mean())} and {percent(last[0].mean())} without a bias.",
        "the learning rate" if verdict is Verdict.DEPENDS else "",
        (
            plainly,
            *(
                Quantity(
                    f"runs with a dead unit, bias {short(SMALL)}, learning rate {short(rate)}",
                    float(share),
                    written=percent,
                )
                for rate, share in zip(RATES, found.ever[:, place].mean(axis=1), strict=True)
            ),
        ),
    )


def draw(found: Biased) -> tuple[Panel, ...]:
    """Plot the share of dead units over training for every bias, with either learning rate."""
    return tuple(
        Curves(
            f"Dead units at a learning rate of {short(rate)}",
            "Step",
            "Mean share of units",
            tuple(
                curve(f"bias {short(bias)}", found.steps, dead[slot].mean(axis=0), slot)
                for slot, bias in enumerate(BIASES)
            ),
        )
        for rate, dead in zip(RATES, found.dead, strict=True)
    )


def play(conditions: Conditions) -> Link:
    """Compare initial biases at the high learning rate."""
    span = (BIASES[0], BIASES[-1])
    settings = DeadNeuronsSpec(cause="init_bias", init_bias_span=span, **shown(conditions, RATES[-1]))
    return Link("dead_neurons", settings, "Open biases on Dead neurons")


CLAIMS: tuple[Claim, ...] = (
    Claim(
        number=33,
        theme="dead",
        title="A small bias prevents death",
        text="A small positive value added to the bias keeps the gradient from ever being 0.",
        articles=(0,),
        category="measurement",
        rule=f"Networks start with a bias of {short(SMALL)} in every hidden unit and are trained with learning rates "
        f"of {short(RATES[0])} and {short(RATES[1])}. The claim holds if no unit is dead (a gradient of 0 on every "
        "training sample) at any recorded moment in at least 90 % of the seeds, at both rates. It fails if at one "
        f"rate at least 90 % of the seeds do have dead units though they learn (the loss falls to {short(LEARNT)} of "
        "the first or less), and else depends on the learning rate.",
        measure=measure,
        judge=judge,
        draw=draw,
        explanation=r"""
A positive bias $b$ moves the kink of $\max(0, w \cdot x + b)$ to $w \cdot x = -b$, so that more samples start out on
the side with a gradient. That is all it does, and only at the start. In the first layer a unit with $b > 0$ is active
at least near $x = 0$; in a deeper one negative weights on positive inputs can outweigh a small bias from the first
step on. After that the bias is a parameter like any other: a large step can carry it, and $w \cdot x$ with it, far
below 0.
""".strip(),
        references=(LU, MAAS),
        chance=True,
        size=Size("training steps", STEPS),
        sharpest="A small positive bias makes fewer units start out dead; it lowers the odds for the first steps, and "
        "guarantees nothing later.",
        play=play,
    ),
)
