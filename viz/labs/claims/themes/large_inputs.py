"""What one article says of ReLU for large inputs: that its gradient stays the same, and that it saturates."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from viz.activations import get
from viz.labs.claims.claim import Claim, Link, Reference
from viz.labs.claims.finding import Finding, Quantity, Verdict
from viz.labs.claims.picture import Curves, Mark, Panel, curve
from viz.spec.claims import Conditions
from viz.spec.curves import CurvesSpec
from viz.spec.numbers import percent, plain

Array = npt.NDArray[np.float64]
Float = type[np.float64] | type[np.float32]

FUNCTIONS = ("relu", "tanh", "relu6")  # the one that the claims are about, and two to compare
PRECISIONS: tuple[tuple[str, Float, int], ...] = (("double", np.float64, 300), ("single", np.float32, 38))
SAME = 1e-6  # slopes that differ by no more are the same: single precision has 7 digits
LEVEL = 0.01  # an output that changes by no more of itself when its input doubles has levelled off


NAIR = Reference("Nair and Hinton, Rectified linear units improve restricted Boltzmann machines, ICML 2010")
GLOROT = Reference(
    "Glorot, Bordes and Bengio, Deep sparse rectifier neural networks, AISTATS 2011",
    "https://proceedings.mlr.press/v15/glorot11a.html",
)
KRIZHEVSKY = Reference(
    "Krizhevsky, Sutskever and Hinton, ImageNet classification with deep convolutional neural networks, NeurIPS 2012",
    "https://doi.org/10.1145/3065386",
)


@dataclass(frozen=True, eq=False)
class Far:
    """F functions at N inputs: the powers of ten from 1 on, and the largest number of the precision.

    inputs : (N,).  slopes : (F, N), f′(z).  secants : (F, N), (f(z) − f(z/2)) / (z/2).  outputs : (F, N), f(z).
    growth : (F, N), f(z) / f(z/2), what the last doubling of the input made of the output.
    """

    precision: str
    inputs: Array
    slopes: Array
    secants: Array
    outputs: Array
    growth: Array


@dataclass(frozen=True)
class FarOut:
    """What some functions do far out, in each precision; the first one is judged."""

    functions: tuple[str, ...]
    precisions: tuple[Far, ...]


def measure(conditions: Conditions) -> FarOut:
    """Look at ReLU, and at tanh and ReLU6 for comparison."""
    return far_out(FUNCTIONS)


def far_out(functions: tuple[str, ...]) -> FarOut:
    """Look at any functions."""
    return FarOut(functions, tuple(_far(functions, *precision) for precision in PRECISIONS))


def _far(functions: tuple[str, ...], precision: str, kind: Float, decades: int) -> Far:
    powers = [float(f"1e{power}") for power in range(decades + 1)]
    z = np.array([*powers, np.finfo(kind).max], dtype=kind)
    half = np.multiply(z, 0.5, dtype=kind)
    with np.errstate(all="ignore"):  # a function may well overflow
        slopes = np.stack([get(name).derivative(z) for name in functions])
        outputs, before = (np.stack([get(name)(at) for name in functions]) for at in (z, half))
        found = (z, slopes, (outputs - before) / half, outputs, outputs / before)
    return Far(precision, *(np.asarray(array, dtype=np.float64) for array in found))


def _departure(far: Far) -> float:
    """Return by how much slopes and secants of the first function differ from its slope at 1; NaN if they overflow."""
    return float(np.abs(np.stack([far.slopes[0], far.secants[0]]) - far.slopes[0, 0]).max())


def _verdict(agrees: list[bool]) -> tuple[Verdict, str]:
    """Return the verdict over the precisions, and what it depends on."""
    if all(agrees):
        return Verdict.HOLDS, ""
    return (Verdict.DEPENDS, "the arithmetic") if any(agrees) else (Verdict.FAILS, "")


def judge_gradient(found: FarOut) -> Finding:
    """Judge a gradient that stays the same: slopes and secants don't differ from the slope at 1."""
    departures = [_departure(far) for far in found.precisions]
    verdict, depends_on = _verdict([departure <= SAME for departure in departures])
    worst = float(np.max(departures))
    spans = " and ".join(
        f"{plain(departure)} up to {plain(far.inputs[-1])} in {far.precision} precision"
        for far, departure in zip(found.precisions, departures, strict=True)
    )
    double = found.precisions[0]
    return Finding(
        verdict,
        Quantity("largest change of the slope", worst),
        f"The slope at 1 is {plain(double.slopes[0, 0])}, and from there on it changes by at most {spans}.",
        depends_on,
        (
            *(Quantity(f"largest input, {far.precision} precision", far.inputs[-1]) for far in found.precisions),
            *(
                Quantity(f"slope at 100, {get(name).label}", far_slope)
                for name, far_slope in zip(found.functions[1:], double.slopes[1:, 2], strict=True)
            ),
        ),
    )


