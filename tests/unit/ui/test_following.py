"""A widget that stands for settings follows them, and one that was replaced is not heard any more."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest


def page() -> None:
    """Draw one choice; what it is told, and what the settings say, are in the session."""
    import streamlit as st

    from viz.ui.following import FollowingWidgets

    class Page(FollowingWidgets):
        page = "page"
        _renewals: dict[str, int] = {}  # noqa: RUF012 - never changed here

    told = st.session_state.setdefault("told", [])
    chosen = st.session_state.setdefault("chosen", "relu")
    widgets = Page()
    if st.session_state.pop("outdated", False):  # as when a timer sends along what an old widget showed
        st.session_state["page.layer.following~0"] = "relu"
        widgets._report(told.append, "page.layer.following~0", "layer")
    widgets.pick("layer", "Layer", {"relu": "ReLU", "tanh": "Tanh"}, chosen=chosen, picked=told.append)


def test_a_choice_is_told() -> None:
    at = AppTest.from_function(page).run()
    at.selectbox[0].set_value("tanh").run()
    assert at.session_state["told"] == ["tanh"]


def test_a_choice_that_was_replaced_is_not_heard() -> None:
    at = AppTest.from_function(page).run()
    at.session_state["chosen"] = "tanh"
    at.run()
    assert at.selectbox[0].value == "tanh"
    at.session_state["outdated"] = True
    at.run()
    assert at.session_state["told"] == []
    at.selectbox[0].set_value("relu").run()
    assert at.session_state["told"] == ["relu"]
