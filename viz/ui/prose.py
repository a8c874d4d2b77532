"""The explanations on a page: one Markdown file each, at the foot of the page or behind a button at a figure."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

FOLDER = Path(__file__).parents[1] / "prose"


def about(page: str) -> None:
    """Draw the explanations of a page, folded up, one tab for each file in the order of their names."""
    texts = [path.read_text(encoding="utf-8") for path in sorted((FOLDER / page).glob("*.md"))]
    titles = [text.splitlines()[0].removeprefix("### ") for text in texts]
    with st.expander("About this page", key=f"about-{page}"):
        for tab, text in zip(st.tabs(titles), texts, strict=True):
            tab.markdown(text.partition("\n")[2])


def note(page: str, topic: str, label: str = "About this") -> None:
    """Draw a button that opens the definitions behind a figure, with their sources."""
    with st.popover(label, type="tertiary"):
        st.markdown(indexed((FOLDER / page / f"{topic}.md").read_text(encoding="utf-8")), unsafe_allow_html=True)


def indexed(text: str) -> str:
    """Return Markdown in which σ_w and σ_b have their index below the line."""
    return text.replace("σ_w", "σ<sub>w</sub>").replace("σ_b", "σ<sub>b</sub>")


def together(text: str) -> str:
    """Return a sentence whose relations and units are not torn apart at the end of a line."""
    for kept in (" ≤ ", " = ", " %", " ± "):
        text = text.replace(kept, kept.replace(" ", "\N{NO-BREAK SPACE}"))
    return text
