"""Rescues: what can be done for a run in which units die or numbers overflow, each as a fork of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from viz.spec.actions import Action, RaiseBias, ReDo, SetBias, SetWeight
from viz.spec.activation_text import canonical
from viz.spec.adjustable import Adjustable, read_unit
from viz.spec.experiment import ExperimentSpec
from viz.spec.fork import ADJUSTABLE, forked

LEAKY = "leaky_relu"
DIVISOR = 10.0  # of the learning rate
RAISED_BY = 0.1  # as in Goodfellow, Bengio and Courville 2016, section 6.3.1
CLIPPED_AT = 1.0


@dataclass(frozen=True)
class Rescue:
    """One thing to do from some step on.

    said: what it does and whose it is, in a sentence. actions: done to the network at that step. changes: of a run's
    settings -> those that are other from there on. dead, overflow: what it is a remedy for.
    """

    label: str
    said: str
    changes: Callable[[ExperimentSpec], Mapping[str, Any]]
    actions: tuple[Action, ...] = ()
    dead: bool = True
    overflow: bool = False


REMEDIES: Mapping[str, Rescue] = {
    "leaky": Rescue(
        "Leaky ReLU from here",
        "Every hidden unit gets a slope of 0.01 where it was 0, so that a gradient reaches dead ones again "
        "(Maas, Hannun and Ng 2013).",
        lambda run: {"activation": LEAKY, "layer_activations": (), "unit_activations": ()},
    ),
    "redo": Rescue(
        "Re-initialise dead units",
        "Their incoming weights are drawn anew, their outgoing ones set to 0, and the optimiser forgets them "
        "(ReDo: Sokar, Agarwal, Castro and Evci 2023).",
        lambda run: {},
        actions=(ReDo(),),
    ),
    "bias": Rescue(
        f"Raise the bias by {RAISED_BY:g}",
        f"Adds {RAISED_BY:g} to the bias of every dead unit, so that some samples may reach it again (a small positive "
        "bias: Goodfellow, Bengio and Courville 2016, section 6.3.1).",
        lambda run: {},
        actions=(RaiseBias(RAISED_BY),),
    ),
    "rate": Rescue(
        f"Learning rate ÷ {DIVISOR:g}",
        "Smaller steps: units that are alive are less likely to be thrown out of reach; dead ones stay dead.",
        lambda run: {"learning_rate": max(_lowest("learning_rate"), run.learning_rate / DIVISOR)},
        overflow=True,
    ),
    "clip": Rescue(
        f"Clip gradients at {CLIPPED_AT:g}",
        f"No update is made from a gradient longer than {CLIPPED_AT:g} (Pascanu, Mikolov and Bengio 2013); dead units "
        "stay dead.",
        lambda run: {"clip_norm": CLIPPED_AT},
        overflow=True,
    ),
    "adam": Rescue(
        "Adam, rate 0.001",
        "Steps no longer than about the rate for each weight, however large the gradient (Kingma and Ba 2015).",
        lambda run: {"optimiser": "adam", "learning_rate": 0.001},
        dead=False,
        overflow=True,
    ),
}


def rescued(run: ExperimentSpec, remedy: str, step: int) -> ExperimentSpec:
    """Return the fork of a run with one of `REMEDIES`; ValueError where it would change nothing or can't be."""
    rescue = REMEDIES[remedy]
    at_step = settings_at(run, step)
    changes = {name: value for name, value in rescue.changes(at_step).items() if getattr(at_step, name) != value}
    if not changes and not rescue.actions:
        raise ValueError(f"{rescue.label}: the run has that at step {step:,} already")
    return forked(run, step, rescue.actions, **changes)


def settings_at(run: ExperimentSpec, step: int) -> ExperimentSpec:
    """Return the settings that a run has at a step, without stages."""
    return [stage for stage in run.stages if stage.start <= step][-1].spec


def unit_fork(
    run: ExperimentSpec,
    step: int,
    layer: int,
    unit: int,
    *,
    activation: str = "",
    bias: float | None = None,
    weights: Mapping[int, float] | None = None,
) -> ExperimentSpec:
    """Return the fork of a run in which one unit goes on otherwise.

    layer, unit : counted from 0; the last layer is the output. activation : a hidden unit's own from there on.
    bias, weights : new values, of the weights by input, counted from 0; what is not named stays as it is.

    Raises ValueError where nothing would change, or something can't be.
    """
    place = (layer + 1, unit + 1)
    actions: list[Action] = [] if bias is None else [SetBias(*place, bias)]
    actions += [SetWeight(*place, number + 1, value) for number, value in sorted((weights or {}).items())]
    changes: dict[str, Any] = {}
    now = settings_at(run, step)
    units = _with_unit(now, *place, activation) if activation else now.unit_activations
    if units != now.unit_activations:
        changes["unit_activations"] = units
    if not actions and not changes:
        raise ValueError("nothing is changed: give the bias or a weight another value, or the unit another activation")
    return forked(run, step, actions, **changes)


def _with_unit(run: ExperimentSpec, layer: int, unit: int, activation: str) -> tuple[str, ...]:
    """Return a run's activations of single units, with another one for this unit."""
    others = [text for text in run.unit_activations if read_unit(text)[:2] != (layer, unit)]
    usual = (run.layer_activations or (run.activation,) * len(run.hidden))[layer - 1]
    own = [] if canonical(activation) == canonical(usual) else [f"{layer}.{unit}:{canonical(activation)}"]
    return tuple(sorted([*others, *own], key=lambda text: read_unit(text)[:2]))


def parent(run: ExperimentSpec) -> ExperimentSpec | None:
    """Return the run that a fork was forked from; None for a run that is no fork."""
    stages: Sequence[Any] = run.stages[:-1]
    if not stages:
        return None
    found: ExperimentSpec = stages[0].spec
    for stage in stages[1:]:
        changes = {name: getattr(stage.spec, name) for name in ADJUSTABLE}
        found = forked(found, stage.start, stage.actions, **changes)
    return found


def _lowest(name: str) -> float:
    return float(Adjustable.kind(name).low)
