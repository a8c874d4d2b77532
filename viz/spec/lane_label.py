"""What distinguishes the lanes of a race, in a few words each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields

from viz.engine.optimisers import OPTIMISERS
from viz.spec.codec import Choice, Flag
from viz.spec.experiment import ExperimentSpec
from viz.spec.fork import ADJUSTABLE
from viz.spec.stage_words import action_words, activation_words, value

MOST = 3  # settings that are named
LONGEST = 16  # characters of a value
_OPTIMISER = ("momentum", "decay", "weight_decay")  # settings that some optimisers have
_STEPS = ("drop_every", "drop_factor")  # and those of one schedule
_PLAIN = ("hidden", "layer_activations")  # settings whose values say by themselves what they are
_ONLY_IF_ANY = ("layer_activations", "unit_activations", "features")  # lists of which an empty one says nothing
_VAGUE = ("normalisation", "schedule", "loss", "initialiser")  # choices whose options don't say of what they are


def lane_labels(specs: Sequence[ExperimentSpec]) -> list[str]:
    """Return one label for each run: what is other in it than in most of them, and where it was forked."""
    names = [entry.name for entry in fields(ExperimentSpec) if entry.name != "earlier"]
    labels = []
    for spec in specs:
        said = [_said(spec, name) for name in names if _is_other(spec, name, specs) and _applies(spec, name)]
        more = [f"{len(said) - MOST} more"] if len(said) > MOST else []
        forks = [f"from step {spec.stages[-1].start:,}"] if spec.earlier else []
        done = [action_words(action, spec) for action in spec.stages[-1].actions[:1]] if spec.earlier else []
        labels.append(", ".join([*said[:MOST], *more, *done, *forks]) or activation_words(spec.activation))
    return [label if labels.count(label) == 1 else f"{label} ({place + 1})" for place, label in enumerate(labels)]


def _is_other(spec: ExperimentSpec, name: str, specs: Sequence[ExperimentSpec]) -> bool:
    """Return whether a setting is not what more than half of the runs have."""
    same = sum(getattr(each, name) == getattr(spec, name) for each in specs)
    return same <= len(specs) / 2


def _applies(spec: ExperimentSpec, name: str) -> bool:
    """Return whether a run has any use for a setting."""
    if name in _OPTIMISER:
        return name in OPTIMISERS[spec.optimiser].uses
    if name == "activation":
        return not spec.layer_activations
    if name in _ONLY_IF_ANY:
        return bool(getattr(spec, name))
    return spec.schedule == "step" if name in _STEPS else True


def _said(spec: ExperimentSpec, name: str) -> str:
    entry, setting = spec.field(name), getattr(spec, name)
    kind = entry.metadata["kind"]
    if name == "activation":
        return activation_words(setting)
    label = str(entry.metadata["label"])
    label = f"{label[0].lower()}{label[1:]}" if label[1:2].islower() else label
    if isinstance(kind, Flag):
        return str(entry.metadata["label"]) if setting else f"no {label}"
    if isinstance(kind, Choice):
        option = kind.label(setting)
        if name not in _VAGUE:
            return option
        return f"{label} {option if name == 'initialiser' else option[0].lower() + option[1:]}"
    text = value(name, setting) if name in ADJUSTABLE else kind.write(setting)
    text = text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
    return (text.replace("-", "–") if name == "hidden" else text) if name in _PLAIN else f"{label} {text}"
