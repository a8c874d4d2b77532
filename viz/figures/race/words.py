"""Words for races: goals, scores, and lists of lanes."""

from __future__ import annotations

from collections.abc import Sequence
from math import floor, isfinite, log10

from viz.spec.goal import Goal
from viz.spec.numbers import number, percent, short

MEASURES = {
    ("test_score", "accuracy"): "test accuracy",
    ("train_score", "accuracy"): "training accuracy",
    ("test_score", "r2"): "test R²",
    ("train_score", "r2"): "training R²",
    ("train_loss", "accuracy"): "training loss",
    ("train_loss", "r2"): "training loss",
}


def goal_words(goal: Goal) -> str:
    """Return a goal as in "95 % test accuracy"."""
    measure = MEASURES[goal.measure, goal.score]
    if goal.measure == "train_loss":
        return f"a {measure} of {short(goal.value)}"
    return f"{percent(goal.value)} {measure}" if goal.score == "accuracy" else f"a {measure} of {short(goal.value)}"


def goal_rule(goal: Goal) -> str:
    """Return a goal as a condition: "test accuracy ≥ 95 %"."""
    measure = MEASURES[goal.measure, goal.score]
    if goal.measure == "train_loss":
        return f"{measure} ≤ {short(goal.value)}"
    return f"{measure} ≥ {percent(goal.value) if goal.score == 'accuracy' else short(goal.value)}"


def loss_words(value: float) -> str:
    """Return a loss with three digits, in powers of ten where that would be long."""
    if not 1e-4 <= value < 1e5:
        return number(value)
    return number(value, max(0, 2 - floor(log10(value))))


def score_words(value: float, score: str) -> str:
    """Return a score as people read it: accuracy in per cent, R² as a number."""
    if not isfinite(value):
        return "–"
    return percent(value) if score == "accuracy" else number(value, 3)


def listed(items: Sequence[str]) -> str:
    """Return "A", "A and B", "A, B and C"."""
    return " and ".join(filter(None, [", ".join(items[:-1]), items[-1]])) if items else ""


def verb(items: Sequence[str], one: str, more: str) -> str:
    """Return items with the verb that goes with so many: "A reaches", "A and B reach"."""
    return f"{listed(items)} {one if len(items) == 1 else more}"
