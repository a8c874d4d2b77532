"""The articles' own neurons: one with weights 2 and 3, whose inputs interact, and one with bias 7, that bends."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from viz.activations import ACTIVATIONS, Activation
from viz.labs.claims.claim import Claim, Link, Reference
from viz.labs.claims.finding import Finding, Quantity, Verdict
from viz.labs.claims.jump import broken
from viz.labs.claims.picture import Array, Curves, Mark, Panel, curve
from viz.labs.neuron import FAR_B, examine_neuron, point, pre_activation
from viz.spec.claims import Conditions
from viz.spec.numbers import plain, short
from viz.spec.one_neuron import NeuronSpec, OneNeuronSpec

RELU = ACTIVATIONS["relu"]
LIMIT = 19.0  # the articles' inputs lie between −19 and 19
SPACING = 1 / 8  # of inputs; every difference is exact

# 10: with weights 2 and 3 raising A raises the output, with B = −100 it changes nothing ---------------------------

NEURON = OneNeuronSpec()  # A = B = 1, weights 2 and 3, no bias


@dataclass(frozen=True, eq=False)
class Interaction:
    """A neuron at two values of B while A is raised.

    near_b, far_b: those values.  a (N,): A from its start on.  near, far (N,): the output at each B.
    near_slope, far_slope: ∂out/∂A at the start.
    b, along_b (M,): ∂out/∂A at the start for any B.  turn: the A at which z = 0 at `far_b`.
    """

    near_b: float
    far_b: float
    a: Array
    near: Array
    far: Array
    near_slope: float
    far_slope: float
    b: Array
    along_b: Array
    turn: float


def measure_interaction(_: Conditions, activation: Activation = RELU, far_b: float = FAR_B) -> Interaction:
    """Raise A from 1 to 19, at B = 1 and far below."""
    page = NEURON.neuron
    neuron = NeuronSpec(page.a, page.b, page.weight_a, page.weight_b, page.bias, activation, page.extent)
    a = np.arange(neuron.a, LIMIT + SPACING, SPACING)
    along = examine_neuron(neuron).interaction
    return Interaction(
        near_b=neuron.b,
        far_b=far_b,
        a=a,
        near=outputs(neuron, a, neuron.b),
        far=outputs(neuron, a, far_b),
        near_slope=point(neuron, neuron.a, neuron.b).along_a,
        far_slope=point(neuron, neuron.a, far_b).along_a,
        b=along.at,
        along_b=along.along_a,
        turn=-(neuron.weight_b * far_b + neuron.bias) / neuron.weight_a,
    )


def outputs(neuron: NeuronSpec, a: Array, b: float) -> Array:
    """Return the neuron's output for values of A (N,) at one B."""
    return neuron.activation(pre_activation(neuron, a, b)).astype(np.float64)


def judge_interaction(found: Interaction) -> Finding:
    """Follow the output while A is raised: it must rise with every step at one B and never change at the other."""
    rises, changes = np.diff(found.near) > 0.0, np.diff(found.far) != 0.0
    verdict = Verdict.FAILS
    if rises.all() and found.near_slope > 0.0 and not changes.all():
        verdict = Verdict.DEPENDS if changes.any() else Verdict.HOLDS
    near, far = float(np.ptp(found.near)), float(np.ptp(found.far))
    return Finding(
        verdict,
        Quantity("difference of ∂out/∂A between both B: the interaction", found.near_slope - found.far_slope),
        f"Raising A from {short(found.a[0])} to {short(found.a[-1])} changes the output by {plain(near)} at B = "
        f"{short(found.near_b)} and by {plain(far)} at B = {short(found.far_b)}, where z is negative up to A = "
        f"{short(found.turn)}.",
        "how far A is raised" if verdict is Verdict.DEPENDS else "",
        (
            Quantity(f"∂out/∂A at B = {short(found.near_b)}", found.near_slope),
            Quantity(f"∂out/∂A at B = {short(found.far_b)}", found.far_slope),
        ),
    )


def draw_interaction(found: Interaction) -> tuple[Panel, ...]:
    """Plot the output against A at both B, and the slope along A against B."""
    lines = (
        curve(f"B = {short(found.near_b)}", found.a, found.near),
        curve(f"B = {short(found.far_b)}", found.a, found.far, 1),
    )
    marks = tuple(Mark(f"B = {short(b)}", x=b) for b in (found.far_b, found.near_b))
    slope = curve(f"at A = {short(found.a[0])}", found.b, found.along_b, 2)
    return (
        Curves("Raising A", "Input A", "Output", lines),
        Curves("What raising A does depends on B", "Input B", "∂out/∂A", (slope,), marks),
    )


def play_interaction(_: Conditions) -> Link:
    """Open the same neuron at B = −100."""
    return Link("one_neuron", OneNeuronSpec(b=FAR_B), "Open this neuron on One neuron")


# 11: with bias 7, f(7 + A) has slope 0 below A = −7 and slope 1 above ---------------------------------------------

BIAS = 7.0
BENDS = -BIAS  # where the slope is said to change
BELOW, ABOVE = 0.0, 1.0  # the slopes said


@dataclass(frozen=True, eq=False)
class Bend:
    """A neuron with one input and a bias, at rising inputs.

    a, out (N,): inputs and outputs.  middles, slopes (N − 1,): between neighbouring inputs, differences over spacing.
    derivatives (N − 1,): f′ at the middles.
    """

    a: Array
    out: Array
    middles: Array
    slopes: Array
    derivatives: Array


