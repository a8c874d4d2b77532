"""The unit that is open, below the player: a hidden one's autopsy, or an output's weights."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from viz.figures.html import style
from viz.figures.theme import theme
from viz.spec.autopsy import AutopsySpec
from viz.spec.training import TrainingSpec
from viz.ui.cache import look
from viz.ui.into_view import into_view
from viz.ui.prose import note
from viz.ui.training.autopsy import autopsy_panel
from viz.ui.training.output_weights import output_name, output_weights
from viz.ui.training.section import Run

PLACE = "training-autopsy"
STYLE = Path(__file__).with_name("autopsy.css")
OPENINGS = "openings"  # under which is kept how often the reader has opened a unit


def opened(settings: TrainingSpec, step: int, controls: Run) -> None:
    """Draw `settings.unit` of the selected lane at the step on screen; nothing without a unit."""
    if not settings.unit:
        return
    colours = theme(st.context.theme.type)
    run = settings.experiment()
    layer, unit = (int(number) - 1 for number in settings.unit.split("."))
    hidden = AutopsySpec(run, layer, unit) if layer < len(run.hidden) else None
    st.html(STYLE)
    st.html(style(colours))
    with st.container(key="autopsy"):
        if hidden:
            _head(f"Autopsy of {hidden.label}", hidden.activation(step).label, controls)
        else:
            _head(f"Weights of {output_name(run, unit)}", "", controls)
        job = look(run, PLACE)
        if not job.done:  # one after the other: the player, which draws the page again then, is not to wait for this
            st.caption("It begins when the run has been trained.")
        elif job.error is None and hidden:
            autopsy_panel(controls, hidden, step, job, colours)
        elif job.error is None:
            output_weights(controls, run, unit, step, job)
        into_view("autopsy", controls.kept(OPENINGS), key="autopsy-into-view")


def _head(title: str, caption: str, controls: Run) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.subheader(title, anchor=False, width="content")
        st.caption(caption, width="stretch")
        note("training", "6-autopsy")
        st.button(
            "Close",
            key=controls.key("close-unit"),
            type="tertiary",
            on_click=lambda: controls.offer(controls.settings.unchecked({"unit": ""})),
        )
