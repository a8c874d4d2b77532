"""A notice shows what a link said as plain text, whatever it said."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest


def page(problem: str) -> None:
    from viz.ui.share import notice

    notice([problem] if problem else [])


def told(problem: str) -> list[str]:
    app = AppTest.from_function(page, kwargs={"problem": problem}).run()
    assert not app.exception
    return [warning.value for warning in app.warning]


def test_nothing_to_say_shows_nothing() -> None:
    assert told("") == []


@pytest.mark.parametrize("mark", list("\\`*_{}[]()<>#+-!|~$&"))
def test_marks_are_escaped(mark: str) -> None:
    assert f"\\{mark}x" in told(f"a {mark}x")[0]


@pytest.mark.parametrize("text", ["http://e.vil", "www.e.vil", "me@e.vil", ":red[x]", ":material/home:", ":tada:"])
def test_nothing_becomes_a_link_or_an_icon(text: str) -> None:
    (shown,) = told(text)
    assert text not in shown
    plain = shown.replace("\N{WORD JOINER}", "").replace("\\", "")
    assert text in plain


def test_one_line_stays_one_line() -> None:
    assert told("a\n# b\r\n\n- c")[0].splitlines()[1:] == ["- a \\# b \\- c"]
