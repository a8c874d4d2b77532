"""The race: two to four recordings played in lockstep, by one clock, over a common axis of optimiser steps."""

from __future__ import annotations

import json
import struct
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st

from viz import player

if TYPE_CHECKING:
    from streamlit.components.v2.bidi_component import ComponentResult

__all__ = ["ARRAYS", "HTML", "MOST_LANES", "SCRIPT", "STYLE", "RaceLane", "envelope", "race"]

MOST_LANES = 4

ARRAYS = (
    *("train_loss", "test_loss", "train_score", "test_score", "boundary", "active_fraction", "predictions"),
    *("x_train", "y_train", "x_test", "y_test"),
)
"""What a race shows of a recording: `recording.reduced(ARRAYS)` is much smaller and looks the same."""

_SCRIPTS = ("lanes", "race-clock", "race-marks", "lane-curves", "lineage", "card", "race-stage", "race-main")
_HERE = Path(__file__).parent


def _read(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8")


HTML = player.with_transport(_read("race.html"))
STYLE = f"{player.STYLE}\n{_read('race.css')}"
# The player's own script comes first: clock, track, transport and panels are the same.
SCRIPT = "\n".join([player.SCRIPT, *(_read(f"{name}.js") for name in _SCRIPTS)])

_component = st.components.v2.component(
    "relu_lab_race", html=HTML, css=STYLE, js=f"{SCRIPT}\nexport default mountRace;\n"
)


@dataclass(frozen=True)
class RaceLane:
    """One run of a race.

    recording : what ``Recording.to_bytes()`` gives, of the whole run or of a complete prefix; empty: nothing yet.
    parent : the place of the lane it is a fork of, None if of none.
    fork : the step at which it left its parent.
    changed : what is different about it, in a few words.
    """

    name: str
    recording: bytes
    parent: int | None = None
    fork: int | None = None
    changed: str = ""


def envelope(lanes: Sequence[RaceLane], view: Mapping[str, Any]) -> bytes:
    """Return the lanes and the view as one message.

    ``b"RACE"``, u32 length, JSON ``{view, lanes: [{name, length, parent, fork, changed}]}`` padded so that the
    recordings, which follow one after another, each padded, begin at multiples of 8.

    Raises
    ------
    ValueError
        For a number of lanes other than 1 to 4, no recording at all, or a parent that is not another lane.
    """
    if not 1 <= len(lanes) <= MOST_LANES:
        raise ValueError(f"a race of {len(lanes)} lanes; 1 to {MOST_LANES} would be accepted")
    if not any(lane.recording for lane in lanes):
        raise ValueError("no lane of the race has a recording; one at least is needed to show anything")
    for place, lane in enumerate(lanes):
        if lane.parent is not None and (lane.parent == place or not 0 <= lane.parent < len(lanes)):
            raise ValueError(f"lane {place} has the parent {lane.parent}; another lane's place would be accepted")
    entries = [
        {"length": len(lane.recording)} | {name: getattr(lane, name) for name in ("name", "parent", "fork", "changed")}
        for lane in lanes
    ]
    text = json.dumps({"view": dict(view), "lanes": entries}).encode()
    text += b" " * (-len(text) % 8)
    padded = [lane.recording + bytes(-len(lane.recording) % 8) for lane in lanes]
    return b"".join([struct.pack("<4sI", b"RACE", len(text)), text, *padded])


def race(
    lanes: Sequence[RaceLane],
    *,
    view: Mapping[str, Any],
    key: str,
    wished: Callable[[str], None] = lambda name: None,
) -> ComponentResult:
    """Show lanes side by side in lockstep and return the component's result.

    Parameters
    ----------
    lanes
        One to four.  Called again with the same key and longer prefixes, more lanes or fewer, the race goes on at its
        step as long as one of the lanes is the same run; lanes that did not change are not read again.
    view
        ``frame`` (of the longest lane), ``speed``, ``loop``, ``log``, ``playing`` and ``restart`` as for the player;
        ``verdict``: a sentence that stands above the charts.
    key
        Streamlit's key, which keeps the race mounted through reruns.
    wished
        Called with the name of an attribute of the result when the reader asks for it, before the page is drawn again;
        the result is then in the session's state under `key`.

    Returns
    -------
    ComponentResult
        Each attribute is None but in the rerun after the reader asked for it: ``select``,
        ``{"lane": place, "frame": frame}`` of what to open in the player; ``fork``, ``{"lane": place, "step": step}``
        of what is to be gone on with differently.

    """
    return _component(
        key=key,
        data=envelope(lanes, view),
        height="content",
        on_select_change=partial(wished, "select"),
        on_fork_change=partial(wished, "fork"),
    )
