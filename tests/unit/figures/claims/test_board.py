"""The board names every claim with its verdict and number; an open claim says what the finding says, escaped."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from viz.figures.claims import detail
from viz.figures.claims.board import board, deciding, summary
from viz.figures.claims.typeset import typeset
from viz.figures.claims.verdicts import badge, in_full, kind
from viz.labs.claims import CLAIMS, Claim, Finding, Outcome, Quantity, Reference, Size, Verdict
from viz.labs.claims.finding import over_seeds
from viz.spec.claims import THEMES, UNTESTED, VERDICTS, Conditions

NUMBER = Quantity("share <b>", 0.25, 0.2, 0.3, "10 seeds")
FOUND = Finding(Verdict.HOLDS, NUMBER, "It is a < b & so it holds.", more=(over_seeds("other", [1, 2, 3]),))
FIRST, SECOND = list(CLAIMS)[:2]


def lead(number: int | None) -> str:
    return f"?claim={number}&seeds=10" if number else "?seeds=10"


def outcome(number: int, verdict: Verdict = Verdict.HOLDS) -> Outcome:
    depends = "the seed" if verdict is Verdict.DEPENDS else ""
    return Outcome(number, Conditions(), replace(FOUND, verdict=verdict, depends_on=depends), (), 0.0123)


def loose(**changes: object) -> Claim:
    made: Claim = replace(CLAIMS[FIRST], chance=True, category="measurement", size=Size("steps", 1200), **changes)
    return made


def test_the_board_has_a_link_for_every_claim_under_its_theme() -> None:
    html = board(CLAIMS, {}, lead)
    assert [int(found) for found in re.findall(r'data-claim="(\d+)"', html)] == sorted(
        CLAIMS, key=lambda number: (list(THEMES).index(CLAIMS[number].theme), number)
    )
    assert f'href="?claim={FIRST}&amp;seeds=10"' in html
    assert html.count("Not run yet") == len(CLAIMS)
    assert board([], {}, lead) == ""


def test_a_row_has_its_verdict_in_words_and_the_number_with_its_spread() -> None:
    html = board([FIRST, SECOND], {FIRST: outcome(FIRST)}, lead)
    assert '<span class="verdict holds"><i></i>Holds</span>' in html
    assert "<b>0.25</b><small>0.2 to 0.3</small><span>share &lt;b&gt;</span>" in html
    assert html.count("Not run yet") == 1
    assert deciding(None) == ""
    assert "<small>" not in deciding(replace(NUMBER, low=0.25, high=0.2501))


def test_the_summary_counts_every_claim_once() -> None:
    html = summary({FIRST: outcome(FIRST), SECOND: outcome(SECOND, Verdict.DEPENDS)})
    counts = [int(found) for found in re.findall(r"</i>(\d+) ", html)]
    assert counts == [1, 0, 1, 0, len(CLAIMS) - 2]
    assert "1 holds" in html
    assert "0 fail<" in html


def test_every_verdict_has_a_word() -> None:
    assert {verdict.value for verdict in Verdict} == set(VERDICTS)
    assert len({badge(name) for name in (*VERDICTS, UNTESTED)}) == len(VERDICTS) + 1
    assert kind(None) == UNTESTED
    assert in_full(outcome(FIRST, Verdict.DEPENDS).finding) == "Depends on the seed"


def test_an_open_claim_says_what_was_found() -> None:
    assert "It is a &lt; b &amp; so it holds." in detail.verdict(FOUND)
    html = detail.numbers(FOUND)
    assert "<b>0.25</b>" in html
    assert "0.2 to 0.3, over 10 seeds" in html
    assert "1.2 to 2.8, over 3 seeds" in html
    assert detail.numbers(Finding(Verdict.RECORD, None, "It is on record.")) == ""


@pytest.mark.parametrize(
    ("under", "expected"),
    [
        (Conditions(), "10 seeds, 0 to 9, 1,200 steps, tested in 12 ms."),
        (Conditions(20, 5, 0.5), "20 seeds, 5 to 24, 600 steps, tested in 12 ms."),
    ],
)
def test_an_open_claim_says_under_which_conditions(under: Conditions, expected: str) -> None:
    assert expected in detail.conditions(loose(), replace(outcome(FIRST), conditions=under))
    assert "No chance is involved" in detail.conditions(replace(loose(), chance=False), outcome(FIRST))
    assert "Tested in 1.5 s" in detail.conditions(
        replace(loose(), chance=False, size=None, category="timing"), replace(outcome(FIRST), seconds=1.5)
    )


def test_of_claims_that_contradict_each_other_it_says_which_the_numbers_support() -> None:
    claim = loose(against=(SECOND,))
    assert detail.supported(claim, {FIRST: outcome(FIRST)}) == ""
    one_sided = {FIRST: outcome(FIRST), SECOND: outcome(SECOND, Verdict.FAILS)}
    assert detail.supported(claim, one_sided) == f"The numbers support claim {FIRST}."
    neither = {number: outcome(number, Verdict.FAILS) for number in (FIRST, SECOND)}
    assert detail.supported(claim, neither) == "The numbers support neither side in full."
    html = detail.against((SECOND,), one_sided, lead)
    assert f'data-claim="{SECOND}"' in html
    assert "Fails" in html


def test_references_are_links_where_there_is_an_address() -> None:
    cited = (Reference("Nair & Hinton", "https://doi.org/1"), Reference("Fukushima <1969>"))
    html = detail.references(loose(references=cited))
    assert '<a href="https://doi.org/1" target="_blank" rel="noopener">Nair &amp; Hinton</a>' in html
    assert "<li>Fukushima &lt;1969&gt;</li>" in html


def test_plain_text_is_escaped_with_its_indices_below_the_line() -> None:
    assert typeset("σ_w² < 5 %, the μ_max; snake_case stays") == (
        "σ<sub>w</sub>² &lt; 5\N{NO-BREAK SPACE}%, the μ<sub>max</sub>; snake_case stays"
    )
