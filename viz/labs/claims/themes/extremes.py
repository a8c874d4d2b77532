"""How far the outputs of ReLU and of the sigmoid go, in exact arithmetic and in that of a computer."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np

from viz.activations import ACTIVATIONS, Activation
from viz.labs.claims.claim import Claim, Link, Reference
from viz.labs.claims.finding import Finding, Quantity, Verdict
from viz.labs.claims.picture import Array, Curves, Mark, Panel, curve
from viz.spec import CurvesSpec
from viz.spec.claims import Conditions
from viz.spec.numbers import plain, short

RELU, SIGMOID = ACTIVATIONS["relu"], ACTIVATIONS["sigmoid"]
LOW, HIGH = 0.0, 1.0  # between which sigmoid is said to lie
FAR = 1000.0  # inputs up to ±this are searched for where the ends are reached
PRECISIONS: dict[str, type[np.floating[Any]]] = {"float64": np.float64, "float32": np.float32}
SHOWN, NEAR = 45.0, 6.0  # inputs that the panels show


@dataclass(frozen=True, eq=False)
class Extremes:
    """What ReLU and sigmoid reach.

    least, most: of ReLU over all sizes of double-precision inputs.  largest: the largest of those inputs.
    ones, zeros: precision -> the input from which on sigmoid is exactly 1, exactly 0; NaN where it never is.
    outside: how far sigmoid goes beyond its ends.  gap_to_one, gap_to_zero: what exact arithmetic leaves between
    sigmoid and its ends where double precision reaches them.
    x, relu, sigmoid (N,): both curves.  z, exact (M,): 1 − sigmoid in exact arithmetic.  rounded: precision -> the
    same as that precision has it.
    """

    least: float
    most: float
    largest: float
    ones: dict[str, float]
    zeros: dict[str, float]
    outside: float
    gap_to_one: float
    gap_to_zero: float
    x: Array
    relu: Array
    sigmoid: Array
    z: Array
    exact: Array
    rounded: dict[str, Array]


def measure_extremes(_: Conditions, relu: Activation = RELU, sigmoid: Activation = SIGMOID) -> Extremes:
    """Evaluate both functions as far as numbers go, and look for the inputs at which sigmoid reaches its ends."""
    sizes = np.append(10.0 ** np.arange(-300, 301), np.finfo(np.float64).max)
    inputs = np.concatenate([-sizes[::-1], [0.0], sizes])
    outputs, squeezed = relu(inputs), sigmoid(inputs)
    ones = {name: reached(sigmoid, HIGH, FAR, kind) for name, kind in PRECISIONS.items()}
    zeros = {name: reached(sigmoid, LOW, -FAR, kind) for name, kind in PRECISIONS.items()}
    x, z = np.linspace(-NEAR, NEAR, 241), np.linspace(0.0, SHOWN, 361)
    return Extremes(
        least=float(outputs.min()),
        most=float(outputs.max()),
        largest=float(inputs[-1]),
        ones=ones,
        zeros=zeros,
        outside=float(max(LOW - squeezed.min(), squeezed.max() - HIGH, 0.0)),
        gap_to_one=tail(ones["float64"]),
        gap_to_zero=tail(-zeros["float64"]),
        x=x,
        relu=relu(x).astype(np.float64),
        sigmoid=sigmoid(x).astype(np.float64),
        z=z,
        exact=np.array([tail(value) for value in z.tolist()]),
        rounded={name: (1 - sigmoid(z.astype(kind))).astype(np.float64) for name, kind in PRECISIONS.items()},
    )


def reached(activation: Activation, end: float, far: float, kind: type[np.floating[Any]]) -> float:
    """Return the input nearest 0, on the side of `far`, at which a monotonic function is exactly `end`; NaN if none."""
    if activation(kind(far)) != end:
        return float("nan")
    short_of, there = kind(0.0), kind(far)
    while (middle := kind((short_of + there) / 2)) not in (short_of, there):
        if activation(middle) == end:
            there = middle
        else:
            short_of = middle
    return float(there)


def tail(z: float) -> float:
    """Return 1 − σ(z) = σ(−z) = 1/(1 + e^z) from decimals that neither underflow nor round it to 0."""
    return float(1 / (1 + Decimal(z).exp()))


def judge_extremes(found: Extremes) -> Finding:
    """Compare what is reached with both ranges, ends included."""
    half_open = found.least == 0.0 and found.most == found.largest
    rounds_to_ends = not np.isnan([*found.ones.values(), *found.zeros.values()]).any()
    if not half_open or found.outside > 0.0 or not rounds_to_ends:
        verdict = Verdict.FAILS
    else:
        verdict = Verdict.DEPENDS if found.gap_to_one > 0.0 and found.gap_to_zero > 0.0 else Verdict.HOLDS
    one, zero = found.ones["float64"], found.zeros["float64"]
    return Finding(
        verdict,
        Quantity("input from which sigmoid is exactly 1 (float64)", one, written=short),
        f"ReLU goes from {short(found.least)} as far as numbers go ({plain(found.most)}); sigmoid is exactly 1 from "
        f"{short(one)} on and exactly 0 up to {short(zero)} in double precision, where exact arithmetic leaves "
        f"{plain(found.gap_to_one)} and {plain(found.gap_to_zero)} to the ends.",
        "the arithmetic: exact, or rounded" if verdict is Verdict.DEPENDS else "",
        (
            Quantity("input up to which sigmoid is exactly 0 (float64)", zero, written=short),
            Quantity("exactly 1 from (float32)", found.ones["float32"], written=short),
            Quantity("exactly 0 up to (float32)", found.zeros["float32"], written=short),
            Quantity("least output of ReLU", found.least, written=short),
        ),
    )


def draw_extremes(found: Extremes) -> tuple[Panel, ...]:
    """Plot both functions, and what is left between sigmoid and 1 until rounding takes it away."""
    both = curve("ReLU", found.x, found.relu), curve("sigmoid", found.x, found.sigmoid, 1)
    ends = tuple(Mark(f"sigmoid → {short(end)}", y=end) for end in (LOW, HIGH))
    left = tuple(  # a zero has no place on the logarithmic axis
        curve(name, found.z, np.where(values > 0.0, values, np.nan), slot)
        for slot, (name, values) in enumerate(found.rounded.items(), start=2)
    )
    exact = curve("sigmoid, exact", found.z, found.exact, 1)
    marks = tuple(Mark(f"{name}: exactly 1", x=at) for name, at in found.ones.items() if at <= SHOWN)
    return (
        Curves("Both functions near 0", "Input x", "Output", both, ends),
        Curves("What is left to 1", "Input x", "1 − sigmoid(x)", (*left, exact), marks, log_y=True),
    )


def play_extremes(_: Conditions) -> Link:
    """Open both functions as far as where sigmoid rounds to 1."""
    spec = CurvesSpec(functions=("relu", "sigmoid"), low=-SHOWN, high=SHOWN, probe=37.0)
    return Link("activations", spec, "Open both on Activations")


CLAIMS: tuple[Claim, ...] = (
    Claim(
        number=5,
        theme="function",
        title="Ranges [0, ∞) and [0, 1]",
        text="The range of ReLU is [0, ∞), that of the sigmoid is [0, 1].",
        articles=(2,),
        category="arithmetic",
        rule="Both are evaluated at inputs of all sizes that a double-precision number can have. It fails if ReLU goes "
        "below 0, doesn't reach 0 or stops growing, or if sigmoid leaves [0, 1] or never returns an end of it. "
        "Where sigmoid returns an end, its distance from it is computed again without rounding: it holds if that is 0, "
        "and depends on the arithmetic if it isn't.",
        measure=measure_extremes,
        judge=judge_extremes,
        draw=draw_extremes,
        explanation=r"""
A square bracket says that the end belongs to the range. ReLU **takes** the value 0, for every negative input, and has
no upper end. The sigmoid $\sigma(x) = 1/(1 + e^{-x})$ only **tends** to its ends: $e^{-x}$ is positive and finite for
every $x$, so the range is the open interval $(0, 1)$. A computer rounds. Once $e^{-x}$ is less than half the distance
between 1 and the next number, $1 + e^{-x}$ is 1, and so is the sigmoid; once $e^{-x}$ overflows to $\infty$, it is 0. A
loss that takes the logarithm of such a 0 is infinite, which is why frameworks compute it from $x$.
""".strip(),
        references=(
            Reference(
                "Goldberg, What every computer scientist should know about floating-point arithmetic, "
                "ACM Computing Surveys 1991",
                "https://doi.org/10.1145/103162.103163",
            ),
        ),
        sharpest="The range of the sigmoid is (0, 1): both ends are excluded, and reached by rounding alone. For "
        "[0, 1] to be true of the function it would have to be flat at its ends, as a hard sigmoid is.",
        play=play_extremes,
    ),
)
