"""Remedies for vanishing and exploding gradients: what each changes of a run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from viz.spec.deep import DeepSpec


@dataclass(frozen=True)
class Remedy:
    """One change of a network that is said to help.  values: the settings of the run that it changes."""

    label: str
    values: tuple[tuple[str, Any], ...]


REMEDIES = (
    Remedy("He", (("initialiser", "he_normal"), ("init_scale", 1.0))),
    Remedy("Glorot", (("initialiser", "glorot_normal"), ("init_scale", 1.0))),
    Remedy("Orthogonal", (("initialiser", "orthogonal"), ("init_scale", 1.0))),
    Remedy("LSUV", (("initialiser", "lsuv"), ("init_scale", 1.0))),
    Remedy("Skips", (("residual", True),)),
    Remedy("Layer norm", (("normalisation", "layer"),)),
    Remedy("Batch norm", (("normalisation", "batch"),)),
)
NO_REMEDY = "None"


def remedied(run: DeepSpec) -> list[tuple[str, DeepSpec]]:
    """Return the run without normalisation and skips, and with each remedy alone; what changes nothing is left out."""
    plain = run.unchecked({"normalisation": "none", "residual": False})
    found = [(NO_REMEDY, plain)]
    for remedy in REMEDIES:
        changed = plain.unchecked(dict(remedy.values))
        if changed not in [spec for _, spec in found]:
            found.append((remedy.label, changed))
    return found
