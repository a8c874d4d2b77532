"""The exported file: its size, and that what it holds is what the page shows."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, replace
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from tests.unit.ui.export.trained_pages import activations_page, training_page
from viz.spec import ExperimentSpec
from viz.spec.fork import forked
from viz.ui.export.entry import Download
from viz.ui.export.html import EMBEDDED, activations_html, entries, training_html

SHORT = ExperimentSpec(steps=60, frames=30)
WIDE = ExperimentSpec(hidden=(64, 64))
LIMIT = 3_000_000  # bytes, as the issue asks of a standard run


def block(file: bytes, name: str) -> Any:
    """Return the JSON that stands in a file under an id."""
    found = re.findall(rf'<script type="application/json" id="{name}">(.*?)</script>', file.decode(), re.DOTALL)
    return json.loads(found[0])


def title(file: bytes) -> str:
    return unescape(re.findall("<h1>(.*?)</h1>", file.decode())[0])


def test_a_standard_run_takes_a_third_of_what_it_may() -> None:
    file = training_html(training_page(ExperimentSpec()))
    assert len(file) < LIMIT / 3
    assert title(file) == "A healthy network"


@pytest.mark.parametrize(
    ("specs", "large"),
    [
        ((ExperimentSpec(),), False),
        ((WIDE,), True),
        ((WIDE, replace(WIDE, seed=3)), False),
    ],
    ids=["standard", "wide", "race"],
)
def test_a_file_of_more_than_three_megabytes_says_so(specs: tuple[ExperimentSpec, ...], large: bool) -> None:
    page = training_page(*specs)
    (download,) = [entry for entry in entries(page) if isinstance(entry, Download)]
    size = len(download.make())
    assert (size > LIMIT) == large
    said = re.findall(r", ([\d.]+) MB$", download.label)
    assert [float(each) for each in said] == pytest.approx([size / 1e6] * large, abs=0.1)
    (untrained,) = [entry for entry in entries(training_page(*specs, done=False)) if isinstance(entry, Download)]
    assert untrained.label == "Web page (.html)"


def test_settings_are_those_of_the_run() -> None:
    page = training_page(SHORT, name="<b>Mine</b>")
    settings = block(training_html(page), "settings")
    (run,) = settings["runs"]
    expected = json.loads(json.dumps(asdict(SHORT)))
    assert (run["lane"], run["name"], run["settings"]) == ("A", "<b>Mine</b>", expected)
    assert settings["link"] == page.link
    assert title(training_html(page)) == "<b>Mine</b>"


def test_a_race_holds_every_lane() -> None:
    fork = forked(SHORT, 30, learning_rate=0.02)
    settings = block(training_html(training_page(SHORT, fork)), "settings")
    assert [run["lane"] for run in settings["runs"]] == ["A", "B"]
    assert settings["runs"][1]["settings"]["earlier"] == list(fork.earlier)


def test_the_file_of_activations_states_its_size() -> None:
    page = activations_page(functions=("relu", "gelu"))
    file = activations_html(page)
    assert block(file, "settings")["settings"]["functions"] == ["relu", "gelu"]
    (download,) = [entry for entry in entries(page) if isinstance(entry, Download)]
    assert "About 2 MB" in download.said
    assert 1.5e6 < len(file) < 2.5e6


def test_the_readme_embeds_a_file_as_the_menu_does() -> None:
    readme = Path(__file__).parents[4].joinpath("README.md").read_text(encoding="utf-8")
    (shown,) = re.findall(r"```html\n(.*?)```", readme, re.DOTALL)
    assert EMBEDDED.format(file="relu-lab-run.html", title="A run in ReLU Lab").startswith(shown)
