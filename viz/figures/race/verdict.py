"""The verdict of a race in a few sentences: who reached the goal first, who ends lower, whose units are dead."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite

from viz.figures.race.standing import Standing
from viz.figures.race.words import goal_rule, goal_words, listed, loss_words, score_words, verb

NEAR = 0.05  # losses that differ by less than this share are called level


def verdict(standings: Sequence[Standing], together_until: int | None = 0) -> str:
    """Return the verdict on two lanes or more.

    together_until : the step up to which they are one and the same run, as forks of it are; None: to the end.
    """
    if together_until is None:
        return f"{listed([each.letter for each in standings])} are the same run: change something in one of them."
    done = all(each.complete for each in standings)
    said = [first(standings, together_until, done=done), lowest(standings), dead(standings), overflows(standings)]
    text = " ".join(filter(None, said))
    if done:
        return text
    step = min(each.steps for each in standings if not each.complete)
    return f"So far, at step {step:,}: {text}"


def first(standings: Sequence[Standing], together_until: int = 0, *, done: bool = True) -> str:
    """Return who reached the goal first, and when the others did."""
    if len({each.goal for each in standings}) > 1:
        met = [f"{each.letter} {goal_rule(each.goal)} {_when(each)}" for each in standings]
        return f"The lanes have goals of their own: {'; '.join(met)}."
    goal = goal_words(standings[0].goal)
    there = sorted((each for each in standings if each.reached is not None), key=lambda each: each.reached or 0)
    never = [each.letter for each in standings if each.reached is None]
    if not there:
        return f"None of them {'reaches' if done else 'has reached'} {goal}{'' if done else ' yet'}."
    best = there[0].reached or 0
    if best <= together_until and not never:
        return f"They reach {goal} at step {best:,}, before they part at step {together_until:,}."
    level = [each.letter for each in there if (each.reached or 0) - best <= each.spacing]
    late = [each for each in there if each.letter not in level]
    together = " at the same time" if len(level) > 1 else ""
    steps = sorted({each.reached or 0 for each in there if each.letter in level})
    when = " and ".join(f"{step:,}" for step in dict.fromkeys((steps[0], steps[-1])))
    head = f"{verb(level, 'reaches', 'reach')} {goal}{' first' if late or never else ''}{together}, at step {when}"
    tail = [f"{each.letter} at {each.reached:,}" for each in late]
    if never:
        tail.append(f"{listed(never)} {'not yet' if not done else 'never'}")
    return f"{'; '.join([head, *tail])}."


def lowest(standings: Sequence[Standing]) -> str:
    """Return whose training loss is lowest at the end, with all of them, and the scores."""
    if len({each.loss_name for each in standings}) > 1:
        return f"Their losses can't be compared{_scores(standings)}."
    ranked = sorted((each for each in standings if each.loss == each.loss), key=lambda each: each.loss)
    if not ranked:
        return ""
    best = ranked[0].loss
    level = [each for each in ranked if each.loss <= best * (1 + NEAR) or each.loss == best]
    names = [each.letter for each in level]
    others = [f"{each.letter} {loss_words(each.loss)}" for each in ranked if each not in level]
    if len(level) == 1:
        text = f"{names[0]} ends with the lowest training loss, {loss_words(best)}"
    elif len(level) == len(standings):
        text = f"{listed(names)} end level, with training losses of {listed([loss_words(each.loss) for each in level])}"
    else:
        losses = listed([loss_words(each.loss) for each in level])
        text = f"{listed(names)} end level with the lowest training losses, {losses}"
    rest = f" ({', '.join(others)})" if others else ""
    return f"{text}{rest}{_scores(standings)}."


def dead(standings: Sequence[Standing]) -> str:
    """Return how many hidden units are dead at the end."""
    if not any(each.dead or each.died for each in standings):
        return "No unit dies." if any(each.units for each in standings) else ""
    if len({(each.dead, each.units) for each in standings}) == 1:
        each = standings[0]
        number = "no" if not each.dead else str(each.dead)
        return f"In each lane {number} of {each.units} units {'is' if each.dead == 1 else 'are'} dead at the end."
    said = [f"{each.letter} {each.dead} of {each.units}" for each in standings]
    return f"Dead units at the end: {', '.join(said)}."


def overflows(standings: Sequence[Standing]) -> str:
    """Return which lanes overflowed, and when."""
    gone = [each for each in standings if each.overflowed and each.stopped]
    said = [f"{each.letter} at step {each.stopped['step']:,}" for each in gone if each.stopped]
    return f"Overflow: {', '.join(said)}." if said else ""


def _scores(standings: Sequence[Standing]) -> str:
    """Return the scores at the end, unless they cannot be compared."""
    if len({(each.goal.score, each.goal.measure) for each in standings}) > 1:
        return ""
    values = [each.score for each in standings]
    if not all(map(isfinite, values)):
        return ""
    words = [score_words(value, standings[0].goal.score) for value in values]
    where = {"test_score": "test", "train_score": "training", "train_loss": "training"}[standings[0].goal.measure]
    name = f"{where} {'accuracy' if standings[0].goal.score == 'accuracy' else 'R²'}"
    if len(set(words)) == 1:
        return f"; {name} is {words[0]} in {'both' if len(words) == 2 else 'all'}"
    return f"; {name} {', '.join(f'{e.letter} {word}' for e, word in zip(standings, words, strict=True))}"


def _when(each: Standing) -> str:
    return f"at step {each.reached:,}" if each.reached is not None else "never"
