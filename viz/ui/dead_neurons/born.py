"""The experiment "Born dead" of the page "Dead neurons": thousands of random networks against two published bounds."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from viz.figures.dead_neurons import born as drawing
from viz.figures.dead_neurons import born_numbers
from viz.figures.dead_neurons.over_time import strokes
from viz.figures.html import heading, legend
from viz.figures.theme import Theme
from viz.labs.born_dead import born_dead
from viz.spec import ExperimentSpec
from viz.ui.dead_neurons.parts import link
from viz.ui.dead_neurons.sidebar import Dead
from viz.ui.experiments import chart, reading
from viz.ui.lab_job import watch
from viz.ui.prose import note


def born(controls: Dead, colours: Theme) -> None:
    """Draw how likely networks are born dead."""
    settings = controls.settings
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="switches"):
        st.caption("Against", width="content")
        controls.segments("born_against")
    result = watch(born_dead, settings.born, place="dead-born")
    if result is None:
        return
    sentence = born_numbers.reading(result, settings.born_against)
    reading(sentence)
    _, names = drawing.axes(result, settings.born_against)
    lines = strokes(len(names), colours)
    st.html(legend(list(zip(lines, names, strict=True))))
    figure = drawing.figure(result, settings.born_against, colours)
    chart(figure, "born", sentence, file="born-dead")
    with st.container(horizontal=True, vertical_alignment="center"):
        note("dead_neurons", "born")
        width, depth = result.spec.widths[0], min(12, result.spec.depths[-1])
        run = replace(ExperimentSpec(hidden=(width,) * depth, dataset="sine", steps=1000), seed=settings.seed)
        link(run, f"Open a network with {depth} hidden layers of {width} on Training")
    st.html(heading("In numbers", "measured ± standard error, between the formulas’ values"))
    st.html(born_numbers.numbers(result, lines, settings.born_against))
