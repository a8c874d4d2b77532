"""What is told of classes: the confusion matrix, units by class, example images, samples in projection."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import expect

from tests.browser.player.many_inputs import TEST, TRAIN, Array, many_inputs
from tests.browser.player.stage import Stage
from viz.figures.theme import LIGHT, along

FRAME = 12
KINDS: dict[str, tuple[int, tuple[int, ...], Any, bool]] = {
    "digits": (64, (32,), "0123456789", True),
    "few": (4, (8,), ("setosa", "versicolor", "virginica"), False),
    "wine": (13, (16, 8), ("class 1", "class 2", "class 3"), False),
    "two": (30, (16,), ("malignant", "benign"), False),
    "values": (10, (16, 8), (), False),
}


def recorded(kind: str) -> tuple[bytes, dict[str, Array]]:
    inputs, hidden, names, images = KINDS[kind]
    return many_inputs(inputs, hidden, tuple(names), images=images)


@pytest.fixture
def shown(stage: Callable[..., Stage]) -> Callable[[str], tuple[Stage, dict[str, Array]]]:
    """Show a kind of recording at FRAME, together with its arrays."""

    def show(kind: str) -> tuple[Stage, dict[str, Array]]:
        data, arrays = recorded(kind)
        player = stage()
        player.paused(data, FRAME)
        return player, arrays

    return show


def middle(player: Stage, expression: str) -> tuple[float, float]:
    """Evaluate an expression of the panels `p` that gives [x, y] on a canvas."""
    x, y = player.page.evaluate(
        f"() => {{ const p = document.querySelector('.player').player.stage.panels; return {expression}; }}"
    )
    return float(x), float(y)


@pytest.mark.parametrize("kind", ["digits", "few", "two"])
def test_confusion_counts_every_sample(shown: Callable[[str], tuple[Stage, dict[str, Array]]], kind: str) -> None:
    player, arrays = shown(kind)
    names = KINDS[kind][2]
    cell = "[p.confusion.left + ({x} + .5) * p.confusion.cell, p.confusion.top + ({y} + .5) * p.confusion.row]"
    for number, of, total in [(1, "test", TEST), (0, "training", TRAIN)]:
        expect(player.page.locator(".confusion .sub")).to_have_text(f"{of} set")
        counts = arrays["confusion"][0, FRAME, number]
        assert counts.sum() == total
        for true, predicted in [(0, 0), (1, 0), (0, 1)]:
            tip = player.hover("confusion", *middle(player, cell.format(x=predicted, y=true)))
            assert tip.startswith(f"True {names[true]}, predicted {names[predicted]}")
            assert f"{of if of == 'test' else 'training'} samples\n{counts[true, predicted]}\n" in tip
            share = 100 * counts[true, predicted] / counts[true].sum()
            assert f"of all true {names[true]}\n{share:.1f}".removesuffix(".0") in tip
        player.press("training set")
    player.press("percent")
    expect(player.root.get_by_role("button", name="percent")).to_have_attribute("aria-pressed", "true")


def test_old_recordings_and_values_have_no_confusion(
    shown: Callable[[str], tuple[Stage, dict[str, Array]]], stage: Callable[..., Stage]
) -> None:
    player, _ = shown("values")
    expect(player.page.locator(".classes")).to_be_hidden()
    expect(player.page.locator(".firing")).to_be_hidden()
    player = stage()
    player.paused(many_inputs(2, (4,), ("a", "b"))[0], 0)
    expect(player.page.locator(".classes")).to_be_visible()
    expect(player.page.locator(".firing")).to_be_hidden()


def test_a_projection_says_so_and_rings_what_is_wrong(
    shown: Callable[[str], tuple[Stage, dict[str, Array]]],
) -> None:
    player, arrays = shown("few")
    title = player.page.locator(".boundary h3")
    full = "PCA: first two components, 45 % of the variance"
    said = [(title.get_attribute("title") or "").replace("\u00a0", " "), title.inner_text().replace("\u00a0", " ")]
    assert full in said
    assert player.page.locator('[data-panel="boundary"]').get_attribute("aria-label", timeout=1000)
    drawn = player.page.evaluate(
        """(t) => {
            const panel = document.querySelector(".player").player.stage.panels.boundary;
            let rings = 0;
            const ring = panel.ring;
            panel.ring = (...where) => { rings++; ring(...where); };
            panel.draw(t);
            panel.ring = ring;
            return [rings, panel.points.length];
        }""",
        FRAME,
    )
    truth = np.concatenate([arrays["y_train"][0], arrays["y_test"][0]])
    assert drawn == [int((arrays["predictions"][0, FRAME] != truth).sum()), TRAIN + TEST]


def test_pointing_at_a_sample_gives_its_truth_and_its_image(
    shown: Callable[[str], tuple[Stage, dict[str, Array]]],
) -> None:
    player, arrays = shown("digits")
    player.press("To the last frame")
    player.at(30)
    for n in (0, 5, TRAIN + 2):  # the first is predicted wrongly to the end
        x, y = middle(player, f"(({{ x, y }}) => [x, y])(p.boundary.points.find((point) => point.n === {n}))")
        tip = player.hover("boundary", x, y)
        own = int(np.concatenate([arrays["y_train"][0], arrays["y_test"][0]])[n])
        if f"sample {n + 1 if n < TRAIN else n - TRAIN + 1}\n" not in tip:
            continue  # another sample lies on the same spot
        assert f"true class\n{own}" in tip
        assert ("wrong" in tip) == (n == 0)
        inks = player.page.evaluate(
            """() => Array.from(document.querySelector(".tooltip canvas").getContext("2d")
                .getImageData(0, 0, 8, 8).data).filter((_, k) => k % 4 === 0)"""
        )
        # Ink on paper: the larger the value the darker.
        assert np.corrcoef(inks, arrays["images"][0, n])[0, 1] < -0.999
    place = middle(player, "[p.examples.places[0].x + 12, p.examples.places[0].y + 12]")
    tip = player.hover("examples", *place)
    assert tip.startswith("Test sample")
    assert "true class\n0" in tip


def test_values_are_predicted_against_true(shown: Callable[[str], tuple[Stage, dict[str, Array]]]) -> None:
    player, arrays = shown("values")
    expect(player.page.locator(".boundary h3")).to_have_text("Predicted against true")
    predicted = arrays["predictions"][0, FRAME].astype(float)
    n = int(np.argmin(np.abs(predicted[:TRAIN] - 150)))
    x, y = middle(player, f"(({{ x, y }}) => [x, y])(p.boundary.points.find((point) => point.n === {n}))")
    box = player.page.evaluate("document.querySelector('.player').player.stage.panels.boundary.box")
    low, high = -36, 336  # 12 % more than the range of the targets
    assert x == pytest.approx((arrays["y_train"][0, n] - low) / (high - low) * box["width"], abs=0.5)
    assert y == pytest.approx(box["height"] * (1 - (predicted[n] - low) / (high - low)), abs=0.5)
    assert "off by" in player.hover("boundary", x, y)


def test_values_colour_the_samples_in_projection(shown: Callable[[str], tuple[Stage, dict[str, Array]]]) -> None:
    player, arrays = shown("values")
    expect(player.page.locator(".targets h3")).to_have_text(re.compile(r"PCA.* 45\s% of variance"))
    expect(player.page.locator(".targets .legend")).to_contain_text(f"train {TRAIN}")
    targets = arrays["y_train"][0]
    for n in (int(targets.argmin()), int(targets.argmax())):
        x, y = middle(player, f"(({{ x, y }}) => [x, y])(p.targets.points.find((point) => point.n === {n}))")
        box = player.page.evaluate("document.querySelector('.player').player.stage.panels.targets.box")
        across, up = arrays["x_train"][0, n]  # the domain is −3 … 3
        assert (x, y) == pytest.approx(((across + 3) / 6 * box["width"], (3 - up) / 6 * box["height"]), abs=0.5)
        colour = player.page.evaluate(
            "(y) => parseColour(document.querySelector('.player').player.stage.panels.targets.colour(y))",
            float(targets[n]),
        )
        expected = along(LIGHT.heat, float(targets[n]) / 300)  # the range of the targets
        assert colour == pytest.approx([int(expected[at : at + 2], 16) for at in (1, 3, 5)], abs=2)
        assert f"\n{player.page.evaluate('(v) => significant(v)', float(targets[n]))}\n" in player.hover(
            "targets", x, y
        )


def test_classes_have_no_such_picture(shown: Callable[[str], tuple[Stage, dict[str, Array]]]) -> None:
    player, _ = shown("wine")
    expect(player.page.locator(".targets")).to_be_hidden()


def test_units_by_class_are_told_and_opened(shown: Callable[[str], tuple[Stage, dict[str, Array]]]) -> None:
    player, arrays = shown("wine")
    place = "((b) => [b.left + 1.5 * p.classmap.cell, b.top + 2.5 * b.row])(p.classmap.blocks[1])"
    x, y = middle(player, place)
    tip = player.hover("classmap", x, y)
    share = arrays["class_activity.1"][0, FRAME, 2, 1] / 255
    assert tip.startswith("Layer 2, unit 3")
    assert f"true class 2\n{100 * share:.1f}".removesuffix(".0") in tip
    player.page.locator('[data-panel="classmap"]').click(position={"x": x, "y": y})
    expect(player.root).to_have_attribute("data-unit", "2.3")
    assert player.page.locator(".outline.opened:not([hidden])").count() == 3


@pytest.mark.parametrize("kind", KINDS)
def test_every_panel_is_drawn_and_nothing_is_clipped(stage: Callable[..., Stage], kind: str) -> None:
    data, _ = recorded(kind)
    player = stage()
    player.paused(data, FRAME)
    for width in (1200, 800, 420):
        for ground in ("#FFFFFF", "#11141A"):
            player.page.set_viewport_size({"width": width, "height": 900})
            player.give(data, ground=ground, frame=FRAME)
            found = player.page.evaluate(
                """() => [...document.querySelectorAll("[data-panel]")].filter((canvas) => {
                    if (!canvas.offsetParent) return false;
                    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
                    const { right } = canvas.getBoundingClientRect();
                    const wide = right > innerWidth && canvas.dataset.panel !== "matrix";
                    return wide || !data.some((v, i) => i % 4 === 3 && v > 0);
                }).map((canvas) => canvas.dataset.panel)"""
            )
            assert found == []
            assert player.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_pictures_hidden_are_not_drawn(shown: Callable[[str], tuple[Stage, dict[str, Array]]]) -> None:
    player, _ = shown("values")
    drawn = player.page.evaluate(
        """() => {
            const { panels } = document.querySelector(".player").player.stage;
            const names = [];
            for (const [name, panel] of Object.entries(panels)) {
                const draw = panel.draw.bind(panel);
                panel.draw = (t) => { names.push(name); draw(t); };
            }
            document.querySelector(".player").player.seek(3);
            return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(names))));
        }"""
    )
    assert set(drawn) == {"boundary", "network", "matrix", "loss", "score", "units", "norms", "targets"}
