"""How a run ended, where it was forked and how its learning rate changed stand in words where they belong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import expect

from tests.browser.player.runs import SHORT
from tests.browser.player.stage import Stage
from viz.engine import Recording, record
from viz.engine.recording_format import read, write


def with_header(recording: Recording, **header: Any) -> Recording:
    return replace(recording, header={**recording.header, **header})


def with_spec(recording: Recording, **spec: Any) -> Recording:
    return with_header(recording, spec={**recording.header["spec"], **spec})


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("target_loss", "target loss reached"),
        ("target_score", "target score reached"),
        ("plateau", "no more progress"),
        ("dead", "a layer is dead"),
        ("time", "out of time"),
    ],
)
def test_the_end_is_told_with_its_reason(stage: Callable[..., Stage], kind: str, words: str) -> None:
    stopped = {"kind": kind, "step": 60, "message": "Stopped at step 60: because of <that>."}
    player = stage()
    player.paused(with_header(record(SHORT), stopped=stopped, planned_steps=900), 30)
    assert player.reading.startswith("Stopped at step 60: because of <that>. At this step ")
    expect(player.root.locator(".step-label")).to_contain_text(words)
    onward = player.root.get_by_role("button", name="Train on")
    expect(onward).to_be_disabled()
    assert "This run" in (onward.get_attribute("title") or "")
    # The axis ends where the run does.
    assert player.page.evaluate("document.querySelector('.player').player.stage.scene.axis.steps") == 60
    player.press("One frame back")
    player.at(29)
    assert player.reading.startswith("Step 58:")


def test_a_cosine_run_is_not_trained_on(stage: Callable[..., Stage]) -> None:
    player = stage()
    player.paused(record(replace(SHORT, schedule="cosine")), 30)
    onward = player.root.get_by_role("button", name="Train on")
    expect(onward).to_be_disabled()
    assert "with more steps this is another run" in (onward.get_attribute("title") or "")
    player.paused(record(replace(SHORT, schedule="step")), 30)
    expect(onward).to_be_enabled()


def test_forks_are_marked_where_they_are(stage: Callable[..., Stage]) -> None:
    player = stage()
    forked = with_spec(
        record(SHORT),
        earlier=["20;learning_rate=1.5;do=redo", "40;learning_rate=1.5;activation=tanh"],
        learning_rate=0.25,
    )
    player.paused(forked, 5)
    lines = player.page.locator(".fork-line")
    expect(lines).to_have_count(2)
    expect(lines.first).to_have_text("fork")
    axis = player.page.evaluate(
        "(({ left, span }) => ({ left, span }))(document.querySelector('.player').player.stage.scene.axis)"
    )
    track = player.page.get_by_role("slider", name="Step")
    told = []
    for share in (1 / 3, 2 / 3):
        track.hover(position={"x": axis["left"] + share * axis["span"], "y": 40})
        told.append(player.page.locator(".tooltip").inner_text())
    assert "at step 20" in told[0]
    assert "dead units re-initialised" in told[0]
    assert "activation relu → tanh" in told[0]
    assert "learning rate" not in told[0]
    assert "at step 40" in told[1]
    assert "learning rate 1.5 → 0.25" in told[1]
    assert "activation tanh → relu" in told[1]


def test_a_fork_plays_on_from_where_it_forks(stage: Callable[..., Stage]) -> None:
    recording = record(SHORT)
    player = stage()
    player.paused(recording, 12)
    fork = with_spec(recording, earlier=["24"])
    player.give(with_header(fork, query={**recording.header["query"], "earlier": "24"}), speed="0.25")
    expect(player.root).to_have_attribute("data-playing", "true")
    assert int(player.root.get_attribute("data-frame") or 0) >= 12
    player.at(30)


def test_the_learning_rate_is_told_where_it_changes(stage: Callable[..., Stage]) -> None:
    recording = record(SHORT)
    player = stage()
    player.paused(with_rates(recording, np.linspace(0.1, 0.04, 31)), 30)
    assert "The learning rate is 0.040." in player.reading
    tip = player.hover("loss", 46 + 0.5 * 353, 60)
    rate = 0.1 - 0.001 * int(tip.split()[1])
    assert f"learning rate\n{rate:.4f}" in tip
    player = stage()
    player.paused(with_rates(recording, np.full(31, 0.1)), 30)
    assert "learning rate" not in player.reading


def with_rates(recording: Recording, rates: np.ndarray[Any, Any]) -> bytes:
    header, arrays = read(recording.to_bytes())
    return write(header, arrays | {"learning_rate": rates[None].astype("<f4")})


def test_the_summary_names_the_schedule(stage: Callable[..., Stage]) -> None:
    player = stage()
    player.paused(with_spec(record(SHORT), schedule="cosine", warmup=100), 0)
    expect(player.root.locator(".summary")).to_contain_text("rate 0.1 cosine after 100 steps of warm-up")
