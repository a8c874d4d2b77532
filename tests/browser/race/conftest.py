"""Fixtures for tests of the race alone, without Streamlit."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.race.stage import RaceStage


@pytest.fixture
def stage(chromium: Browser) -> Iterator[Callable[..., RaceStage]]:
    """Build stages; all are closed, and their problems counted, at the end."""
    stages: list[RaceStage] = []

    def build(**options: object) -> RaceStage:
        stages.append(RaceStage(chromium, **options))  # type: ignore[arg-type]
        return stages[-1]

    yield build
    for each in stages:
        each.leave()
