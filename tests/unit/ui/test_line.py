"""A line lets in whoever came first, within its limit and the budget of each owner."""

from __future__ import annotations

import threading

import pytest

from viz.ui.line import Line
from viz.ui.stream import State, in_line, next_place


def test_who_came_first_goes_first_and_places_move_up() -> None:
    line = Line(limit=2, budget=2)
    for name in "abcde":
        line.enter(name, owner=name)
    assert [line.place(name) for name in "abcde"] == [0, 0, 1, 2, 3]
    assert (line.inside, line.waiting) == (2, 3)
    line.leave("a")
    line.leave("d")
    assert [line.place(name) for name in "bce"] == [0, 0, 1]
    line.enter("e", owner="e")  # who asks again stays where they are
    assert line.place("e") == 1
    assert "a" not in line
    assert line.place("a") == 0


def test_who_is_over_the_budget_lets_others_pass() -> None:
    line = Line(limit=3, budget=2)
    for who in ("mine 1", "mine 2", "mine 3", "yours"):
        line.enter(who, owner=who.split()[0])
    assert [line.place(who) for who in ("mine 1", "mine 2", "mine 3", "yours")] == [0, 0, 1, 0]
    line.leave("yours")
    assert line.place("mine 3") == 1
    line.leave("mine 1")
    assert line.place("mine 3") == 0


def test_who_waits_is_told_at_once_when_let_in_and_when_gone() -> None:
    line = Line(limit=1, budget=1)
    line.enter("a", owner="a")
    line.enter("b", owner="b")
    assert not line.wait("b", 0.0)
    told: list[bool] = []
    thread = threading.Thread(target=lambda: told.append(line.wait("b", 60.0)))
    thread.start()
    line.leave("a")
    thread.join(60.0)
    assert told == [True]
    line.enter("c", owner="c")
    line.leave("c")
    assert not line.wait("c", 60.0)  # at once


@pytest.mark.parametrize(
    ("place", "said"), [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (12, "12th"), (22, "22nd")]
)
def test_a_place_is_said_in_words(place: int, said: str) -> None:
    assert in_line(place) == f"{said} in line"


def test_of_several_runs_the_next_to_begin_is_told() -> None:
    assert next_place([State(False, b"", 4), State(False, b"", 0), State(False, b"", 2)]) == 2
    assert next_place([State(False, b"", 0)]) == 0
