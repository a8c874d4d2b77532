"""The link to what is on screen: a button that copies it, and the notice about what a link said that can't be had."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import urlencode

import streamlit as st

MOST = 20  # lines of a notice

_BUTTON = st.components.v2.component(
    "copy_link",
    html='<button type="button"><span aria-live="polite">Copy link</span></button>',
    css=Path(__file__).with_name("button.css").read_text(encoding="utf-8"),
    js=Path(__file__).with_name("share.js").read_text(encoding="utf-8"),
)


def copy_link(query: Mapping[str, str], *, key: str) -> None:
    """Draw a button that copies the link to this page with `query`, whatever else the address bar holds."""
    _BUTTON(key=key, data={"query": dict(query)}, width="content", height="content")


def address(query: Mapping[str, str]) -> str:
    """Return the address of this page with `query`, as the browser knows the page."""
    return f"{st.context.url or ''}?{urlencode(query)}"


def notice(problems: Sequence[str]) -> None:
    """Say in one place what was asked for, by a link or a control, and could not be had; show nothing if all could."""
    with st.container():  # also when it is empty, so that what follows stays in its place on the page
        if problems:
            more = [f"And {len(problems) - MOST:,} more."] if len(problems) > MOST else []
            lines = "\n".join(f"- {plain(problem)}" for problem in [*problems[:MOST], *more])
            st.warning(f"Not everything could be taken as it was asked for:\n{lines}")


def plain(text: str) -> str:
    """Return `text` as Markdown that shows it as it is: parts of it come from a link that anyone may have written."""
    escaped = re.sub(r"([\\`*_{}\[\]()<>#+\-!|~$&])", r"\\\1", " ".join(text.split()))
    # Addresses and icons are found in plain text too; an invisible word joiner hides them.
    return re.sub(r"(?<=[:@])|(?<=www)(?=\.)", "\N{WORD JOINER}", escaped, flags=re.IGNORECASE)
