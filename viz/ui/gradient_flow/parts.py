"""What the experiments of the page "Gradient flow" share: their controls, and the moment looked at."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from viz.spec.gradient_flow import GradientFlowSpec
from viz.ui.controls import Controls

STYLE = Path(__file__).with_name("style.css")
TRAINING = "pages/training.py"

Page = Controls[GradientFlowSpec]


def moment(controls: Page, steps: Sequence[int]) -> int:
    """Draw the slider of recorded moments; return which one is looked at."""
    chosen = min(controls.settings.moment, len(steps) - 1)
    with st.container(width=480):
        controls.slider("moment", at=range(len(steps)), said=f"step {steps[chosen]:,}")
    return chosen
