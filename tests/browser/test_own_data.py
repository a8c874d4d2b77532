"""Data of one's own in a real browser: files good and bad, points drawn by mouse, finger and keys, and the links."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.harness import PHONE, Visitors, wait_until_idle
from tests.browser.training import choose, player, query
from viz.spec.points import FIRST_POINTS, HIGH, LOW, SIZE, STEP, read_points, write_points

CODEC = Path(__file__).resolve().parents[2] / "viz" / "ui" / "training" / "points_canvas" / "codec.js"
SHORT = "/training?steps=300&frames=30"
DRAWN = f"{SHORT}&dataset=drawn"
GOOD = "length,width,kind\n" + "".join(f"{n / 10},{n % 7},{('long', 'short')[n < 30]}\n" for n in range(60))


def points(text: str) -> list[str]:
    return [text[start : start + SIZE] for start in range(0, len(text), SIZE)]


# Files ----------------------------------------------------------------------------------------------------------------


def give(page: Page, text: str, name: str = "flowers.csv") -> None:
    file = {"name": name, "mimeType": "text/csv", "buffer": text.encode()}
    page.locator(".st-key-training-file input").set_input_files([file])  # type: ignore[list-item]


def test_a_file_is_trained_on_and_its_link_asks_for_it_again(visit: Visitors) -> None:
    page = visit(SHORT)
    choose(page, "Data set", "Your own table")
    give(page, GOOD)
    page.wait_for_url("**dataset=upload**")
    mine = query(page)
    root = player(page, upload=mine["upload"])
    expect(page.get_by_text("Uploaded data are not in the link")).to_be_visible()
    assert "flowers" not in page.url

    other = visit(f"/training?{page.url.partition('?')[2]}")
    expect(other.get_by_test_id("stAlert")).to_contain_text("made from uploaded data, which is not in it")
    player(other, steps="300")
    assert '"dataset"' not in (other.get_by_test_id("player").get_attribute("data-run") or "")
    give(other, GOOD)
    expect(player(other, upload=mine["upload"])).to_have_attribute("data-run", root.get_attribute("data-run") or "")
    expect(other.get_by_test_id("stAlert")).to_have_count(0)


def test_bad_files_are_refused_in_words(visit: Visitors) -> None:
    page = visit(SHORT)
    choose(page, "Data set", "Your own table")
    for name, text, words in (
        ("empty.csv", "", "the file is empty"),
        ("ragged.csv", "a,b\n1,2\n3\n", "row 3 has 1 cell, row 1 has 2"),
        ("open.csv", 'a,b\n1,"2\n3,4\n', "a quotation mark is opened and never closed"),
    ):
        give(page, text, name)
        expect(page.get_by_test_id("stSidebar").get_by_test_id("stAlert")).to_contain_text(words)
        expect(page.get_by_test_id("stSidebar").get_by_test_id("stAlert")).to_contain_text(name)
    assert "upload" not in query(page)
    player(page, steps="300")


# Points ---------------------------------------------------------------------------------------------------------------


@pytest.fixture
def canvas(visit: Visitors) -> tuple[Page, Locator]:
    page = visit(DRAWN)
    player(page, dataset="drawn")
    return page, on(page)


def on(page: Page) -> Locator:
    found = page.locator(".points canvas")
    found.scroll_into_view_if_needed()
    return found


def spot(canvas: Locator, x: float, y: float) -> tuple[float, float]:
    """Return where in the window the point (x, y) of the plane is; the margins are plane.js's, within the border."""
    box = canvas.bounding_box()
    assert box is not None
    left, right, top, bottom = 1 + 22, 8 + 1, 1 + 8, 20 + 1
    across = (x - LOW) / (HIGH - LOW) * (box["width"] - left - right)
    down = (HIGH - y) / (HIGH - LOW) * (box["height"] - top - bottom)
    return box["x"] + left + across, box["y"] + top + down


def drawn(page: Page, changed: Callable[[str], bool]) -> list[tuple[float, float, int]]:
    """Return the points in the address, once they are as they should be."""
    page.wait_for_url(lambda url: changed(url), wait_until="commit")
    return list(read_points(query(page).get("points", FIRST_POINTS)))


def has(count: int) -> Callable[[str], bool]:
    return lambda url: len((re.search(r"points=(\w*)", url) or ["", FIRST_POINTS])[1]) == SIZE * count


