"""What the experiments of the page "Gradient flow" share: the sentence, the notes, charts, and the moment looked at."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import streamlit as st

from viz.figures.theme import image_config
from viz.spec.gradient_flow import GradientFlowSpec
from viz.ui.controls import Controls

STYLE = Path(__file__).with_name("gradient_flow.css")
PROSE = Path(__file__).parents[1] / "prose" / "gradient_flow"
TRAINING = "pages/training.py"

Page = Controls[GradientFlowSpec]


def about(topic: str) -> None:
    """Draw a button that opens the definitions behind a chart, with their sources."""
    with st.popover("About this", type="tertiary"):
        st.markdown(typeset((PROSE / f"{topic}.md").read_text(encoding="utf-8")), unsafe_allow_html=True)


def reading(text: str, key: str = "reading") -> None:
    """Draw the sentence that says what a figure shows."""
    for kept in (" %", " = "):  # not to be torn apart at the end of a line
        text = text.replace(kept, kept.replace(" ", "\N{NO-BREAK SPACE}"))
    with st.container(key=key):
        st.markdown(typeset(text), unsafe_allow_html=True)


def typeset(text: str) -> str:
    """Return Markdown in which σ_w and σ_b have their index below the line."""
    return text.replace("σ_w", "σ<sub>w</sub>").replace("σ_b", "σ<sub>b</sub>")


def chart(figure: Any, key: str, alt: str, **more: Any) -> Any:
    """Draw a figure; return what was selected in it, if it takes selections."""
    config = image_config(f"relu-lab-gradient-flow-{key}")
    return st.plotly_chart(figure, theme=None, key=f"flow-{key}", config=config, alt=alt.replace("**", ""), **more)


def moment(controls: Page, steps: Sequence[int]) -> int:
    """Draw the slider of recorded moments; return which one is looked at."""
    chosen = min(controls.settings.moment, len(steps) - 1)
    with st.container(width=480):
        controls.slider("moment", at=range(len(steps)), said=f"step {steps[chosen]:,}")
    return chosen
