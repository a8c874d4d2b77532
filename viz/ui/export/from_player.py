"""Lines of the menu for what the visitor's browser makes of the player's canvases: the server has no part in it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from viz.ui.export.entry import Page

_BUTTON = st.components.v2.component(
    "save_from_player",
    html='<button type="button" style="width: 100%"></button>',
    css=Path(__file__).parents[1].joinpath("button.css").read_text(encoding="utf-8"),
    js=Path(__file__).with_name("from_player.js").read_text(encoding="utf-8"),
)


@dataclass(frozen=True)
class FromPlayer:
    """A button that has the player save a picture of the moment on screen ("png") or a video of the run ("webm").

    label : a few words, "Animation (.webm)".  file : its name.  said : a sentence, shown on hover.
    """

    label: str
    kind: str
    file: str
    said: str

    def draw(self, key: str, page: Page) -> None:
        """Draw it; it can't be pressed before all of the page's runs are trained."""
        data = {
            "label": self.label,
            "kind": self.kind,
            "file": self.file,
            "said": self.said if page.trained else "When the run has been trained",
            "disabled": not page.trained,
        }
        _BUTTON(key=key, data=data, width="stretch", height="content")
