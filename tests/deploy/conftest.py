"""Fixtures for tests of what deploy/ describes: one site for all of them, and visitors who come through its nginx."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.harness import PATIENCE, Visitors
from tests.deploy.site import Site, running_site

expect.set_options(timeout=PATIENCE * 1000)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    if sys.platform != "linux":
        pytest.skip("Three addresses behind one name are made with what only Linux has.")
    with running_site(tmp_path_factory.mktemp("site")) as site:
        yield site


@pytest.fixture
def visit(chromium: Browser, site: Site) -> Iterator[Visitors]:
    visitors = Visitors(chromium, site.address)
    yield visitors
    visitors.leave()
