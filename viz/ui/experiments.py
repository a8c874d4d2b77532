"""What pages of experiments share: the head with the switch between them, the sentence of a figure, and the figure."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import streamlit as st

from viz.figures.theme import image_config
from viz.ui.controls import Controls
from viz.ui.prose import indexed, together
from viz.ui.share import copy_link, notice

STYLE = Path(__file__).with_name("experiments.css")


def head(title: str, caption: str, controls: Controls[Any]) -> None:
    """Draw the page's title, the link to copy, what could not be had, and the switch between experiments."""
    st.html(STYLE)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        with st.container(gap=None):
            st.title(title, anchor=False)
            st.caption(caption)
        copy_link(controls.settings.to_query(), key="share")
    notice(controls.problems)
    with st.container(key="experiments"):
        controls.segments("experiment")


def reading(text: str, key: str = "reading") -> None:
    """Draw the sentence that says what a figure shows now; "reading" is the largest, at the top."""
    with st.container(key=key):
        st.markdown(indexed(together(text)), unsafe_allow_html=True)


def chart(figure: Any, key: str, alt: str, *, file: str = "", **more: Any) -> Any:
    """Draw a figure; return what was selected in it, if it takes selections.

    alt: what it shows, for those who can't see it.  file: the name of a saved picture, if it isn't the key.
    """
    config = image_config(f"relu-lab-{file or key}")
    return st.plotly_chart(figure, theme=None, key=key, config=config, alt=alt.replace("**", ""), **more)
