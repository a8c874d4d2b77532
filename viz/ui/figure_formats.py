"""A second camera in the toolbar of every chart, so that a figure is saved as SVG or as PNG."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

_CAMERAS = st.components.v2.component(
    "figure_formats",
    html="<i></i>",
    js=Path(__file__).with_name("figure_formats.js").read_text(encoding="utf-8"),
)


def figure_formats() -> None:
    """Put a camera for PNG beside that for SVG, on all charts of the page; called once on it."""
    _CAMERAS(key="figure-formats", height="content")
