"""A claim's table of text."""

from __future__ import annotations

import re
from html import escape

from viz.figures.html import table
from viz.labs.claims.picture import Rows

NUMBER = re.compile(r"^[<>≈±]?\s?[−-]?[\d∞–]")


def html(panel: Rows) -> str:
    """Return the table; columns of numbers are right-aligned."""
    numeric = [
        column
        for column in range(1, len(panel.heads))
        if panel.rows and all(NUMBER.match(row[column]) for row in panel.rows)
    ]
    cells = [[escape(cell) for cell in row] for row in panel.rows]
    return f'<div class="claim-rows">{table(tuple(map(escape, panel.heads)), cells, right=numeric)}</div>'
