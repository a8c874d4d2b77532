"""Fixtures for tests of exported files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.export.reader import Reader


@pytest.fixture
def reader(chromium: Browser, tmp_path: Path) -> Iterator[Callable[..., Reader]]:
    """Build readers; the problems of all are counted at the end."""
    readers: list[Reader] = []

    def build(**options: object) -> Reader:
        readers.append(Reader(chromium, tmp_path, **options))
        return readers[-1]

    yield build
    for each in readers:
        each.leave()
