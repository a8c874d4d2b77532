"""HTML from data is escaped, and tables are well formed."""

from __future__ import annotations

from urllib.parse import unquote

from viz.figures.html import heading, named, svg, table
from viz.figures.theme import LIGHT, stroke


def test_text_is_escaped() -> None:
    assert "<script>" not in named(stroke(1, LIGHT), "<script>") + heading("<script>", "<script>")


def test_a_table_has_heads_for_columns_and_rows() -> None:
    html = table(("Name", "f"), [("ReLU", "0")], right=(1,))
    assert '<th scope="col" class="right">f</th>' in html
    assert '<tr><th scope="row">ReLU</th><td class="right">0</td></tr>' in html


def test_a_drawing_is_the_address_of_an_image() -> None:
    address = svg('<path d="M0 0"/>', 10, 5)
    assert '"' not in address
    assert unquote(address).endswith('preserveAspectRatio="none"><path d="M0 0"/></svg>')