def measure_bend(_: Conditions, activation: Activation = RELU, bias: float = BIAS) -> Bend:
    """Evaluate f(bias + A) over the articles' inputs; the place where it should bend is one of them."""
    neuron = NeuronSpec(0.0, 0.0, 1.0, 0.0, bias, activation, LIMIT)
    a = np.arange(-LIMIT, LIMIT + SPACING, SPACING)
    out, middles = outputs(neuron, a, 0.0), 0.5 * (a[1:] + a[:-1])
    derivatives = activation.derivative(pre_activation(neuron, middles, 0.0)).astype(np.float64)
    return Bend(a, out, middles, np.diff(out) / SPACING, derivatives)


def judge_bend(found: Bend) -> Finding:
    """Compare the slope on both sides with what is said, once from differences and once from f′."""
    below = found.middles < BENDS
    said = np.where(below, BELOW, ABOVE)
    right = (found.slopes == said) & (found.derivatives == said)
    sides = bool(right[below].all()), bool(right[~below].all())
    verdict = Verdict.DEPENDS
    if all(sides) or not any(sides):
        verdict = Verdict.HOLDS if all(sides) else Verdict.FAILS
    place = float(found.a[1:-1][np.abs(np.diff(found.slopes)).argmax()])
    low, high = (_span(found.slopes[side]) for side in (below, ~below))
    return Finding(
        verdict,
        Quantity("the A at which the slope changes most", place, written=short),
        f"At {right.sum()} of {right.size} places between {short(found.a[0])} and {short(found.a[-1])} the slope is as "
        f"said: below A = {short(BENDS)} it is {low}, above it is {high}.",
        "the side" if verdict is Verdict.DEPENDS else "",
        (
            Quantity(f"mean slope below A = {short(BENDS)}", float(found.slopes[below].mean())),
            Quantity(f"mean slope above A = {short(BENDS)}", float(found.slopes[~below].mean())),
        ),
    )


def _span(slopes: Array) -> str:
    least, most = float(slopes.min()), float(slopes.max())
    return plain(least) if least == most else f"from {plain(least)} to {plain(most)}"


def draw_bend(found: Bend) -> tuple[Panel, ...]:
    """Plot the output and its slope against A."""
    marks = (Mark(f"A = {short(BENDS)}", x=BENDS),)
    slope = broken("ReLU", found.middles, found.slopes, BENDS)
    return (
        Curves("The neuron", "Input A", "Output f(7 + A)", (curve("ReLU", found.a, found.out),), marks),
        Curves("Its slope", "Input A", "∂out/∂A", (slope,), marks),
    )


def play_bend(_: Conditions) -> Link:
    """Open a neuron that has A alone and the same bias."""
    spec = OneNeuronSpec(a=BENDS, b=0.0, weight_a=1.0, weight_b=0.0, bias=BIAS, extent=LIMIT)
    return Link("one_neuron", spec, "Open this neuron on One neuron")


CLAIMS: tuple[Claim, ...] = (
    Claim(
        number=10,
        theme="neuron",
        title="What A does depends on B",
        text="With the weights 2 and 3 for A and B, raising A raises the output of a ReLU neuron, but with B = −100 it "
        "changes nothing.",
        articles=(1,),
        category="arithmetic",
        rule=f"A is raised from 1 to {short(LIMIT)} in the neuron relu(2A + 3B). It holds if the output rises with "
        f"every step at B = 1 and stays the same to the last bit at B = {short(FAR_B)}, depends on how far A is raised "
        "if it changes there with some steps only, and fails otherwise.",
        measure=measure_interaction,
        judge=judge_interaction,
        draw=draw_interaction,
        explanation=r"""
$\partial\,\mathrm{out}/\partial A = 2 f'(2A + 3B)$: the weight of A times the slope of the activation, and **that**
depends on B too. At $A = B = 1$ the pre-activation is positive, the slope 1, and A counts with its weight. At
$B = -100$ it is negative, the slope is 0 and A has no effect. That is an *interaction*; in a linear model A would count
the same whatever B is. One ReLU neuron therefore says "A matters if B isn't too low".
""".strip(),
        references=(
            Reference(
                "Hastie, Tibshirani & Friedman, The elements of statistical learning, 2nd edition, 2009, chapter 11: "
                "Neural networks",
                "https://doi.org/10.1007/978-0-387-84858-7",
            ),
        ),
        sharpest="With B = −100 raising A changes nothing as long as 2A stays below 300. For it to be true of every A "
        "the weight of A would have to be 0.",
        play=play_interaction,
    ),
    Claim(
        number=11,
        theme="neuron",
        title="f(7 + A) bends at A = −7",
        text="With the bias 7, f(7 + A) has the slope 0 below A = −7 and the slope 1 above.",
        articles=(1,),
        category="arithmetic",
        rule=f"relu(A + 7) is evaluated from A = {short(-LIMIT)} to {short(LIMIT)}, {SPACING} apart. Its slope is "
        f"taken between neighbours and from f′. It holds if all are exactly {short(BELOW)} below A = {short(BENDS)} "
        f"and {short(ABOVE)} above, depends on the side if that is so on one side only, and fails otherwise.",
        measure=measure_bend,
        judge=judge_bend,
        draw=draw_bend,
        explanation=r"""
The bias moves the kink: $\mathrm{relu}(A + b)$ bends where $A + b = 0$, so at $A = -b$. With a weight $w$ it is at
$A = -b/w$, and the slope beyond is $w$. Units with different biases bend at different places, and their sum has a slope
of its own between any two of them: so networks build curves out of straight pieces.
""".strip(),
        references=(
            Reference(
                "Montúfar, Pascanu, Cho & Bengio, On the number of linear regions of deep neural networks, NIPS 2014",
                "https://arxiv.org/abs/1402.1869",
            ),
        ),
        play=play_bend,
    ),
)
