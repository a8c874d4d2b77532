"""What a visitor of the map of dead units waits for, in Chromium on localhost: its first cells, and its end."""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.bench.timing import Row
from tests.browser.chromium import FLAGS, find_chromium
from tests.browser.harness import Visitors, running_app, wait_until_idle

ROUNDS = 9

# The page itself notes the times: playwright's round trips would be in them.
WATCH = """() => {
    const charts = () => [...document.querySelectorAll('.st-key-dead-map .js-plotly-plot')];
    const filled = ({ calcdata }) => [...(calcdata?.[0]?.[0]?.z ?? [])].some((row) => [...row].some(Number.isFinite));
    const text = () => document.querySelector('[data-testid="stMain"]').innerText;
    const watch = (event) => {
        const button = event.target.closest('button');
        if (!button) return;
        const pressed = performance.now();
        const cancel = button.innerText === 'Cancel';
        const before = charts().map(({ calcdata }) => calcdata);
        window.cells = window.stopped = null;
        const look = () => {
            const drawn = () => charts().some((chart) => !before.includes(chart.calcdata) && filled(chart));
            const there = cancel ? text().includes('Cancelled at') : drawn();
            if (there) window[cancel ? 'stopped' : 'cells'] = performance.now() - pressed;
            else requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
    };
    document.addEventListener('click', watch, true);
}"""


def rows() -> Iterator[Row]:
    """Yield the lines of the report."""
    with tempfile.TemporaryDirectory() as folder, running_app(Path(folder) / "log") as address, sync_playwright() as p:
        browser = p.chromium.launch(executable_path=find_chromium(), args=list(FLAGS))
        visit = Visitors(browser, address)
        first, stopped = waits(visit("/dead_neurons?experiment=map"))
        yield Row(
            "Map: press of a setting → first cells on the page", "ms", "≤ 1000", {"ReLU Lab": first}, first <= 1000
        )
        yield Row("Map: press of Cancel → cancelled", "ms", "≤ 500", {"ReLU Lab": stopped}, stopped <= 500)
        visit.leave()
        browser.close()


def waits(page: Page) -> tuple[float, float]:
    """Median ms from a new seed to the first cells of a map never computed before, and from Cancel to its end."""
    page.get_by_text("Computing").wait_for(state="detached")
    page.evaluate(WATCH)
    times = []
    for _ in range(ROUNDS):
        wait_until_idle(page)
        page.get_by_test_id("stNumberInputStepUp").first.click()
        page.wait_for_function("() => window.cells")
        first = float(page.evaluate("() => window.cells"))
        page.get_by_role("button", name="Cancel").click()
        page.wait_for_function("() => window.stopped")
        times.append((first, float(page.evaluate("() => window.stopped"))))
        page.get_by_text("Cancelled at").wait_for()
    cells, stops = zip(*times, strict=True)
    return statistics.median(cells), statistics.median(stops)