def judge_output(found: FarOut) -> Finding:
    """Judge a plateau: at the largest inputs the output hardly changes when the input doubles."""
    level = [np.abs(far.growth[0] - 1.0) <= LEVEL for far in found.precisions]
    verdict, depends_on = _verdict([bool(flat[-1]) for flat in level])
    double = found.precisions[0]
    at_end = " and ".join(
        f"{plain(far.growth[0, -1])} in {far.precision} precision (up to {plain(far.inputs[-1])})"
        for far in found.precisions
    )
    return Finding(
        verdict,
        Quantity("output’s factor when the input doubles, at the largest input", float(double.growth[0, -1])),
        f"Doubling the input to the largest that there is multiplies the output by {at_end}, and the output has "
        f"levelled off at {sum(map(np.count_nonzero, level))} of {sum(map(len, level))} inputs.",
        depends_on,
        (
            Quantity("output at the largest input", float(double.outputs[0, -1])),
            *(
                Quantity(f"the same factor, {get(name).label}", float(factor))
                for name, factor in zip(found.functions[1:], double.growth[1:, -1], strict=True)
            ),
        ),
    )


def draw_gradient(found: FarOut) -> tuple[Panel, ...]:
    """Draw the slopes."""
    return (_curves("Slope by size of the input", "f′(z)", found, found.precisions[0].slopes),)


def draw_output(found: FarOut) -> tuple[Panel, ...]:
    """Draw the outputs, and by how much they grow over the last doubling of the input."""
    with np.errstate(all="ignore"):
        heights = np.log10(found.precisions[0].outputs)
    growth = _curves("Growth by size of the input", "f(z) / f(z/2)", found, found.precisions[0].growth)
    level = Mark(f"levelled off: {plain(1.0 + LEVEL)} or less", y=1.0 + LEVEL)
    return (
        _curves("Output by size of the input", "log₁₀ f(z)", found, heights),
        replace(growth, marks=(*growth.marks, level)),
    )


def _curves(title: str, y: str, found: FarOut, values: Array) -> Curves:
    """Draw over log₁₀ z, in double precision, with a mark where single precision ends."""
    double, single = found.precisions
    curves = (
        curve(get(name).label, np.log10(double.inputs), of, slot)
        for slot, (name, of) in enumerate(zip(found.functions, values, strict=True))
    )
    return Curves(
        title,
        "log₁₀ z",
        y,
        tuple(curves),
        (Mark("largest float32", x=float(np.log10(single.inputs[-1]))),),
    )


def play(conditions: Conditions) -> Link:
    """Open the three functions as far out as the page goes."""
    low, high = (CurvesSpec.field("low").metadata["kind"].low, CurvesSpec.field("high").metadata["kind"].high)
    return Link("activations", CurvesSpec(functions=FUNCTIONS, low=low, high=high, probe=high), "Open on Activations")


_INPUTS = (
    f"The inputs are the powers of ten from 1 to {plain(10.0 ** PRECISIONS[0][2])} in double and to "
    f"{plain(10.0 ** PRECISIONS[1][2])} in single precision, and the largest number of each."
)

CLAIMS: tuple[Claim, ...] = (
    Claim(
        number=27,
        theme="gradients",
        title="ReLU’s gradient never fades",
        text="ReLU’s gradient stays the same however large the input.",
        articles=(3,),
        category="arithmetic",
        rule=(
            f"{_INPUTS} The gradient stays the same in a precision if neither the derivative nor the difference "
            f"quotient from z/2 to z is more than {plain(SAME)} away from the derivative at 1. The claim holds if that "
            "is true in both precisions, fails if in neither, and depends on the arithmetic otherwise."
        ),
        measure=measure,
        judge=judge_gradient,
        draw=draw_gradient,
        explanation=(
            r"For $z > 0$ ReLU is the line $f(z) = z$, and a line has the same slope everywhere: $f'(z) = 1$. Nothing "
            r"is rounded, for $f(z)$ is $z$ itself. Functions that level off, such as tanh and ReLU6, have no slope "
            r"left out there. Beyond the largest number that a format holds the input itself is infinite, and that is "
            r"where the statement ends: the gradient is still 1, but the output can't be used. For $z \le 0$ the "
            r"gradient is the same as well: 0."
        ),
        references=(NAIR, GLOROT),
        against=(28,),
        play=play,
    ),
    Claim(
        number=28,
        theme="gradients",
        title="ReLU plateaus for large inputs",
        text="For large inputs ReLU’s output reaches a plateau: it saturates.",
        articles=(3,),
        category="arithmetic",
        rule=(
            f"{_INPUTS} The output has reached a plateau in a precision if at the largest input the last doubling of "
            f"the input has changed it by at most {percent(LEVEL)}. The claim holds if that is true in both, fails if "
            "in neither, and depends on the arithmetic otherwise."
        ),
        measure=measure,
        judge=judge_output,
        draw=draw_output,
        explanation=(
            r"To saturate is to approach a limit, so that more input makes no difference any more: tanh approaches 1, "
            r"and $\mathrm{ReLU6}(z) = \min(\max(z, 0), 6)$ stops at 6. ReLU has no limit above: $f(2z) = 2 f(z)$ for "
            r"every $z > 0$. That is why Krizhevsky et al. call it a *non-saturating* nonlinearity. A plateau it has "
            r"only on the other side: for $z \le 0$ the output is 0."
        ),
        references=(KRIZHEVSKY, GLOROT),
        sharpest=(
            "ReLU saturates for negative inputs, where its output and its gradient are 0. To be true of large inputs, "
            "the function would have to be cut off above, as ReLU6 is."
        ),
        against=(27,),
        play=play,
    ),
)
