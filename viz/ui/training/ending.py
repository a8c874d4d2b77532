"""How a run ended before its last step, and what can be done then, in one click each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import streamlit as st

from viz.engine import Recording
from viz.spec import ExperimentSpec
from viz.spec.numbers import short
from viz.spec.rescue import CLIPPED_AT, DIVISOR, rescued
from viz.ui.training.add_lane import add_lane
from viz.ui.training.section import Run

NO_STOPS = {"target_loss": 0.0, "target_score": 0.0, "plateau": 0, "seconds": 0.0, "stop_when_dead": False}
RULES = {"dead": "stop_when_dead", "time": "seconds"}  # kinds of stops that are not called like their setting


def last_frame(recording: Recording) -> tuple[Mapping[str, Any] | None, int]:
    """Return how a run ended, None where it did not end early, and its last recorded step."""
    return recording.header["stopped"], int(recording.steps[-1]) if len(recording.steps) else 0


def ending(controls: Run, ended: tuple[Mapping[str, Any] | None, int] | None) -> None:
    """Draw it, nothing for a run that goes on or reached its last step.

    ended: what :func:`last_frame` says.
    """
    with st.container(key="ending"):  # also when it is empty, so that the player stays in its place
        stopped, last = ended or (None, 0)
        if stopped is None:
            return
        if stopped.get("kind", "overflow") == "overflow":
            _overflow(controls, stopped, last)
        else:
            _stopped(controls, stopped)


def remedies(run: ExperimentSpec, last: int) -> dict[str, ExperimentSpec]:
    """Return wording -> run of what can be tried against an overflow whose last finite frame is `last`."""
    divided = max(run.learning_rate / DIVISOR, float(run.kind("learning_rate").low))
    found = {
        f"Rate {short(divided)} from the start": replace(run, learning_rate=divided),
        f"Clip at norm {CLIPPED_AT:g} from the start": replace(run, clip_norm=CLIPPED_AT),
    }
    if last > 0:
        found[f"Rate {short(divided)} from step {last:,}"] = rescued(run, "rate", last)
    return {label: other for label, other in found.items() if other != run}


def _overflow(controls: Run, stopped: Mapping[str, Any], last: int) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="overflow"):
        st.markdown(
            f"**Overflow.** {stopped['message']} The last finite frame is that of step {last:,}. Try as one more lane:"
        )
        settings = controls.settings
        for number, (label, run) in enumerate(remedies(settings.experiment(), last).items()):
            st.button(
                label,
                key=controls.key(f"remedy-{number}-{len(settings.others)}-{settings.place}"),
                on_click=add_lane,
                args=(controls, run),
            )


def _stopped(controls: Run, stopped: Mapping[str, Any]) -> None:
    rule = RULES.get(stopped["kind"], stopped["kind"])
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="stopped"):
        st.caption(f"{stopped['message']}", width="content")
        if rule in NO_STOPS:
            st.button(
                "Go on without this stop",
                key=controls.key(f"without-{rule}"),
                type="tertiary",
                on_click=lambda: controls.change(**{rule: NO_STOPS[rule]}),
            )
