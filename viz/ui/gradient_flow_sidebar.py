"""The sidebar of the page "Gradient flow": the networks, the remedies, and what each experiment has besides."""

from __future__ import annotations

import streamlit as st

from viz.spec.gradient_flow import GradientFlowSpec
from viz.ui.controls import Controls

DEPTHS = (1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 40, 50, 60, 70, 80, 90, 100)
WIDTHS = (2, 4, 8, 12, 16, 24, 32, 48, 64, 96, 128)
SEEDS = (1, 2, 4, 8, 12, 16, 24, 32, 50)
SAMPLES = (20, 50, 100, 150, 200, 300, 500, 1000, 2000)

Page = Controls[GradientFlowSpec]


def sidebar(controls: Page) -> None:
    """Draw every control that the experiment shown has."""
    with st.sidebar:
        with st.expander("Network", expanded=True):
            _network(controls)
        with st.expander("Remedies", expanded=True):
            controls.choice("initialiser")
            controls.slider("init_scale", low=0.0, high=4.0)
            controls.slider("init_bias_deviation", low=0.0, high=2.0)
            controls.choice("normalisation")
            controls.flag("residual")
        with st.expander("Data and seeds", expanded=False):
            controls.choice("dataset")
            controls.slider("samples", at=SAMPLES)
            controls.slider("seeds", at=SEEDS)
            controls.number("seed")
        st.button("Reset", on_click=controls.reset, key=controls.key("reset"), width="stretch")


def _network(controls: Page) -> None:
    controls.activation("activation")
    controls.parameters("activation")
    controls.slider("depth", at=DEPTHS)
    controls.slider("width", at=WIDTHS)
