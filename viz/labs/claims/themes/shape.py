"""The shape of ReLU: that neither it nor its derivative ever falls, and that it acts on each element alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.special import softmax

from viz.activations import ACTIVATIONS, Activation, get
from viz.labs.claims.claim import Claim, Link, Reference, Size
from viz.labs.claims.finding import MOST, Finding, Quantity, Verdict, by_seeds, over_seeds
from viz.labs.claims.jump import broken
from viz.labs.claims.picture import Array, Curves, Grid, Panel, Rows, curve
from viz.spec import CurvesSpec
from viz.spec.claims import Conditions
from viz.spec.numbers import percent, plain

RELU = ACTIVATIONS["relu"]

# 6: the derivative of ReLU is monotonic, and so is ReLU -----------------------------------------------------------

BESIDE = {
    "Leaky ReLU 0.3": get("leaky_relu", slope=0.3),
    "Softplus": ACTIVATIONS["softplus"],
    "Sigmoid": ACTIVATIONS["sigmoid"],
    "GELU": ACTIVATIONS["gelu"],
}
EXTENT, SPACING = 6.0, 1 / 8  # the inputs; every one is exact


@dataclass(frozen=True, eq=False)
class Monotony:
    """Functions and their derivatives at rising inputs x (N,): ReLU first, others beside it.

    values, slopes (F, N): f and f′.
    """

    labels: tuple[str, ...]
    x: Array
    values: Array
    slopes: Array

    @property
    def value_signs(self) -> Array:
        """−1, 0 or 1 where f falls, stays or rises from one input to the next, (F, N − 1)."""
        return np.sign(np.diff(self.values))

    @property
    def slope_signs(self) -> Array:
        """The same of f′, (F, N − 1)."""
        return np.sign(np.diff(self.slopes))


def measure_monotony(_: Conditions, activation: Activation = RELU) -> Monotony:
    """Evaluate a function and its derivative, and those of others, from the left to the right."""
    x = np.arange(-EXTENT, EXTENT + SPACING, SPACING)
    functions = {"ReLU": activation} | BESIDE
    return Monotony(
        labels=tuple(functions),
        x=x,
        values=np.array([function(x) for function in functions.values()]),
        slopes=np.array([function.derivative(x) for function in functions.values()]),
    )


def judge_monotony(found: Monotony) -> Finding:
    """Look for a place where ReLU or its derivative falls."""
    value, slope = found.value_signs[0], found.slope_signs[0]
    falls = float(max(np.mean(value < 0), np.mean(slope < 0)))
    flat, flat_slope = float(np.mean(value == 0)), float(np.mean(slope == 0))
    return Finding(
        Verdict.FAILS if falls else Verdict.HOLDS,
        Quantity("share of the inputs at which ReLU or its slope falls", falls, written=percent),
        f"From one of {found.x.size} inputs to the next ReLU falls in {percent(float(np.mean(value < 0)))} of the "
        f"steps and its slope in {percent(float(np.mean(slope < 0)))}; they stay as they are in {percent(flat)} and "
        f"{percent(flat_slope)}.",
        more=(
            Quantity("share at which ReLU stays as it is", flat, written=percent),
            Quantity("share at which its slope stays as it is", flat_slope, written=percent),
        ),
    )


def draw_monotony(found: Monotony) -> tuple[Panel, ...]:
    """Plot ReLU and its slope, and list how often functions and slopes fall, stay and rise."""
    rows = tuple(
        (label, *(percent(float(np.mean(signs == sign))) for signs in (values, slopes) for sign in (-1, 0, 1)))
        for label, values, slopes in zip(found.labels, found.value_signs, found.slope_signs, strict=True)
    )
    heads = ("", "f falls", "stays", "rises", "f′ falls", "stays", "rises")
    lines = curve("ReLU", found.x, found.values[0]), broken("its slope", found.x, found.slopes[0], 0.0, 1)
    return (
        Curves("ReLU and its slope from left to right", "Input x", "relu(x) and relu′(x)", lines),
        Rows("Share of the steps to the right", heads, rows),
    )


def play_monotony(_: Conditions) -> Link:
    """Open ReLU, softplus and sigmoid, whose derivatives differ in this."""
    spec = CurvesSpec(functions=("relu", "softplus", "sigmoid"), low=-EXTENT, high=EXTENT, second_derivative=True)
    return Link("activations", spec, "Open on Activations")


# 7: ReLU acts on each element alone -------------------------------------------------------------------------------

ELEMENTS = 12
STEP = 2.0**-10  # of an input

Map = Callable[[Array], Array]  # of vectors (S, n) to vectors (S, n)


@dataclass(frozen=True, eq=False)
class Jacobians:
    """Jacobians ∂h_i/∂x_j (S, n, n) of ReLU and of softmax at one random vector for each seed, by differences."""

    relu: Array
    softmax: Array


def measure_jacobians(conditions: Conditions, function: Map | Activation = RELU) -> Jacobians:
    """Draw a vector of standard normal numbers from every seed, and change one element after the other."""
    count = conditions.sized(ELEMENTS)
    x = np.array([np.random.default_rng((seed, 7)).standard_normal(count) for seed in conditions.numbers])
    return Jacobians(jacobian(function, x), jacobian(_softmax, x))


def _softmax(x: Array) -> Array:
    return softmax(x, axis=-1)


def jacobian(function: Map | Activation, x: Array) -> Array:
    """Return the quotients (f(x + h·e_j) − f(x))_i / h, (S, n, n), of a function at vectors x (S, n)."""
    moved = x[:, None, :] + STEP * np.eye(x.shape[1])
    return np.swapaxes(function(moved) - function(x[:, None, :]), 1, 2) / STEP


def off_diagonal(jacobians: Array) -> Array:
    """Return the largest |∂h_i/∂x_j| with i ≠ j of every Jacobian, (S,)."""
    return np.abs(np.where(np.eye(jacobians.shape[-1], dtype=bool), 0.0, jacobians)).max(axis=(1, 2))


def judge_jacobians(found: Jacobians) -> Finding:
    """Ask for every seed whether anything stands beside the diagonal."""
    beside, contrast = off_diagonal(found.relu), off_diagonal(found.softmax)
    own = np.abs(np.diagonal(found.relu, axis1=1, axis2=2)).max(axis=1)
    alone = (beside == 0.0) & (own > 0.0)
    verdict = by_seeds(alone)
    number = over_seeds("largest |∂hᵢ/∂xⱼ|, i ≠ j", beside)
    return Finding(
        verdict,
        number,
        f"In {alone.sum()} of {alone.size} random vectors no output depends on any element but its own: beside the "
        f"diagonal the largest derivative is {plain(float(beside.max()))}, on it {plain(float(own.max()))}.",
        "the vector" if verdict is Verdict.DEPENDS else "",
        (
            over_seeds("largest |∂hᵢ/∂xᵢ|", own),
            over_seeds("largest |∂hᵢ/∂xⱼ|, i ≠ j, of softmax", contrast),
        ),
    )


def draw_jacobians(found: Jacobians) -> tuple[Panel, ...]:
    """Show the Jacobians of the first seed: a diagonal, and a full matrix."""
    names = tuple(str(index + 1) for index in range(found.relu.shape[-1]))
    return tuple(
        Grid(f"Jacobian of {name}", "Input j", "Output i", names, names, jacobians[0], "∂hᵢ/∂xⱼ", diverging=True)
        for name, jacobians in (("ReLU", found.relu), ("softmax", found.softmax))
    )


def play_jacobians(_: Conditions) -> Link:
    """Open ReLU, and a gated unit that takes two elements."""
    return Link("activations", CurvesSpec(functions=("relu",), gated="reglu"), "Open on Activations")


CLAIMS: tuple[Claim, ...] = (
    Claim(
        number=6,
        theme="function",
        title="ReLU and its slope are monotonic",
        text="The derivative of ReLU is monotonic, and so is ReLU itself.",
        articles=(2,),
        category="definition",
        rule="ReLU and its derivative are followed from left to right. Monotonic means never falling: it holds if no "
        "step goes down, and fails if any does.",
        measure=measure_monotony,
        judge=judge_monotony,
        draw=draw_monotony,
        explanation=r"""
