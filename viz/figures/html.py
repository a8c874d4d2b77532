"""Small pieces of HTML that tables and cheap drawings are made of; all text is escaped.

Streamlit strips SVG out of HTML, so drawings go in as images.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from urllib.parse import quote

from viz.figures.theme import Stroke, Theme


def svg(content: str, width: float, height: float) -> str:
    """Return an SVG drawing as the address of an image, stretched to whatever box the page gives it."""
    box = f'width="{width:g}" height="{height:g}" viewBox="0 0 {width:g} {height:g}" preserveAspectRatio="none"'
    drawing = f'<svg xmlns="http://www.w3.org/2000/svg" {box}>{content}</svg>'
    return f"data:image/svg+xml,{quote(drawing, safe='')}"


def named(line: Stroke, label: str) -> str:
    """Return a line's sample and its function's name."""
    return f'<i class="swatch" style="{stripes(line)}"></i>{escape(label)}'


def legend(lines: Iterable[tuple[Stroke, str]]) -> str:
    """Return the samples and names of lines, one after the other."""
    return f'<div class="legend">{"".join(f"<span>{named(line, label)}</span>" for line, label in lines)}</div>'


def stripes(line: Stroke) -> str:
    """Return the style of a box that looks like a sample of a curve's line."""
    if line.dash == "solid":
        return f"background:{line.colour}"
    stops, end = [], 0.0
    for index, length in enumerate(float(part.removesuffix("px")) for part in line.dash.split(",")):
        start, end = end, end + length
        stops.append(f"{'transparent' if index % 2 else line.colour} {start:g}px {end:g}px")
    return f"background:repeating-linear-gradient(90deg,{','.join(stops)})"


def heading(title: str, note: str = "") -> str:
    """Return the heading of a panel with a note in a lighter tone."""
    return f'<h2 class="panel">{escape(title)}<span>{escape(note)}</span></h2>'


def table(heads: Sequence[str], rows: Iterable[Sequence[str]], *, right: Sequence[int] = ()) -> str:
    """Return a table from cells that are HTML already; `right` lists the columns that are right-aligned.

    The first cell of a row is its heading.
    """
    aligned = [' class="right"' if column in right else "" for column in range(len(heads))]
    head = "".join(f'<th scope="col"{side}>{text}</th>' for side, text in zip(aligned, heads, strict=True))
    body = "".join(
        f'<tr><th scope="row">{row[0]}</th>'
        + "".join(f"<td{side}>{text}</td>" for side, text in zip(aligned[1:], row[1:], strict=True))
        + "</tr>"
        for row in rows
    )
    return f'<div class="scroll"><table class="plain"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def side(*parts: str) -> str:
    """Return parts one below the other, or side by side where there is room for it."""
    return f'<div class="side">{"".join(f"<div>{part}</div>" for part in parts)}</div>'


def style(colours: Theme) -> str:
    """Return the style sheet of these pieces in the colours of a theme."""
    return f"""<style>
h2.panel {{ font-size: 13.5px; font-weight: 600; line-height: 18px; letter-spacing: 0; margin: 0; padding: 0 0 4px }}
h2.panel span {{ color: {colours.muted}; font-weight: 400; margin-left: 8px }}
.side {{ display: flex; flex-wrap: wrap; gap: 0 32px }}
.side > :first-child {{ flex: 1 1 280px; min-width: 0 }}
.side > :last-child {{ flex: 3 1 280px; min-width: 0 }}
.scroll {{ overflow-x: auto; margin-bottom: 24px; container-type: inline-size }}
table.plain {{ border-collapse: collapse; width: 100%; font-size: 13px; font-variant-numeric: tabular-nums }}
table.plain :is(th, td) {{ padding: 7px 16px 7px 0; text-align: left; font-weight: 400; white-space: nowrap;
  border: 0; border-bottom: 1px solid {colours.grid}; vertical-align: baseline }}
table.plain thead th {{ color: {colours.muted}; border-bottom-color: {colours.axis}; font-size: 12.5px }}
table.plain .right {{ text-align: right }}
table.plain tr > :last-child {{ padding-right: 0 }}
table.plain .wrap {{ white-space: normal; min-width: 180px; color: {colours.muted}; display: block }}
table.plain code {{ font-size: 12px; background: none; padding: 0; color: inherit }}
.legend {{ display: flex; flex-wrap: wrap; gap: 2px 20px; font-size: 13px }}
i.swatch {{ display: inline-block; vertical-align: middle; margin: 0 8px 2px 0; width: 22px; height: 2.5px }}
.outputs {{ display: grid; grid-template-columns: repeat(auto-fill, minmax(min(280px, 100%), 1fr)); gap: 0 32px }}
.output {{ display: grid; grid-template-columns: 14px minmax(100px, 1fr) auto; column-gap: 14px; align-items: end }}
.output .head {{ grid-column: 1 / -1; font-size: 13px; margin: 6px 0 2px }}
.foot {{ font-size: 11px; color: {colours.muted} }}
.outputs dl {{ display: grid; grid-template-columns: auto auto; column-gap: 14px; margin: 0 0 4px; font-size: 12.5px;
  line-height: 17px; min-width: 116px }}
.outputs dt {{ color: {colours.muted}; font-weight: 400 }}
.outputs dd {{ margin: 0; text-align: right; font-weight: 600 }}
.gauge {{ width: 14px; height: 54px; margin-bottom: 7px; border: 1px solid {colours.hatch}; display: flex;
  align-items: end }}
.gauge i {{ display: block; width: 100%;
  background: repeating-linear-gradient(135deg, {colours.hatch} 0 1px, {colours.hatch_ground} 1px 4px) }}
.bars {{ position: relative; height: 61px }}
.bars img {{ position: absolute; inset: 0; width: 100%; height: 61px; max-width: none }}
.bars span {{ position: absolute; font-size: 11px; line-height: 12px; color: {colours.muted}; white-space: nowrap }}
.ticks {{ position: relative; height: 14px }}
.ticks span, .zero {{ font-size: 11px; line-height: 14px; color: {colours.muted} }}
.ticks span {{ position: absolute; transform: translateX(-50%) }}
.zero {{ text-align: center; font-weight: 600; color: {colours.text} }}
@container (max-width: 800px) {{ table.plain :is(th, td) {{ padding-right: 10px; font-size: 12px }} }}
</style>"""
