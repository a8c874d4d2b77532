"""Plain text as HTML."""

from __future__ import annotations

import re
from html import escape

INDEX = re.compile(r"(?<!\w)(\w)_([a-z]+)")  # as in σ_w
TOGETHER = (" %", " = ", " ≤ ", " ≥ ")


def typeset(text: str) -> str:
    """Return a text escaped, with indices below the line and no unit or relation torn apart at the end of one."""
    for kept in TOGETHER:
        text = text.replace(kept, kept.replace(" ", "\N{NO-BREAK SPACE}"))
    return INDEX.sub(r"\1<sub>\2</sub>", escape(text))
