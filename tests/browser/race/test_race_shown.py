"""What a race shows: lineage, charts, how lanes ended, words, layouts, and what it tells the page."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from playwright.sync_api import expect

from tests.browser.race.lanes import A, B, curves, four, in_training, lane, overflowing, recorded, two, wines
from tests.browser.race.stage import RaceStage

Stages = Callable[..., RaceStage]

# Columns of the lineage, in CSS pixels, in which a lane's colour covers at least `least` pixels between two heights.
COLUMNS = """(root, [name, colour, low, high, least]) => {
    const canvas = root.querySelector(`[data-panel="${name}"]`);
    const ratio = canvas.width / canvas.clientWidth;
    const top = Math.round(low * ratio), height = Math.round((high - low) * ratio);
    const { data, width } = canvas.getContext("2d").getImageData(0, top, canvas.width, height);
    const wanted = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
    const found = [];
    for (let x = 0; x < width; x++) {
        let count = 0;
        for (let y = 0; y < height; y++) {
            const i = 4 * (y * width + x);
            if (wanted.every((v, k) => Math.abs(data[i + k] - v) < 12) && data[i + 3] > 200) count++;
        }
        if (count >= least * ratio) found.push(x / ratio);
    }
    return found;
}"""
GREEN = "#5F8F00"  # lane D
ROW = 27


def place(race: RaceStage, step: int) -> float:
    return float(race.root.evaluate("(root, step) => root.player.stage.scene.axis.x(step)", step))


def test_fork_branches_off_its_parent_at_its_step(stage: Stages) -> None:
    race = stage()
    race.paused(four(), 10)
    # Between the rows of A and C nothing has D's colour but the branch, and D's own row begins where that ends.
    branch = race.root.evaluate(COLUMNS, ["lineage", GREEN, 26, 26 + ROW, ROW - 3])
    assert branch
    assert all(abs(x - place(race, 300)) <= 2 for x in branch)
    row = race.root.evaluate(COLUMNS, ["lineage", GREEN, 17 + 3 * ROW - 1, 17 + 3 * ROW + 1, 1])
    line = [x for x in row if x > race.root.evaluate("(root) => root.player.stage.scene.axis.left")]
    assert place(race, 300) <= min(line) <= place(race, 300) + 14
    assert max(line) >= place(race, 600) - 6


def test_a_fork_is_drawn_in_the_charts_from_its_step(stage: Stages) -> None:
    race = stage()
    race.paused(four(), 10)
    for chart, foot in (("loss", 0), ("score", 0), ("dead", 30)):
        height = race.page.locator(f'[data-panel="{chart}"]').evaluate("(canvas) => canvas.clientHeight")
        columns = race.root.evaluate(COLUMNS, [chart, GREEN, 0, height - foot, 1])
        assert place(race, 300) - 6 <= min(columns) <= place(race, 300) + 2, chart


def test_lineage_names_the_change(stage: Stages) -> None:
    race = stage()
    race.paused(four(), 10)
    tip = race.hover("lineage", place(race, 400), 17 + 3 * ROW)
    assert "D lower rate" in tip
    assert "from A at step 300" in tip
    assert "learning rate 1.15 → 0.2" in tip
    expect(race.card("D")).to_contain_text("from A at 300: learning rate 1.15 → 0.2")


def test_pointer_reads_all_lanes_at_a_step(stage: Stages) -> None:
    race = stage()
    race.paused(four(), 10)
    tip = race.hover("score", place(race, 500), 20)
    assert tip.startswith("Accuracy at step 500")
    for name in ("A ReLU, rate 1.15", "B Leaky ReLU, rate 1.15", "C Tanh, rate 0.3", "D lower rate"):
        assert name in tip
    assert tip.count("at step 350") == 1  # where C ended
    assert "of 16" in race.hover("dead", place(race, 100), 20)


def test_a_lane_that_ended_says_so_and_stays(stage: Stages) -> None:
    race = stage()
    race.paused(four(), 60)
    expect(race.card("C")).not_to_contain_text("Ended")
    race.press("To the last frame")
    expect(race.card("C")).to_contain_text("Ended at step 350")
    expect(race.card("C")).to_have_attribute("data-step", "350")
    expect(race.card("B")).to_contain_text("At step 600")


def test_an_overflow_is_named(stage: Stages) -> None:
    race = stage()
    race.paused(overflowing(), 100)
    expect(race.card("B")).to_have_attribute("data-status", "stopped")
    expect(race.card("B")).to_contain_text("overflow")
    expect(race.card("B").locator(".status")).to_contain_text("Stopped at step")
    expect(race.card("A")).to_contain_text("At step 600")


@pytest.mark.parametrize("lanes", [curves, wines, in_training, overflowing], ids=lambda each: each.__name__)
def test_every_kind_of_lane_is_drawn(stage: Stages, lanes: Callable) -> None:
    race = stage(width=700)
    race.give(lanes(), playing=False)
    race.at(0)
    race.press("To the last frame")
    race.press("log scale")
    expect(race.page.locator(".lane-card")).to_have_count(len(lanes()))
    assert "Loss at step" in race.hover("loss", 300, 40)


def test_projection_says_what_it_is(stage: Stages) -> None:
    race = stage()
    race.paused(wines(), 40)
    expect(race.page.locator(".lanes-legend")).to_contain_text("PCA")
    expect(race.page.locator(".lanes-legend")).to_contain_text("wrongly predicted")


def test_verdict_stands_above_the_cards(stage: Stages) -> None:
    race = stage()
    race.paused(two(), 3, verdict="B wins <b>by far</b>.")
    expect(race.page.locator(".verdict")).to_have_text("B wins <b>by far</b>.")


def test_reading_is_spoken_at_rest(stage: Stages) -> None:
    race = stage()
    race.paused(four(), 119)
    race.press("To the last frame")
    spoken = race.page.locator(".spoken")
    expect(spoken).to_have_attribute("aria-live", "polite")
    expect(spoken).to_contain_text("Step 600.")
    expect(spoken).to_contain_text("Lane C, Tanh, rate 0.3: loss 0.0")
    expect(spoken).to_contain_text("Ended at step 350.")
    expect(race.root.get_by_role("slider", name="Step")).to_have_attribute("aria-valuetext", "step 600 of 600")


def test_page_is_told_which_lane_to_open(stage: Stages) -> None:
    race = stage()
    race.paused(two(), 3)
    race.press("Open lane B: Leaky ReLU, rate 1.15")
    shown = int(np.searchsorted(recorded(B).steps, recorded(A).steps[3], side="right")) - 1
    assert race.page.evaluate("() => window.sent") == ["select", {"lane": 1, "frame": shown}]


def test_page_is_told_where_to_fork(stage: Stages) -> None:
    race = stage()
    race.paused(four(), 118)
    for letter, index, step in (("B", 1, 584), ("C", 2, 350)):
        race.card(letter).get_by_role("button", name="Fork here").click()
        assert race.page.evaluate("() => window.sent") == ["fork", {"lane": index, "step": step}]


def test_fork_is_offered_only_when_paused(stage: Stages) -> None:
    race = stage()
    race.give(two(), loop=True)
    fork = race.card("A").get_by_role("button", name="Fork here")
    expect(fork).to_be_disabled()
    race.press("Pause")
    expect(fork).to_be_enabled()


@pytest.mark.parametrize(
    ("width", "grid", "columns"), [(1200, "wide", 2), (1000, "medium", 4), (800, "medium", 2), (420, "narrow", 2)]
)
def test_layouts(stage: Stages, width: int, grid: str, columns: int) -> None:
    race = stage(width=width)
    race.paused(four(), 3)
    expect(race.root).to_have_attribute("data-grid", grid)
    assert race.page.evaluate("() => document.documentElement.scrollWidth") <= width
    tops = race.page.locator(".board").evaluate_all("all => all.map((e) => Math.round(e.getBoundingClientRect().top))")
    assert tops.count(tops[0]) == columns
    cut = race.page.locator(".race .controls, .race .numbers, .race footer").evaluate_all(
        "all => all.filter((e) => e.scrollWidth > e.clientWidth + 1).length"
    )
    assert cut == 0


def test_colours_follow_the_ground(stage: Stages) -> None:
    race = stage()
    race.paused(two(), 3, ground="#11141A")
    expect(race.root).to_have_attribute("data-theme", "dark")
    assert race.card("B").evaluate("(e) => e.style.getPropertyValue('--lane')") == "#FF55E2"
    race.give(two(), frame=3, ground="#FFFFFF")
    expect(race.root).to_have_attribute("data-theme", "light")
    assert race.card("B").evaluate("(e) => e.style.getPropertyValue('--lane')") == "#CC22AE"


def test_one_lane_is_a_race_too(stage: Stages) -> None:
    race = stage()
    race.paused([lane("ReLU", A)], 3)
    expect(race.page.locator(".lane-card")).to_have_count(1)
