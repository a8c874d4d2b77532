"""The player's Python side: its assets are whole, and recording and view travel as one message."""

from __future__ import annotations

import json
import re
import struct
from pathlib import Path

import viz.player
from viz.player import HTML, SCRIPT, STYLE, envelope

FOLDER = Path(viz.player.__file__).parent


def test_every_script_is_part_of_the_module() -> None:
    for path in FOLDER.glob("*.js"):
        assert path.read_text(encoding="utf-8") in SCRIPT, path.name


def test_script_needs_no_module_loader() -> None:
    assert not re.search(r"^\s*(import|export)\b", SCRIPT, re.MULTILINE)


def test_no_name_is_declared_twice() -> None:
    names = re.findall(r"^(?:async )?(?:const|let|function|class) (\w+)", SCRIPT, re.MULTILINE)
    assert len(names) == len(set(names)) > 50


def test_every_action_of_the_markup_is_handled() -> None:
    actions = re.findall(r'data-action="([a-z-]+)"', HTML)
    assert len(actions) == len(set(actions)) == 13
    for action in actions:
        assert f'onClick("{action}"' in SCRIPT or re.search(rf"^\s+{action}: \(\) =>", SCRIPT, re.MULTILINE), action


def test_every_class_of_the_markup_is_used() -> None:
    for group in re.findall(r'class="([^"]+)"', HTML):
        for name in group.split():
            assert f".{name}" in STYLE + SCRIPT, name


def test_envelope_holds_view_and_recording() -> None:
    message = envelope(b"RELU\x01\x00", {"frame": 3, "speed": 0.5})
    magic, length = struct.unpack_from("<4sI", message)
    assert magic == b"VIEW"
    assert json.loads(message[8 : 8 + length]) == {"frame": 3, "speed": 0.5}
    assert message[8 + length :] == b"RELU\x01\x00"
