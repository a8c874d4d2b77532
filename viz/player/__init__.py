"""The player: a canvas component that plays a recording in the browser, with nothing sent to the server meanwhile."""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st

if TYPE_CHECKING:
    from streamlit.components.v2.bidi_component import ComponentResult
    from streamlit.elements.lib.layout_utils import Height

__all__ = ["HTML", "SCRIPT", "STYLE", "envelope", "player"]

# One concept a file; each needs at load time only what stands before it.
_SCRIPTS = (
    *("theme", "numbers", "recording", "events", "clock"),  # what is shown, in which colours and words, and when
    *("panel", "axis", "contour", "field", "boundary"),  # panels, the axis of steps, the output over the inputs
    *("geometry", "tiles", "outputs", "edges", "network"),
    *("cells", "active-cell", "slope-cell", "gradient-cell", "matrix"),  # the histograms
    *("marks", "curves", "timeline", "strip"),  # the run
    *("reading", "legends", "link", "hover", "track", "transport"),  # words and controls
    *("layout", "stage", "main"),  # what holds it together
)

_HERE = Path(__file__).parent


def _read(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8")


HTML = _read("player.html")
STYLE = _read("player.css")
# Without an export, so that a page of its own can hold the same text and call mountPlayer({parentElement, data}).
SCRIPT = "\n".join(_read(f"{name}.js") for name in _SCRIPTS)

_component = st.components.v2.component(
    "relu_lab_player", html=HTML, css=STYLE, js=f"{SCRIPT}\nexport default mountPlayer;\n"
)


def envelope(recording: bytes, view: Mapping[str, Any]) -> bytes:
    """Return `recording` with the view before it: ``b"VIEW"``, u32 length, JSON, recording.

    A component takes either bytes or a mapping, not bytes within a mapping, so both travel as one.
    """
    text = json.dumps(dict(view)).encode()
    return struct.pack("<4sI", b"VIEW", len(text)) + text + recording


def player(recording: bytes, *, view: Mapping[str, Any], key: str, height: Height = "content") -> ComponentResult:
    """Show a recording and return the component's result, whose ``train_on`` is set once when the reader asks for more.

    Parameters
    ----------
    recording
        What ``Recording.to_bytes()`` gives: a whole recording or a complete prefix of one.  Called again with the same
        key and a longer prefix of the same query, the player goes on at its frame; another query replaces the run.
    view
        How the page opens: ``frame`` (None: playing from the start; a number: paused there), ``speed``, ``loop``,
        ``log`` and ``playing``; all optional.  It is read when the player mounts, and a changed ``frame`` again when
        another run arrives.  A changed ``restart`` (any value) plays the run anew although it may be the one on screen.
        A view that changes between reruns makes Streamlit send the recording again: keep a session's first.
    key
        Streamlit's key, which keeps the player mounted through reruns.
    height
        As for any Streamlit component.

    Returns
    -------
    ComponentResult
        ``train_on`` is None, or in the rerun after a press of "Train on" the number of steps the shown run planned.

    """
    return _component(key=key, data=envelope(recording, view), height=height, on_train_on_change=lambda: None)
