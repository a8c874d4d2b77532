"""Fixtures for tests in a real Chromium.

Run them with ``make test ARGS=tests/browser`` or ``.venv/bin/python -m pytest tests/browser -k NAME``. A test asks for

``visit``
    ``page = visit("/training?seed=3")`` opens the app as a new visitor (a browser context of its own, so also a
    Streamlit session of its own) and returns playwright's ``Page`` once it is drawn. Keywords: ``scheme="dark"``,
    ``size=PHONE``, ``touch=True``. Any number of visitors may be open at once; an error in the console or an uncaught
    exception in any of them fails the test. ``visit.blank()`` returns a watched page before anything is opened.
``page``
    The default visitor, at the first page.
``app``
    The address of the app, one server for the whole session.
``chromium``
    The browser itself, of tests/conftest.py.

``harness.save_whole(page, "name")`` writes a picture into ``screenshots/``, for a person to look at.

Nothing sleeps: wait with ``harness.wait_until_idle(page)``, ``expect(locator)`` or ``page.wait_for_function``.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.harness import PATIENCE, Visitors, running_app

expect.set_options(timeout=PATIENCE * 1000)


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running_app(tmp_path_factory.mktemp("app") / "server.log") as address:
        yield address


@pytest.fixture
def visit(chromium: Browser, app: str) -> Iterator[Visitors]:
    visitors = Visitors(chromium, app)
    yield visitors
    visitors.leave()


@pytest.fixture
def page(visit: Visitors) -> Page:
    return visit()
