"""What is said of sigmoid and tanh: that they saturate, steep in the middle and nearly flat outside −2…2."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from viz.activations import Activation, get
from viz.activations.flatness import flat_zones
from viz.labs.claims.claim import Claim, Link, Reference, Size
from viz.labs.claims.finding import Finding, Quantity, Verdict, by_seeds, over_seeds
from viz.labs.claims.picture import Curves, Mark, Panel, banded, curve
from viz.labs.claims.runs import recorded
from viz.spec.claims import Conditions
from viz.spec.curves import CurvesSpec
from viz.spec.experiment import ExperimentSpec
from viz.spec.numbers import percent, short

Array = npt.NDArray[np.float64]

EDGE = 2.0  # "outside −2…2"
SMALL = 0.1  # of the largest slope: what is below it counts as small
TANH_SMALL_FROM = float(np.arccosh(np.sqrt(1.0 / SMALL)))
MANY = 0.1  # of all pairs of a unit and a sample: where so many are saturated, units do saturate
Z = np.arange(-2000, 2001) / 200.0
FUNCTIONS = ("sigmoid", "tanh")
STEPS, FRAMES = 1000, 40
NETWORK = ExperimentSpec(
    hidden=(8, 8), initialiser="glorot_uniform", optimiser="adam", learning_rate=0.02, frames=FRAMES
)

LECUN = Reference(
    "LeCun, Bottou, Orr and Müller, Efficient BackProp, in Neural Networks: Tricks of the Trade, 1998",
    "https://doi.org/10.1007/3-540-49430-8_2",
)
GLOROT = Reference(
    "Glorot and Bengio, Understanding the difficulty of training deep feedforward neural networks, AISTATS 2010",
    "https://proceedings.mlr.press/v9/glorot10a.html",
)


@dataclass(frozen=True, eq=False)
class Saturation:
    """Slopes of F functions, and how much of a network of S seeds saturates at T moments of its training.

    functions : their names.  slopes : (F, N) at Z, as a share of the largest.  centre, outside : (F,) likewise, at 0
    and the largest for |z| ≥ EDGE.  small_from : (F,), the z from which on the slope stays below SMALL; NaN if none.
    steps : (T,).  saturated : (F, S, T), the share of pairs of a unit and a sample whose slope is below SMALL.
    """

    functions: tuple[str, ...]
    slopes: Array
    centre: Array
    outside: Array
    small_from: Array
    steps: npt.NDArray[np.int32]
    saturated: Array


def measure(conditions: Conditions) -> Saturation:
    """Look at the slopes of sigmoid and tanh, and train networks of each."""
    return saturation(FUNCTIONS, conditions)


def saturation(functions: tuple[str, ...], conditions: Conditions) -> Saturation:
    """Do so for any functions."""
    activations = [get(name) for name in functions]
    slopes = np.stack([activation.derivative(Z) for activation in activations])
    peaks = slopes.max(axis=1)
    shares = slopes / peaks[:, np.newaxis]
    pairs = list(zip(activations, peaks.tolist(), strict=True))
    found = [_trained(activation, peak, conditions) for activation, peak in pairs]
    return Saturation(
        functions=functions,
        slopes=shares,
        centre=shares[:, Z == 0.0][:, 0],
        outside=shares[:, np.abs(Z) >= EDGE].max(axis=1),
        small_from=np.array([_small_from(activation, peak) for activation, peak in pairs]),
        steps=found[0][0],
        saturated=np.stack([share for _, share in found]),
    )


def _small_from(activation: Activation, peak: float) -> float:
    """Return the z from which on the slope is below SMALL of its peak; NaN if it isn't at the end of Z."""
    zones = flat_zones(activation, SMALL * peak, float(Z[0]), float(Z[-1]))
    return zones[-1][0] if zones and zones[-1][1] == Z[-1] else np.nan


def _trained(activation: Activation, peak: float, conditions: Conditions) -> tuple[npt.NDArray[np.int32], Array]:
    """Return the recorded steps (T,) and the saturated share (S, T)."""
    changes = {"activation": activation.name, "epsilon": SMALL * peak, "steps": conditions.sized(STEPS)}
    recording = recorded(NETWORK.unchecked(changes), conditions)
    share = np.concatenate(recording.saturated_fraction, axis=2).mean(axis=2, dtype=np.float64)
    return recording.steps, share


