"""The board: all claims with their verdicts, the filters, and the button that tests every one."""

from __future__ import annotations

from functools import partial

import streamlit as st

from viz.figures.claims import board as drawing
from viz.labs.claims import every, one
from viz.spec.claims import UNTESTED, ClaimsSpec
from viz.ui.cache import prepare
from viz.ui.claims.filters import asked_for, clear, filters
from viz.ui.claims.known import known
from viz.ui.claims.links import OPENED, address, links
from viz.ui.controls import Controls
from viz.ui.lab_job import watch
from viz.ui.prose import about
from viz.ui.share import copy_link, notice

CAPTION = "What popular articles say of ReLU, each sentence tested by an experiment that runs here and now."


def board(controls: Controls[ClaimsSpec]) -> None:
    """Draw the board."""
    settings = controls.settings
    prepare(one)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        with st.container(gap=None):
            st.title("Claims", anchor=False)
            st.caption(CAPTION)
        if not settings.every:
            key = controls.key("run-all")
            st.button("Run all", on_click=partial(controls.change, every=True), key=key)
        copy_link(settings.to_query(), key="share")
    notice(controls.problems)
    with st.container():
        if settings.every:
            watch(every, settings.conditions, place="claims-every")
        else:
            st.container()
        st.container()  # what the timer of `watch` says last may come late, and has to find its place
    outcomes = known(settings.conditions)
    st.html(f'<div class="summary" role="status">{drawing.summary(outcomes)}</div>')
    filters(controls)
    numbers = asked_for(settings, outcomes)
    links(controls, drawing.board(numbers, outcomes, partial(address, settings)), "board", at=controls.kept(OPENED))
    with st.container():  # also when it is empty, so that what follows stays in its place on the page
        if not numbers:
            _none(controls)
    about("claims")


def _none(controls: Controls[ClaimsSpec]) -> None:
    """Say that no claim passes the filters, and what to do."""
    untested = controls.settings.verdict not in ("any", UNTESTED)
    hint = " Only claims that were run have a verdict." if untested else ""
    st.markdown(f"No claim passes the filters.{hint}")
    st.button("Show all claims", on_click=clear, args=(controls,), key=controls.key("show-all"))
