"""The table of a race: one row for each lane, with the numbers at its end; of forks it is the before and after."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from viz.figures.html import heading, table
from viz.figures.race.lane import lane_mark
from viz.figures.race.standing import Standing
from viz.figures.race.words import goal_rule, loss_words, score_words
from viz.figures.theme import Theme


def lanes_table(standings: Sequence[Standing], colours: Theme) -> str:
    """Return the table as HTML."""
    goals = {each.goal for each in standings}
    score = standings[0].goal.score
    same_score = len({(each.goal.score, each.goal.measure) for each in standings}) == 1
    where = "Test" if standings[0].goal.measure == "test_score" else "Training"
    name = f"{where} {'accuracy' if score == 'accuracy' else 'R²'}" if same_score else "Score"
    goal = f"Steps to {goal_rule(standings[0].goal)}" if len(goals) == 1 else "Steps to its goal"
    heads = ("Lane", "Steps", "Training loss", name, "Dead at the end", "Born dead", "Died", "Revived", goal)
    rows = [
        (
            f"{lane_mark(each.letter, colours)}{escape(each.label)}",
            _steps(each),
            loss_words(each.loss),
            score_words(each.score, each.goal.score),
            f"{each.dead} of {each.units}",
            str(each.born_dead),
            str(each.died),
            str(each.revived),
            f"{each.reached:,}" if each.reached is not None else "not yet" if not each.complete else "never",
        )
        for each in standings
    ]
    note = "at the last recorded step of each; deaths and revivals as seen from one recorded step to the next"
    return heading("Lane by lane", note) + table(heads, rows, right=tuple(range(1, len(heads))))


def _steps(each: Standing) -> str:
    if each.overflowed:
        return f"{each.steps:,}, then overflow"
    if each.stopped is not None:
        return f"{each.steps:,}, stopped"
    return f"{each.steps:,}" if each.complete else f"{each.steps:,} of {each.planned:,}"
