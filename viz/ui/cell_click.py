"""Which point of a chart was clicked, also while the chart is drawn anew again and again."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import streamlit as st

_LISTENER = st.components.v2.component(
    "cell_click",
    html="<i></i>",
    js=Path(__file__).with_name("cell_click.js").read_text(encoding="utf-8"),
)


class Click(NamedTuple):
    """A click on a point, and the moment of it: when a run is cut short, Streamlit reports its clicks once more."""

    point: int
    moment: int


def clicked(chart: str, trace: str, *, key: str) -> Click | None:
    """Return the click on a point of `trace` in the chart with that key, in the run after it."""
    data = {"chart": chart, "trace": trace}
    click = _LISTENER(key=key, data=data, on_click_change=lambda: None, height="content").click
    return read_click(click)


def read_click(told: object) -> Click | None:
    """Return the click that the browser tells of; None for none, and for what its listener never sends."""
    match told:
        case [int(point), int(moment)] if point >= 0:
            return Click(point, moment)
    return None
