"""The page "Gradient flow": what passes through deep networks, where it vanishes or explodes, and what helps."""

from __future__ import annotations

import streamlit as st

from viz.figures import html
from viz.figures.theme import theme
from viz.spec.gradient_flow import GradientFlowSpec
from viz.ui import gradient_flow_parts as parts
from viz.ui.controls import Controls
from viz.ui.gradient_flow_sidebar import sidebar
from viz.ui.share import copy_link, notice

controls = Controls("gradient_flow", GradientFlowSpec)
spec = controls.settings
colours = theme(st.context.theme.type)

st.html(html.style(colours))
sidebar(controls)

with st.container(horizontal=True, vertical_alignment="bottom"):
    with st.container(gap=None):
        st.title("Gradient flow", anchor=False)
        st.caption("What deep layers let through, before and in training, beside mean-field theory.")
    copy_link(spec.to_query(), key="share")
notice(controls.problems)
controls.segments("experiment")
parts.EXPERIMENTS[spec.experiment](controls, colours)
