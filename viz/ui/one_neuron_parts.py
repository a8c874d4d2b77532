"""Pieces that the experiments of the page "One neuron" share: its style, its sentence, and the notes to open."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from viz.figures.theme import image_config
from viz.spec.one_neuron import OneNeuronSpec
from viz.ui.controls import Controls

STYLE = Path(__file__).with_name("one_neuron.css")
PROSE = Path(__file__).parents[1] / "prose" / "one_neuron"

Neuron = Controls[OneNeuronSpec]


def about(topic: str) -> None:
    """Draw a button that opens the definitions behind a chart, with their sources."""
    with st.popover("About this", type="tertiary"):
        st.markdown((PROSE / f"{topic}.md").read_text(encoding="utf-8"))


def reading(text: str) -> None:
    """Draw the sentence that says what the figures show."""
    with st.container(key="reading"):
        st.markdown(together(text))


def together(text: str) -> str:
    """Return a sentence whose formulas and numbers are not torn apart at the end of a line."""
    for kept in (" ≤ ", " = ", " %", " ± "):
        text = text.replace(kept, kept.replace(" ", "\N{NO-BREAK SPACE}"))
    return text


def chart(figure: object, key: str, alt: str) -> None:
    """Draw a figure."""
    config = image_config(f"relu-lab-{key}")
    st.plotly_chart(figure, theme=None, key=key, config=config, alt=alt.replace("**", ""))
