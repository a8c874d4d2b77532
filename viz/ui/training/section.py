"""One folding section of the sidebar, with a summary of what is in it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeAlias

import streamlit as st

from viz.spec.training import TrainingSpec
from viz.ui.controls import Controls

Run: TypeAlias = Controls[TrainingSpec]

NEW_NUMBERS = 10_000  # of which a new seed is one


@contextmanager
def section(title: str, summary: str = "", *, expanded: bool = True) -> Iterator[None]:
    """Draw what follows into a section of its own; the summary stands at the end of its title."""
    label = f"{title} :gray[{summary}]" if summary else title
    with st.expander(label, expanded=expanded, key=f"section-{title.lower()}"):
        yield