def judge(found: Saturation) -> Finding:
    """Saturate: steepest in the middle, small slopes outside, and many saturated pairs after training."""
    end = found.saturated[:, :, -1]
    steep = found.centre >= 1.0 - 1e-12
    trained = np.array([by_seeds(seeds >= MANY) is Verdict.HOLDS for seeds in end])
    agrees = steep & (found.outside <= SMALL) & trained
    mixed = bool(agrees.any() and not agrees.all())
    worst = int(np.argmax(found.outside))
    slopes = " and ".join(
        f"at most {percent(outside)} of {name}’s largest"
        for outside, name in zip(found.outside.tolist(), found.functions, strict=True)
    )
    middle = [name for name, at_zero in zip(found.functions, steep, strict=True) if at_zero]
    shares = " and ".join(map(percent, np.median(end, axis=1).tolist()))
    reason = (
        f"Outside −2…2 the slope is {slopes}; it is largest at 0 for {' and '.join(middle) or 'neither'}, and after "
        f"training {shares} of all pairs of a unit and a sample are saturated."
    )
    return Finding(
        Verdict.DEPENDS if mixed else Verdict.HOLDS if agrees.all() else Verdict.FAILS,
        Quantity(f"largest slope outside −2…2, {found.functions[worst]}", float(found.outside[worst]), written=percent),
        reason,
        "the function" if mixed else "",
        (
            *(
                Quantity(f"slope below {percent(SMALL)} from |z|, {name}", float(z))
                for name, z in zip(found.functions, found.small_from, strict=True)
            ),
            *(
                over_seeds(f"saturated after training, {name}", share, percent)
                for name, share in zip(found.functions, end, strict=True)
            ),
        ),
    )


def draw(found: Saturation) -> tuple[Panel, ...]:
    """Draw the slopes, and the saturated share in training."""
    names = [(place, get(name).label) for place, name in enumerate(found.functions)]
    near = np.abs(Z) <= 6.0
    slopes = Curves(
        "Slope by input",
        "Pre-activation z",
        "f′(z) as a share of its largest",
        tuple(curve(name, Z[near], found.slopes[place, near], place + 1) for place, name in names),
        (Mark("−2", x=-EDGE), Mark("2", x=EDGE), Mark(f"small: {percent(SMALL)}", y=SMALL)),
    )
    trained = Curves(
        "Saturation in training",
        "Step",
        "Saturated share of units × samples",
        tuple(banded(name, found.steps, found.saturated[place], place + 1) for place, name in names),
        (Mark(f"many: {percent(MANY)}", y=MANY),),
    )
    return slopes, trained


def play(conditions: Conditions) -> Link:
    """Open both functions with their flat zones."""
    settings = CurvesSpec(functions=FUNCTIONS, low=-6.0, high=6.0, probe=EDGE, epsilon=SMALL)
    return Link("activations", settings, "Open on Activations")


CLAIMS: tuple[Claim, ...] = (
    Claim(
        number=23,
        theme="gradients",
        title="Sigmoid and tanh saturate",
        text="Sigmoid and tanh saturate: their slope is small outside −2…2 and largest in the middle.",
        articles=(1, 2, 3),
        category="measurement",
        rule=(
            f"For a function it is true if its slope is largest at 0, is at most {percent(SMALL)} of that wherever "
            f"|z| ≥ {EDGE:g}, and if after training, from at least 90 % of the seeds, at least {percent(MANY)} of all "
            f"pairs of a unit and a sample lie where the slope is below {percent(SMALL)} of its largest. The claim "
            "holds if that is true of both functions, fails if of neither, and depends on the function if of one."
        ),
        measure=measure,
        judge=judge,
        draw=draw,
        explanation=(
            r"The slopes are $\tanh'(z) = 1/\cosh^2 z$ and $\sigma'(z) = \tfrac14 / \cosh^2(z/2)$: both peak at 0 and "
            r"fall off as $e^{-2|z|}$ and $e^{-|z|}$. Since $\sigma(z) = \tfrac12 (1 + \tanh(z/2))$, the sigmoid is a "
            "tanh stretched to twice the width: what −2…2 is for tanh, −4…4 is for the sigmoid. In training weights "
            "grow, pre-activations spread out, and more and more samples land in the flat parts, where a unit passes "
            "little gradient on. The networks have two hidden layers of eight units and learn to tell the inside of a "
            "circle from its outside with Adam."
        ),
        references=(LECUN, GLOROT),
        chance=True,
        size=Size("training steps", STEPS),
        sharpest=(
            f"The slope is below {percent(SMALL)} of its largest from |z| = {short(TANH_SMALL_FROM, 3)} on for tanh, "
            "and from twice that on for the sigmoid: with −4…4 in place of −2…2 the claim is true of both."
        ),
        play=play,
    ),
)
