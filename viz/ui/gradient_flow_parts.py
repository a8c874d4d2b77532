"""The experiments of the page "Gradient flow", each drawn from its settings."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import streamlit as st

from viz.figures.gradient_flow import layers, layers_reading
from viz.figures.theme import Theme, image_config
from viz.labs.gradient_flow import at_initialisation
from viz.spec.gradient_flow import GradientFlowSpec
from viz.ui.controls import Controls

PROSE = Path(__file__).parents[1] / "prose" / "gradient_flow"
FILE = "relu-lab-gradient-flow"

Page = Controls[GradientFlowSpec]


def about(topic: str) -> None:
    """Draw a button that opens the definitions behind a chart, with their sources."""
    with st.popover("About this", type="tertiary"):
        st.markdown((PROSE / f"{topic}.md").read_text(encoding="utf-8"))


def by_layer(controls: Page, colours: Theme) -> None:
    """Draw variance and gradient by layer."""
    spec = controls.settings
    result = at_initialisation(spec.initial)
    profile, prediction = result.profile, result.prediction
    with st.container(key="reading"):
        st.markdown(layers_reading.flow(profile, prediction, spec.backward))
    with st.container(horizontal=True, vertical_alignment="center"):
        controls.segments("backward")
        about("layers")
    figure = layers.figure(profile, prediction, spec.backward, colours)
    st.plotly_chart(figure, theme=None, key="layers", config=image_config(f"{FILE}-layers"))
    st.caption(layers_reading.agreement(profile, prediction, spec.backward, result.why))


EXPERIMENTS: dict[str, Callable[[Page, Theme], None]] = {"layers": by_layer}
