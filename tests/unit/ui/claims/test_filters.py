"""Which claims pass the filters, what is known of them, and where their links lead."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import parse_qsl

import pytest

from viz.labs.claims import CLAIMS, Finding, Outcome, Verdict, every, one
from viz.spec.claims import THEMES, UNTESTED, ClaimsSpec, ClaimTest, Conditions
from viz.ui import cache
from viz.ui.claims.filters import asked_for, filtered
from viz.ui.claims.known import known
from viz.ui.claims.links import address
from viz.ui.lab_run import Experiment

FIRST, SECOND = list(CLAIMS)[:2]


@pytest.fixture
def nothing_kept() -> Iterator[None]:
    cache.results.clear()
    yield
    cache.results.clear()


def record(number: int) -> Outcome:
    return Outcome(number, Conditions(), Finding(Verdict.RECORD, None, "So it is."), (), 0.0)


def test_without_filters_all_claims_are_asked_for() -> None:
    assert asked_for(ClaimsSpec(), {}) == list(CLAIMS)
    assert not filtered(ClaimsSpec(seeds=20, every=True))


def test_filters_by_theme_article_and_verdict_split_the_claims() -> None:
    by_theme = [number for theme in THEMES for number in asked_for(ClaimsSpec(theme=theme), {})]
    assert sorted(by_theme) == list(CLAIMS)
    assert asked_for(ClaimsSpec(article="1"), {}) == [n for n, claim in CLAIMS.items() if 1 in claim.articles]
    outcomes = {FIRST: record(FIRST)}
    assert asked_for(ClaimsSpec(verdict="record"), outcomes) == [FIRST]
    assert asked_for(ClaimsSpec(verdict=UNTESTED), outcomes) == list(CLAIMS)[1:]
    assert filtered(ClaimsSpec(verdict=UNTESTED))


def test_a_search_finds_words_in_any_order_and_numbers_as_they_are() -> None:
    claim = CLAIMS[FIRST]
    words = " ".join(reversed(claim.text.upper().split()[:3]))
    assert FIRST in asked_for(ClaimsSpec(search=words), {})
    assert asked_for(ClaimsSpec(search=str(SECOND)), {}) == [SECOND]
    assert asked_for(ClaimsSpec(search="no such words"), {}) == []
    assert filtered(ClaimsSpec(search="relu"))


def test_a_link_opens_a_claim_with_all_else_as_it_is() -> None:
    settings = ClaimsSpec(seeds=20, every=True, theme="cost", search="a & b")
    query = dict(parse_qsl(address(settings, SECOND).removeprefix("?")))
    assert ClaimsSpec.from_query(query) == (ClaimsSpec(SECOND, 20, every=True, theme="cost", search="a & b"), [])
    assert "claim=" not in address(ClaimsSpec(SECOND), None)


def test_what_is_known_was_found_alone_or_with_all_under_the_same_conditions(nothing_kept: None) -> None:
    conditions = Conditions()
    assert known(conditions) == {}
    alone = Experiment(one, ClaimTest(FIRST, conditions))
    assert any(cache.look_at_lab(alone, "here").wait(1, done=True) for _ in range(60))
    assert list(known(conditions)) == [FIRST]
    assert known(Conditions(seeds=11)) == {}
    assert cache.peek_at_lab(Experiment(every, conditions)) is None  # and looking has begun nothing
    assert len(cache.results()) == 1