A function is *monotonic* (non-decreasing) if $x < y$ gives $f(x) \le f(y)$: it may stay, but never fall. ReLU stays at
0 and then rises; its slope stays at 0, jumps to 1 and stays there. That the slope never falls means that ReLU is
**convex**. The sigmoid is monotonic too, even strictly, but its slope rises and falls again; GELU itself falls for a
while. A monotonic activation keeps the order of its inputs, although it may give the same output for two of them.
""".strip(),
        references=(
            Reference(
                "Amos, Xu & Kolter, Input convex neural networks, ICML 2017: what convex, non-decreasing activations "
                "are good for",
                "https://arxiv.org/abs/1609.07152",
            ),
        ),
        sharpest="Read as never falling, it is true of both. Read as strictly monotonic, where a larger input must "
        "give a larger output, it is true of neither: ReLU is flat below 0, and its slope everywhere but at 0. For "
        "that it would take a function such as softplus, which rises everywhere, as does its slope.",
        play=play_monotony,
    ),
    Claim(
        number=7,
        theme="function",
        title="Each element alone",
        text="ReLU acts on each element of a vector alone.",
        articles=(3,),
        category="definition",
        rule="At random vectors one element after the other is changed a little, which gives the Jacobian ∂hᵢ/∂xⱼ. A "
        "vector agrees if everything beside the diagonal is exactly 0, and something on it isn't. It holds if at least "
        f"{percent(MOST)} of the seeds agree, fails if at most {percent(1 - MOST)} do, and depends on the vector in "
        "between.",
        measure=measure_jacobians,
        judge=judge_jacobians,
        draw=draw_jacobians,
        explanation=r"""
$h_i = \max(0, x_i)$ has no other element in it, so $\partial h_i/\partial x_j = 0$ for $i \ne j$, and on the diagonal
stands the slope at $x_i$. Backpropagation therefore needs no matrix for the activation: the gradient is multiplied
element by element. Softmax divides by a sum over all elements, and every output depends on every input; a gated unit
multiplies two elements.
""".strip(),
        references=(
            Reference(
                "Rumelhart, Hinton & Williams, Learning representations by back-propagating errors, Nature 1986",
                "https://doi.org/10.1038/323533a0",
            ),
        ),
        chance=True,
        size=Size("elements of a vector", ELEMENTS),
        play=play_jacobians,
    ),
)
