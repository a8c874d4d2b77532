"""What changes with the data set: measured ones are taken whole and as measured, large ones get a larger network."""

from __future__ import annotations

from typing import Any

from viz.engine.dataset_registry import DatasetInfo
from viz.engine.datasets import DATASETS
from viz.engine.losses import LOSSES
from viz.spec import ExperimentSpec
from viz.spec.experiment import DRAWN, UPLOAD
from viz.spec.presets import PRESETS

_DEFAULTS = ExperimentSpec()
_USUAL = ("noise", "samples", "hidden", "batch_size", "steps", "frames", "learning_rate")
_OWN = {"digits": PRESETS["digits"].spec}  # data sets that need more than the defaults


def is_table(info: DatasetInfo) -> bool:
    """Return whether data are rows of a table, which somebody has measured."""
    return info.max_samples is not None and info.name != DRAWN


def changes_for(spec: ExperimentSpec, info: DatasetInfo) -> dict[str, Any]:
    """Return what to change besides the name of the data set when another is chosen.

    What was set by hand stays, where it can: only what is as usual for the data so far becomes what is usual for these.
    """
    before, after = _usual(spec.info), _usual(info)
    changes = {name: after[name] for name in _USUAL if getattr(spec, name) == before[name]}
    if is_table(info):
        changes |= {"noise": 0.0, "samples": after["samples"]}
    if spec.features and (info.inputs > 2 or (info.inputs == 1 and any("2" in name for name in spec.features))):
        changes["features"] = ()
    if spec.loss != "auto" and info.task not in LOSSES[spec.loss].tasks:
        changes["loss"] = "auto"
    return changes


def _usual(info: DatasetInfo) -> dict[str, Any]:
    spec = _OWN.get(info.name, _DEFAULTS)
    usual = {name: getattr(spec, name) for name in _USUAL}
    if is_table(info):
        usual |= {"noise": 0.0, "samples": max(20, info.max_samples or 0)}
    if info.name == DRAWN:
        usual["noise"] = 0.0
    return usual


def sizes(info: DatasetInfo) -> str:
    """Return how large the data are and what of them is shown, in one sentence or two."""
    rows = f"{info.max_samples:,} samples"
    inputs = "1 input" if info.inputs == 1 else f"{info.inputs} inputs"
    target = f"{info.classes} classes" if info.classes else f"predicts {info.target_name}"
    projected = "the first two principal components of the training part"
    picture = f"predicted against true, and {projected}" if info.task == "regression" else projected
    shown = f"Shown: {picture}." if info.inputs > 2 else ""
    return f"{rows} · {inputs} · {target}. {shown}".strip()


LABELS = {
    **{name: info.label for name, info in DATASETS.items()},
    DRAWN: "Your own points",
    UPLOAD: "Your own table",
}
"""Data sets by name, in the order of the choice."""
