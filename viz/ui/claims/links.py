"""Links within the page: real ones, with an address each, that open a claim in the same session without a reload."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from viz.spec.claims import ClaimsSpec
from viz.ui.controls import Controls

OPENED = "opened"  # under which a page keeps the number of the claim that was open last

_LINKS = st.components.v2.component(
    "claim_links",
    html='<div class="claim-links"></div>',
    js=Path(__file__).with_name("links.js").read_text(encoding="utf-8"),
    isolate_styles=False,
)


def links(controls: Controls[ClaimsSpec], html: str, name: str, *, at: int | None = None) -> None:
    """Draw HTML in which every ``<a data-claim="27">`` opens that claim, and one with an empty number the board.

    at : the claim whose link has the focus at first, and is scrolled to.
    """
    key = controls.key(name)

    def follow() -> None:
        if pressed := controls.answer(key, "pressed"):
            open_claim(controls, pressed)

    _LINKS(key=key, data={"html": html, "at": at}, on_pressed_change=follow, height="content")


def open_claim(controls: Controls[ClaimsSpec], pressed: Any) -> None:
    """Open the claim whose link was pressed, as the browser tells it, or the board."""
    try:
        controls.change(claim=ClaimsSpec.kind("claim").parse(pressed[0]) if pressed[0] else None)
    except (LookupError, TypeError, ValueError):  # nothing that a link ever sends
        controls.refuse("There is no such claim; nothing is changed.")


def address(settings: ClaimsSpec, number: int | None) -> str:
    """Return where the link to a claim leads, None: to the board, with all else as it is."""
    return f"?{urlencode(replace(settings, claim=number).to_query())}"
