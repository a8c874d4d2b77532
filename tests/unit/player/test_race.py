"""The race's Python side: its assets are whole, and lanes and view travel as one message."""

from __future__ import annotations

import json
import re
import struct
from pathlib import Path

import pytest

import viz.player.race
from viz.engine import Recording
from viz.player import SCRIPT as PLAYER_SCRIPT
from viz.player.race import ARRAYS, HTML, SCRIPT, STYLE, RaceLane, envelope

FOLDER = Path(viz.player.race.__file__).parent
LANES = [
    RaceLane("ReLU", b"RELU-one!"),
    RaceLane("Später", b""),
    RaceLane("fork", b"RELU-two", parent=0, fork=1200, changed="rate 1.5 → 0.5"),
]


def opened(message: bytes) -> tuple[dict, int]:
    """Return the JSON and where the recordings begin."""
    magic, length = struct.unpack_from("<4sI", message)
    assert magic == b"RACE"
    return json.loads(message[8 : 8 + length]), 8 + length


def test_envelope_holds_view_and_lanes() -> None:
    told, start = opened(envelope(LANES, {"frame": 3, "verdict": "A wins."}))
    assert told["view"] == {"frame": 3, "verdict": "A wins."}
    assert told["lanes"] == [
        {"name": "ReLU", "length": 9, "parent": None, "fork": None, "changed": ""},
        {"name": "Später", "length": 0, "parent": None, "fork": None, "changed": ""},
        {"name": "fork", "length": 8, "parent": 0, "fork": 1200, "changed": "rate 1.5 → 0.5"},
    ]
    assert start % 8 == 0


def test_recordings_follow_at_multiples_of_eight() -> None:
    message = envelope(LANES, {})
    _, start = opened(message)
    assert message[start:] == b"RELU-one!" + bytes(7) + b"RELU-two"


@pytest.mark.parametrize(
    ("lanes", "reason"),
    [
        ([], "a race of 0 lanes; 1 to 4"),
        (LANES[:1] * 5, "a race of 5 lanes; 1 to 4"),
        ([RaceLane("none", b"")], "no lane of the race has a recording"),
        ([RaceLane("own", b"RELU", parent=0, fork=3)], "lane 0 has the parent 0"),
        ([RaceLane("far", b"RELU", parent=2, fork=3), LANES[0]], "lane 0 has the parent 2"),
    ],
)
def test_what_is_no_race_is_refused(lanes: list[RaceLane], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        envelope(lanes, {})


def test_arrays_are_those_of_a_recording() -> None:
    assert set(ARRAYS) <= set(Recording.__annotations__)


def test_every_script_is_part_of_the_module_after_the_players() -> None:
    assert SCRIPT.startswith(PLAYER_SCRIPT)
    for path in FOLDER.glob("*.js"):
        assert path.read_text(encoding="utf-8") in SCRIPT, path.name
    assert not re.search(r"^\s*(import|export)\b", SCRIPT, re.MULTILINE)


def test_no_name_is_declared_twice() -> None:
    names = re.findall(r"^(?:async )?(?:const|let|function|class) (\w+)", SCRIPT, re.MULTILINE)
    assert len(names) == len(set(names))


def test_every_action_of_the_markup_is_handled() -> None:
    actions = re.findall(r'data-action="([a-z-]+)"', HTML)
    assert {"play", "log", "copy-link"} <= set(actions)
    assert len(actions) == len(set(actions))
    for action in actions:
        assert f'onClick("{action}"' in SCRIPT or re.search(rf"^\s+{action}: \(\) =>", SCRIPT, re.MULTILINE), action


def test_every_class_of_the_markup_is_used() -> None:
    for group in re.findall(r'class="([^"$]+)"', HTML + (FOLDER / "card.js").read_text(encoding="utf-8")):
        for name in group.split():
            assert f".{name}" in STYLE + SCRIPT, name
