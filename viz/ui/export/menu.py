"""The menu "Export" of a page: a popover with a section for each kind of file.

A section is a module beside this one with

``TITLE : str``
    which heads the section, and
``entries(page: Page) -> Sequence[Entry]``
    which gives its lines for the page "Training" (a `TrainingPage`, of one run or of a race) or "Activations" (an
    `ActivationsPage`); none hides the section. It is called at every run of the page, before anybody asks for a file,
    so it must cost next to nothing: what takes time belongs into `Download.make`, which runs when its button is
    pressed, outside the session. What is no plain file (a recording that the browser makes) is an object of its own
    with the method ``draw(key, page)`` of `Entry`.
"""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from viz.figures.race.lane import LETTERS
from viz.labs.curves import CurvesResult
from viz.spec import CurvesSpec, PlayerView
from viz.ui.cache import look
from viz.ui.controls import Controls
from viz.ui.export import code, data, html
from viz.ui.export.entry import ActivationsPage, Page, Run, TrainingPage
from viz.ui.share import address
from viz.ui.stream import place_of
from viz.ui.training import lane, race
from viz.ui.training.section import Run as TrainingControls

SECTIONS = (html, data, code)
STYLE = Path(__file__).with_name("menu.css")


def training_menu(controls: TrainingControls) -> None:
    """Draw the menu of the page "Training"; called after its runs have been drawn."""
    settings = controls.settings
    key = race.KEY if settings.together else lane.KEY
    lanes = list(zip(LETTERS, settings.lanes, strict=False))
    shown = lanes if settings.together else lanes[settings.place : settings.place + 1]
    runs = tuple(
        Run(each.spec, letter, each.label, look(each.spec, place_of(key, number)))
        for number, (letter, each) in enumerate(shown)
    )
    menu(TrainingPage(settings, address(settings.to_query()), runs, controls.other(PlayerView)), "export-training")


def activations_menu(controls: Controls[CurvesSpec], result: CurvesResult) -> None:
    """Draw the menu of the page "Activations"."""
    settings = controls.settings
    menu(ActivationsPage(settings, address(settings.to_query()), result), "export-activations")


def menu(page: Page, key: str) -> None:
    """Draw the menu of a page."""
    st.html(STYLE)
    with st.popover("Export", key=key):
        for section in SECTIONS:
            entries = section.entries(page)
            if entries:
                st.caption(section.TITLE)
            for number, entry in enumerate(entries):
                entry.draw(f"{key}-{section.TITLE.lower()}-{number}", page)
