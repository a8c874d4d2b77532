"""Brings a part of the page into view when the reader asks for it; a page that a link opens stays at its top."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

_SCROLLER = st.components.v2.component(
    "into_view",
    html="<i></i>",
    js=Path(__file__).with_name("into_view.js").read_text(encoding="utf-8"),
)


def into_view(place: str, once: int | None, *, key: str) -> None:
    """Scroll to the container with the key `place` whenever `once` is another number than before; None: not at all."""
    _SCROLLER(key=key, data={"place": place, "once": once}, height="content")
