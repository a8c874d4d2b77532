"""The verdict and the table of a race say what the recordings hold, and are honest about near ties."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from viz.engine import record
from viz.figures.race.standing import Standing, standing
from viz.figures.race.table import lanes_table
from viz.figures.race.verdict import verdict
from viz.figures.theme import LIGHT
from viz.spec import PRESETS
from viz.spec.goal import Goal, goals

GOAL = Goal("test_score", 0.95, "accuracy")
LOSS = Goal("train_loss", 0.1, "accuracy")
BASE = Standing(
    letter="A", label="ReLU", goal=GOAL, steps=600, planned=600, loss=0.1, loss_name="cross-entropy", score=0.98,
    units=16, dead=0, born_dead=0, died=0, revived=0, reached=120, spacing=10, stopped=None, complete=True,
)  # fmt: skip


def lanes(*changes: dict[str, Any]) -> list[Standing]:
    return [replace(BASE, letter=letter, **each) for letter, each in zip("ABCD", changes, strict=False)]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (
            ({"reached": 200}, {"reached": 120}, {"reached": None}),
            "B reaches 95 % test accuracy first, at step 120; A at 200; C never.",
        ),
        (({}, {"reached": 130}), "A and B reach 95 % test accuracy at the same time, at step 120 and 130."),
        (({}, {"reached": 140}), "A reaches 95 % test accuracy first, at step 120; B at 140."),
        (({"reached": None}, {"reached": None}), "None of them reaches 95 % test accuracy."),
        (({"loss": 0.2}, {"loss": 0.0301}), "B ends with the lowest training loss, 0.0301 (A 0.200)"),
        (({"loss": 0.1}, {"loss": 0.104}), "A and B end level, with training losses of 0.100 and 0.104"),
        (
            ({"loss": 0.1}, {"loss": 0.104}, {"loss": 0.3}),
            "A and B end level with the lowest training losses, 0.100 and 0.104 (C 0.300)",
        ),
        (({}, {}), "test accuracy is 98 % in both."),
        (({}, {"score": 0.5}), "test accuracy A 98 %, B 50 %."),
        (({}, {}), "No unit dies."),
        (({"dead": 3}, {}), "Dead units at the end: A 3 of 16, B 0 of 16."),
        (({"dead": 3}, {"dead": 3}), "In each lane 3 of 16 units are dead at the end."),
        (({}, {"stopped": {"kind": "overflow", "step": 1105}}), "Overflow: B at step 1,105."),
        (({"goal": LOSS}, {"goal": LOSS}), "A and B reach a training loss of 0.1 at the same time"),
        (
            ({}, {"goal": LOSS, "reached": None}),
            "The lanes have goals of their own: A test accuracy ≥ 95 % at step 120; B training loss ≤ 0.1 never.",
        ),
        (({}, {"loss_name": "mean squared error"}), "Their losses can't be compared"),
        (({}, {"complete": False, "steps": 300, "reached": None}), "So far, at step 300: A reaches"),
        (({}, {"complete": False, "steps": 300, "reached": None}), "B not yet."),
    ],
)
def test_what_is_said(changes: tuple[dict[str, Any], ...], said: str) -> None:
    assert said in verdict(lanes(*changes)).replace("\N{NO-BREAK SPACE}", " ")


def test_the_same_run_twice_is_no_race() -> None:
    assert verdict(lanes({}, {}), None) == "A and B are the same run: change something in one of them."


def test_what_forks_did_before_they_parted_is_no_race() -> None:
    said = verdict(lanes({}, {}), 200)
    assert said.startswith("They reach 95 % test accuracy at step 120, before they part at step 200.")
    assert "at the same time" in verdict(lanes({}, {}), 100)


@pytest.fixture(scope="module")
def dying() -> list[Standing]:
    runs = (PRESETS["dying"].spec, replace(PRESETS["dying"].spec, learning_rate=0.3))
    return [
        standing(record(run), goal, letter, f"rate <{run.learning_rate}>")
        for run, goal, letter in zip(runs, goals(runs), "AB", strict=True)
    ]


def test_the_numbers_are_those_of_the_recording(dying: list[Standing]) -> None:
    run = PRESETS["dying"].spec
    recording = record(run)
    dead = np.concatenate([layer[0] for layer in recording.active_fraction], axis=1) == 0
    first = dying[0]
    assert first.reached == int(recording.steps[recording.test_score[0] >= 0.95][0])
    assert first.dead == int(dead[-1].sum())
    assert first.born_dead == int(dead[0].sum())
    assert first.died - first.revived == first.dead - first.born_dead
    assert first.died == sum(int(now and not then) for unit in dead.T for then, now in pairwise(unit))
    assert first.loss == recording.train_loss[0, -1]
    assert first.score == recording.test_score[0, -1]
    assert (first.units, first.steps, first.spacing) == (16, 3000, 10)
    assert "B ends with the lowest training loss" in verdict(dying)


def test_an_overflow_is_judged_at_its_last_finite_frame() -> None:
    run = replace(PRESETS["line"].spec, learning_rate=50.0, steps=2000)
    recording = record(run)
    assert recording.header["stopped"]
    found = standing(recording, goals([run])[0], "A", "")
    assert found.overflowed
    assert found.steps == recording.steps[-1] < recording.header["stopped"]["step"]


def test_the_table_has_a_row_for_every_lane(dying: list[Standing]) -> None:
    table = lanes_table(dying, LIGHT)
    assert table.count("<tr>") == 3
    assert "rate &lt;1.5&gt;" in table
    assert f"{dying[0].dead} of 16" in table
    assert "Steps to test accuracy ≥ 95 %" in table


@pytest.mark.parametrize(
    ("changes", "cell"),
    [
        ({"reached": None}, "never"),
        ({"reached": None, "complete": False, "steps": 300}, "300 of 600"),
        ({"stopped": {"kind": "plateau", "step": 300}, "steps": 300}, "300, stopped"),
        ({"stopped": {"kind": "overflow", "step": 305}, "steps": 300}, "300, then overflow"),
    ],
)
def test_how_a_lane_ended_is_in_the_table(changes: dict[str, Any], cell: str) -> None:
    assert cell in lanes_table(lanes({}, changes), LIGHT)
