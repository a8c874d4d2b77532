"""The frame that every page shares: the logo, the style that theme options cannot say, the eyes on theme and time."""

from __future__ import annotations

from pathlib import Path

import streamlit as st
from streamlit.runtime.pages_manager import PagesManager

from viz.ui.figure_formats import figure_formats
from viz.ui.metrics import PAGE_RUN_SECONDS
from viz.ui.turns import PAGES

LOGO = Path(__file__).with_name("logo.svg")
STYLE = Path(__file__).with_name("frame.css")

_THEME_WATCH = st.components.v2.component(
    "theme_watch",
    html="<i></i>",
    css="i { background-color: var(--st-background-color); transition: background-color 1ms }",
    js=Path(__file__).with_name("theme_watch.js").read_text(encoding="utf-8"),
)


def frame() -> None:
    """Put logo and style on the page, watch theme and charts in the browser; called before the page."""
    st.logo(str(LOGO), size="large")
    st.html(STYLE)
    _THEME_WATCH(key="theme-watch", on_changed_change=lambda: None, height="content")
    figure_formats()


def show(page: st.Page) -> None:
    """Run a page when its turn has come, and measure how long that takes from now."""
    with PAGE_RUN_SECONDS.labels(page.title).time(), PAGES.taken():
        page.run()


def enter_through_app() -> None:
    """Restart the run at app.py if Streamlit is about to run a page on its own.

    A server takes a folder called ``pages`` for Streamlit's older, automatic pages until ``st.navigation`` has run
    once. Without this, the first link that is opened after a start would show its page outside the frame: another
    width, another navigation, no style. There is no public switch for it.
    """
    begun_on_a_page = PagesManager.uses_pages_directory  # None if no run has begun yet, as when asgi.py loads all this
    PagesManager.uses_pages_directory = False
    if begun_on_a_page:
        st.rerun()
