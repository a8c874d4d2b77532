"""The frame that every page shares: the logo, and the few rules that Streamlit's theme options cannot say."""

from __future__ import annotations

from pathlib import Path

import streamlit as st
from streamlit.runtime.pages_manager import PagesManager

LOGO = Path(__file__).with_name("logo.svg")
STYLE = Path(__file__).with_name("frame.css")


def frame() -> None:
    """Put the logo and the style sheet on the page; to be called once a run, before the page itself."""
    st.logo(str(LOGO), size="large")
    st.html(STYLE)


def enter_through_app() -> None:
    """Restart the run at app.py if Streamlit is about to run a page on its own.

    A server takes a folder called ``pages`` for Streamlit's older, automatic pages until ``st.navigation`` has run
    once. Without this, the first link that is opened after a start would show its page outside the frame: another
    width, another navigation, no style. There is no public switch for it.
    """
    if PagesManager.uses_pages_directory:
        PagesManager.uses_pages_directory = False
        st.rerun()
