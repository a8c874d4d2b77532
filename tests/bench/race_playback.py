"""What a race of four lanes costs to play in Chromium: the browser's frames and the time that a draw takes."""

from __future__ import annotations

import statistics
from collections.abc import Iterator

from playwright.sync_api import sync_playwright

from tests.bench.browser import WATCH_PLAYBACK
from tests.bench.timing import Row
from tests.browser.chromium import FLAGS, find_chromium
from tests.browser.race.stage import RaceStage
from viz.engine import record
from viz.player.race import ARRAYS, RaceLane
from viz.spec import ExperimentSpec

ACTIVATIONS = ("relu", "leaky_relu", "tanh", "gelu")
SECONDS = 4


def rows() -> Iterator[Row]:
    """Yield the lines of the report."""
    specs = [ExperimentSpec(activation=name, steps=6000, frames=300, seed=1) for name in ACTIVATIONS]
    recordings = [record(spec) for spec in specs]
    lanes = [
        RaceLane(name, recording.reduced(ARRAYS).to_bytes())
        for name, recording in zip(ACTIVATIONS, recordings, strict=True)
    ]
    sent = sum(len(lane.recording) for lane in lanes) / sum(len(recording.to_bytes()) for recording in recordings)
    yield Row("Race of 4: bytes sent, of the whole recordings", "%", "–", {"ReLU Lab": 100 * sent})
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(FLAGS))
        stage = RaceStage(browser, width=1100)
        stage.give(lanes, loop=True)
        stage.page.locator("[data-testid='race'][data-playing='true']").wait_for()
        seen = stage.root.evaluate(WATCH_PLAYBACK, SECONDS)
        stage.leave()
        browser.close()
    yield Row("Race of 4: browser's frames", "/s", "60", {"ReLU Lab": seen["ticks"] / seen["seconds"]})
    draw = statistics.quantiles(seen["draws"], n=20)[-1]
    yield Row("Race of 4: draw, p95", "ms", "≤ 8", {"ReLU Lab": draw}, draw <= 8)
