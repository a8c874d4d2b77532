"""What the menu "Export" saves beside the page, in a real browser: data, the picture, the video, and the way back."""

from __future__ import annotations

import base64
import io
import json
import re
import struct
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Download, Locator, Page, expect

from tests.browser.harness import Visitors
from tests.browser.training import frame, pause, player, query
from viz.engine import record
from viz.engine.archive import read_archive
from viz.spec import ExperimentSpec

SPEC = ExperimentSpec(steps=300, frames=30, seed=5)
SHORT = "/training?steps=300&frames=30&seed=5"
RACE = "/training?steps=300&frames=30&others=steps%3D300%26frames%3D30%26activation%3Dtanh&together=1"
LENGTH = """async bytes => {
    const video = document.createElement('video');
    video.src = 'data:video/webm;base64,' + bytes;
    await new Promise((done, failed) => Object.assign(video, {onloadeddata: done, onerror: failed}));
    const brightness = async time => {
        video.currentTime = time;
        await new Promise(done => video.onseeked = done);
        const canvas = new OffscreenCanvas(video.videoWidth, video.videoHeight);
        const context = canvas.getContext('2d');
        for (;;) {
            context.drawImage(video, 0, 0);  // nothing, where the image has been found but is not unpacked yet
            const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
            if (data[3] !== 0) return Array.from(data);
            await new Promise(requestAnimationFrame);
        }
    };
    const [first, last] = [await brightness(0), await brightness(video.duration - 0.1)];
    const differing = first.filter((value, place) => Math.abs(value - last[place]) > 64).length / first.length;
    return [video.duration, video.videoWidth, video.videoHeight, differing];
}"""


def menu(page: Page) -> Locator:
    page.get_by_role("button", name="Export").first.click()
    expect(page.get_by_role("button", name="Scalars (.csv)")).to_be_enabled()
    return page.get_by_test_id("stPopoverBody")


def saved(page: Page, name: str) -> Download:
    with page.expect_download() as download:
        page.get_by_role("button", name=name, exact=True).click()
    return download.value


def content(download: Download) -> bytes:
    return Path(download.path()).read_bytes()


def test_data_are_saved_and_opened_again(visit: Visitors) -> None:
    page = visit(SHORT)
    player(page, seed="5")
    menu(page)
    csv = saved(page, "Scalars (.csv)")
    assert csv.suggested_filename == "relu-lab-run.csv"
    assert content(csv).startswith(b"step,train_loss,")
    assert content(csv).count(b"\r\n") == 32
    recording = content(saved(page, "Recording (.npz)"))
    np.testing.assert_array_equal(read_archive(recording).train_loss, record(SPEC).train_loss)
    settings = content(saved(page, "Settings, weights (.json)"))
    assert json.loads(settings)["link"].startswith(f"{visit.address}/training?")

    other = visit("/training?steps=200&frames=20")
    for data, name in ((settings, "run.json"), (recording, "run.npz")):
        other.get_by_test_id("stSidebar").get_by_text("Open a file").click()
        give(other, data, name)
        player(other, seed="5")
        expect(other.get_by_test_id("stSidebar").get_by_text(f"Opened {name}.")).to_be_visible()
        assert query(other)["seed"] == "5"
        if name == "run.json":
            other.go_back()
            player(other, steps="200")
            other.get_by_test_id("stSidebar").get_by_text("Open a file").click()
    expect(other.get_by_text("what these settings give here, number for number")).to_be_visible()
    give(other, b"\x80\x04\x95", "evil.npz")
    expect(other.get_by_test_id("stSidebar").get_by_test_id("stAlert")).to_contain_text("a pickle")
    player(other, seed="5")


def give(page: Page, data: bytes, name: str) -> None:
    field = page.locator('[class*="st-key-training-run-file"] input')
    field.set_input_files([{"name": name, "mimeType": "", "buffer": data}])  # type: ignore[list-item]


