"""The player: a canvas component that plays a recording in the browser, with nothing sent to the server meanwhile."""

from __future__ import annotations

import json
import struct
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st

if TYPE_CHECKING:
    from streamlit.components.v2.bidi_component import ComponentResult
    from streamlit.elements.lib.layout_utils import Height

__all__ = ["HTML", "SCRIPT", "STYLE", "envelope", "player", "with_transport"]

# One concept a file; each needs at load time only what stands before it.
_SCRIPTS = (
    *("theme", "numbers", "recording", "events", "clock"),  # what is shown, in which colours and words, and when
    *("panel", "axis", "contour", "field", "symbols"),  # what panels are made of
    *("boundary", "scatter", "targets"),  # the output over the inputs
    *("geometry", "confusion", "tiles", "inputs", "outputs", "edges", "network"),
    *("cells", "active-cell", "slope-cell", "gradient-cell", "matrix"),  # the histograms
    *("marks", "curves", "timeline", "strip", "forks", "class-map", "examples"),  # the run, the classes
    *("stops", "reading", "legends", "link", "hover", "track", "transport", "unit-choice"),  # words and controls
    *("compose", "webm", "save"),  # files that the browser makes
    *("layout", "stage", "playback", "main"),  # what holds it together
)

_HERE = Path(__file__).parent


def _read(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8")


def with_transport(html: str) -> str:
    """Return markup with the controls of playback in the place that it leaves for them."""
    return html.replace("  <!-- transport -->\n", _read("transport.html"))


HTML = with_transport(_read("player.html"))
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


def player(
    recording: bytes,
    *,
    view: Mapping[str, Any],
    key: str,
    height: Height = "content",
    wished: Callable[[str], None] = lambda name: None,
) -> ComponentResult:
    """Show a recording and return the component's result, in which the reader's wishes stand, each for one rerun.

    Parameters
    ----------
    recording
        What ``Recording.to_bytes()`` gives: a whole recording or a complete prefix of one.  Called again with the same
        key and a longer prefix of the same query, the player goes on at its frame; another query replaces the run.
    view
        How the page opens: ``frame`` (None: playing from the start; a number: paused there), ``speed``, ``loop``,
        ``log`` and ``playing``; all optional.  It is read when the player mounts, and a changed ``frame`` again when
        another run arrives.  A changed ``restart`` (any value) plays the run anew although it may be the one on screen.
        ``unit``: "2.5", counted from 1, is outlined as the one that is open; "" when none is.  ``stay``: None, or where
        to go on when another run arrives: ``until``, the step up to which it is the same as the one on screen (None: it
        is to be shown at the step on screen), and ``play``, whether to play from there (else as it was).
        A view that changes between reruns makes Streamlit send the recording again: keep a session's first.
    key
        Streamlit's key, which keeps the player mounted through reruns.
    height
        As for any Streamlit component.
    wished
        Called with the name of an attribute of the result when the reader asks for it, before the page is drawn again;
        the result is then in the session's state under `key`.

    Returns
    -------
    ComponentResult
        Each attribute is None but in the rerun after the reader asked for it: ``train_on`` the number of steps that the
        shown run planned; ``fork`` the step from which to go on differently; ``unit`` the unit to open and the step on
        screen, as in "2.5@840"; ``moment`` the step at which the player came to rest while a unit is open.

    """
    return _component(
        key=key,
        data=envelope(recording, view),
        height=height,
        on_train_on_change=partial(wished, "train_on"),
        on_fork_change=partial(wished, "fork"),
        on_unit_change=partial(wished, "unit"),
        on_moment_change=partial(wished, "moment"),
    )
