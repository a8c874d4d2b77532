"""The field for a formula of one's own: what is typed, why it is refused and where, and what was found of it."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

import streamlit as st

from viz.activations import Activation
from viz.activations.formula import FormulaError
from viz.activations.formula.record import gaps
from viz.spec.numbers import short
from viz.ui.prose import note

HELP = (
    "In x, the pre-activation. Parameters: small letters such as a, up to four. Functions: max, min, abs, exp, log, "
    "sqrt, sin, cos, tanh, sigmoid, softplus, erf, where(x > 0, a, b) and more. Powers: x^2."
)
WINDOW = 15  # characters shown before and after the one at fault
NAMED = 4  # kinks that are listed one by one


@dataclass(frozen=True)
class Draft:
    """What is remembered of the field.

    count : how many fields there were before this one; another one is drawn when the settings change from elsewhere.
    initial : what it showed at first. meant : the formula of the settings when it was last drawn.
    refused, error : what was typed last, if it could not be had, and why.
    """

    count: int = 0
    initial: str = ""
    meant: str = ""
    refused: str = ""
    error: ValueError | None = None

    def following(self, text: str) -> Draft:
        """Return it for settings that say `text`."""
        return self if text == self.meant else Draft(self.count + 1, meant=text)

    def shown(self, text: str) -> Draft:
        """Return it for a field that is drawn anew."""
        return Draft(self.count, text, self.meant)

    def meaning(self, text: str) -> Draft:
        """Return it after something was typed that can be had."""
        return Draft(self.count, self.initial, text)

    def refusing(self, typed: str, error: ValueError) -> Draft:
        """Return it after something was typed that can't be had."""
        return Draft(self.count, self.initial, self.meant, typed, error)


def below_formula(activation: Activation, draft: Draft, key: str) -> None:
    """Draw under the field why something is refused, or f′, the kinks and the gaps."""
    if draft.error is not None:
        st.html(refusal(draft.refused, draft.error))
        return
    with st.container(key=f"formula-found-{key}"):
        st.latex(rf"f'(z) = {activation.derivative_formula}")
    st.caption(found(activation))
    note("activations", "formula", "About formulas")


def refusal(text: str, error: ValueError) -> str:
    """Return why a formula is refused, with the text and a caret under the character at fault, as HTML."""
    position = error.position if isinstance(error, FormulaError) else None
    reason = error.reason if isinstance(error, FormulaError) else str(error)
    pointed = "" if position is None else f"<pre>{escape(caret(text, position))}</pre>"
    where = "" if position is None else f"Character {position + 1}: "
    words = f"{where}{reason}"
    said = f"{words[:1].upper()}{words[1:]}. The function before it stays."
    return f'<div class="formula-refused" role="alert">{pointed}<p>{escape(said)}</p></div>'


def caret(text: str, position: int) -> str:
    """Return the surroundings of a character, and a caret under it on a second line."""
    shown = "".join(character if character.isprintable() else "\N{WHITE SQUARE}" for character in text)
    start = max(0, position - WINDOW) if len(text) > 2 * WINDOW else 0
    stop = position + WINDOW
    before, after = "…" if start else "", "…" if stop < len(text) else ""
    return f"{before}{shown[start:stop]}{after}\n{' ' * (len(before) + position - start)}^"


def found(activation: Activation) -> str:
    """Return in words the kinks of a function, and where it has gaps."""
    kinks = activation.kinks
    places = [f"{'jump' if kink.jump else 'kink'} at {short(kink.at)}" for kink in kinks]
    if not kinks:
        words = ["No kinks"]
    elif len(kinks) <= NAMED:
        words = [", ".join(places)]
    else:
        near = sorted(kinks, key=lambda kink: abs(kink.at))[:NAMED]
        words = [f"{len(kinks)} kinks, nearest to 0 at {', '.join(short(kink.at) for kink in near)}"]
    words += [f"{name} {gap}, shown as a gap" for name, gap in gaps(activation)[:NAMED]]
    words.append("f′ checked against differences of f")
    return "; ".join(word[:1].upper() + word[1:] if not place else word for place, word in enumerate(words)) + "."
