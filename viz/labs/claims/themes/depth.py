"""What is said of deep networks: that gradients vanish through sigmoid and tanh, and that ReLU avoids it."""

from __future__ import annotations

from functools import partial

import numpy as np
import numpy.typing as npt

from viz.labs.claims.claim import Claim, Link, Reference, Size
from viz.labs.claims.deep_networks import (
    DEEP,
    DEPTHS,
    INITIALISATIONS,
    SHALLOW,
    STEPS,
    WIDTH,
    Found,
    Setting,
    measure,
    networks_of,
)
from viz.labs.claims.finding import Finding, Quantity, Verdict, by_seeds, over_seeds
from viz.labs.claims.picture import Curves, Dots, Group, Mark, Panel, Rows, banded
from viz.labs.claims.themes.saturation import GLOROT
from viz.spec.claims import Conditions
from viz.spec.gradient_flow import GradientFlowSpec
from viz.spec.numbers import percent, plain

VANISHED = 0.01  # what is left of the gradient, at most, where it has vanished
STOPPED = 0.01  # how far a layer moves, at most, as a share of what it would in a shallow network
LEAST = float(np.finfo(np.float64).eps)  # a relative movement that is smaller can't be told from none


def _vanishes(setting: Setting) -> npt.NDArray[np.bool_]:
    """Return whether the gradient vanishes on the way to the first layer of the deepest network, (S,)."""
    return np.asarray(setting.left[:, -1] <= VANISHED)


def _judged(agrees: list[Verdict]) -> tuple[Verdict, str]:
    """Return the verdict over the settings, and what it depends on: the function, the initialisation or both."""
    true = np.array([verdict is Verdict.HOLDS for verdict in agrees]).reshape(-1, len(INITIALISATIONS))
    if true.all():
        return Verdict.HOLDS, ""
    if not true.any():
        return Verdict.FAILS, ""
    depends = {"function": (true != true[0]).any(), "initialisation": (true != true[:, :1]).any()}
    return Verdict.DEPENDS, " and ".join(f"the {what}" for what, does in depends.items() if does)


def judge_vanishing(found: Found) -> Finding:
    """Judge vanishing: little of the gradient arrives at the first layer, and that layer stops."""
    agrees = [by_seeds(_vanishes(setting) & (setting.moved <= STOPPED)) for setting in found]
    verdict, depends_on = _judged(agrees)
    true = [setting.label for setting, agreed in zip(found, agrees, strict=True) if agreed is Verdict.HOLDS]
    ordered = sorted(found, key=lambda setting: -_median(setting.left[:, -1]))
    most = ordered[0]
    reason = (
        f"It is so under {'; '.join(true) or 'no setting'}, and least so under {most.label}, where the gradient in "
        f"layer 1 is {plain(_median(most.left[:, -1]))} times that in layer {DEEP}, and layer 1 moves "
        f"{plain(_median(most.moved))} times as far as in networks of {SHALLOW} layers."
    )
    number, *more = (_left(setting) for setting in ordered[:5])
    return Finding(verdict, number, reason, depends_on, tuple(more))


def judge_avoiding(found: Found) -> Finding:
    """Judge avoiding: more than a little of the gradient arrives at the first layer."""
    verdict, depends_on = _judged([by_seeds(~_vanishes(setting)) for setting in found])
    ordered = sorted(found, key=lambda setting: _median(setting.left[:, -1]))
    arrives = ", ".join(
        f"{plain(_median(setting.left[:, -1]))} under {setting.label} (χ₁ = {plain(setting.slope)})"
        for setting in found
    )
    number, *more = map(_left, ordered)
    reason = f"The gradient in layer 1, as a share of that in layer {DEEP}, is {arrives}."
    return Finding(verdict, number, reason, depends_on, tuple(more))


def _left(setting: Setting) -> Quantity:
    return over_seeds(f"gradient in layer 1 over that in layer {DEEP}: {setting.label}", setting.left[:, -1])


def _median(values: npt.NDArray[np.float64]) -> float:
    return float(np.median(values))


def draw(found: Found) -> tuple[Panel, ...]:
    """Draw the gradient by layer, the first layer's movement, and all settings beside mean-field theory."""
    named = [(setting.label, setting, place + (found[0].function != "relu")) for place, setting in enumerate(found)]
    layers = np.arange(1, DEEP + 1)
    gradient = Curves(
        f"Gradient in networks of {DEEP} layers",
        "Hidden layer, 1 next to the input",
        f"‖∂ℓ/∂z‖ as a share of that in layer {DEEP}",
        tuple(banded(label, layers, setting.layers, slot) for label, setting, slot in named),
        (Mark(f"vanished: {percent(VANISHED)}", y=VANISHED),),
        log_y=True,
    )
    marks = [Mark(f"stopped: {percent(STOPPED)}", y=STOPPED)]
    if any((setting.moved <= LEAST).any() for setting in found):
        marks.append(Mark(f"{plain(LEAST)} or less", y=LEAST))
    movement = Dots(
        "Movement of the first layer in training",
        f"Share of its movement in a network of {SHALLOW} layers",
        tuple(Group(label, np.maximum(setting.moved, LEAST), slot) for label, setting, slot in named),
        tuple(marks),
        log_y=True,
    )
    return gradient, movement, _table(found)


