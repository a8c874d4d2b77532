"""A page in training looks again the less often the more pages wait, but before its run would rest."""

from __future__ import annotations

import threading

import pytest

from viz.ui import background, stream
from viz.ui.stream import EVERY, State, draw_again_as_they_grow
from viz.ui.turns import Turns

SHOWN, EMPTY = State(False, b"frames", 0), State(False, b"", 0)


@pytest.mark.parametrize(
    ("drawn", "waiting", "every"),
    [
        ([SHOWN], 0, EVERY),
        ([SHOWN], 3, 4 * EVERY),
        ([SHOWN, EMPTY], 3, EVERY),  # who sees nothing yet is not kept waiting
        ([SHOWN], 1000, 0.5 * background.PATIENCE),
    ],
)
def test_looks_are_as_far_apart_as_the_server_can_bear(
    drawn: list[State], waiting: int, every: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    turns, asked = Turns(0), list[float]()
    turns._waiting.extend((number, threading.Lock()) for number in range(waiting))
    monkeypatch.setattr(stream, "PAGES", turns)
    monkeypatch.setattr(stream, "draw_again", lambda _when, seconds: asked.append(seconds))
    draw_again_as_they_grow([], drawn, "place")
    assert asked == [pytest.approx(every)]
