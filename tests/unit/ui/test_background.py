"""Work behind the page: what fails is told, and who looks is known."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from viz.ui import background
from viz.ui.background import Background

SECONDS = 30.0
TYPED = "formula(what + a + visitor + typed)"


class Work(Background[str]):
    """Work of which nothing comes."""

    size = 0

    def _take(self, chunk: str) -> None:
        raise AssertionError("nothing is yielded")


def failing() -> Iterator[str]:
    raise ValueError(f"{TYPED!r} can't be had")
    yield


def test_the_log_has_the_place_of_an_error_and_none_of_its_words(caplog: pytest.LogCaptureFixture) -> None:
    work = Work("a training", failing())
    work.watch("me")
    assert work.wait(SECONDS, done=True)
    assert work.error is not None
    assert TYPED in work.error
    assert "a training failed: ValueError" in caplog.text
    assert "in failing" in caplog.text
    assert TYPED not in caplog.text


def test_who_has_left_without_a_word_is_forgotten_once_many_have() -> None:
    now = 0.0
    work = Work("a training", iter(()), clock=lambda: now)
    for number in range(2 * background.MOST_WATCHERS):
        now += background.PATIENCE
        work.watch(number)
        assert work.watched_by(number)
    assert len(work._watchers) <= background.MOST_WATCHERS
