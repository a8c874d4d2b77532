"""A page that is drawn again until its experiment is done, where a browser would set a timer."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from viz.ui import lab_job

WANTED: list[object] = []  # by a page that is not all drawn yet


@pytest.fixture(autouse=True)
def no_timers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Note that a page wants to be drawn again; for a test file to import."""
    monkeypatch.setattr(lab_job, "draw_again", lambda when, every: WANTED.append(when))


def drawn(app: AppTest) -> AppTest:
    """Return the app once its experiment is done."""
    for _ in range(300):
        WANTED.clear()
        app.run()
        assert not app.exception
        if not WANTED:
            return app
    raise AssertionError("the experiment was never done")
