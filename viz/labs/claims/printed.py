"""The board as text: for a terminal, and as JSON for other programs."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from textwrap import fill
from typing import Any

from viz.labs.claims.claim import Claim, Outcome
from viz.labs.claims.finding import Quantity, Verdict
from viz.spec.claims import THEMES, VERDICTS

WIDTH = 100
INDENT = 15  # the number and the verdict stand before it


def printed(claim: Claim, outcome: Outcome) -> str:
    """Return what is to be said of one claim: its verdict, its words, the number and the reason."""
    finding = outcome.finding
    head = f"{claim.number:>3}  {finding.verdict.value.upper():<{INDENT - 5}}{claim.title}"
    parts = [f"“{claim.text}”", _measured(finding.number), finding.reason]
    if finding.verdict is Verdict.DEPENDS:
        parts.append(f"Depends on {finding.depends_on}.")
    lines = [fill(part, WIDTH, initial_indent=" " * INDENT, subsequent_indent=" " * INDENT) for part in parts if part]
    return "\n".join([head, *lines])


def counted(outcomes: Iterable[Outcome]) -> str:
    """Return how many claims got each verdict, as in "12 hold, 9 fail"."""
    counts = Counter(outcome.finding.verdict.value for outcome in outcomes)
    return ", ".join(f"{label.lower()}: {counts[name]}" for name, label in VERDICTS.items() if counts[name])


def as_json(claim: Claim, outcome: Outcome) -> dict[str, Any]:
    """Return all that there is to say of one claim, in what JSON knows."""
    finding, conditions = outcome.finding, outcome.conditions
    return {
        "number": claim.number,
        "theme": THEMES[claim.theme],
        "title": claim.title,
        "claim": claim.text,
        "articles": list(claim.articles),
        "category": claim.category,
        "rule": claim.rule,
        "verdict": finding.verdict.value,
        "depends_on": finding.depends_on,
        "reason": finding.reason,
        "measured": [_quantity(quantity) for quantity in (finding.number, *finding.more) if quantity is not None],
        "conditions": {"seeds": conditions.seeds, "first_seed": conditions.first, "scale": conditions.scale},
        "seconds": round(outcome.seconds, 3),
        "references": [{"text": reference.text, "address": reference.address} for reference in claim.references],
    }


def _measured(quantity: Quantity | None) -> str:
    if quantity is None:
        return ""
    spread = f" ({quantity.spread} over {quantity.over})" if quantity.spread else ""
    return f"{quantity.label}: {quantity.text}{spread}"


def _quantity(quantity: Quantity) -> dict[str, Any]:
    return {
        "label": quantity.label,
        "value": _finite(quantity.value),
        "low": _finite(quantity.low),
        "high": _finite(quantity.high),
        "over": quantity.over,
        "text": quantity.text,
    }


def _finite(value: float | None) -> float | str | None:
    """Return a number as JSON can have it: infinite ones and NaN in words."""
    return value if value is None or math.isfinite(value) else str(value)
