"""Exported files on the page Training: dropped there they give the page again, or a sentence, and nothing is lost."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.training_page import SHORT, drawn, lanes, opened, played, settings_of, shows
from viz.engine import record
from viz.export import recording_npz, settings_json
from viz.spec import ExperimentSpec
from viz.spec.training import TrainingSpec

OTHER = ExperimentSpec(dataset="spirals", hidden=(5,), steps=120, frames=12, seed=9)


def drop(app: AppTest, data: bytes, name: str) -> AppTest:
    (field,) = [field for field in app.file_uploader if field.label == "Exported run"]
    app = field.set_value((name, data, "application/octet-stream")).run()
    assert not app.exception
    return drawn(app)


def archive(spec: ExperimentSpec, **changes: Any) -> bytes:
    return recording_npz(replace(record(spec), **changes), "run.npz", "http://lab.test")


def said(app: AppTest) -> str:
    texts = [each.value for each in (*app.caption, *app.error, *app.warning)]
    return " ".join(texts).replace("\\", "").replace("\N{WORD JOINER}", "")


def test_a_json_restores_the_run() -> None:
    page = TrainingSpec.of(OTHER)
    app = drop(opened(), settings_json(page.to_query(), "", [("A", "ReLU", record(OTHER))]), "run.json")
    assert shows(app, OTHER)
    assert settings_of(app) == page
    assert "Opened run.json." in said(app)


def test_a_json_restores_a_race() -> None:
    page = replace(TrainingSpec.of(OTHER).add(SHORT, "short"), together=True)
    app = drop(opened(), settings_json(page.to_query(), "", []), "race.json")
    assert [name for name, _ in lanes(app)][1] == "short"
    assert settings_of(app) == page


def test_a_recording_restores_its_run_and_is_held_against_it() -> None:
    app = drop(opened(), archive(OTHER), "run.npz")
    assert shows(app, OTHER)
    assert "Its recording is what these settings give here, number for number." in said(app)


def test_a_recording_that_was_changed_is_not_shown_and_said_to_be_another() -> None:
    loss = record(OTHER).train_loss * 0.5
    app = drop(opened(), archive(OTHER, train_loss=loss), "run.npz")
    assert (played(app)[1].train_loss == record(OTHER).train_loss).all()
    assert f"its training loss ends at {loss[0, -1]:.6g}, here at {2 * loss[0, -1]:.6g}" in said(app)


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"\x80\x04\x95", "evil.npz", "evil.npz can’t be opened: this is a pickle"),
        (b"{", "half.json", "half.json can’t be opened: this is no whole JSON"),
        (b"PK\x03\x04", "cut.npz", "cut.npz can’t be opened: truncated or damaged"),
        (b"{}", "<b>x</b>.json", "<b>x</b>.json can’t be opened: this is JSON of something else"),
    ],
)
def test_other_files_leave_everything_as_it_is(data: bytes, name: str, words: str) -> None:
    app = opened(OTHER)
    before = settings_of(app)
    app = drop(app, data, name)
    assert words in said(app)
    assert settings_of(app) == before
    assert shows(app, OTHER)
    assert not shows(drop(app, archive(SHORT), "run.npz"), OTHER)  # and the field takes another file
    assert words not in said(app)


def test_settings_that_are_not_known_are_named() -> None:
    query = {**OTHER.to_query(), "hidden": "5-x"}
    app = drop(opened(), settings_json(query, "", []), "run.json")
    assert "Hidden layers (hidden): 'x' is not a whole number from 1 to 64; the default is used." in said(app)
    assert settings_of(app).seed == 9
