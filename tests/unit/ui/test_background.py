"""What fails behind the page is told on it and in the log, where nothing stands that a visitor has typed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

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
