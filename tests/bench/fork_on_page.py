"""What a visitor waits for who forks a run, in Chromium on localhost: the fork's first frame, and that of a change."""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.bench.timing import Row
from tests.browser.chromium import FLAGS, find_chromium
from tests.browser.harness import Visitors, running_app, wait_until_idle

ROUNDS = 7
PLAYER = '[data-testid="player"]'
FRAME = 150  # where each run of 300 frames is forked, in the middle
LIMIT = 300  # ms

# The page itself notes the times: playwright's round trips would be in them.  The run that is drawn changes with the
# first frame of it.
WATCH = """(root) => {
    const press = () => { window.pressed = performance.now(); window.first = null; };
    document.addEventListener("click", press, true);
    document.addEventListener("keydown", press, true);
    new MutationObserver(() => { window.first ??= performance.now() - window.pressed; })
        .observe(root, { attributeFilter: ["data-run"] });
}"""


def rows() -> Iterator[Row]:
    """Yield the lines of the report."""
    with tempfile.TemporaryDirectory() as folder, running_app(Path(folder) / "log") as address, sync_playwright() as p:
        browser = p.chromium.launch(executable_path=find_chromium(), args=list(FLAGS))
        visit = Visitors(browser, address)
        times = [waits(visit, seed) for seed in range(ROUNDS)]
        visit.leave()
        browser.close()
    fork, changed = map(statistics.median, zip(*times, strict=True))
    yield Row(
        "Press “Fork here” at step 3,000 of 6,000 → fork drawn", "ms", f"≤ {LIMIT}", {"ReLU Lab": fork}, fork <= LIMIT
    )
    yield Row(
        "Other rate in the fork → its first frame drawn", "ms", f"≤ {LIMIT}", {"ReLU Lab": changed}, changed <= LIMIT
    )


def waits(visit: Visitors, seed: int) -> tuple[float, float]:
    """Return ms from the press of "Fork here" to the fork's first frame, and from a key on the rate to that one's.

    The run has been trained, the fork has not.
    """
    page = visit(f"/training?seed={9000 + seed}&frame={FRAME}")
    player = page.locator(f"{PLAYER}[data-complete='true'][data-frame='{FRAME}']")
    player.wait_for()
    wait_until_idle(page)
    player.evaluate(WATCH)
    page.get_by_role("button", name="Fork here").click()
    fork = _first(page)
    wait_until_idle(page)
    page.get_by_test_id("stSidebar").get_by_role("slider", name="Learning rate").press("ArrowRight")
    changed = _first(page)
    page.context.close()
    return fork, changed


def _first(page: Page) -> float:
    page.wait_for_function("() => typeof window.first === 'number'")
    return float(page.evaluate("() => window.first"))
