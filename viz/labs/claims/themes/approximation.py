"""Claim 15: non-linear activations can approximate arbitrarily complex functions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from viz.labs.claims.across import across
from viz.labs.claims.claim import Claim, Link, Reference
from viz.labs.claims.finding import MOST, Finding, Verdict, by_seeds, over_seeds
from viz.labs.claims.picture import Curves, Mark, Panel, banded, curve
from viz.labs.kinks.errors import random_units
from viz.spec.activation_text import read_activation
from viz.spec.claims import Conditions
from viz.spec.kinks import HIGH, LOW, MAX_UNITS, inputs
from viz.spec.numbers import percent
from viz.spec.one_neuron import OneNeuronSpec

Array = npt.NDArray[np.float64]

ACTIVATIONS = {"relu": "ReLU", "tanh": "tanh", "sigmoid": "sigmoid", "formula(x^2)": "x²", "identity": "identity"}
CONTROL = "identity"  # not non-linear, and no part of the verdict
WIDTHS = (4, 8, 16, 32, 64, 128)
TERMS = 3  # waves of the target
FITTED = 600  # points; the error is taken half-way between them
SHOWN = (8, 32, 128)  # units of the fits that are drawn

NEAR = 0.05  # of the target's standard deviation
FALLING = 0.5  # the error of the widest layer, of that of a layer a quarter as wide


@dataclass(frozen=True, eq=False)
class Approximations:
    """Errors of the best output weights for random hidden units.

    errors : (activations, S, W) RMS, as a share of the target's standard deviation.
    x, y : (N,) the target.  fits : (SHOWN, N) ReLU's for the first seed.
    """

    errors: Array
    x: Array
    y: Array
    fits: Array


def measure(conditions: Conditions) -> Approximations:
    """Give random hidden units the best output weights for the target, at every width, with every activation."""
    functions = [read_activation(name) for name in ACTIVATIONS]
    errors = [
        [[error_of(fitted(function, width, seed)) for width in WIDTHS] for seed in conditions.numbers]
        for function in functions
    ]
    fits = [fitted(functions[0], width, conditions.first) for width in SHOWN]
    x = between()
    return Approximations(np.array(errors), x, target(x), np.stack(fits))


def target(x: npt.ArrayLike) -> Array:
    """Return the hard target at inputs (N,): waves within waves, the first terms of Weierstrass's nowhere smooth sum.

    Each wave is three times as fast as the one before it and half as high; the slowest goes once through the window.
    """
    phase = 2.0 * np.pi * (np.asarray(x, dtype=np.float64) - LOW) / (HIGH - LOW)
    return np.sum([0.5**term * np.cos(3.0**term * phase) for term in range(TERMS)], axis=0)


def points() -> Array:
    """Return the inputs (FITTED,) that output weights are solved on."""
    return np.linspace(LOW, HIGH, FITTED)


def between() -> Array:
    """Return the inputs (FITTED − 1,) half-way between them, on which errors are taken."""
    x = points()
    return 0.5 * (x[1:] + x[:-1])


def fitted(function: Callable[[Array], npt.NDArray[np.floating]], width: int, seed: int) -> Array:
    """Return, half-way between the points (N,), one hidden layer with the output weights of least squares.

    Of the units f(±s(x − p)) one has its p at random in each of `width` equal parts of the window; they face either way
    and are as steep as there are units for it, s = width / 2.
    """
    rng = np.random.default_rng((15, width, seed))
    places = LOW + (HIGH - LOW) * (np.arange(width) + rng.random(width)) / width
    slopes = rng.choice([-1.0, 1.0], width) * width / 2.0

    def hidden(x: Array) -> Array:
        values = function(slopes * (x[:, np.newaxis] - places))
        return np.column_stack([values, np.ones_like(x)]).astype(np.float64)

    at_points = hidden(points())
    scale = np.abs(at_points).max(axis=0)
    weights = np.linalg.lstsq(at_points / scale, target(points()))[0]
    return hidden(between()) / scale @ weights


def error_of(fit: Array) -> float:
    """Return the RMS distance of a fit (N,) from the target, as a share of the target's standard deviation."""
    y = target(between())
    return float(np.sqrt(np.mean(np.square(fit - y))) / y.std())


RULE = (
    f"A hard target, {TERMS} waves within waves, is approximated by one hidden layer of {WIDTHS[0]} to {WIDTHS[-1]} "
    "random units, for ReLU, tanh, sigmoid and x², with the best output weights that there are (least squares), so "
    "that no training is at fault. An activation does it for a seed if the error of the widest layer, between the "
    f"points that were fitted, is at most {percent(NEAR)} of the target's standard deviation and at most "
    f"{percent(FALLING)} of that of a layer a quarter as wide, and does it at all if at least {percent(MOST)} of the "
    "seeds do. Holds if every one of these non-linear activations does it, fails if none does, otherwise depends on "
    "the activation."
)


