"""Fixtures for tests of what deploy/ describes: one site for all of them, and visitors who come through its nginx."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import sync_playwright

from tests.browser.chromium import FLAGS, find_chromium
from tests.browser.harness import Visitors
from tests.deploy.site import Site, running_site


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with running_site(tmp_path_factory.mktemp("site")) as site:
        yield site


@pytest.fixture
def visit(site: Site) -> Iterator[Visitors]:
    path = find_chromium()
    assert path, "No Chromium: `make test` installs one."
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        visitors = Visitors(browser, site.address)
        yield visitors
        visitors.leave()
        browser.close()
