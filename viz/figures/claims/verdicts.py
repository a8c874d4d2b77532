"""Verdicts as people see them: a word with a mark of its own shape, never a colour alone."""

from __future__ import annotations

from html import escape

from viz.figures.theme import Theme
from viz.labs.claims import Finding, Outcome
from viz.spec.claims import UNTESTED, VERDICTS

NOT_YET = "Not run yet"


def badge(kind: str, words: str = "") -> str:
    """Return the mark and the word of a verdict or of `UNTESTED`; words: instead of the usual one."""
    word = words or VERDICTS.get(kind, NOT_YET)
    return f'<span class="verdict {kind}"><i></i>{escape(word)}</span>'


def kind(outcome: Outcome | None) -> str:
    """Return the name of a claim's verdict, `UNTESTED` if there is none yet."""
    return UNTESTED if outcome is None else outcome.finding.verdict.value


def in_full(finding: Finding) -> str:
    """Return a verdict with what it depends on."""
    word = VERDICTS[finding.verdict.value]
    return f"{word} on {finding.depends_on}" if finding.depends_on else word


def style(colours: Theme) -> str:
    """Return the colours of verdicts as a style sheet."""
    return f"""<style>.stApp {{ --holds: {colours.holds}; --fails: {colours.fails}; --depends: {colours.depends};
--quiet: {colours.muted}; --line: {colours.grid}; --strong-line: {colours.axis}; --hovered: {colours.well} }}</style>"""
