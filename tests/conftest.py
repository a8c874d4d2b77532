"""Settings that all tests share: a deterministic hypothesis, JAX in float64 on the CPU, and quick tests first."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# JAX reads these when it is first imported.
os.environ["JAX_PLATFORMS"] = "cpu"
os.environ["JAX_ENABLE_X64"] = "1"

# The same examples in every run, so that a red test is red for everyone. No deadline and no complaint about slow
# data: both measure the machine. `HYPOTHESIS_PROFILE=explore` searches anew, and longer.
_machine_independent = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("deterministic", derandomize=True, **_machine_independent)
settings.register_profile("explore", max_examples=2000, print_blob=True, **_machine_independent)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "deterministic"))

# Load before any browser: each wants to be the only one with an event loop.
ORDER = ("unit", "oracle", "pages", "load", "browser", "deploy", "faults", "operations")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run what is quick and basic first, so that its failures are seen before those they cause."""
    tests = Path(__file__).parent

    def rank(item: pytest.Item) -> int:
        folder = item.path.relative_to(tests).parts[0]
        return ORDER.index(folder) if folder in ORDER else -1

    items.sort(key=rank)


@pytest.fixture(autouse=True)
def _same_main() -> Iterator[None]:
    """A page that is run in a test becomes the main module, which processes started later would run again."""
    main = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = main


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser of all tests that need one: Playwright starts only once in a process."""
    from playwright.sync_api import sync_playwright

    from tests.browser.chromium import FLAGS, find_chromium

    path = find_chromium()
    assert path, "No Chromium: `make test` installs one."
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()
