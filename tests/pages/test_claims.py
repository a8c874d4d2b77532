"""The page Claims without a browser: the board, an open claim, its conditions, and links that ask for nonsense."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.redrawing import drawn, no_timers  # noqa: F401 - a fixture
from viz.figures.claims.typeset import typeset
from viz.labs.claims import CLAIMS
from viz.spec.claims import ClaimsSpec, Conditions
from viz.ui import cache

ROOT = Path(__file__).resolve().parents[2]
EXACT = next(number for number, claim in CLAIMS.items() if claim.category == "arithmetic")


@pytest.fixture(autouse=True, scope="module")
def nothing_kept() -> Iterator[None]:
    cache.results.clear()
    yield
    cache.results.clear()


def opened(**query: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    app.switch_page("pages/claims.py")
    app.query_params.update(query)
    return drawn(app.run())


def html(app: AppTest) -> str:
    """Return all HTML on the page, with that of the links."""
    plain = [element.proto.body for element in app.get("html") if not element.proto.body.startswith("<style")]
    return "".join([*plain, *(linked(app, name) for name in ("board", "ways", "against"))])


def linked(app: AppTest, name: str) -> str:
    """Return the HTML of the links with that key, empty if they aren't there."""
    found = [each for each in app.get("bidi_component") if each.proto.component_name == "claim_links"]
    return "".join(json.loads(each.proto.json)["html"] for each in found if each.proto.id.endswith(f"-claims.{name}"))


def widget(app: AppTest, name: str) -> Any:
    every = (*app.select_slider, *app.selectbox, *app.number_input, *app.text_input, *app.segmented_control)
    return next(found for found in every if str(found.key).split("~")[0] == f"claims.{name}")


def test_the_board_lists_every_claim_and_runs_none() -> None:
    app = opened(seed="77")
    assert [title.value for title in app.title] == ["Claims"]
    assert linked(app, "board").count("data-claim=") == len(CLAIMS)
    assert f"{len(CLAIMS)} not run yet" in html(app)
    assert "seed=77" in linked(app, "board")


def test_an_open_claim_has_its_rule_verdict_figure_and_ways_on() -> None:
    app = opened(claim=str(EXACT))
    claim = CLAIMS[EXACT]
    text = html(app)
    outcome = claim.test(Conditions())
    for said in (claim.rule, claim.text, outcome.finding.reason):
        assert typeset(said) in text
    assert [title.value for title in app.title] == [claim.title]
    assert 'data-claim=""' in linked(app, "ways")
    assert claim.explanation in [found.value for found in app.markdown]
    assert app.get("plotly_chart") or "<table" in text
    (play,) = app.get("page_link")
    assert claim.play is not None
    assert play.proto.page.endswith(claim.play(Conditions()).page)


def test_a_matter_of_record_has_no_number_but_references() -> None:
    number = next(number for number, claim in CLAIMS.items() if claim.category == "record")
    text = html(opened(claim=str(number)))
    assert "On record" in text
    assert "The number that decides" not in text
    assert 'class="references"' in text


def test_a_verdict_that_is_known_is_on_the_board() -> None:
    verdict = CLAIMS[EXACT].test(Conditions()).finding.verdict.value
    opened(claim=str(EXACT))
    board = linked(opened(), "board")
    assert f'class="verdict {verdict}"' in board
    assert "Not run yet" in board
    assert f'class="verdict {verdict}"' not in linked(opened(seed="3"), "board")  # others have not been tested


def test_the_conditions_reach_the_test() -> None:
    number = next(number for number, claim in CLAIMS.items() if claim.chance and claim.theme in ("function", "neuron"))
    app = opened(claim=str(number), seeds="12", seed="5")
    assert "12 seeds, 5 to 16" in html(app)
    widget(app, "seeds").set_value(15)
    assert "15 seeds, 5 to 19" in html(drawn(app.run()))
    next(button for button in app.button if button.label == "Reset").click()
    app = drawn(app.run())
    assert "10 seeds, 0 to 9" in html(app)
    assert app.query_params["claim"] in (str(number), [str(number)])


def test_filters_narrow_the_board_and_are_cleared() -> None:
    app = opened()
    widget(app, "theme").set_value("history")
    app = drawn(app.run())
    asked = [number for number, claim in CLAIMS.items() if claim.theme == "history"]
    assert linked(app, "board").count("data-claim=") == len(asked)
    assert app.query_params["theme"] in ("history", ["history"])
    widget(app, "search").set_value("no such words")
    app = drawn(app.run())
    assert "No claim passes the filters" in app.markdown[0].value
    next(button for button in app.button if button.label == "Show all claims").click()
    assert linked(drawn(app.run()), "board").count("data-claim=") == len(CLAIMS)


def test_nonsense_is_told_and_falls_back() -> None:
    app = opened(claim="99", seeds="3", size="huge", verdict="true", colour="red")
    (warning,) = app.warning
    for said in ("99", "3", "huge", "true", "colour"):
        assert said in warning.value
    assert [title.value for title in app.title] == ["Claims"]
    assert widget(app, "seeds").value == ClaimsSpec().seeds


def test_all_claims_are_tested_when_that_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Conditions] = []
    monkeypatch.setattr("viz.ui.claims.board.watch", lambda lab, conditions, place: asked.append(conditions))
    app = opened(seeds="11")
    assert not asked
    next(button for button in app.button if button.label == "Run all").click()
    app = drawn(app.run())
    assert asked[-1] == Conditions(11)
    assert app.query_params["every"] in ("1", ["1"])
    assert "Run all" not in [button.label for button in app.button]