def judge(found: Approximations) -> Finding:
    """Decide by the error of the widest layer and by whether it still falls."""
    names = [label for name, label in ACTIVATIONS.items() if name != CONTROL]
    widest, narrower = found.errors[:, :, -1], found.errors[:, :, -3]
    verdicts = [by_seeds(does) for does in ((widest <= NEAR) & (widest <= FALLING * narrower))[: len(names)]]
    verdict = across(verdicts)
    quantities = [
        over_seeds(f"error of {WIDTHS[-1]} units, {label}", values, percent)
        for label, values in zip(ACTIVATIONS.values(), widest, strict=True)
    ]
    able = [name for name, one in zip(names, verdicts, strict=True) if one is Verdict.HOLDS]
    parts = ", ".join(f"{label} {each.text}" for label, each in zip(names, quantities, strict=False))
    return Finding(
        verdict,
        quantities[0],
        f"{len(able)} of {len(names)} non-linear activations do it: with {WIDTHS[-1]} units the error, as a share of "
        f"the target's standard deviation, is {parts}.",
        depends_on=f"the activation: {' and '.join(name for name in names if name not in able)} can't"
        if verdict is Verdict.DEPENDS
        else "",
        more=tuple(quantities[1:]),
    )


def draw(found: Approximations) -> tuple[Panel, ...]:
    """Draw the error against the width, and some of ReLU's fits."""
    fits = [
        curve(f"{width} ReLU units", found.x, fit, slot)
        for slot, (width, fit) in enumerate(zip(SHOWN, found.fits, strict=True), start=6)
    ]
    return (
        Curves(
            "Error against width",
            "units in the hidden layer",
            "RMS error / standard deviation of the target",
            tuple(
                banded(label, WIDTHS, values, slot, marks=True)
                for slot, (label, values) in enumerate(zip(ACTIVATIONS.values(), found.errors, strict=True))
            ),
            (Mark(percent(NEAR), y=NEAR),),
            log_x=True,
            log_y=True,
        ),
        Curves("ReLU's fits of the first seed", "x", "y", (curve("target", found.x, found.y, 5), *fits)),
    )


def play(conditions: Conditions) -> Link:
    """Open the target, straight between the points that a drawn curve has, with as many units as there can be."""
    units = random_units(MAX_UNITS, conditions.first)
    settings = OneNeuronSpec(
        experiment="kinks",
        slopes=units.slopes,
        positions=tuple(round(position, 4) for position in units.positions),
        heights=tuple(round(height, 4) for height in units.heights),
        target="drawn",
        drawn=tuple(round(float(value), 4) for value in target(inputs())),
        fit=True,
    )
    return Link("one_neuron", settings, "Train on the target on One neuron")


CLAIMS: tuple[Claim, ...] = (
    Claim(
        number=15,
        theme="capacity",
        title="They approximate any function",
        text="With non-linear activations a network can approximate arbitrarily complex functions.",
        articles=(0, 2),
        category="measurement",
        rule=RULE,
        measure=measure,
        judge=judge,
        draw=draw,
        explanation=(
            "One hidden layer, wide enough, comes as near as wanted to every continuous function on a bounded set, if "
            "and only if its activation is no polynomial (Leshno et al. 1993). ReLU units draw straight lines between "
            "their kinks: where the target turns faster, more kinks are needed. With $x^2$, non-linear as it is, a "
            "layer of any width is one quadratic function, $\\sum v_i (w_i x + b_i)^2 = a x^2 + b x + c$; only more "
            "layers raise the degree. What a network *can* do says nothing of whether training finds it, nor of how "
            "it behaves where there were no data. Some targets need very many units, or fewer in more layers."
        ),
        references=(
            Reference(
                "Cybenko 1989, Approximation by Superpositions of a Sigmoidal Function, Mathematics of Control, "
                "Signals and Systems 2",
                "https://doi.org/10.1007/BF02551274",
            ),
            Reference(
                "Leshno, Lin, Pinkus and Schocken 1993, Multilayer Feedforward Networks with a Nonpolynomial "
                "Activation Function Can Approximate Any Function, Neural Networks 6",
                "https://doi.org/10.1016/S0893-6080(05)80131-5",
            ),
        ),
        chance=True,
        sharpest=(
            "A hidden layer that is wide enough comes as near as wanted to any continuous function on a bounded set, "
            "for every activation that is no polynomial. Without these words the claim is too wide: a polynomial is "
            "non-linear too."
        ),
        play=play,
    ),
)
