"""Whatever a browser says in place of a component, the page keeps its settings or takes good ones, and never fails."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fuzz.bounds import bounded, fuzzed
from tests.fuzz.hostile import damaged, json_values, texts
from viz.spec import ExperimentSpec, PlayerView, Settings
from viz.spec.claims import ClaimsSpec
from viz.spec.kinks import POINTS
from viz.spec.one_neuron import OneNeuronSpec
from viz.spec.points import FIRST_POINTS
from viz.spec.training import TrainingSpec
from viz.ui.cell_click import Click, read_click
from viz.ui.claims.links import open_claim
from viz.ui.controls import settle
from viz.ui.one_neuron.kinks import take_drawn
from viz.ui.training.drawing import take_points
from viz.ui.training.wishes import grant, step_on_screen, view

CORPUS = json.loads((Path(__file__).parent / "corpus" / "messages.json").read_text(encoding="utf-8"))
SECONDS, MEGABYTES = 1.0, 40.0
WISHES = ("train_on", "fork", "unit", "moment", "select")


class Page:
    """Stands in for the controls of a page: notes what is asked of its next run."""

    def __init__(self, settings: Settings, asked: Any = None) -> None:
        self.settings = settings
        self.asked = asked
        self.refused: list[str] = []
        self.next: Settings | None = None
        self.noted: dict[str, Any] = {}

    def answer(self, key: str, name: str) -> Any:
        return self.asked

    def offer(self, settings: Settings, *, again: bool = False) -> None:
        self.next = settings

    def change(self, **changes: Any) -> None:
        self.next, self.refused = settle(self.settings, changes)

    def refuse(self, problem: str) -> None:
        self.refused.append(problem)

    def keep(self, name: str, value: Any) -> None:
        self.noted[name] = value

    def kept(self, name: str) -> Any:
        return self.noted.get(name)

    def other(self, kind: type[PlayerView]) -> PlayerView:
        return kind()


RACE = TrainingSpec().add(ExperimentSpec(seed=5, hidden=(3,))).add(ExperimentSpec(dataset="sine"), "three")
FORKED = TrainingSpec().fork(500, learning_rate=1.0)
PAGES = (TrainingSpec(), RACE, FORKED, TrainingSpec(hidden=(), steps=1, frames=1))


def wish(settings: TrainingSpec, name: str, asked: Any) -> None:
    page = Page(settings, asked)
    with bounded(SECONDS, MEGABYTES):
        grant(page, "player", name)  # type: ignore[arg-type]
        well(page)
        if page.next is not None:
            page.settings = page.next
        assert 0 <= step_on_screen(page) <= page.settings.steps  # type: ignore[arg-type, attr-defined]
        view(page)  # type: ignore[arg-type]


def points(told: Any) -> None:
    page = Page(TrainingSpec(dataset="drawn"))
    with bounded(SECONDS, MEGABYTES):
        take_points(page, told)  # type: ignore[arg-type]
    well(page)


def kinks(units: Any, curve: Any) -> None:
    page = Page(OneNeuronSpec(experiment="kinks", target="drawn"))
    with bounded(SECONDS, MEGABYTES):
        take_drawn(page, units, curve)  # type: ignore[arg-type]
    well(page)


def claim(pressed: Any) -> None:
    page = Page(ClaimsSpec(seeds=20))
    with bounded(SECONDS, MEGABYTES):
        open_claim(page, pressed)  # type: ignore[arg-type]
    well(page)


def click(told: Any) -> None:
    with bounded(SECONDS, MEGABYTES):
        read = read_click(told)
    assert read is None or (isinstance(read, Click) and read.point >= 0)


def well(page: Page) -> None:
    """Fail unless what a page is to show next can be shown, and what it can't is said in a few words."""
    if page.next is not None:
        page.next.__post_init__()
        assert type(page.next).from_query(page.next.to_query()) == (page.next, [])
    assert all(0 < len(problem) <= 1000 for problem in page.refused)


def near(message: Any) -> st.SearchStrategy[Any]:
    """Return a message like a good one: some value of it is another."""

    @st.composite
    def changed(draw: st.DrawFn) -> Any:
        copy = json.loads(json.dumps(message))
        if isinstance(copy, str):
            return draw(damaged(copy))
        if not isinstance(copy, dict | list) or not copy:
            return draw(json_values)
        place = draw(st.sampled_from(sorted(copy) if isinstance(copy, dict) else range(len(copy))))
        copy[place] = draw(near(copy[place]) | json_values | st.integers(-3, 7000))
        return copy

    return changed()


GOOD_WISHES = st.sampled_from(
    (6000, 840, "2.5@840", "1.1@0", {"lane": 1, "step": 300}, {"lane": 1, "frame": 12}, {"lane": 0, "frame": 300})
)
GOOD_UNITS = {"slopes": [1.0, -1.0], "positions": [0.5, 0.25], "heights": [1.0, 2.0]}


@given(
    settings=st.sampled_from(PAGES),
    name=st.sampled_from(WISHES),
    asked=json_values | GOOD_WISHES | GOOD_WISHES.flatmap(near) | st.integers(-2, 7000),
)
@fuzzed(0.02)
def test_any_wish_is_granted_or_refused(settings: TrainingSpec, name: str, asked: Any) -> None:
    wish(settings, name, asked)


@given(told=json_values | texts | near(FIRST_POINTS))
@fuzzed(0.01)
def test_any_points_are_taken_or_refused(told: Any) -> None:
    points(told)


@given(units=json_values | near(GOOD_UNITS), curve=json_values | near([0.5] * POINTS))
@fuzzed(0.005)
def test_any_kinks_are_taken_or_refused(units: Any, curve: Any) -> None:
    kinks(units, curve)


@given(told=json_values | near(["27", 1700000000000]) | near([3, 1700000000000]))
@fuzzed(0.005)
def test_any_press_is_taken_or_refused(told: Any) -> None:
    claim(told)
    click(told)


@pytest.mark.parametrize("entry", CORPUS, ids=json.dumps)
def test_corpus(entry: dict[str, Any]) -> None:
    told = entry["told"]
    match entry["from"]:
        case "points":
            points(told)
        case "kinks":
            kinks(told, None)
            kinks(None, told)
        case "claims":
            claim(told)
        case "click":
            click(told)
        case name:
            for settings in PAGES:
                wish(settings, name, told)
