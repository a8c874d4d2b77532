"""What an open claim says in words and numbers, as HTML; all text is escaped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from viz.figures.claims.board import Address, cited, link, spread_of
from viz.figures.claims.typeset import typeset
from viz.figures.claims.verdicts import badge, in_full, kind
from viz.figures.html import heading
from viz.labs.claims import CLAIMS, Claim, Finding, Outcome, Quantity, Verdict
from viz.spec.claims import THEMES, UNTESTED, Conditions


def claimed(claim: Claim) -> str:
    """Return the claim in plain words, with who makes it."""
    source = f"{cited(claim)} · {THEMES[claim.theme]} · claim {claim.number}"
    quoted = f"<blockquote>{typeset(claim.text)}</blockquote><figcaption>{escape(source)}</figcaption>"
    return f'<figure class="claimed">{quoted}</figure>'


def verdict(finding: Finding) -> str:
    """Return the verdict with its reason."""
    mark = badge(finding.verdict.value, in_full(finding))
    return f'<div class="found" role="status">{mark}<p>{typeset(finding.reason)}</p></div>'


def pending() -> str:
    """Return what stands in the verdict's place until there is one."""
    mark = badge(UNTESTED, "Being tested")
    return f'<div class="found" role="status">{mark}<p>The rule is set, the experiment runs.</p></div>'


def rule(claim: Claim) -> str:
    """Return the rule."""
    note = "a matter of record" if claim.category == "record" else "stated before anything is measured"
    return f'{heading("The rule", note)}<p class="rule">{typeset(claim.rule)}</p>'


def sharpest(claim: Claim) -> str:
    """Return the sharpest fair reading of a claim and what it would take to be true."""
    return f'{heading("The sharpest fair reading")}<p class="rule">{typeset(claim.sharpest)}</p>'


def numbers(finding: Finding) -> str:
    """Return the number that decides, large, and the others in a list."""
    number = finding.number
    if number is None:
        return ""
    spread = f"<span>{escape(_spread(number))}</span>" if number.over or number.spread else ""
    shown = f'<div class="deciding"><b>{escape(number.text)}</b><p>{typeset(number.label)}{spread}</p></div>'
    more = "".join(map(_row, finding.more))
    others = f'<dl class="numbers">{more}</dl>' if more else ""
    return heading("The number that decides") + shown + others


def against(numbers: Sequence[int], outcomes: Mapping[int, Outcome], address: Address) -> str:
    """Return the claims that say the contrary, with their verdicts and which of them the numbers support."""
    rows = []
    for number in numbers:
        other, outcome = CLAIMS[number], outcomes.get(number)
        reason = f"<span>{typeset(outcome.finding.reason)}</span>" if outcome is not None else ""
        head = f'<span class="number">{number}</span>{badge(kind(outcome))}'
        words = f'{head}<span class="title">{typeset(other.text)}</span>{reason}'
        rows.append(f"<li>{link(number, words, address)}</li>")
    return f'<ul class="claims against">{"".join(rows)}</ul>'


def supported(claim: Claim, outcomes: Mapping[int, Outcome]) -> str:
    """Return which of the claims that contradict each other the numbers support; empty until all of them are tested."""
    numbers = (claim.number, *(number for number in claim.against if number in CLAIMS))
    if not all(number in outcomes for number in numbers):
        return ""
    right = [number for number in numbers if outcomes[number].finding.verdict is Verdict.HOLDS]
    if not right:
        return "The numbers support neither side in full."
    return f"The numbers support claim{'s' if len(right) > 1 else ''} {' and '.join(map(str, right))}."


def references(claim: Claim) -> str:
    """Return where it is published, as links."""
    entries = "".join(
        f'<li><a href="{escape(found.address)}" target="_blank" rel="noopener">{escape(found.text)}</a></li>'
        if found.address
        else f"<li>{escape(found.text)}</li>"
        for found in claim.references
    )
    return heading("References") + (f'<ul class="references">{entries}</ul>' if entries else "<p>None.</p>")


def conditions(claim: Claim, outcome: Outcome) -> str:
    """Return under which conditions it was tested, and how long that took."""
    under = [*_chance(claim, outcome.conditions), *_size(claim, outcome.conditions)]
    under += [f"tested in {_lasted(outcome.seconds)}"] if claim.category != "record" else ["nothing is measured"]
    text = ", ".join(under)
    return f'<p class="under">{escape(text[0].upper() + text[1:])}.</p>'


def _lasted(seconds: float) -> str:
    """Return a duration with two significant digits."""
    if seconds >= 1:
        return f"{seconds:.1f} s"
    return f"{1000 * seconds:.{0 if seconds >= 0.01 else 1}f} ms"


def _chance(claim: Claim, under: Conditions) -> list[str]:
    if not claim.chance:
        return [] if claim.category in ("record", "timing") else ["no chance is involved"]
    return [f"{under.seeds} seeds, {under.first} to {under.numbers[-1]}"]


def _size(claim: Claim, under: Conditions) -> list[str]:
    return [] if claim.size is None else [f"{under.sized(claim.size.standard):,} {claim.size.what}"]


def _spread(quantity: Quantity) -> str:
    over = f"over {quantity.over}" if quantity.over else ""
    return ", ".join(part for part in (spread_of(quantity), over) if part)


def _row(quantity: Quantity) -> str:
    spread = f"<small>{escape(_spread(quantity))}</small>" if _spread(quantity) else ""
    return f"<dt>{typeset(quantity.label)}</dt><dd><b>{escape(quantity.text)}</b>{spread}</dd>"
