"""The bar of lanes over the player: which run is selected, one more of them, its name, and the race of all."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from viz.figures.race.lane import LETTERS, lane_style
from viz.figures.theme import theme
from viz.spec.training import MAX_LANES, MAX_NAME
from viz.ui.share import plain
from viz.ui.training.section import Run

STYLE = Path(__file__).with_name("style.css")
SEEDS = (1, 5, 10, 15, 20, 25, 30, 40, 50, 75, 100)


def alone(controls: Run) -> bool:
    """Return whether there is a single lane, which needs no bar."""
    return not controls.settings.others


def lanes_bar(controls: Run) -> None:
    """Draw it."""
    settings = controls.settings
    st.html(lane_style(theme(st.context.theme.type)))
    with st.container(key="lanes", horizontal=True, vertical_alignment="center", gap="small"):
        for place, lane in enumerate(settings.lanes):
            _chip(controls, place, lane.label)
        add_button(controls)
        _selected(controls)
        controls.flag("together")
        if settings.together:
            with st.container(width=220, key="seeds"):
                controls.slider("seeds", label="Seeds", at=SEEDS, said=f"× {settings.seeds}")


def _chip(controls: Run, place: int, label: str) -> None:
    """Draw the button that selects a lane."""
    settings = controls.settings
    selected = place == settings.place
    st.button(
        f"**{LETTERS[place]}** {plain(label)}",
        key=controls.key(f"lane-{place}"),
        type="primary" if selected else "secondary",
        on_click=lambda: controls.offer(settings.select(place)),
        help=None if selected else f"Shows lane {LETTERS[place]}, and its settings in the sidebar",
    )


def add_button(controls: Run) -> None:
    """Draw the button that adds a lane.

    Its key tells how many lanes there are: a double click presses the same button twice, which adds one.
    """
    settings = controls.settings
    st.html(STYLE)
    count = len(settings.lanes)
    full = count == MAX_LANES
    st.button(
        "\\+ Lane",
        key=controls.key(f"add-lane-{count}"),
        type="tertiary",
        disabled=full,
        on_click=lambda: controls.offer(settings.add(settings.experiment())),
        help=f"There are {MAX_LANES} lanes, and no room for more: remove one first"
        if full
        else "One more run with these settings, to change something in it and race the two",
    )


def _selected(controls: Run) -> None:
    """Draw what can be done with the selected lane: another name, and away with it."""
    settings = controls.settings
    count = len(settings.lanes)
    place = settings.place
    letter = LETTERS[place]
    with st.popover(f"Lane {letter}", type="tertiary"):
        said = settings.unchecked({"lane": ""}).lanes[place].label
        controls.text("lane", label=f"Name of lane {letter}", longest=MAX_NAME, placeholder=said)
        st.button(
            f"Remove lane {letter}",
            key=controls.key(f"remove-lane-{place}-{count}"),
            on_click=lambda: controls.offer(settings.remove(place)),
        )
