"""Before and after: a run and its fork side by side, in a table and in a sentence."""

from __future__ import annotations

from math import isnan

from viz.figures.html import table
from viz.labs.autopsy import Comparison, Outcome
from viz.spec.numbers import number, percent

LEVEL = 1e-3  # relative difference of two losses that is none


def comparison_table(found: Comparison, label: str) -> str:
    """Return the end of the run and of its fork; `label` names the unit."""
    before, after = found.before, found.after
    rows = [
        ["Ends at step", *(f"{end.step:,}" for end in (before, after))],
        ["Training loss", *(number(end.loss) for end in (before, after))],
        ["Test loss", *(number(end.test_loss) for end in (before, after))],
        [f"Training {found.score_name}", *(_score(found, end.score) for end in (before, after))],
        [f"Test {found.score_name}", *(_score(found, end.test_score) for end in (before, after))],
        ["Dead units", *(f"{end.dead} of {end.units}" for end in (before, after))],
        [f"{label[:1].upper()}{label[1:]}", *(_unit(end) for end in (before, after))],
    ]
    heads = ("", "Before", f"After the fork at step {found.step:,}")
    return table(heads, [[row[0], row[1], f"<b>{row[2]}</b>"] for row in rows], right=(1, 2))


def reading(found: Comparison, label: str) -> str:
    """Return what the fork changed."""
    before, after = found.before, found.after
    name = label[:1].upper() + label[1:]
    if found.revived:
        unit = f"**{name} came back**: it ends with f′ ≠ 0 on {percent(after.active)} of the samples"
    elif found.lost:
        unit = f"**{name} was lost**: it ends dead, without the fork with f′ ≠ 0 on {percent(before.active)}"
    elif after.active == 0:
        unit = f"{name} **stays dead**"
    else:
        unit = f"{name} is alive with and without the fork"
    dead = (
        f"{before.dead} dead units become {after.dead}" if before.dead != after.dead else f"{after.dead} dead in both"
    )
    parts = [f"{unit}; {dead}; the training loss {_loss(before, after)}."]
    parts += [f"The run without the fork ended early: {before.message}"] if before.message else []
    parts += [f"The fork ended early: {after.message}"] if after.message else []
    return " ".join(parts)


def _loss(before: Outcome, after: Outcome) -> str:
    if abs(after.loss - before.loss) <= LEVEL * abs(before.loss):
        return f"stays at {number(after.loss)}"
    verb = "falls" if after.loss < before.loss else "rises"
    return f"{verb} from {number(before.loss)} to **{number(after.loss)}**"


def _score(found: Comparison, score: float) -> str:
    if isnan(score):
        return "–"
    return percent(score) if found.score_name == "accuracy" else number(score)


def _unit(end: Outcome) -> str:
    return "dead" if end.active == 0 else f"f′ ≠ 0 on {percent(end.active)}"
