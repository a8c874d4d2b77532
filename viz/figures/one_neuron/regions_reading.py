"""The sentences that say into how many cells a network cuts its inputs, and what one layer could do at most."""

from __future__ import annotations

from viz.figures.html import heading, table
from viz.labs.regions import RegionsResult
from viz.spec.numbers import number, percent, short


def regions_reading(result: RegionsResult) -> str:
    """Return two sentences in Markdown."""
    count, linear = len(result.cells), int(result.linear.max()) + 1
    layers = len(result.spec.training.hidden)
    window = f"|x₁|, |x₂| ≤ {short(result.spec.half)}"
    shape = f"{_some(result.units, 'unit')} in {_some(layers, 'layer')}"
    text = f"**{shape} cut the square {window} into {_some(count, 'cell')}**, one for each activation pattern in it"
    if linear < count:
        text += f"; across some borders the output does not bend, so they form **{_some(linear, 'linear region')}**"
    elif count > 1:
        text += ", each of them a linear region of its own"
    return f"{text}. {_against_the_bound(result)}"


def _against_the_bound(result: RegionsResult) -> str:
    share = len(result.cells) / result.bound
    if len(result.spec.training.hidden) == 1:
        return f"One layer of them can cut the plane into {result.bound:,} at most; {percent(share)} of that is here."
    verdict = "more than one layer ever could" if share > 1 else f"{percent(share)} of what one layer could at most"
    return f"That is {verdict}: {result.bound:,} with as many units."


def regions_table(result: RegionsResult) -> str:
    """Return the counts side by side, with what each one counts."""
    linear = int(result.linear.max()) + 1
    rows = [
        ("Cells = activation patterns", f"{len(result.cells):,}"),
        ("Linear regions", f"{linear:,}"),
        ("One layer at most", f"{result.bound:,}"),
        ("Along the dashed line: patterns", f"{result.line.patterns:,}"),
        ("Along the dashed line: linear pieces", f"{result.line.linear:,}"),
        ("Smallest cell, share of the square", _area(result)),
    ]
    return heading("Counted") + table(("", "count"), rows, right=(1,))


def _area(result: RegionsResult) -> str:
    share = float(result.cells.cells.areas.min()) / result.cells.side**2
    return percent(share) if share >= 0.0005 else number(share)


def _some(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
