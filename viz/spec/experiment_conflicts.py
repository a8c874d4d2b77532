"""Which settings of a training run don't go together, and in which words that is said."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from viz.engine.losses import LOSSES
from viz.spec.actions import Action, SetBias, SetWeight
from viz.spec.adjustable import read_unit
from viz.spec.stage_text import read_past

if TYPE_CHECKING:
    from viz.spec.experiment import ExperimentSpec

MAX_WORK = 60e9  # floating-point operations of one run: up to a minute on one core
MAX_SIZE = 40e6  # bytes of a recording, which a viewer's browser has to load


def conflicts(spec: ExperimentSpec) -> dict[str, str]:
    """Return field name -> what is wrong, for fields that don't go with the others."""
    try:
        _ = spec.info
    except ValueError as error:
        return {"dataset": str(error)}
    return _earlier(spec) or {**_network(spec), **_data(spec), **_training(spec), **_too_much(spec)}


def _network(spec: ExperimentSpec) -> dict[str, str]:
    wrong = {}
    if spec.layer_activations and len(spec.layer_activations) != len(spec.hidden):
        wrong["layer_activations"] = (
            f"{len(spec.layer_activations)} activations for {len(spec.hidden)} hidden layers; give one each or none"
        )
    for text in spec.unit_activations:
        layer, unit, _ = read_unit(text)
        if not _has_unit(spec, layer, unit, hidden=True):
            wrong["unit_activations"] = f"there is no unit {unit} in hidden layer {layer}: {_widths(spec)}"
    if len({read_unit(text)[:2] for text in spec.unit_activations}) < len(spec.unit_activations):
        wrong["unit_activations"] = "a unit is given two activations"
    if spec.normalisation == "layer" and 1 in spec.hidden:
        wrong["normalisation"] = (
            f"layer {spec.hidden.index(1) + 1} has a single unit, which over itself is always normalised to 0; "
            "layer norm takes layers of 2 units or more"
        )
    return wrong


def _data(spec: ExperimentSpec) -> dict[str, str]:
    wrong = {}
    task = spec.info.task
    if spec.loss != "auto" and task not in LOSSES[spec.loss].tasks:
        fitting = ", ".join(name for name, loss in LOSSES.items() if task in loss.tasks)
        wrong["loss"] = f"{spec.loss!r} does not fit {task} data; accepted are auto, {fitting}"
    if len(set(spec.features)) < len(spec.features):
        wrong["features"] = "an input is named twice"
    elif spec.features and spec.info.inputs > 2:
        wrong["features"] = (
            f"these data have {spec.info.inputs} inputs of their own; only those of a plane can be chosen"
        )
    elif spec.info.inputs == 1 and any("2" in name for name in spec.features):
        wrong["features"] = "these data have one input: accepted are x1, x1x1 and sinx1"
    return wrong


def _training(spec: ExperimentSpec) -> dict[str, str]:
    wrong = {}
    if spec.normalisation == "batch" and spec.hidden and spec.batch_size == 1:
        wrong["batch_size"] = (
            "a single sample is always normalised to 0 over itself, so nothing would be learned; with batch norm "
            "accepted are 2 and more"
        )
    return wrong


def _too_much(spec: ExperimentSpec) -> dict[str, str]:
    wrong = {}
    if spec.work > MAX_WORK:
        wrong[spec.changed("steps", "batch_size", "hidden", "samples", "dataset")] = (
            f"{spec.steps:,} steps of this network and batch take about {spec.work:.1e} operations, accepted are "
            f"{MAX_WORK:.0e}; up to {max(1, int(spec.steps * MAX_WORK / spec.work)):,} steps can run"
        )
    if spec.size > MAX_SIZE:
        wrong[spec.changed("frames", "hidden", "dataset")] = (
            f"{spec.frames:,} frames of this network take about {spec.size / 1e6:.0f} MB, accepted are "
            f"{MAX_SIZE / 1e6:.0f}; up to {max(1, int(spec.frames * MAX_SIZE / spec.size)):,} can be recorded"
        )
    return wrong


def _earlier(spec: ExperimentSpec) -> dict[str, str]:
    """Return what is wrong with the stages of a run; each must also go with the rest by itself."""
    pasts = [read_past(text) for text in spec.earlier]
    for before, after in pairwise([0, *(past.until for past in pasts)]):
        if after < before:
            return {"earlier": f"a stage until step {after:,} can't follow one until {before:,}"}
    for past, stage in zip(pasts, spec.stages, strict=False):
        if past.until > spec.steps:
            return {"earlier": f"the run is forked at step {past.until:,} but has only {spec.steps:,} steps"}
        for action in past.actions:
            if message := _out_of_place(spec, action):
                return {"earlier": message}
        for message in conflicts(stage.spec).values():
            return {"earlier": f"before step {past.until:,}: {message}"}
    return {}


def _out_of_place(spec: ExperimentSpec, action: Action) -> str:
    if isinstance(action, SetBias | SetWeight) and not _has_unit(spec, action.layer, action.unit):
        return f"{action}: there is no unit {action.unit} in layer {action.layer}: {_widths(spec)}"
    if isinstance(action, SetWeight):
        fan_in = (spec.inputs, *spec.hidden)[action.layer - 1]
        if action.input > fan_in:
            return f"{action}: layer {action.layer} has {fan_in} inputs"
    return ""


def _has_unit(spec: ExperimentSpec, layer: int, unit: int, *, hidden: bool = False) -> bool:
    widths = spec.hidden if hidden else (*spec.hidden, spec.outputs)
    return layer <= len(widths) and unit <= widths[layer - 1]


def _widths(spec: ExperimentSpec) -> str:
    return f"the widths are {'-'.join(map(str, (*spec.hidden, spec.outputs)))}"
