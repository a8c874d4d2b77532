"""How ReLU grows: as a line and not as an exponential, with the slopes 0 and 1."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize_scalar

from viz.activations import ACTIVATIONS, Activation
from viz.labs.claims.claim import Claim, Link, Reference
from viz.labs.claims.finding import Finding, Quantity, Verdict
from viz.labs.claims.jump import broken
from viz.labs.claims.picture import Array, Curves, Panel, Rows, curve
from viz.spec import CurvesSpec, read_activation
from viz.spec.claims import Conditions
from viz.spec.numbers import percent, plain, short

RELU = ACTIVATIONS["relu"]

# 3: ReLU is exponential for positive values -----------------------------------------------------------------------

RANGES = (1.0, 5.0, 19.0)  # from 0 to these; 19 is as far as an article plots
POINTS = 400  # on each range
STEEPEST = 50.0  # c·L of the exponentials that are tried, so far that e^(c·L) is 10²¹


@dataclass(frozen=True, eq=False)
class Growth:
    """A function on x > 0 (N,) up to the last of the ranges: y, its best line, its best exponential, and f″, each (N,).

    line_errors, exponential_errors (R,): of the best fits on each range, root mean square over the largest |y|.
    """

    x: Array
    y: Array
    line: Array
    exponential: Array
    curvature: Array
    line_errors: Array
    exponential_errors: Array


def measure_growth(_: Conditions, activation: Activation = RELU) -> Growth:
    """Fit a line and an exponential, two numbers each, to a function on every range of positive inputs."""
    errors = []
    for end in RANGES:
        x = end * np.arange(1, POINTS + 1) / POINTS
        y: Array = activation(x).astype(np.float64)
        fits = best_line(x, y), best_exponential(x, y)
        errors.append([float(np.sqrt(np.mean((fit - y) ** 2)) / np.abs(y).max()) for fit in fits])
    curvature: Array = activation.second_derivative(x).astype(np.float64)
    return Growth(x, y, *fits, curvature, *np.array(errors).T)


def best_line(x: Array, y: Array) -> Array:
    """Return a + b·x (N,) with the least squared error."""
    centred = x - x.mean()
    return y.mean() + centred * (centred @ y / (centred @ centred))


def best_exponential(x: Array, y: Array) -> Array:
    """Return a·e^(c·x) (N,), c ≥ 0, with the least squared error; the best a for a c is had by projection."""

    def fit(steepness: float) -> Array:
        shape = np.exp(steepness * (x / x[-1] - 1.0))
        return shape * (shape @ y / (shape @ shape))

    found = minimize_scalar(lambda c: float(np.sum((fit(c) - y) ** 2)), bounds=(0.0, STEEPEST), method="bounded")
    return fit(float(found.x))


def judge_growth(growth: Growth) -> Finding:
    """Ask on every range which of the two comes closer."""
    closer = growth.exponential_errors < growth.line_errors
    verdict = Verdict.DEPENDS
    if closer.all() or not closer.any():
        verdict = Verdict.HOLDS if closer.all() else Verdict.FAILS
    line, exponential = float(growth.line_errors.max()), float(growth.exponential_errors.min())
    bent = float(np.abs(growth.curvature).max())
    return Finding(
        verdict,
        Quantity("error of the best exponential, in shares of the largest output", exponential, written=percent),
        f"The best exponential comes closer than the best line on {closer.sum()} of {closer.size} ranges: of the "
        f"largest output it misses {percent(exponential)} at least, the line {percent(line)} at most; |f″| is at most "
        f"{plain(bent)}.",
        "the range of inputs" if verdict is Verdict.DEPENDS else "",
        (
            Quantity("error of the best line, in shares of the largest output", line, written=percent),
            Quantity("largest |f″| over x > 0", bent, written=plain),
        ),
    )


def draw_growth(growth: Growth) -> tuple[Panel, ...]:
    """Plot the function with both fits, and what each fit misses."""
    x, y = growth.x, growth.y
    fits = (("best line", growth.line, 1), ("best exponential", growth.exponential, 2))
    lines = curve("ReLU", x, y), *(curve(name, x, fit, slot) for name, fit, slot in fits)
    missed = tuple(curve(name, x, fit - y, slot) for name, fit, slot in fits)
    return (
        Curves("ReLU for positive inputs, and what comes closest", "Input x", "Output", lines),
        Curves("What the fits miss", "Input x", "Fit − relu(x)", missed),
    )


def play_growth(_: Conditions) -> Link:
    """Open ReLU and an exponential with their second derivatives."""
    spec = CurvesSpec(functions=("relu", "exponential"), low=0.0, second_derivative=True, probe=3.0)
    return Link("activations", spec, "Open both on Activations")


# 4: its slope is 0 or 1, nothing else -----------------------------------------------------------------------------

SLOPES = (0.0, 1.0)
SPACING = 1 / 8  # of the inputs; every difference is exact
FRAMEWORKS = {"torch": "PyTorch", "jax": "JAX", "keras": "Keras"}
BY_HAND = "max(0, x)"


@dataclass(frozen=True, eq=False)
class Slopes:
    """The slopes of a function.

    x, values (N,): f′ where it exists.  quotients (M,): (f(v) − f(u)) / (v − u) between neighbouring inputs.
    declared: framework -> what its ReLU has for the slope at 0, where there is none.  by_hand: the same of max(0, x).
    """

    x: Array
    values: Array
    quotients: Array
    declared: dict[str, float]
    by_hand: dict[str, float]


def measure_slopes(_: Conditions, activation: Activation = RELU) -> Slopes:
    """Take f′, and independently of it the slopes between neighbouring inputs; kinks are inputs."""
    x = np.arange(-RANGES[-1], RANGES[-1] + SPACING, SPACING)
    kinks = [kink.at for kink in activation.kinks]
    smooth = x[~np.isin(x, kinks)]
    written = read_activation(f"formula({BY_HAND})")
    return Slopes(
        x=smooth,
        values=activation.derivative(smooth).astype(np.float64),
        quotients=(np.diff(activation(x)) / SPACING).astype(np.float64),
        declared=_declared(activation),
        by_hand=_declared(written),
    )


def _declared(activation: Activation) -> dict[str, float]:
    found = {name: kink.derivative_in(name) for kink in activation.kinks[:1] for name in FRAMEWORKS}
    return {name: slope for name, slope in found.items() if slope is not None}


def judge_slopes(slopes: Slopes) -> Finding:
    """Look for slopes other than 0 and 1."""
    every = np.concatenate([slopes.values, slopes.quotients])
    found, others = np.unique(every), float(np.mean(~np.isin(every, SLOPES)))
    verdict = Verdict.FAILS if others else Verdict.HOLDS
    if verdict is Verdict.HOLDS and not np.isin(list(slopes.declared.values()), SLOPES).all():
        verdict = Verdict.DEPENDS
    shown = " and ".join(map(plain, found)) if found.size <= 3 else f"{found.size} values"
    return Finding(
        verdict,
        Quantity("share of slopes other than 0 and 1", others, written=percent),
        f"At {slopes.x.size} inputs, and between neighbouring ones, the slope takes {shown}.",
        "what a framework declares at 0" if verdict is Verdict.DEPENDS else "",
        (
            Quantity("different slopes", float(found.size), written=short),
            Quantity("share with slope 1", float(np.mean(slopes.values == 1.0)), written=percent),
        ),
    )


def draw_slopes(slopes: Slopes) -> tuple[Panel, ...]:
    """Plot the slope at every input, and list what is declared at 0."""
    rows = (("its ReLU", slopes.declared), (f"{BY_HAND} by hand", slopes.by_hand))
    cells = tuple((name, *(short(found[key]) if key in found else "–" for key in FRAMEWORKS)) for name, found in rows)
    line = broken("ReLU", slopes.x, slopes.values, 0.0)
    return (
        Curves("The slope of ReLU", "Input x", "Slope relu′(x)", (line,)),
        Rows("At 0, where there is no slope, frameworks take", ("", *FRAMEWORKS.values()), cells),
    )


def play_slopes(_: Conditions) -> Link:
    """Open ReLU and max(0, x) at their kink."""
    spec = CurvesSpec(functions=("relu", f"formula({BY_HAND})"), low=-RANGES[-1], high=RANGES[-1], probe=0.0)
    return Link("activations", spec, "Open on Activations")


CLAIMS: tuple[Claim, ...] = (
    Claim(
        number=3,
        theme="function",
        title="Exponential for positive inputs",
        text="ReLU is exponential for positive values.",
        articles=(1,),
        category="measurement",
        rule=f"On the ranges from 0 to {', '.join(map(short, RANGES))} a line a + b·x and an "
        "exponential a·e^(c·x), two numbers each, are fitted to ReLU by least squares. It holds if the exponential "
        "comes closer on every range, fails if the line does, and depends on the range otherwise.",
        measure=measure_growth,
        judge=judge_growth,
        draw=draw_growth,
        explanation=r"""
