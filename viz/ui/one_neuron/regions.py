"""The experiment "Regions": a network's two inputs, cut into the cells on which it is straight, and their number."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from viz.figures.html import heading
from viz.figures.one_neuron.growth import growth_reading, line_growth, plane_growth
from viz.figures.one_neuron.regions import line_figure, regions_figure
from viz.figures.one_neuron.regions_reading import regions_reading, regions_table
from viz.figures.theme import Theme
from viz.labs.regions import RegionsResult, examine_regions, growth
from viz.ui.experiments import chart, reading
from viz.ui.lab_job import watch
from viz.ui.one_neuron.parts import Neuron
from viz.ui.prose import note, together

TRAINING = "pages/training.py"


def regions(controls: Neuron, colours: Theme) -> None:
    """Draw the experiment."""
    try:
        result = examine_regions(controls.settings.network)
    except ValueError as error:
        st.error(f"These regions can't be counted: {error}. Fewer units, a smaller window or less training may help.")
    else:
        _plane(controls, result, colours)
    st.html(heading("Neurons or depth?", "random networks, as many neurons in one, two or four layers"))
    counted = watch(growth, controls.settings.growth, place="regions-growth")
    if counted is not None:
        sentence = growth_reading(counted)
        st.markdown(together(sentence))
        with st.container(key="growth-charts"):
            left, right = st.columns(2, gap="medium")
        with left:
            chart(line_growth(counted, colours), "growth", sentence)
        with right:
            chart(plane_growth(counted, colours), "growth-plane", sentence)
        note("one_neuron", "growth")


def _plane(controls: Neuron, result: RegionsResult, colours: Theme) -> None:
    settings = controls.settings
    text = regions_reading(result)
    reading(text)
    more = "lighter" if colours.name == "dark" else "darker"
    detail = {"pattern": "no colour meets itself", "active": f"{more}: more units active"}[settings.colouring]
    with st.container(key="charts"):
        left, right = st.columns([640, 404], gap="medium")
    with left:
        with st.container(horizontal=True, vertical_alignment="center", key="colouring"):
            st.html(heading("Cells", detail))
            controls.segments("colouring")
        chart(regions_figure(result, settings.colouring, colours), "regions", text)
    with right:
        st.html(regions_table(result))
        chart(line_figure(result, colours), "regions-line", text)
        with st.container(horizontal=True, vertical_alignment="center"):
            note("one_neuron", "regions")
            run = replace(settings.network.training, steps=max(settings.trained, 2000))
            st.page_link(TRAINING, label="Open on Training", query_params=run.to_query())
