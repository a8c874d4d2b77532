"""What is said of tanh far out: that it is nearly flat but never truly flat, exactly and as computers calculate."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Context, Decimal
from math import inf

import numpy as np
import numpy.typing as npt

from viz.activations import get
from viz.labs.claims.claim import Claim, Link, Reference
from viz.labs.claims.finding import Finding, Quantity, Verdict
from viz.labs.claims.picture import Curves, Mark, Panel, Rows, curve
from viz.labs.claims.themes.saturation import EDGE, LECUN, SMALL
from viz.spec.claims import Conditions
from viz.spec.curves import CurvesSpec
from viz.spec.numbers import number, percent, short

Array = npt.NDArray[np.float64]
Float = type[np.float64] | type[np.float32]
Exact = Callable[[Decimal], Decimal]
Formula = Callable[[npt.NDArray[np.floating]], npt.NDArray[np.floating]]

REACH = 400.0  # double precision ends before
POINTS = 301
HALVINGS = 60
DIGITS = Context(prec=50)
_TANH = get("tanh")


@dataclass(frozen=True)
class Computed:
    """A slope as it is computed.

    zero_from : the z from which on it is exactly 0 (EDGE or above), inf if it isn't at the end of the reach.
    truth : log₁₀ of the exact slope there, −inf where that is 0; NaN if there is no such z.
    """

    name: str
    precision: str
    zero_from: float
    truth: float


@dataclass(frozen=True, eq=False)
class Flatness:
    """Slopes from EDGE to `reach`.

    z : (N,).  exact : log₁₀ of the slope with 50 digits, (N,); −inf where it is exactly 0.  largest : the largest of
    these slopes.  computed : what becomes of it in a computer's arithmetic.
    """

    reach: float
    z: Array
    exact: Array
    largest: float
    computed: tuple[Computed, ...]

    @property
    def exactly_flat(self) -> bool:
        """Whether the slope is 0 somewhere even with 50 digits."""
        return bool(np.isneginf(self.exact).any())


def sech_squared(z: Decimal) -> Decimal:
    """Return tanh′(z) = 4 / (e^z + e^−z)² with 50 digits."""
    both = DIGITS.add(DIGITS.exp(z), DIGITS.exp(-z))
    return DIGITS.divide(Decimal(4), DIGITS.multiply(both, both))


def one_minus_square(z: npt.NDArray[np.floating]) -> npt.NDArray[np.floating]:
    """Return 1 − tanh²(z), the formula of the textbooks."""
    return 1 - np.square(np.tanh(z))


FORMULAS: tuple[tuple[str, Formula], ...] = (("1 − tanh²", one_minus_square), ("1 / cosh²", _TANH.derivative))
PRECISIONS: tuple[tuple[str, Float], ...] = (("float64", np.float64), ("float32", np.float32))


def measure(conditions: Conditions) -> Flatness:
    """Look for where the slope of tanh is exactly 0."""
    return flatness(sech_squared, FORMULAS, REACH)


def flatness(exact: Exact, formulas: tuple[tuple[str, Formula], ...], reach: float) -> Flatness:
    """Do so for any slope, given with 50 digits and by formulas for floats, from EDGE to `reach`."""
    z = np.geomspace(EDGE, reach, POINTS)
    slopes = [exact(Decimal(point)) for point in z.tolist()]
    computed = tuple(
        _computed(name, formula, precision, kind, exact, reach)
        for precision, kind in PRECISIONS
        for name, formula in formulas
    )
    return Flatness(reach, z, np.array([_log10(slope) for slope in slopes]), float(max(slopes)), computed)


def _log10(slope: Decimal) -> float:
    return float(DIGITS.log10(slope)) if slope > 0 else -inf


def _computed(name: str, formula: Formula, precision: str, kind: Float, exact: Exact, reach: float) -> Computed:
    """Find by bisection where a formula begins to give 0."""

    def is_zero(z: float) -> bool:
        with np.errstate(all="ignore"):
            return bool(formula(np.array([z], dtype=kind))[0] == 0.0)

    if not is_zero(reach):
        return Computed(name, precision, inf, np.nan)
    low, high = EDGE, reach
    for _ in range(HALVINGS):
        middle = 0.5 * (low + high)
        low, high = (low, middle) if is_zero(middle) else (middle, high)
    first = float(kind(high))
    return Computed(name, precision, first, _log10(exact(Decimal(first))))


def judge(found: Flatness) -> Finding:
    """Judge: never 0 in any arithmetic, in none, or in some."""
    nonzero = [not found.exactly_flat, *(slope.zero_from == inf for slope in found.computed)]
    nearly = found.largest <= SMALL
    mixed = nearly and any(nonzero) and not all(nonzero)
    verdict = Verdict.DEPENDS if mixed else Verdict.HOLDS if nearly and all(nonzero) else Verdict.FAILS
    exactly = "is 0 somewhere" if found.exactly_flat else "is above 0"
    first, *others = (
        Quantity(f"{slope.precision}: {slope.name} is exactly 0 from z", slope.zero_from, written=_place)
        for slope in found.computed
    )
    zeros = [
        f"{_place(slope.zero_from)} ({slope.name} in {slope.precision})"
        for slope in found.computed
        if slope.zero_from < inf
    ]
    computed = f"exactly 0 from z = {', '.join(zeros)} on" if zeros else "nowhere 0"
    reason = (
        f"From z = {EDGE:g} to {found.reach:g} the slope is at most {percent(found.largest)} and {exactly} in exact "
        f"arithmetic; computed, it is {computed}."
    )
    truth = Quantity("the exact slope there", 10.0 ** found.computed[0].truth)
    return Finding(verdict, first, reason, "the arithmetic" if mixed else "", (truth, *others))


def _place(z: float) -> str:
    return short(z) if z < inf else "nowhere"


def draw(found: Flatness) -> tuple[Panel, ...]:
    """Draw the slope with where its computed values end, and the same as a table."""
    ends = Curves(
        "The slope of tanh and where computers lose it",
        "Pre-activation z",
        "log₁₀ of the slope",
        (curve("exact", found.z, np.where(np.isfinite(found.exact), found.exact, np.nan), 1),),
        tuple(
            Mark(f"{slope.name}, {slope.precision}", x=slope.zero_from)
            for slope in found.computed
            if slope.zero_from < inf
        ),
        log_x=True,
    )
    exact = ("exact", "any", "somewhere" if found.exactly_flat else "nowhere", "–")
    rows = ((slope.precision, slope.name, _place(slope.zero_from), number(slope.truth, 1)) for slope in found.computed)
    table = Rows(
        "Where the slope is exactly 0",
        ("Arithmetic", "Formula", "0 from z", "log₁₀ of the exact slope there"),
        (exact, *rows),
    )
    return ends, table


def play(conditions: Conditions) -> Link:
    """Open tanh as far out."""
    settings = CurvesSpec(functions=("tanh",), low=-REACH, high=REACH, probe=REACH, epsilon=SMALL)
    return Link("activations", settings, "Open on Activations")


CLAIMS: tuple[Claim, ...] = (
    Claim(
        number=24,
        theme="gradients",
        title="Tanh is never truly flat",
        text="Outside −2…2 tanh is nearly flat, but never truly flat.",
        articles=(1,),
        category="arithmetic",
        rule=(
            f"Nearly flat: the slope of tanh is at most {percent(SMALL)} from z = {EDGE:g} on. Never truly flat: up to "
            f"z = {REACH:g} it is nowhere exactly 0. It is computed with {DIGITS.prec} digits, which stand for exact "
            "arithmetic, and in float64 and float32 by two formulas, 1 − tanh² and 1 / cosh². The claim holds if the "
            "slope is nearly flat and 0 in none of these, fails if it isn’t nearly flat or is 0 in all, and depends on "
            "the arithmetic otherwise."
        ),
        measure=measure,
        judge=judge,
        draw=draw,
        explanation=(
            r"In exact arithmetic $\tanh'(z) = 1/\cosh^2 z \approx 4 e^{-2|z|}$, which is above 0 for every $z$. "
            r"A float has a limited number of digits: just below 1, double precision can represent only every multiple "
            r"of $2^{-53}$, so $\tanh z$ is rounded to exactly 1, and $1 - \tanh^2 z$ to exactly 0, as soon as "
            r"$2 e^{-2z} < 2^{-54}$. Nothing is subtracted in $1/\cosh^2 z$, which this app computes: it is above 0 "
            r"until it falls below half of the least positive float, $2^{-1074}$. A unit beyond is as dead as a ReLU "
            "below 0, although mathematics says otherwise."
        ),
        references=(
            Reference(
                "Goldberg, What every computer scientist should know about floating-point arithmetic, ACM Computing "
                "Surveys 23 (1), 1991",
                "https://doi.org/10.1145/103162.103163",
            ),
            LECUN,
        ),
        play=play,
    ),
)
