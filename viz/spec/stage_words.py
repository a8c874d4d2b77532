"""The stages of a forked run in words: from which step on, what changed there, and what was done."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from viz.spec.actions import Action, RaiseBias, ReDo, SetBias, SetWeight
from viz.spec.activation_text import read_activation
from viz.spec.adjustable import read_unit
from viz.spec.codec import ActivationText, Choice, Sequence
from viz.spec.experiment import ExperimentSpec, Stage
from viz.spec.fork import ADJUSTABLE

UNCHANGED = "as before"


def stage_words(run: ExperimentSpec) -> list[tuple[int, str]]:
    """Return of every stage the step at which it begins, and in words what is other from there on."""
    stages = run.stages
    return [(stage.start, changes(before, stage) or UNCHANGED) for before, stage in pairwise(stages)]


def changes(before: Stage, after: Stage) -> str:
    """Return in words what changed from one stage to the next."""
    said = [action_words(action, after.spec) for action in after.actions]
    for name in ADJUSTABLE:
        old, new = getattr(before.spec, name), getattr(after.spec, name)
        if old != new:
            said.append(f"{after.spec.field(name).metadata['label']} {value(name, old)} → {value(name, new)}")
    return ", ".join(said)


def action_words(action: Action, run: ExperimentSpec) -> str:
    """Return in words what an action does to a run's network; layers, units and inputs count from 1."""
    match action:
        case ReDo():
            return "dead units re-initialised"
        case RaiseBias():
            return f"biases of dead units raised by {_number(action.by)}"
        case SetBias():
            return f"bias of {_place(action, run)} set to {_number(action.value)}"
        case SetWeight():
            return f"weight of input {action.input} of {_place(action, run)} set to {_number(action.value)}"


def _place(action: SetBias | SetWeight, run: ExperimentSpec) -> str:
    """Return whose bias or weight is set."""
    if action.layer <= len(run.hidden):
        return f"unit {action.unit} in layer {action.layer}"
    return f"output {action.unit}"


def value(name: str, value: Any) -> str:
    """Return the value of a setting as people read it."""
    kind = ExperimentSpec.kind(name)
    if isinstance(kind, ActivationText):
        return activation_words(value)
    if isinstance(kind, Choice):
        return kind.label(value)
    if isinstance(kind, Sequence):
        item = unit_words if name == "unit_activations" else activation_words
        return " / ".join(map(item, value)) or "none"
    return f"{value:,}" if isinstance(value, int) else _number(value)


def activation_words(text: str) -> str:
    """Return an activation by its label, with its parameters where they are not the usual ones."""
    activation = read_activation(text)
    values = ", ".join(f"{each:g}" for each in activation.values.values())
    return f"{activation.label} {values}" if text != activation.name else activation.label


def unit_words(text: str) -> str:
    """Return the activation of a single unit, with its place."""
    layer, unit, activation = read_unit(text)
    return f"{layer}.{unit} {activation_words(activation)}"


def _number(value: float) -> str:
    return f"{value:.4g}".replace("-", "−")
