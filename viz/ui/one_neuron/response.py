"""The experiment "Neuron": one neuron with two inputs, its response, and how one input decides what the other does."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from viz.figures.html import heading
from viz.figures.one_neuron.neuron_reading import formula, lines_note, neuron_reading
from viz.figures.one_neuron.response import response
from viz.figures.one_neuron.sections import interaction, sections
from viz.figures.theme import Theme
from viz.labs.neuron import FAR_B, examine_neuron
from viz.spec.one_neuron import OneNeuronSpec
from viz.ui.experiments import chart, reading
from viz.ui.one_neuron.parts import Neuron
from viz.ui.prose import note


def neuron(controls: Neuron, colours: Theme) -> None:
    """Draw the experiment."""
    settings = controls.settings
    result = examine_neuron(settings.neuron)
    text = neuron_reading(result)
    with st.container(key="formula"):
        st.markdown(formula(result))
    reading(text)
    with st.container(key="charts"):
        left, right = st.columns([556, 488], gap="medium")
    with left:
        with st.container(horizontal=True, vertical_alignment="center", key="view"):
            st.html(heading("Response", f"out over A and B; {lines_note(result)}"))
            controls.segments("view")
        chart(response(result, settings.view, colours), "response", text)
        note("one_neuron", "response")
    with right:
        chart(sections(result, colours), "sections", text)
        note("one_neuron", "sections")
    with st.container(key="interaction-row"):
        chart(interaction(result, colours), "interaction", text)
        with st.container(horizontal=True, vertical_alignment="center"):
            at_far = settings.b == FAR_B
            st.button(
                f"Set B to {OneNeuronSpec().b:g}" if at_far else "Set B to −100",
                on_click=controls.offer,
                args=(replace(settings, b=OneNeuronSpec().b if at_far else FAR_B),),
                key=controls.key("far"),
            )
            note("one_neuron", "interaction")
