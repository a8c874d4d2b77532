"""What ReLU makes of single numbers: its values, and what it adds to a positive input."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from viz.activations import ACTIVATIONS, Activation
from viz.labs.claims.claim import Claim, Link, Reference
from viz.labs.claims.finding import Finding, Quantity, Verdict
from viz.labs.claims.picture import Array, Curves, Mark, Panel, curve
from viz.spec import CurvesSpec
from viz.spec.claims import Conditions
from viz.spec.numbers import percent, plain, short

RELU = ACTIVATIONS["relu"]
NAIR_HINTON = Reference(
    "Nair & Hinton, Rectified linear units improve restricted Boltzmann machines, ICML 2010",
    "https://www.cs.toronto.edu/~hinton/absps/reluICML.pdf",
)

# 1: relu(3) = 3 and relu(−3) = 0 ----------------------------------------------------------------------------------

EXAMPLES = (3.0, -3.0)
LIMIT = 19  # an article plots the whole numbers from −19 to 19


@dataclass(frozen=True, eq=False)
class Values:
    """What a function gives for inputs (N,), and what ReLU is said to give."""

    x: Array
    given: Array
    said: Array

    def at(self, x: float) -> float:
        """Return what the function gives for one of the inputs."""
        return float(self.given[self.x == x][0])


def measure_values(_: Conditions, activation: Activation = RELU) -> Values:
    """Evaluate a function at the whole numbers of the article, the examples among them."""
    x = np.arange(-LIMIT, LIMIT + 1, dtype=np.float64)
    return Values(
        x, activation(x).astype(np.float64), np.array([value if value > 0.0 else 0.0 for value in x.tolist()])
    )


def judge_values(values: Values) -> Finding:
    """Hold what is given against what is said, to the last bit."""
    right = values.given == values.said
    shown = " and ".join(f"relu({short(x)}) = {short(values.at(x))}" for x in EXAMPLES)
    if not right[np.isin(values.x, EXAMPLES)].all():
        verdict = Verdict.FAILS
    else:
        verdict = Verdict.HOLDS if right.all() else Verdict.DEPENDS
    return Finding(
        verdict,
        Quantity("largest difference from what is said", float(np.abs(values.given - values.said).max())),
        f"{shown}; {right.sum()} of the {right.size} whole numbers come out exactly as said.",
        "the input" if verdict is Verdict.DEPENDS else "",
        tuple(Quantity(f"relu({short(x)})", values.at(x), written=short) for x in EXAMPLES),
    )


def draw_values(values: Values) -> tuple[Panel, ...]:
    """Plot the function at the whole numbers, with the two examples."""
    marks = tuple(Mark(f"relu({short(x)}) = {short(values.at(x))}", x=x) for x in EXAMPLES)
    line = curve("ReLU", values.x, values.given, marks=True)
    return (Curves(f"ReLU at the whole numbers from −{LIMIT} to {LIMIT}", "Input x", "Output relu(x)", (line,), marks),)


def play_values(_: Conditions) -> Link:
    """Open ReLU over the article's inputs, probed at 3."""
    return Link(
        "activations", CurvesSpec(functions=("relu",), low=-LIMIT, high=LIMIT, probe=EXAMPLES[0]), "Open on Activations"
    )


# 2: for a positive input ReLU returns the input plus 1 ------------------------------------------------------------

ADDED = 1.0
SAID = f"formula(where(x>0,x+{short(ADDED)},0))"  # the function that the claim describes


@dataclass(frozen=True, eq=False)
class Excess:
    """How much more than its positive input x (N,) a function returns: f(x) − x (N,)."""

    x: Array
    excess: Array


def measure_excess(_: Conditions, activation: Activation = RELU) -> Excess:
    """Subtract positive inputs of all sizes from the outputs, where neither x + 1 nor the difference is rounded."""
    x = np.unique(np.concatenate([np.arange(1.0, LIMIT + 1.0), 2.0 ** np.arange(-20, 21)]))
    return Excess(x, activation(x).astype(np.float64) - x)


def judge_excess(found: Excess) -> Finding:
    """Count the inputs to which the claimed number is added."""
    share = float(np.mean(found.excess == ADDED))
    verdict = {1.0: Verdict.HOLDS, 0.0: Verdict.FAILS}.get(share, Verdict.DEPENDS)
    least, most = float(found.excess.min()), float(found.excess.max())
    between = f"is {plain(most)}" if least == most else f"lies between {plain(least)} and {plain(most)}"
    return Finding(
        verdict,
        Quantity("largest relu(x) − x over x > 0", most, written=plain),
        f"For positive inputs from {plain(found.x[0])} to {plain(found.x[-1])} relu(x) − x {between}, and should be "
        f"{short(ADDED)}.",
        "the input" if verdict is Verdict.DEPENDS else "",
        (Quantity(f"share of inputs to which {short(ADDED)} is added", share, written=percent),),
    )


def draw_excess(found: Excess) -> tuple[Panel, ...]:
    """Plot what is added against the input, beside what should be."""
    marks = (Mark(f"said: + {short(ADDED)}", y=ADDED),)
    line = curve("ReLU", found.x, found.excess, marks=True)
    return (Curves("What ReLU adds to a positive input", "Input x", "relu(x) − x", (line,), marks, log_x=True),)


def play_excess(_: Conditions) -> Link:
    """Open ReLU beside the function that the claim describes."""
    return Link("activations", CurvesSpec(functions=("relu", SAID), probe=EXAMPLES[0]), "Open both on Activations")


CLAIMS: tuple[Claim, ...] = (
    Claim(
        number=1,
        theme="function",
        title="relu(3) = 3, relu(−3) = 0",
        text="ReLU returns a positive input as it is and 0 for a negative one: relu(3) = 3 and relu(−3) = 0.",
        articles=(0,),
        category="arithmetic",
        rule=f"relu is evaluated at the whole numbers from −{LIMIT} to {LIMIT} and held against the input itself above "
        "0, and 0 elsewhere. It holds if all of them are equal to the last bit, fails if relu(3) or relu(−3) isn't, "
        "and depends on the input if only others aren't.",
        measure=measure_values,
        judge=judge_values,
        draw=draw_values,
        explanation=r"""
ReLU is $f(x) = \max(0, x)$: of 0 and the input, the larger. A positive input is larger than 0 and passes, a negative
one is smaller and 0 takes its place. Nothing is multiplied or added, so nothing is rounded: the output is one of two
numbers that were there before.
""".strip(),
        references=(NAIR_HINTON,),
        play=play_values,
    ),
    Claim(
        number=2,
        theme="function",
        title="relu(x) = x + 1 for x > 0",
        text="For a positive input ReLU returns the input plus 1.",
        articles=(1,),
        category="arithmetic",
        rule="relu(x) − x is computed for positive inputs from 2⁻²⁰ to 2²⁰, where no rounding can hide the difference. "
        f"It holds if it is {short(ADDED)} at all of them, fails if it is at none, and depends on the input otherwise.",
        measure=measure_excess,
        judge=judge_excess,
        draw=draw_excess,
        explanation=r"""
For $x > 0$ ReLU *is* the identity: $\max(0, x) = x$, so what it adds is 0. A function that adds 1 to positive inputs
and gives 0 for the others would jump from 0 to 1 at $x = 0$; ReLU is continuous there. The 1 that belongs to positive
inputs is the **slope**: when $x$ rises by 1, so does the output.
""".strip(),
        references=(NAIR_HINTON,),
        play=play_excess,
    ),
)
