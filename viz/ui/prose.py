"""The explanations at the foot of a page, one Markdown file each."""

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
