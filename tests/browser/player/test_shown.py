"""Every word and number that the player shows is the recording's, and every kind of run is drawn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from playwright.sync_api import expect

from tests.browser.player.runs import SETTINGS, SHORT
from tests.browser.player.stage import Stage
from viz.engine import Recording, record
from viz.spec import ExperimentSpec

# What it says -------------------------------------------------------------------------------------------------------


def test_reading_counts_the_dead_and_gives_the_score(stage: Callable[..., Stage], dying: Recording) -> None:
    player = stage()
    player.paused(dying)
    for frame in range(0, len(dying.steps), 7):
        player.page.evaluate("(t) => document.querySelector('.player').player.seek(t)", frame)
        player.at(frame)
        reading = player.reading
        assert reading.startswith(f"Step {dying.steps[frame]:,}")
        for number, dead in enumerate(dying.dead, start=1):
            count = int(dead[0, frame].sum())
            assert (f"layer {number} has {count} of 8 units" in reading) == (0 < count < 8)
        score = 100 * float(dying.test_score[0, frame])
        shown = ">99" if 99.5 < score < 100 else f"{score:.0f}"
        assert f"Test accuracy is {shown} %" in reading


@pytest.mark.parametrize(
    ("spec", "frame", "words"),
    [
        (ExperimentSpec(initialiser="zeros", steps=60, frames=30), 10, "Every gradient is exactly 0"),
        (ExperimentSpec(hidden=(8,) * 8, activation="sigmoid", steps=60, frames=30), 10, "gradient vanishes"),
        (ExperimentSpec(init_bias=-10.0, steps=60, frames=30), 0, "is dead"),
        (ExperimentSpec(hidden=(), steps=60, frames=30), 10, "linear"),
        (ExperimentSpec(dataset="sine", learning_rate=0.01, steps=60, frames=30), 30, "Test R² is"),
        (ExperimentSpec(test_share=0.0, steps=60, frames=30), 10, "Training accuracy is"),
        (SHORT, 0, "before training"),
    ],
)
def test_reading_fits_the_situation(stage: Callable[..., Stage], spec: ExperimentSpec, frame: int, words: str) -> None:
    player = stage()
    player.paused(record(spec), frame)
    assert words in player.reading


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({}, "2–8–8–1 ReLU ·"),
        ({"normalisation": "layer"}, "2–8–8–1 ReLU, layer norm ·"),
        ({"normalisation": "batch", "residual": True}, "2–8–8–1 ReLU, batch norm, residual ·"),
        ({"residual": True, "hidden": (8,)}, "2–8–1 ReLU ·"),  # no layer is as wide as its input
    ],
)
def test_the_summary_names_what_is_around_the_layers(
    stage: Callable[..., Stage], change: dict[str, object], words: str
) -> None:
    player = stage()
    player.give(record(replace(SHORT, **change)))
    expect(player.root.locator(".summary")).to_contain_text(words)


def test_reading_of_an_overflow_says_where(stage: Callable[..., Stage]) -> None:
    recording = record(SETTINGS["overflow"])
    stopped = recording.header["stopped"]
    player = stage()
    player.paused(recording, len(recording.steps) - 1)
    assert player.reading.startswith(stopped["message"])
    assert str(stopped["step"]) in player.reading
    assert stopped["layer_label"] in player.reading
    expect(player.root.get_by_role("button", name="Train on")).to_be_disabled()


def test_hovering_gives_the_recorded_numbers(stage: Callable[..., Stage], dying: Recording) -> None:
    player = stage()
    player.paused(dying, 60)
    tip = player.hover("loss", 46 + 0.5 * 353, 60)
    step = int(tip.split()[1].replace(",", ""))
    frame = dying.steps.tolist().index(step)
    assert f"{dying.train_loss[0, frame]:.2g}"[:3] in tip
    box = player.page.evaluate("document.querySelector('.player').player.stage.panels.network.boxes[1].tiles[2]")
    tip = player.hover("network", box["x"] + 5, box["y"] + 5)
    active = round(float(dying.active_fraction[0][0, 60, 2]) * dying.x_train.shape[1])
    assert tip.startswith("Layer 1, unit 3")
    assert f"({active} of {dying.x_train.shape[1]})" in tip


def test_marks_of_a_unit_never_overlap(stage: Callable[..., Stage]) -> None:
    player = stage()
    worst = player.page.evaluate(
        """() => {
            let worst = Infinity, seed = 7;
            const random = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
            for (let trial = 0; trial < 400; trial++) {
                const events = Array.from({ length: 1 + Math.floor(random() * 30) }, () => ({ frame: random() * 300 }))
                    .sort((a, b) => a.frame - b.frame);
                const groups = groupMarks(events, (t) => 46 + t * 1.15, 42, 400);
                if (groups.reduce((sum, g) => sum + g.events.length, 0) !== events.length) return -1;
                for (let k = 1; k < groups.length; k++) {
                    const [a, b] = [groups[k - 1], groups[k]];
                    worst = Math.min(worst, b.centre - b.width / 2 - a.centre - a.width / 2);
                }
            }
            return worst;
        }"""
    )
    assert worst >= 0


# Every kind of run, every width -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SETTINGS)
def test_every_panel_is_drawn_at_every_width(stage: Callable[..., Stage], name: str) -> None:
    recording = record(SETTINGS[name])
    last = len(recording.steps) - 1
    player = stage()
    player.paused(recording, last)
    for width, grid in [(1200, "wide"), (800, "medium"), (420, "narrow")]:
        for ground, theme in [("#FFFFFF", "light"), ("#11141A", "dark")]:
            player.page.set_viewport_size({"width": width, "height": 900})
            player.give(recording, ground=ground, frame=last)
            expect(player.root).to_have_attribute("data-grid", grid)
            expect(player.root).to_have_attribute("data-theme", theme)
            blank = player.page.evaluate(
                """() => [...document.querySelectorAll("[data-panel]")].filter((canvas) => {
                    if (!canvas.offsetParent) return false;
                    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
                    return !data.some((v, i) => i % 4 === 3 && v > 0);
                }).map((canvas) => canvas.dataset.panel)"""
            )
            assert blank == []
            assert player.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_same_frame_gives_the_same_pixels(stage: Callable[..., Stage], dying: Recording) -> None:
    pixels = []
    for path in ([60], [3, 100, 60]):
        player = stage()
        player.paused(dying, path[0])
        for frame in path[1:]:
            player.page.evaluate("(t) => document.querySelector('.player').player.seek(t)", frame)
            player.at(frame)
        pixels.append(
            player.page.evaluate("[...document.querySelectorAll('[data-panel]')].map((canvas) => canvas.toDataURL())")
        )
    assert pixels[0] == pixels[1]
