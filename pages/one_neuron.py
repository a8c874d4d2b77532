"""The page "One neuron": what a single unit does, what a sum of them can build, and the regions that layers cut."""

from __future__ import annotations

import streamlit as st

from viz.figures import html
from viz.figures.theme import theme
from viz.spec.one_neuron import OneNeuronSpec
from viz.ui.controls import Controls
from viz.ui.experiments import head
from viz.ui.one_neuron.kinks import kinks
from viz.ui.one_neuron.parts import STYLE
from viz.ui.one_neuron.regions import regions
from viz.ui.one_neuron.response import neuron
from viz.ui.one_neuron.sidebar import keep_units_together, sidebar

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

head("One neuron", CAPTIONS[settings.experiment], controls)
EXPERIMENTS[settings.experiment](controls, colours)
