"""The records of all claims: complete, well-formed, and each with a way to go on."""

from __future__ import annotations

import pickle

import pytest

from viz.labs.claims import CLAIMS, Claim, Verdict
from viz.spec.claims import ARTICLES, THEMES, Conditions
from viz.spec.claims import CLAIMS as COUNT

# Row -> articles, from the list that the page answers.
SOURCES = {
    1: (0,),
    2: (1,),
    3: (1,),
    4: (1,),
    5: (2,),
    6: (2,),
    7: (3,),
    8: (0,),
    9: (0, 2, 3),
    10: (1,),
    11: (1,),
    12: (1,),
    13: (1,),
    14: (0, 2),
    15: (0, 2),
    16: (0, 2, 3),
    17: (0, 2),
    18: (0, 2, 3),
    19: (0, 2),
    20: (0, 2),
    21: (0, 2, 3),
    22: (3,),
    23: (1, 2, 3),
    24: (1,),
    25: (1, 2),
    26: (3,),
    27: (3,),
    28: (3,),
    29: (3,),
    30: (0, 3),
    31: (0, 3),
    32: (1,),
    33: (0,),
    34: (0, 1),
    35: (3,),
    36: (3,),
    37: (3,),
    38: (2,),
    39: (2,),
    40: (3,),
}
TIMED = (16, 17, 22)
CONTRARY = {27: 28, 28: 27}

each = pytest.mark.parametrize("claim", CLAIMS.values(), ids=lambda claim: str(claim.number))


def test_all_rows_are_there_with_their_articles() -> None:
    assert len(SOURCES) == COUNT
    assert {number: claim.articles for number, claim in CLAIMS.items()} == SOURCES
    assert {article for claim in CLAIMS.values() for article in claim.articles} == set(range(ARTICLES))


def test_what_is_timed_and_what_is_on_record() -> None:
    assert tuple(number for number, claim in CLAIMS.items() if claim.category == "timing") == TIMED
    assert [number for number, claim in CLAIMS.items() if claim.category == "record"] == [40]


def test_claims_that_contradict_each_other_name_each_other() -> None:
    named = {number: claim.against for number, claim in CLAIMS.items() if claim.against}
    assert all(number in CLAIMS[other].against for number, others in named.items() for other in others)
    assert all(other in named.get(number, ()) for number, other in CONTRARY.items())


@each
def test_it_is_complete(claim: Claim) -> None:
    assert claim.theme in THEMES
    assert all(text.strip() == text and text for text in (claim.title, claim.text, claim.rule, claim.explanation))
    assert len(claim.title) <= 60
    assert claim.text.endswith(".")
    assert claim.rule.endswith(".")
    assert all(reference.address.startswith("https://") or not reference.address for reference in claim.references)


@each
def test_its_link_leads_to_settings_that_can_be_read(claim: Claim) -> None:
    if claim.category == "record":
        assert claim.play is None
        return
    assert claim.play is not None
    link = claim.play(Conditions(12, 7, 2.0))
    again, problems = type(link.settings).from_query(link.settings.to_query())
    assert problems == []
    assert again == link.settings
    assert link.page in ("activations", "one_neuron", "dead_neurons", "gradient_flow", "training")


@each
def test_it_travels_to_a_worker_and_back(claim: Claim) -> None:
    assert pickle.loads(pickle.dumps(claim)).number == claim.number


def test_what_is_on_record_is_cited_and_not_measured() -> None:
    outcome = CLAIMS[40].test(Conditions())
    assert outcome.finding.verdict is Verdict.RECORD
    assert outcome.finding.number is None
    assert len(CLAIMS[40].references) >= 3
