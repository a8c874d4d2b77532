"""The page "One neuron": what a single unit does, what a sum of them can build, and the regions that layers cut."""

from __future__ import annotations

import streamlit as st

from viz.figures import html
from viz.figures.theme import theme
from viz.spec.one_neuron import OneNeuronSpec
from viz.ui.controls import Controls
from viz.ui.one_neuron_kinks import kinks
from viz.ui.one_neuron_parts import STYLE
from viz.ui.one_neuron_regions import regions
from viz.ui.one_neuron_response import neuron
from viz.ui.one_neuron_sidebar import keep_units_together, sidebar
from viz.ui.share import copy_link, notice

EXPERIMENTS = {"neuron": neuron, "kinks": kinks, "regions": regions}
CAPTIONS = {
    "neuron": "Two inputs, two weights, a bias and an activation: what comes out, and what moving one input does.",
    "kinks": "ReLU units on one input, each with one kink. Drag them, or fit them to a curve.",
    "regions": "Where a network of straight pieces is one straight piece: its inputs, cut exactly.",
}

controls = Controls("one_neuron", OneNeuronSpec, follow=keep_units_together)
settings = controls.settings
colours = theme(st.context.theme.type)

st.html(html.style(colours))
st.html(STYLE)
sidebar(controls)

with st.container(horizontal=True, vertical_alignment="bottom"):
    with st.container(gap=None):
        st.title("One neuron", anchor=False)
        st.caption(CAPTIONS[settings.experiment])
    copy_link(settings.to_query(), key="share")
notice(controls.problems)
with st.container(key="experiments"):
    controls.segments("experiment")
EXPERIMENTS[settings.experiment](controls, colours)
