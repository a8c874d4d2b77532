"""The experiment "Layers" of the page "Gradient flow": variance and gradient by layer, at first and in training."""

from __future__ import annotations

import streamlit as st

from viz.figures.gradient_flow import history, layers, layers_reading
from viz.figures.gradient_flow.theory_table import theory_table
from viz.figures.gradient_flow.training_reading import overflowed
from viz.figures.html import heading
from viz.figures.theme import Theme
from viz.labs.gradient_flow import at_initialisation, flow_runs
from viz.ui.experiments import chart, reading
from viz.ui.gradient_flow.parts import Page, moment
from viz.ui.lab_job import watch
from viz.ui.prose import note


def by_layer(controls: Page, colours: Theme) -> None:
    """Draw variance and gradient by layer."""
    with st.container(horizontal=True, vertical_alignment="center", key="views"):
        controls.segments("when")
        controls.segments("backward")
        note("gradient_flow", "layers")
    if controls.settings.when == "start":
        _at_start(controls, colours)
    else:
        _in_training(controls, colours)


def _at_start(controls: Page, colours: Theme) -> None:
    backward = controls.settings.backward
    result = at_initialisation(controls.settings.initial)
    sentence = layers_reading.flow(result.profile, result.prediction, backward)
    reading(sentence)
    figure = layers.figure(result.profile, backward, colours, prediction=result.prediction)
    chart(figure, "flow-layers", sentence)
    reading(layers_reading.agreement(result, backward), "agreement")
    if table := theory_table(result):
        st.html(table)


def _in_training(controls: Page, colours: Theme) -> None:
    backward = controls.settings.backward
    result = watch(flow_runs, controls.settings.trained, place="flow-trained")
    if result is None:
        return
    chosen = moment(controls, result.steps.tolist())
    profile = result.profile(0, chosen)
    step = result.steps[chosen]
    sentence = f"At step {step:,}: {_lower(layers_reading.flow(profile, None, backward))}{overflowed(result, 0)}"
    reading(sentence)
    chart(layers.figure(profile, backward, colours, start=result.profile(0, 0)), "flow-layers", sentence)
    st.html(heading("The whole run", f"median {layers.PANELS[backward][2]} of every layer"))
    chart(history.figure(result, backward, chosen, colours), "flow-history", "The median gradient by layer and step.")


def _lower(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]
