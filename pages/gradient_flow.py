"""The page "Gradient flow": what passes through deep networks, where it vanishes or explodes, and what helps."""

from __future__ import annotations

import streamlit as st

from viz.figures import html
from viz.figures.theme import theme
from viz.spec.gradient_flow import GradientFlowSpec
from viz.ui.controls import Controls
from viz.ui.experiments import head
from viz.ui.gradient_flow.layers import by_layer
from viz.ui.gradient_flow.parts import STYLE
from viz.ui.gradient_flow.phase import phase
from viz.ui.gradient_flow.sidebar import sidebar
from viz.ui.gradient_flow.training import movement, remedies

EXPERIMENTS = {"layers": by_layer, "phase": phase, "movement": movement, "remedies": remedies}
CAPTIONS = {
    "layers": "What every layer of a deep network lets through, forward and back, beside mean-field theory.",
    "phase": "Where gradients vanish, where they explode, and how deep networks train in between.",
    "movement": "Layers that get no gradient stay where they are: how far each of them moves in training.",
    "remedies": "The same seeds on the same batches, with one thing changed that is said to help.",
}

controls = Controls("gradient-flow", GradientFlowSpec)
settings = controls.settings
colours = theme(st.context.theme.type)

st.html(html.style(colours))
st.html(STYLE)
sidebar(controls)

head("Gradient flow", CAPTIONS[settings.experiment], controls)
EXPERIMENTS[settings.experiment](controls, colours)
