"""A button that saves a chart on the page as an SVG file."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

_BUTTON = st.components.v2.component(
    "save_figure",
    html='<button type="button" style="width: 100%">Figure (.svg)</button>',
    css=Path(__file__).with_name("button.css").read_text(encoding="utf-8"),
    js=Path(__file__).with_name("save_figure.js").read_text(encoding="utf-8"),
)


def save_figure(chart: str) -> None:
    """Draw the button for the chart with that key, whose configuration says the file's name."""
    _BUTTON(key=f"save-{chart}", data={"chart": chart}, width="stretch", height="content")