def test_picture_and_video_are_made_by_the_browser(visit: Visitors) -> None:
    page = visit(SHORT)
    root = player(page, seed="5")
    at = pause(root)
    menu(page)
    with Image.open(io.BytesIO(content(saved(page, "Picture (.png)")))) as picture:
        assert min(picture.size) > 900
        colours = picture.convert("RGB").getcolors(2**24)
        assert len(colours or ()) > 500
    video = saved(page, "Animation (.webm)")
    assert video.suggested_filename == "relu-lab-run.webm"
    check_video(page, content(video), 1.2)
    expect(root).to_have_attribute("data-frame", str(at))
    assert frame(root) == at
    expect(page.locator(".saving")).to_be_hidden()
    expect(page.get_by_role("button", name="Play")).to_be_visible()


def check_video(page: Page, data: bytes, least: float) -> None:
    """Assert that the bytes are a WebM which the browser plays, and in which something happens."""
    assert struct.unpack(">I", data[:4]) == (0x1A45DFA3,)
    assert b"webm" in data[:64]
    seconds, width, height, differing = page.evaluate(LENGTH, base64.b64encode(data).decode())
    assert least < seconds < 30.0
    assert width % 2 == height % 2 == 0
    assert width * height > 5e5
    assert 0.01 < differing < 0.9


def test_a_recording_of_the_screen_can_be_cancelled(visit: Visitors) -> None:
    page = visit("/training?steps=300&frames=200&speed=0.25")
    root = player(page, frames="200")
    at = pause(root)
    menu(page)
    saves: list[Download] = []
    page.on("download", lambda download: saves.append(download))
    page.get_by_role("button", name="Animation (.webm)").click()
    expect(page.locator(".saving")).to_contain_text(re.compile(r"Recording the animation: [1-9]\d* %"))
    page.locator(".saving").get_by_role("button", name="Cancel").click()
    expect(page.locator(".saving")).to_be_hidden()
    expect(root).to_have_attribute("data-frame", str(at))
    assert saves == []


def test_a_saved_page_has_a_button_for_the_video(visit: Visitors, tmp_path: Path) -> None:
    page = visit(SHORT)
    player(page, seed="5")
    menu(page)
    saved(page, "Web page (.html)").save_as(tmp_path / "run.html")
    alone = visit.blank()
    alone.goto((tmp_path / "run.html").as_uri())
    player(alone, seed="5")
    check_video(page, content(saved(alone, "Video")), 1.2)


@pytest.mark.parametrize(
    ("lacking", "button", "said"),
    [
        ("delete window.MediaRecorder", "Animation (.webm)", "This browser can’t record WebM video"),
        ("HTMLCanvasElement.prototype.toBlob = (done) => done(null)", "Picture (.png)", "can’t make a picture"),
    ],
    ids=["video", "picture"],
)
def test_where_a_browser_cannot_it_says_so(visit: Visitors, lacking: str, button: str, said: str) -> None:
    page = visit.blank()
    page.add_init_script(lacking)
    page.goto(visit.address + SHORT)
    player(page, seed="5")
    menu(page)
    page.get_by_role("button", name=button).click()
    expect(page.locator(".saving")).to_contain_text(said)
    page.locator(".saving").get_by_role("button", name="Close").click()
    expect(page.locator(".saving")).to_be_hidden()


def test_a_race_is_saved_as_well(visit: Visitors) -> None:
    page = visit(RACE)
    expect(page.get_by_test_id("race")).to_have_attribute("data-complete", "true")
    menu(page)
    assert content(saved(page, "Scalars (.csv)")).startswith(b"lane,name,step,")
    assert saved(page, "Recording B (.npz)").suggested_filename == "relu-lab-lane-b.npz"
    check_video(page, content(saved(page, "Animation (.webm)")), 1.2)


def test_a_figure_is_saved_as_svg_and_as_png(visit: Visitors) -> None:
    page = visit("/activations?functions=relu")
    chart = page.locator(".st-key-curves")
    chart.hover()
    for title, start in (("SVG", b"<svg"), ("PNG", b"\x89PNG"), ("SVG", b"<svg")):
        with page.expect_download() as download:
            chart.locator(
                f'.modebar-btn[data-title="Download plot as {"an" if title == "SVG" else "a"} {title}"]'
            ).click()
        assert download.value.suggested_filename == f"relu-lab-activations.{title.lower()}"
        assert content(download.value).startswith(start)