def test_a_click_adds_a_point_and_a_drag_a_stroke(canvas: tuple[Page, Locator]) -> None:
    page, plane = canvas
    page.mouse.click(*spot(plane, 3.0, 3.0))
    added = drawn(page, has(25))[-1]
    assert added[:2] == pytest.approx((3.0, 3.0), abs=0.03)
    assert added[2] == 0
    page.get_by_role("button", name="Second").click()
    page.mouse.move(*spot(plane, -3.0, -3.0))
    page.mouse.down()
    page.mouse.move(*spot(plane, 3.0, -3.0), steps=30)
    page.mouse.up()
    painted = int(page.locator(".points").get_attribute("data-count") or 0)
    assert painted > 30
    stroke = drawn(page, has(painted))[25:]
    assert {kind for *_, kind in stroke} == {1}
    assert all(y == pytest.approx(-3.0, abs=0.03) for _, y, _ in stroke)
    assert player(page, points=query(page)["points"])


def test_points_are_rubbed_out_undone_and_cleared(canvas: tuple[Page, Locator]) -> None:
    page, plane = canvas
    x, y, _ = read_points(FIRST_POINTS)[0]
    page.mouse.click(*spot(plane, x, y), button="right")
    assert len(drawn(page, has(23))) == 23
    page.get_by_role("button", name="Undo").click()
    page.wait_for_url(lambda url: "points=" not in url)
    page.get_by_role("button", name="Erase").click()
    page.mouse.click(*spot(plane, x, y))
    drawn(page, has(23))
    before = page.url
    page.get_by_role("button", name="Clear").click()
    expect(page.locator(".points .hint")).to_contain_text("The first class has 0 of at least 2 points")
    expect(page.locator(".points")).to_have_attribute("data-count", "0")
    wait_until_idle(page)
    assert page.url == before
    player(page, points=query(page)["points"])
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".points")).to_have_attribute("data-count", "23")


def test_keys_draw(canvas: tuple[Page, Locator]) -> None:
    page, plane = canvas
    plane.focus()
    for key in ("ArrowRight", "ArrowRight", *["ArrowUp"] * 15, "Shift+ArrowUp", "Space"):
        page.keyboard.press(key)
    assert drawn(page, has(25))[-1] == (0.4, 3.05, 0)
    expect(plane).to_have_attribute("aria-label", re.compile("25. Cursor at 0.40, 3.05"))
    page.keyboard.press("Delete")
    drawn(page, has(24))
    page.keyboard.press("Control+z")
    drawn(page, has(25))


def test_a_finger_draws(visit: Visitors) -> None:
    page = visit(DRAWN, size=PHONE, touch=True)
    page.get_by_test_id("stExpandSidebarButton").click()
    plane = on(page)
    page.touchscreen.tap(*spot(plane, -3.0, -2.0))
    assert drawn(page, has(25))[-1] == (pytest.approx(-3.0, abs=0.03), pytest.approx(-2.0, abs=0.03), 0)


def test_a_link_brings_the_points(visit: Visitors) -> None:
    text = write_points([(-1.0, 0.0, 0), (-2.0, 1.0, 0), (1.0, 0.0, 1), (2.0, -1.0, 1)])
    page = visit(f"{DRAWN}&points={text}")
    expect(page.locator(".points .count")).to_have_text("4 points")
    player(page, points=text)


def test_python_and_the_browser_write_points_alike(chromium: Browser) -> None:
    rng = random.Random(4)
    steps = round((HIGH - LOW) / STEP)
    places = [(rng.randint(0, steps), rng.randint(0, steps), rng.randint(0, 1)) for _ in range(500)]
    places += [(0, 0, 0), (steps, steps, 1), (35, 36, 0), (71, 72, 1)]
    page = chromium.new_page()
    written, read = page.evaluate(
        f"places => {{ {CODEC.read_text()}; const text = writePoints(places); return [text, readPoints(text)]; }}",
        places,
    )
    page.close()
    assert written == write_points([(LOW + x * STEP, LOW + y * STEP, kind) for x, y, kind in places])
    assert [tuple(place) for place in read] == places
    assert read_points(written) == tuple((round(LOW + x * STEP, 2), round(LOW + y * STEP, 2), k) for x, y, k in places)
