"""Goes on to another page, as if the reader had pressed a link to it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import streamlit as st

_PRESS = st.components.v2.component(
    "follow_link",
    html="<i></i>",
    js=Path(__file__).with_name("follow_link.js").read_text(encoding="utf-8"),
)


def follow_link(page: str, query: Mapping[str, str], *, once: int, key: str) -> None:
    """Draw a link to a page of the app and have the browser press it, only once for each number `once`.

    ``st.switch_page`` would leave an entry in the browser's history that has the address of this page and the query of
    the other one, so that going back would change what this page shows.
    """
    with st.container(key=key):
        st.page_link(page, label="Opening …", query_params=dict(query))
    _PRESS(key=f"{key}-press", data={"link": key, "once": once}, height="content")