An exponential grows by the same **factor** with every step, a line by the same **amount**. For $x > 0$ ReLU is the
identity, $f(x) = x$: with every step of 1 it grows by 1, from 1 to 2 as from 18 to 19. Its second derivative is 0,
while that of $a\,e^{cx}$ is $c^2$ times the function itself. What can grow exponentially, with depth, is the product
of many weights.
""".strip(),
        references=(
            Reference(
                "Glorot, Bordes & Bengio, Deep sparse rectifier neural networks, AISTATS 2011",
                "https://proceedings.mlr.press/v15/glorot11a.html",
            ),
        ),
        play=play_growth,
    ),
    Claim(
        number=4,
        theme="function",
        title="Slope 0 or 1, nothing else",
        text="The slope of ReLU is 0 or 1 and nothing else.",
        articles=(1,),
        category="arithmetic",
        rule=f"The derivative at inputs {SPACING} apart, and independently of it the slope between neighbours, are "
        "compared with 0 and 1. It fails if any is another number. At 0 itself there is no slope; if the ReLU of a "
        "framework declares anything but 0 or 1 there, it depends on that. It holds otherwise.",
        measure=measure_slopes,
        judge=judge_slopes,
        draw=draw_slopes,
        explanation=r"""
Left of 0 ReLU is constant, right of it the identity: the slopes are 0 and 1. At 0 the two meet in a kink, and a slope
doesn't exist; every number from 0 to 1 is a *subgradient* there. Frameworks must put something in its place: their
ReLU declares one of the two. The same function written by hand as $\max(0, x)$ is differentiated by the rule for ties,
which can share the slope between both sides.
""".strip(),
        references=(
            Reference(
                "Bertoin, Bolte, Gerchinovitz & Pauwels, Numerical influence of ReLU′(0) on backpropagation, "
                "NeurIPS 2021",
                "https://arxiv.org/abs/2106.12915",
            ),
        ),
        sharpest="For every x other than 0 the slope is exactly 0 or 1. For it to be true of 0 as well, 0 or 1 has to "
        "be declared there: the function alone doesn't say.",
        play=play_slopes,
    ),
)
