"""The filters of the board: which claims are asked for."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from viz.figures.claims.verdicts import kind
from viz.labs.claims import CLAIMS, Claim, Outcome
from viz.spec.claims import ANY, LONGEST_SEARCH, ClaimsSpec
from viz.ui.controls import Controls

FILTERS = ("verdict", "theme", "article")
WIDTHS = {"verdict": 132, "theme": 190, "article": 116, "search": 200}  # px


def filters(controls: Controls[ClaimsSpec]) -> None:
    """Draw the filters in a row, or in more where there is no room."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="filters"):
        with st.container(width=WIDTHS["search"]):
            controls.text("search", longest=LONGEST_SEARCH, placeholder="Words, or a number")
        for name in FILTERS:
            with st.container(width=WIDTHS[name]):
                controls.choice(name)
        if filtered(controls.settings):
            st.button("Clear", on_click=clear, args=(controls,), key=controls.key("clear"))


def filtered(settings: ClaimsSpec) -> bool:
    """Return whether anything is filtered."""
    return bool(settings.search) or any(getattr(settings, name) != ANY for name in FILTERS)


def clear(controls: Controls[ClaimsSpec]) -> None:
    """Have all claims shown."""
    controls.change(search="", **dict.fromkeys(FILTERS, ANY))


def asked_for(settings: ClaimsSpec, outcomes: Mapping[int, Outcome]) -> list[int]:
    """Return the numbers of the claims that pass the filters."""
    return [number for number, claim in CLAIMS.items() if _passes(claim, settings, outcomes.get(number))]


def _passes(claim: Claim, settings: ClaimsSpec, outcome: Outcome | None) -> bool:
    return (
        settings.verdict in (ANY, kind(outcome))
        and settings.theme in (ANY, claim.theme)
        and (settings.article == ANY or int(settings.article) in claim.articles)
        and _found(claim, settings.search)
    )


def _found(claim: Claim, search: str) -> bool:
    text = f"{claim.title} {claim.text}".casefold()
    return all(word == str(claim.number) or (not word.isdigit() and word in text) for word in search.casefold().split())
