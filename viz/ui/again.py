"""Drawing a page again later, without anybody having touched it."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

import streamlit as st

_drawings = count()


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

    # Each drawing has a timer of its own, for Streamlit names fragments after their functions. When the timer of an
    # earlier drawing asks just as a later one has ended, Streamlit would begin anew and lose what it has not sent yet,
    # the new timer with it; a request for a fragment that is gone it leaves alone.
    look.__qualname__ = f"{look.__qualname__} {next(_drawings)}"

    # The browser may take a fragment off the page when it ends, and what follows it would be drawn in the wrong place.
    with st.container():
        st.fragment(look, run_every=every)()
