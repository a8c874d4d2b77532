"""One claim, opened: its verdict, what it is seen by, the rule and the numbers, and why it is so."""

from __future__ import annotations

from functools import partial

import streamlit as st

from viz.figures.claims import detail as words
from viz.figures.claims.panels import drawn, head
from viz.figures.html import heading
from viz.figures.theme import Theme
from viz.labs.claims import CLAIMS, Claim, Outcome, one
from viz.spec.claims import ClaimsSpec, ClaimTest
from viz.ui.claims.known import known
from viz.ui.claims.links import OPENED, address, links
from viz.ui.claims.ways import ways
from viz.ui.controls import Controls
from viz.ui.experiments import chart
from viz.ui.lab_job import watch
from viz.ui.prose import about
from viz.ui.share import copy_link, notice

SIDES = (5, 3)  # the widths of the figures and of the rule and the numbers beside them


def detail(controls: Controls[ClaimsSpec], claim: Claim, colours: Theme) -> None:
    """Draw a claim and test it, if that has not been done."""
    settings = controls.settings
    controls.keep(OPENED, claim.number)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        with st.container(gap=None):
            st.title(claim.title, anchor=False)
            ways(controls, claim)
        copy_link(settings.to_query(), key="share")
    notice(controls.problems)
    st.html(words.claimed(claim))
    outcome = _tested(claim, settings, "claim")
    st.html(words.pending() if outcome is None else words.verdict(outcome.finding))
    left, right = st.columns(SIDES, gap="large")
    with right:
        st.html(words.rule(claim))
        if outcome is not None:
            st.html(words.numbers(outcome.finding) + words.conditions(claim, outcome))
    with left:
        if outcome is not None:
            _panels(outcome, colours)
    left, right = st.columns(SIDES, gap="large")
    with left:
        _why(controls, claim)
    with right:
        _play(claim, settings)
        st.html(words.references(claim))
    about("claims")


def _tested(claim: Claim, settings: ClaimsSpec, place: str) -> Outcome | None:
    """Return the claim's outcome, from the board if it is there; None until the test is done."""
    with st.container():
        outcome = known(settings.conditions).get(claim.number)
        if outcome is None:
            tested = watch(one, ClaimTest(claim.number, settings.conditions), place=place)
            outcome = None if tested is None else tested.outcome
        else:
            st.container()
        st.container()  # what the timer of `watch` says last may come late, and has to find its place
    return outcome


def _panels(outcome: Outcome, colours: Theme) -> None:
    for place, panel in enumerate(outcome.panels):
        st.html(head(panel, colours))
        made = drawn(panel, colours)
        if isinstance(made, str):
            st.html(made)
        else:
            key = f"claim-{outcome.number}-{place}"
            chart(made, key, f"{panel.title}. {outcome.finding.reason}")


def _play(claim: Claim, settings: ClaimsSpec) -> None:
    """Draw the link to the page where the same experiment can be played with."""
    if claim.play is None:
        return
    link = claim.play(settings.conditions)
    st.html(heading("Try it yourself", "with the same settings"))
    st.page_link(f"pages/{link.page}.py", label=link.label, query_params=link.settings.to_query())


def _why(controls: Controls[ClaimsSpec], claim: Claim) -> None:
    """Draw the explanation, the sharpest fair reading, and what says the contrary."""
    settings = controls.settings
    st.html(heading("Why"))
    st.markdown(claim.explanation)
    if claim.sharpest:
        st.html(words.sharpest(claim))
    others = [number for number in claim.against if number in CLAIMS]
    if others:
        tested = {number: _tested(CLAIMS[number], settings, f"claim/{number}") for number in (claim.number, *others)}
        outcomes = {number: outcome for number, outcome in tested.items() if outcome is not None}
        st.html(heading("The contrary is said too", words.supported(claim, outcomes)))
        links(controls, words.against(others, outcomes, partial(address, settings)), "against")
