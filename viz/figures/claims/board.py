"""The board in HTML: every claim a link with its verdict and the number that decides, theme by theme."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from html import escape

from viz.figures.claims.typeset import typeset
from viz.figures.claims.verdicts import badge, kind
from viz.labs.claims import CLAIMS, Claim, Outcome, Quantity
from viz.spec.claims import THEMES, UNTESTED, VERDICTS

SUMMED = {  # of one claim, of any other number of them
    "holds": ("holds", "hold"),
    "fails": ("fails", "fail"),
    "depends": ("depends", "depend"),
    "record": ("on record", "on record"),
    UNTESTED: ("not run yet", "not run yet"),
}
Address = Callable[[int | None], str]  # a claim's number, or None for the board -> where its link leads


def board(numbers: Collection[int], outcomes: Mapping[int, Outcome], address: Address) -> str:
    """Return the claims with these numbers, grouped by theme."""
    parts = []
    for theme, title in THEMES.items():
        claims = [CLAIMS[number] for number in numbers if CLAIMS[number].theme == theme]
        if claims:
            rows = "".join(f"<li>{_row(claim, outcomes.get(claim.number), address)}</li>" for claim in claims)
            parts.append(f'<section><h2>{escape(title)}</h2><ol class="claims">{rows}</ol></section>')
    return "".join(parts)


def summary(outcomes: Mapping[int, Outcome]) -> str:
    """Return how many claims have which verdict."""
    counted = Counter(kind(outcomes.get(number)) for number in CLAIMS)
    kinds = [name for name in (*VERDICTS, UNTESTED) if counted[name] or name != UNTESTED]
    return " ".join(badge(name, f"{counted[name]} {SUMMED[name][counted[name] != 1]}") for name in kinds)


def cited(claim: Claim) -> str:
    """Return which articles make a claim."""
    numbers = ", ".join(map(str, claim.articles))
    return f"Article{'s' if len(claim.articles) > 1 else ''} {numbers}"


def deciding(quantity: Quantity | None) -> str:
    """Return the number that decides, with its spread, in one line."""
    if quantity is None:
        return ""
    spread = f"<small>{escape(spread_of(quantity))}</small>" if spread_of(quantity) else ""
    return f"<b>{escape(quantity.text)}</b>{spread}<span>{typeset(quantity.label)}</span>"


def spread_of(quantity: Quantity) -> str:
    """Return the spread, empty where there is none that its digits would show."""
    ends = f"{quantity.text} to {quantity.text}"
    return "" if quantity.spread == ends else quantity.spread


def link(number: int | None, words: str, address: Address) -> str:
    """Return a link to a claim, or to the board, whose words are HTML already."""
    return f'<a href="{escape(address(number))}" data-claim="{number or ""}">{words}</a>'


def _row(claim: Claim, outcome: Outcome | None, address: Address) -> str:
    number = outcome.finding.number if outcome is not None else None
    words = (
        f'<span class="number">{claim.number}</span>{badge(kind(outcome))}'
        f'<span class="title">{typeset(claim.title)}</span>'
        f'<span class="value">{deciding(number)}</span><span class="articles">{cited(claim)}</span>'
    )
    return link(claim.number, words, address)
