"""What a visitor waits for, in Chromium on localhost: a run's first frame, the playback, a slider's answer."""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Page, WebSocket, sync_playwright

from tests.bench.timing import Row
from tests.browser.chromium import FLAGS, find_chromium
from tests.browser.harness import Visitors, running_app, wait_until_idle

ROUNDS = 15
PLAYER = '[data-testid="player"]'

# Playwright's own round trips take milliseconds, so the page itself notes the times.
WATCH_FIRST_FRAME = """(root) => {
    document.addEventListener("click", () => { window.pressed = performance.now(); window.first = null; }, true);
    new MutationObserver(() => {
        if (window.first !== null || Number(root.dataset.frame) >= 100) return;
        window.first = performance.now() - window.pressed;
    }).observe(root, { attributeFilter: ["data-frame"] });
}"""
WATCH_PLAYBACK = """async (root, seconds) => {
    const ticks = [], draws = [];
    const note = () => draws.push(Number(root.dataset.drawMs));
    new MutationObserver(note).observe(root, { attributeFilter: ["data-frame"] });
    await new Promise((done) => {
        const tick = (now) => {
            ticks.push(now);
            if (now - ticks[0] < seconds * 1000) requestAnimationFrame(tick); else done();
        };
        requestAnimationFrame(tick);
    });
    return { seconds: (ticks.at(-1) - ticks[0]) / 1000, ticks: ticks.length - 1, draws };
}"""
WATCH_REPAINT = """() => {
    const chart = '[data-testid="stPlotlyChart"]';
    document.addEventListener("keydown", () => {
        window.pressed = window.painted = performance.now();
        window.charted = null;
    }, true);
    new MutationObserver((records) => {
        window.painted = performance.now();
        const drawn = records.some(({ target }) => target.nodeType === 1 && target.closest(chart));
        if (drawn) window.charted ??= window.painted;
    }).observe(document.querySelector('[data-testid="stMain"]'), {
        childList: true, subtree: true, attributeFilter: ["d"],
    });
}"""
SETTLED = "() => window.charted && performance.now() - window.painted > 400"


def rows() -> Iterator[Row]:
    """Yield the lines of the report."""
    with tempfile.TemporaryDirectory() as folder, running_app(Path(folder) / "log") as address, sync_playwright() as p:
        browser = p.chromium.launch(executable_path=find_chromium(), args=list(FLAGS))
        visit = Visitors(browser, address)
        first = first_frame(visit("/training"))
        yield Row("Press “New seed” → first frame drawn", "ms", "≤ 300", {"ReLU Lab": first}, first <= 300)
        yield from playback(visit)
        charted, settled = slider(visit("/activations"))
        yield Row("Slider on “Activations” → chart repainted", "ms", "≤ 250", {"ReLU Lab": charted}, charted <= 250)
        yield Row("The same → last change anywhere on the page", "ms", "–", {"ReLU Lab": settled})
        visit.leave()
        browser.close()


def first_frame(page: Page) -> float:
    """Median ms from the press to the first frame of a run that nobody has trained before."""
    player = page.locator(PLAYER)
    player.evaluate(WATCH_FIRST_FRAME)
    times = []
    for _ in range(ROUNDS):
        page.locator(f"{PLAYER}[data-complete='true']").wait_for()
        player.focus()
        page.keyboard.press("End")
        page.wait_for_function("(root) => root.dataset.frame === '300'", arg=player.element_handle())
        page.get_by_role("button", name="New seed").click()
        page.wait_for_function("() => window.first !== null")
        times.append(float(page.evaluate("() => window.first")))
    return statistics.median(times)


def playback(visit: Visitors) -> Iterator[Row]:
    """Frames a second, draw time, and what the server sends while a recording plays."""
    page = visit.blank()
    received: list[int] = []

    def listen(socket: WebSocket) -> None:
        socket.on("framereceived", lambda payload: received.append(len(payload)))

    page.on("websocket", listen)
    page.goto(f"{visit.address}/training?speed=0.25&loop=1")
    player = page.locator(f"{PLAYER}[data-complete='true'][data-playing='true']")
    player.wait_for()
    wait_until_idle(page)
    received.clear()
    seen = player.evaluate(WATCH_PLAYBACK, 4)
    yield Row("Playback: browser's frames", "/s", "60", {"ReLU Lab": seen["ticks"] / seen["seconds"]})
    draw = statistics.quantiles(seen["draws"], n=20)[-1]
    yield Row("Playback: draw, p95", "ms", "≤ 4", {"ReLU Lab": draw}, draw <= 4)
    sent = sum(received)
    yield Row("Playback: sent by the server in 4 s", "bytes", "0", {"ReLU Lab": sent}, sent == 0)


def slider(page: Page) -> tuple[float, float]:
    """Median ms from a key on a slider to the chart's first repaint, and to the last change on the page.

    Plotly draws the chart twice: at once, and when Streamlit has measured its width.
    """
    page.evaluate(WATCH_REPAINT)
    thumb = page.get_by_role("slider", name="Mean").first
    times = []
    for number in range(ROUNDS):
        thumb.focus()
        page.keyboard.press("ArrowRight" if number % 2 == 0 else "ArrowLeft")
        page.wait_for_function(SETTLED)
        times.append(page.evaluate("() => [window.charted - window.pressed, window.painted - window.pressed]"))
    charted, settled = zip(*times, strict=True)
    return statistics.median(charted), statistics.median(settled)
