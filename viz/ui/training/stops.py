"""The section "Stops" of the sidebar: what ends a run before its last step."""

from __future__ import annotations

import streamlit as st

from viz.spec.numbers import short
from viz.spec.training import TrainingSpec
from viz.ui.parts import stops
from viz.ui.training.section import Run, section

LOSSES = (0, *stops(1e-6, 1, (1, 2, 5)))
SCORES = (0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 1)
PLATEAUS = (0, *stops(100, 100_000, (1, 2, 5)))
SECONDS = (0, 0.5, 1, 2, 5, 10, 20, 30, 60)


def stops_section(controls: Run) -> None:
    """Draw the section."""
    spec = controls.settings
    with section("Stops", stops_said(spec), expanded=False):
        score = "R²" if spec.info.task == "regression" else "Accuracy"
        controls.slider("target_loss", at=LOSSES, said=_off(spec.target_loss, "≤ "))
        controls.slider("target_score", label=f"{score} reached", at=SCORES, said=_off(spec.target_score, "≥ "))
        controls.slider("plateau", at=PLATEAUS, said=f"{spec.plateau:,} steps" if spec.plateau else "off")
        controls.slider("seconds", at=SECONDS, said=_off(spec.seconds, after=" s"))
        controls.flag("stop_when_dead", label="A hidden layer is dead")
        st.caption("Looked at in recorded frames. A run that reaches none of them ends at its last step.")


def stops_said(spec: TrainingSpec) -> str:
    """Return in a few words what ends the run."""
    score = "R²" if spec.info.task == "regression" else "accuracy"
    said = [
        f"loss ≤ {short(spec.target_loss)}" if spec.target_loss else "",
        f"{score} ≥ {short(spec.target_score)}" if spec.target_score else "",
        f"plateau {spec.plateau:,}" if spec.plateau else "",
        f"{short(spec.seconds)} s" if spec.seconds else "",
        "all dead" if spec.stop_when_dead else "",
    ]
    return ", ".join(filter(None, said)) or "last step"


def _off(value: float, before: str = "", after: str = "") -> str:
    return f"{before}{short(value)}{after}" if value else "off"
