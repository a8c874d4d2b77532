"""What a visitor waits for who opens a claim that nobody has tested: its first figure, in Chromium on localhost."""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.bench.timing import Row
from tests.browser.chromium import FLAGS, find_chromium
from tests.browser.harness import Visitors, running_app, wait_until_idle
from viz.labs.claims import CLAIMS

OPENED = tuple(CLAIMS)[::2]  # every second one
LIMIT = 1500  # ms

# The page itself notes the times: playwright's round trips would be in them.
WATCH = """() => {
    document.addEventListener("click", () => { window.pressed = performance.now(); window.seen = null; }, true);
    new MutationObserver(() => {
        const figure = document.querySelector('[data-testid="stPlotlyChart"] .main-svg, .claim-rows');
        if (figure && window.seen === null) window.seen = performance.now() - window.pressed;
    }).observe(document.body, { childList: true, subtree: true });
}"""


def rows() -> Iterator[Row]:
    """Yield the line of the report."""
    with tempfile.TemporaryDirectory() as folder, running_app(Path(folder) / "log") as address, sync_playwright() as p:
        browser = p.chromium.launch(executable_path=find_chromium(), args=list(FLAGS))
        visit = Visitors(browser, address)
        page = visit("/claims")
        wait_until_idle(page)
        page.evaluate(WATCH)
        median = statistics.median(wait(page, number) for number in OPENED)
        visit.leave()
        browser.close()
    yield Row(
        "Press on a claim → its first figure, untested", "ms", f"≤ {LIMIT}", {"ReLU Lab": median}, median <= LIMIT
    )


def wait(page: Page, number: int) -> float:
    """Return ms from the press on a claim of the board to its first figure."""
    page.locator(f'.claims a[data-claim="{number}"]').click()
    page.wait_for_function("() => typeof window.seen === 'number'", timeout=60_000)
    seen = float(page.evaluate("() => window.seen"))
    wait_until_idle(page)
    page.get_by_role("link", name="All claims").click()
    page.locator(f'.claims a[data-claim="{number}"]').wait_for()
    wait_until_idle(page)
    return seen
