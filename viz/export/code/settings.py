"""The settings of a script: constants at its top, with the lines that change them where the run was forked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from viz.spec.experiment import ExperimentSpec


@dataclass(frozen=True)
class Setting:
    """A constant of a script: its value in every stage, as Python, and what it is."""

    name: str
    values: tuple[str, ...]
    said: str


def settings(specs: Sequence[ExperimentSpec]) -> list[Setting]:
    """Return the constants that the stages of a run read, in the order in which they are to stand."""
    used = {name for spec in specs for name in _used(spec)}
    rows = [
        ("BATCH_SIZE", "batch_size", "samples of a batch"),
        ("LEARNING_RATE", "learning_rate", ""),
        ("SCHEDULE", "schedule", "how the learning rate changes"),
        ("WARMUP", "warmup", "steps over which the learning rate rises to its full size"),
        ("DROP_EVERY", "drop_every", "steps between two drops of the learning rate"),
        ("DROP_FACTOR", "drop_factor", "what is left of it after each"),
        ("MOMENTUM", "momentum", "β of momentum and Nesterov, β₁ of Adam"),
        ("DECAY", "decay", "of the mean squared gradient: ρ of RMSProp, β₂ of Adam"),
        ("WEIGHT_DECAY", "weight_decay", "λ of AdamW"),
        ("DROPOUT", "dropout", "share of the hidden outputs that is silenced at each step"),
        ("L1", "l1", "adds L1·Σ|w| to what is minimised"),
        ("L2", "l2", "adds ½·L2·Σw² to what is minimised"),
        ("CLIP_NORM", "clip_norm", "largest L2 norm of the whole gradient"),
    ]
    found = [
        Setting(name, tuple(_python(field, getattr(spec, field)) for spec in specs), said)
        for name, field, said in rows
        if field in used
    ]
    if len({spec.schedule for spec in specs}) == 1:  # then it is written out
        found = [setting for setting in found if setting.name != "SCHEDULE"]
    return found


def _used(spec: ExperimentSpec) -> set[str]:
    """Return the fields that the run of one stage depends on."""
    used = {"batch_size", "learning_rate"}
    if spec.schedule != "constant":
        used |= {"schedule"}
    if spec.schedule == "step":
        used |= {"drop_every", "drop_factor"}
    used |= {
        "momentum": {"momentum"},
        "nesterov": {"momentum"},
        "rmsprop": {"decay"},
        "adam": {"momentum", "decay"},
        "adamw": {"momentum", "decay", "weight_decay"},
    }.get(spec.optimiser, set())
    return used | {name for name in ("warmup", "dropout", "l1", "l2", "clip_norm") if getattr(spec, name)}


def _python(field: str, value: float | str) -> str:
    if field == "clip_norm" and value == 0.0:
        return "np.inf"  # 0 says that nothing is clipped
    return f'"{value}"' if isinstance(value, str) else repr(value)
