"""Texts that have broken readers before, and strategies that put them where they hurt."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

EMPTY_OR_UNSEEN = ("", " ", "\t", "\r\n", "\x00", "\x7f", "\ufeff", "\u202e", "\u200b", "\ud800")
LETTERS_LIKE_NUMBERS = ("𝟘", "²", "٣", "½", "é", "−", "∞")
NUMBERS = (
    *("nan", "-nan", "inf", "-inf", "1e400", "-1e999", "1e-400", "0x10", "1_000", "+1", "-0", "00", ".", "1."),
    *("9" * 400, "9" * 5000, "1e" + "9" * 50),
)
NESTED = ("-" * 300, "(" * 300, ")" * 300, "((((", "formula(", "formula(x")
SEPARATORS = (",", ";", ":", "|", "~", "=", "&", "+", "_", "-", "..", "%", "%zz")
WORDS_OF_LINKS = ("none", "None", "1.1", "0.0", "99.99", "do=redo", "do=", "v=2")
ATTACKS = (
    *("<img src=x onerror=alert(1)>", "</script><script>", "javascript:alert(1)", "'; DROP TABLE x; --", "${7*7}"),
    *("{{7*7}}", "{0.__class__}", "%s%n", "../../etc/passwd", "__import__('os')", "=cmd|' /C calc'!A0", "!!python/x"),
)
PIECES = (*EMPTY_OR_UNSEEN, *LETTERS_LIKE_NUMBERS, *NUMBERS, *NESTED, *SEPARATORS, *WORDS_OF_LINKS, *ATTACKS)

pieces = st.sampled_from(PIECES)
texts = st.one_of(pieces, st.text(max_size=30), st.lists(pieces, max_size=4).map("".join))
json_values: st.SearchStrategy[Any] = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(), st.floats(), texts, st.sampled_from((2**63, -(2**63), 10**400, 1e308))
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(texts, inner, max_size=4)),
    max_leaves=8,
)


@st.composite
def damaged(draw: st.DrawFn, text: str) -> str:
    """Return a text with a part of it cut out, doubled, moved, or replaced by something hostile."""
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(text)))
        end = draw(st.integers(start, min(len(text), start + 12)))
        part = text[start:end]
        new = draw(st.sampled_from(("", part * 2, part * 50, part[::-1])) | texts | st.characters())
        text = text[:start] + new + text[end:]
    return text[:40_000]
