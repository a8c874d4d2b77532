"""A visitor of Training whose runs wait in line sees where they stand, how they move up, and then the runs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.training_page import PAGE, SHORT, drawn, lanes, played
from viz.engine import record
from viz.spec.codec import Settings
from viz.spec.training import TrainingSpec
from viz.ui.cache import line

RUN = replace(SHORT, seed=4_001)
RACE = replace(TrainingSpec.of(replace(RUN, seed=4_002)).add(replace(RUN, seed=4_003)), together=True)


@pytest.fixture
def others() -> Iterator[list[str]]:
    """Runs of others: as many as may be trained, and two in line."""
    found = [f"run of visitor {number}" for number in range(line().limit + 2)]
    for run in found:
        line().enter(run, owner=run)
    yield found
    for run in found:
        line().leave(run)


def arrived(settings: Settings) -> AppTest:
    app = AppTest.from_file(str(PAGE), default_timeout=60)
    for key, value in settings.to_query().items():
        app.query_params[key] = value
    return app.run()


def said(app: AppTest) -> str:
    assert not app.exception
    (told,) = app.info
    return str(told.value)


def test_a_run_in_line_moves_up_and_begins_when_its_turn_has_come(others: list[str]) -> None:
    app = arrived(RUN)
    assert said(app).startswith("**3rd in line.**")
    line().leave(others[-1])
    assert said(app.run()).startswith("**2nd in line.**")
    line().leave(others[-2])
    assert said(app.run()).startswith("**1st in line.**")
    line().leave(others[0])
    drawn(app.run())
    assert played(app)[1].to_bytes() == record(RUN).to_bytes()
    assert not app.info


def test_a_race_in_line_says_where_its_next_lane_stands(others: list[str]) -> None:
    app = arrived(RACE)
    assert said(app).startswith("**3rd in line.**")
    for run in others[:4]:
        line().leave(run)
    drawn(app.run())
    assert [recording.header["complete"] for _, recording in lanes(app)] == [True, True]
    assert not app.info
