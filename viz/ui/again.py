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

    st.fragment(look, run_every=every)()
