"""Drawing a page again later, without anybody having touched it."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st


def draw_again(when: Callable[[], bool], every: float) -> None:
    """Have the whole page drawn again once `when` holds, looking every so many seconds.

    The looking ends with it: a timer stays only as long as each drawing of the page sets it anew.
    """
    drawn = False

    def look() -> None:
        nonlocal drawn
        if drawn and when():
            st.rerun()
        drawn = True

    # The browser may take a fragment off the page when it ends, and what follows it would be drawn in the wrong place.
    with st.container():
        st.fragment(look, run_every=every)()
