"""What ReLU costs: the time that its value and its derivative take, beside those of all other functions."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np

from viz.activations import ACTIVATIONS
from viz.labs.claims.claim import Claim, Link, Reference, Size
from viz.labs.claims.finding import Finding, Verdict, over_seeds
from viz.labs.claims.picture import Array, Dots, Mark, Panel, Rows, groups
from viz.labs.claims.timing import NOISE, NOISE_RULE, Timed, differs, interleaved, noise
from viz.spec import CurvesSpec
from viz.spec.claims import Conditions
from viz.spec.numbers import percent, plain, short

RELU, AGAIN = "relu", "relu, again"
GLOROT = Reference(
    "Glorot, Bordes & Bengio, Deep sparse rectifier neural networks, AISTATS 2011",
    "https://proceedings.mlr.press/v15/glorot11a.html",
)

# 16: ReLU is cheap to compute -------------------------------------------------------------------------------------

LENGTH = 4096  # numbers: with the results 64 KiB, which a processor core keeps to itself
ROUNDS = 40
ARTICLES = ("sigmoid", "tanh")  # with which ReLU is compared
SHOWN = (RELU, AGAIN, "identity", "leaky_relu", *ARTICLES, "silu", "gelu")
CHEAP = 0.9  # the share of the other functions that take longer


@dataclass(frozen=True, eq=False)
class Costs:
    """How long a number takes, in nanoseconds, by function and round.

    names : F, the functions of the app, with ReLU a second time.  value, derivative : (F, R), f and f′.  copy : (R,),
    what copying takes.
    """

    names: tuple[str, ...]
    value: Array
    derivative: Array
    copy: Array

    def both(self, name: str) -> Array:
        """Return what f and f′ of a function take together, (R,)."""
        place = self.names.index(name)
        return self.value[place] + self.derivative[place]

    @property
    def others(self) -> tuple[str, ...]:
        """The functions other than ReLU."""
        return tuple(name for name in self.names if name not in (RELU, AGAIN))

    @property
    def noise(self) -> float:
        """Within which factor of itself ReLU comes out."""
        return float(noise(self.both(RELU), self.both(AGAIN)))


def measure_costs(conditions: Conditions, relu: str = RELU) -> Costs:
    """Time f and f′ of every function on the same numbers, in the cache, with the results' memory at hand.

    relu : which function's times are taken for ReLU's.
    """
    z = np.random.default_rng(conditions.first).normal(size=LENGTH)
    out = np.empty_like(z)
    functions = {**ACTIVATIONS, RELU: ACTIVATIONS[relu], AGAIN: ACTIVATIONS[relu]}
    kernels = [
        Timed.warm(partial(kernel, z, out, *function.arguments))
        for function in functions.values()
        for kernel in (function.value_kernel, function.derivative_kernel)
    ]
    copy = Timed.warm(partial(np.copyto, out, z))
    each = interleaved([*kernels, copy], conditions.sized(ROUNDS)) * (1e9 / LENGTH)
    return Costs(tuple(functions), each[:-1:2], each[1:-1:2], each[-1])


def judge_costs(costs: Costs) -> Finding:
    """Count the functions that take longer than ReLU by more than the noise, the articles' two among them."""
    relu = costs.both(RELU)
    ratios = {name: costs.both(name) / relu for name in costs.others}
    signs = {name: int(differs(ratio, costs.noise)) for name, ratio in ratios.items()}
    longer = sum(sign > 0 for sign in signs.values()) / len(signs)
    unclear = sum(sign == 0 for sign in signs.values()) / len(signs)
    named = [signs[name] for name in ARTICLES]
    if longer >= CHEAP and min(named) > 0:
        verdict = Verdict.HOLDS
    elif longer + unclear >= CHEAP and min(named) >= 0:
        verdict = Verdict.DEPENDS
    else:
        verdict = Verdict.FAILS
    closest = min(ARTICLES, key=lambda name: float(np.median(ratios[name])))
    ratio = over_seeds(f"time of {closest} over ReLU's", ratios[closest], unit="rounds")
    return Finding(
        verdict,
        ratio,
        f"f and f′ of {percent(longer)} of the {len(signs)} other functions take longer than ReLU's beyond the noise, "
        f"and {closest} takes {ratio.text} times as long as ReLU.",
        NOISE if verdict is Verdict.DEPENDS else "",
        (
            over_seeds("ReLU, f", costs.value[costs.names.index(RELU)], nanoseconds, "rounds"),
            over_seeds("ReLU, f′", costs.derivative[costs.names.index(RELU)], nanoseconds, "rounds"),
            over_seeds("copying, for comparison", costs.copy, nanoseconds, "rounds"),
            over_seeds("noise: ReLU over ReLU", costs.both(AGAIN) / relu, unit="rounds"),
        ),
    )


def nanoseconds(value: float) -> str:
    """Write a time in nanoseconds."""
    return f"{short(value, 3)} ns"


def label(name: str) -> str:
    """Return how a function, or ReLU a second time, is written."""
    return "ReLU again" if name == AGAIN else ACTIVATIONS[name].label


def draw_costs(costs: Costs) -> tuple[Panel, ...]:
    """Plot a dot a round for some functions, and list all of them from the cheapest to the dearest."""
    medians = {name: float(np.median(costs.both(name))) for name in costs.names if name != AGAIN}
    ordered = sorted(medians, key=medians.__getitem__)
    rows = tuple(
        (
            label(name),
            *(
                nanoseconds(float(np.median(times[costs.names.index(name)])))
                for times in (costs.value, costs.derivative)
            ),
            plain(medians[name] / medians[RELU]),
        )
        for name in ordered
    )
    return (
        Dots(
            "f and f′ together",
            "Time (ns per number)",
            groups([(label(name), costs.both(name)) for name in SHOWN]),
            (Mark("copying, twice", y=float(np.median(2.0 * costs.copy))),),
            log_y=True,
        ),
        Rows("All functions, medians over the rounds", ("Function", "f", "f′", "Times ReLU's"), rows),
    )


def play_costs(_: Conditions) -> Link:
    """Open the functions that are plotted."""
    functions = tuple(name for name in SHOWN if name != AGAIN)
    return Link("activations", CurvesSpec(functions=functions), "Open on Activations")


CLAIMS: tuple[Claim, ...] = (
    Claim(
        number=16,
        theme="cost",
        title="ReLU is cheap to compute",
        text="ReLU is cheap to compute.",
        articles=(0, 2, 3),
        category="timing",
        rule=f"f and f′ of every function of the app are timed on the same {LENGTH:,} numbers, in turn, round after "
        f"round. Holds if sigmoid, tanh and at least {percent(CHEAP)} of all other functions take longer than ReLU; "
        f"depends on {NOISE} if differences within it decide that; else fails. {NOISE_RULE}",
        measure=measure_costs,
        judge=judge_costs,
        draw=draw_costs,
        size=Size("rounds", ROUNDS),
        sharpest="ReLU's value and derivative take less time than those of nearly every other activation function, "
        "sigmoid and tanh among them, as NumPy computes them here on one core.",
        explanation="ReLU's value is one comparison, $\\max(0, z)$, and its derivative another, $z > 0$; processors "
        "do several of these in a single instruction. Sigmoid and tanh need an exponential, for which a polynomial or "
        "a fraction of polynomials is evaluated: more work, though it too is done for several numbers at a time. How "
        "dear a function is depends on how it is written, too: some that are as simple as ReLU on paper take longer "
        "here because their code goes over the numbers several times. Whether any of this matters for a network is "
        "another claim.",
        references=(GLOROT,),
        play=play_costs,
    ),
)
