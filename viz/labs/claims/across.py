"""One verdict for an experiment that is made under several settings."""

from __future__ import annotations

from collections.abc import Iterable

from viz.labs.claims.finding import Verdict


def across(verdicts: Iterable[Verdict]) -> Verdict:
    """Return the verdict that all settings share, or DEPENDS."""
    found = set(verdicts)
    return found.pop() if len(found) == 1 else Verdict.DEPENDS
