"""What a page says of an experiment that takes time: nothing, how far it is, that it was cancelled, what went wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from tests.unit.ui.lab_cases import SECONDS, CountSpec
from viz.ui import cache, lab_job

RUNNING: list[CountSpec] = []  # what the page watches


def page() -> None:
    import streamlit as st

    from tests.unit.ui.lab_cases import count
    from tests.unit.ui.test_lab_job import RUNNING
    from viz.ui.lab_job import watch

    result = watch(count, RUNNING[-1], place="here")
    st.write("nothing" if result is None else f"{result.so_far} of {result.of}")


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(lab_job, "SOON", 0.0)
    monkeypatch.setattr(lab_job, "FIRST", 0.0)
    monkeypatch.setattr(lab_job, "LONG", 0.0)
    yield
    for spec in RUNNING:
        spec.let(spec.to)
    RUNNING.clear()
    cache.results.clear()


def opened(spec: CountSpec) -> AppTest:
    RUNNING.append(spec)
    return AppTest.from_function(page, default_timeout=SECONDS).run()


def says(app: AppTest) -> list[Any]:
    assert not app.exception
    return [element.value for element in [*app.error, *app.caption, *app.markdown]]


def pressed(app: AppTest, label: str) -> AppTest:
    (button,) = [button for button in app.button if button.label == label]
    return button.click().run()


def drawn_until(app: AppTest, holds: Callable[[AppTest], bool]) -> AppTest:
    """Draw the page again, as a browser would by itself, until something holds."""
    for _ in range(1000):
        if holds(app):
            return app
        app.run()
    raise AssertionError(says(app))


def progress(app: AppTest) -> list[tuple[int, str]]:
    return [(element.proto.value, element.proto.text) for element in app.get("progress")]


def test_progress_is_shown_until_all_is_there() -> None:
    spec = CountSpec(to=4)
    app = opened(spec)
    assert progress(app) == [(0, "Computing: 0\N{NO-BREAK SPACE}%")]
    assert says(app) == ["nothing"]
    spec.let(1)
    drawn_until(app, lambda app: says(app) == ["1 of 4"])
    assert progress(app) == [(25, "Computing: 25\N{NO-BREAK SPACE}%")]
    assert [button.label for button in app.button] == ["Cancel"]
    spec.let(3)
    drawn_until(app, lambda app: says(app) == ["4 of 4"])
    drawn_until(app, lambda app: not progress(app))
    assert not app.button


def test_what_is_done_soon_shows_no_progress(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lab_job, "SOON", SECONDS)
    spec = CountSpec(to=2)
    spec.let(2)
    app = opened(spec)
    assert says(app) == ["2 of 2"]
    assert not progress(app)
    assert not app.button


def test_cancel_and_resume() -> None:
    spec = CountSpec(to=4)
    app = opened(spec)
    spec.let(1)
    drawn_until(app, lambda app: says(app) == ["1 of 4"])
    pressed(app, "Cancel")
    assert says(app) == ["Cancelled at 25\N{NO-BREAK SPACE}%.", "1 of 4"]
    assert not progress(app)
    assert [button.label for button in app.button] == ["Resume"]
    app.run()
    assert says(app)[0].startswith("Cancelled")
    pressed(app, "Resume")
    assert progress(app)
    spec.let(3)
    drawn_until(app, lambda app: says(app) == ["4 of 4"])
    assert len(spec.begun) == 1


def test_the_page_is_drawn_again_when_there_is_more_to_show(monkeypatch: pytest.MonkeyPatch) -> None:
    timers: list[Callable[[], bool]] = []
    monkeypatch.setattr(lab_job, "draw_again", lambda when, every: timers.append(when))
    spec = CountSpec(to=2)
    app = opened(spec)
    assert len(timers) == 1
    assert not timers[0]()
    spec.let(1)
    while not timers[0]():
        pass
    app.run()
    assert says(app) == ["1 of 2"]
    assert not timers[1]()
    pressed(app, "Cancel")
    assert len(timers) == 2  # nothing will come
    pressed(app, "Resume")
    spec.let(1)
    while not timers[2]():
        pass
    drawn_until(app, lambda app: not progress(app))
    before = len(timers)
    app.run()
    assert len(timers) == before


def test_a_second_session_sees_the_same_computation() -> None:
    spec = CountSpec(to=2)
    first, second = opened(spec), opened(CountSpec(to=2))
    spec.let(2)
    for app in (first, second):
        drawn_until(app, lambda app: says(app) == ["2 of 2"])
    assert spec.begun == [1]
    assert RUNNING[1].begun == []


def test_what_went_wrong_is_said_with_a_way_to_try_again(caplog: pytest.LogCaptureFixture) -> None:
    spec = CountSpec(to=3, fails_at=2)
    app = opened(spec)
    spec.let(2)
    drawn_until(app, lambda app: bool(app.error))
    assert (
        says(app)[0].replace("\N{WORD JOINER}", "")
        == "This could not be computed (ArithmeticError: 2 is too many). Other settings may help."
    )
    assert says(app)[1] == "1 of 3"
    assert not progress(app)
    pressed(app, "Try again")
    assert len(spec.begun) == 2
    assert not app.error


def test_the_workers_are_the_servers_own() -> None:
    assert cache.workers() is cache.workers()
    assert 1 <= cache.workers().count <= cache.MOST_WORKERS
    st.cache_resource.clear()
