"""Which point of a chart was clicked, also while the chart is drawn anew again and again."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

_LISTENER = st.components.v2.component(
    "cell_click",
    html="<i></i>",
    js=Path(__file__).with_name("cell_click.js").read_text(encoding="utf-8"),
)


def clicked(chart: str, trace: str, *, key: str) -> int | None:
    """Return the number of the point of `trace` that was clicked in the chart with that key, in the run after it."""
    point = _LISTENER(
        key=key, data={"chart": chart, "trace": trace}, on_point_change=lambda: None, height="content"
    ).point
    return None if point is None else int(point)
