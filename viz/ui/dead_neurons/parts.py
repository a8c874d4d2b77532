"""What the experiments of the page "Dead neurons" share: the switch of definitions, and the way to Training."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import streamlit as st

from viz.figures.dead_neurons.words import flipped
from viz.figures.html import heading
from viz.spec import ExperimentSpec
from viz.spec.experiment_conflicts import MAX_SIZE
from viz.ui.dead_neurons.sidebar import Dead
from viz.ui.prose import note

STYLE = Path(__file__).with_name("style.css")
TRAINING = "pages/training.py"
FRAMES = 300  # recorded moments of a run that is opened on Training


def definitions(controls: Dead) -> None:
    """Draw the switch between the four definitions."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small", width="content", key="definitions"):
        st.caption("Counted as", width="content")
        controls.segments("definition")
        note("dead_neurons", "definitions", "The four definitions")


def by_definition(controls: Dead, shares: dict[str, float], table: str) -> None:
    """Draw what the four definitions say now: a sentence, and the table of them."""
    settings = controls.settings
    st.html(heading("By definition", "share of the hidden units at the end, over all runs that are finite"))
    with st.container(key="flipped"):
        st.markdown(flipped(shares, settings.definition, settings.epsilon, settings.tau))
    st.html(table)


def open_run(controls: Dead, runs: dict[str, ExperimentSpec], label: str) -> None:
    """Draw a choice of runs with a link that opens the chosen one on Training."""
    with st.popover("Open a run on Training"):
        name = st.selectbox(label, list(runs), key=controls.key("run"))
        spec = runs[name]
        st.caption("Of all seeds the one in the middle by what counts at the end.")
        link(spec, f"Open seed {spec.seed} on Training")


def link(spec: ExperimentSpec, label: str) -> None:
    """Draw a link that opens a run on Training."""
    st.page_link(TRAINING, label=label, query_params=for_training(spec).to_query())


def for_training(spec: ExperimentSpec) -> ExperimentSpec:
    """Return the same run with enough recorded moments to play, as many as a recording may hold."""
    moment = spec.size / min(spec.frames, spec.steps)
    return replace(spec, frames=min(FRAMES, int(MAX_SIZE / moment)))
