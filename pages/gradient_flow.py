"""The page "Gradient flow": what passes through deep networks, where it vanishes or explodes, and what helps."""

from __future__ import annotations

import streamlit as st

from viz.figures import html
from viz.figures.theme import theme
from viz.spec.gradient_flow import GradientFlowSpec
from viz.ui.controls import Controls
from viz.ui.gradient_flow_layers import by_layer
from viz.ui.gradient_flow_parts import STYLE
from viz.ui.gradient_flow_phase import phase
from viz.ui.gradient_flow_sidebar import sidebar
from viz.ui.gradient_flow_training import movement, remedies
from viz.ui.share import copy_link, notice

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

with st.container(horizontal=True, vertical_alignment="bottom"):
    with st.container(gap=None):
        st.title("Gradient flow", anchor=False)
        st.caption(CAPTIONS[settings.experiment])
    copy_link(settings.to_query(), key="share")
notice(controls.problems)
with st.container(key="experiments"):
    controls.segments("experiment")
EXPERIMENTS[settings.experiment](controls, colours)