def _table(found: Found) -> Rows:
    """Return the median of what is left of the gradient by depth, beside χ₁."""
    rows = (
        (
            setting.label,
            plain(setting.slope),
            plain(np.sqrt(setting.slope)),
            plain(_median(setting.left[:, -1]) ** (1.0 / (DEEP - 1))),
            *map(plain, np.median(setting.left, axis=0).tolist()),
        )
        for setting in found
    )
    heads = ("Setting", "χ₁", "√χ₁", "Factor a layer", *(f"Left after {depth} layers" for depth in DEPTHS))
    return Rows("Gradient in layer 1 by depth; theory expects √χ₁ a layer", heads, tuple(rows))


def play(conditions: Conditions, activation: str) -> Link:
    """Open networks like the deepest under Glorot's initialisation."""
    initialiser, scale = INITIALISATIONS["Glorot"]
    spec = networks_of(activation, "Glorot", DEEP, False, conditions).spec
    settings = GradientFlowSpec(
        activation=activation,
        initialiser=initialiser,
        init_scale=scale,
        depth=DEEP,
        width=WIDTH,
        samples=spec.samples,
        seed=conditions.first,
        seeds=conditions.seeds,
        learning_rate=spec.learning_rate,
        batch_size=spec.batch_size,
        steps=spec.steps,
        runs=conditions.seeds,
    )
    return Link("gradient_flow", settings, "Open on Gradient flow")


_NETWORKS = (
    f"Networks of {SHALLOW} to {DEEP} hidden layers of {WIDTH} units start from He’s, Glorot’s and a small "
    f"initialisation (Glorot’s × {INITIALISATIONS['small'][1]:g})."
)
_VANISHES = (
    f"The gradient vanishes if ‖∂ℓ/∂z‖ in layer 1 of {DEEP} is at most {percent(VANISHED)} of that in layer {DEEP} at "
    "initialisation"
)
_VERDICT = "that is true from at least 90 % of the seeds under every setting, fails if under none"
SCHOENHOLZ = Reference(
    "Schoenholz, Gilmer, Ganguli and Sohl-Dickstein, Deep information propagation, ICLR 2017",
    "https://arxiv.org/abs/1611.01232",
)
HE = Reference(
    "He, Zhang, Ren and Sun, Delving deep into rectifiers: surpassing human-level performance on ImageNet "
    "classification, ICCV 2015",
    "https://arxiv.org/abs/1502.01852",
)

CLAIMS: tuple[Claim, ...] = (
    Claim(
        number=25,
        theme="gradients",
        title="Gradients vanish in deep sigmoid and tanh",
        text="With depth the gradients of sigmoid and tanh vanish, and the early layers stop learning.",
        articles=(1, 2),
        category="measurement",
        rule=(
            f"{_NETWORKS} {_VANISHES}, and the early layers stop learning if layer 1 moves, in training, at most "
            f"{percent(STOPPED)} as far as in the network of {SHALLOW} layers from the same seed. The claim holds if "
            f"{_VERDICT}, and depends on the function, the initialisation or both otherwise."
        ),
        measure=partial(measure, functions=("sigmoid", "tanh")),
        judge=judge_vanishing,
        draw=draw,
        explanation=(
            r"On its way down the gradient is multiplied in every layer by the weights and by the slopes $\varphi'$. "
            r"In wide networks its mean square changes by the factor "
            r"$\chi_1 = \sigma_w^2 \, \mathbb{E}[\varphi'(\sqrt{q^*} z)^2]$ a layer, where $\sigma_w^2$ is fan-in × "
            r"variance of a weight. The slope of the sigmoid is at most ¼, so under all usual initialisations $\chi_1$ "
            r"is far below 1 and what arrives falls exponentially with depth; stochastic gradient descent then hardly "
            r"moves the early layers. The slope of tanh reaches 1: with weights of the right size $\chi_1$ is near 1, "
            r"and the gradient gets through. Optimisers that divide by the gradient's own size, skips and "
            r"normalisation change this further."
        ),
        references=(SCHOENHOLZ, GLOROT),
        chance=True,
        size=Size("training steps", STEPS),
        sharpest=(
            "Gradients vanish exponentially with depth wherever χ₁ < 1. That is a property of a function together with "
            "the variance of its weights: to be true of tanh it takes weights smaller than Glorot’s."
        ),
        play=partial(play, activation="sigmoid"),
    ),
    Claim(
        number=26,
        theme="gradients",
        title="ReLU avoids vanishing gradients",
        text="ReLU avoids vanishing gradients.",
        articles=(3,),
        category="measurement",
        rule=(
            f"{_NETWORKS} {_VANISHES}; ReLU avoids it where more is left. The claim holds if {_VERDICT}, and depends "
            "on the initialisation otherwise."
        ),
        measure=partial(measure, functions=("relu",)),
        judge=judge_avoiding,
        draw=draw,
        explanation=(
            r"A ReLU passes the gradient on unchanged where it is active and not at all where it isn't, which at the "
            r"start is the case for half of its inputs: $\chi_1 = \sigma_w^2 / 2$. Only if fan-in × variance of a "
            r"weight is $\sigma_w^2 = 2$, which is why He et al. chose it, do the two balance. With Glorot's weights "
            r"$\chi_1 = \tfrac12$, and the gradient shrinks by $\sqrt2$ with every layer; with smaller ones it shrinks "
            r"faster. What ReLU does avoid is the loss by saturation: active units never flatten out."
        ),
        references=(HE, SCHOENHOLZ),
        chance=True,
        size=Size("training steps", STEPS),
        sharpest=(
            "With He’s initialisation, σ_w² = 2, ReLU keeps the size of the gradient at any depth, on average over "
            "the weights and for wide layers."
        ),
        play=partial(play, activation="relu"),
    ),
)
