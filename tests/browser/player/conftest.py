"""Fixtures for tests of the player alone, without Streamlit."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.player.runs import DYING
from tests.browser.player.stage import Stage
from viz.engine import Recording, record


@pytest.fixture
def stage(chromium: Browser) -> Iterator[Callable[..., Stage]]:
    """Build stages; all are closed, and their problems counted, at the end."""
    stages: list[Stage] = []

    def build(**options: object) -> Stage:
        stages.append(Stage(chromium, **options))  # type: ignore[arg-type]
        return stages[-1]

    yield build
    for each in stages:
        each.leave()


@pytest.fixture(scope="module")
def dying() -> Recording:
    return record(DYING)
