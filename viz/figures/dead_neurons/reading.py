"""The sentences above the figures: what a result says, computed from it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from viz.figures.dead_neurons.words import ADJECTIVES, spread
from viz.labs.dead_neurons import Cohorts, DeadMap, Standing, standings
from viz.spec.causes import CAUSES, written
from viz.spec.numbers import percent


def causes(result: Cohorts, cause: str, definition: str) -> str:
    """Return which value of the cause kills most and which spares most, and what their bands say of that."""
    word, name = ADJECTIVES[definition], CAUSES[cause].label.lower()
    ends = {group: result.share_band(group, definition)[:, -1] for group in range(len(result.labels))}
    finite = {group: tuple(end.tolist()) for group, end in ends.items() if np.isfinite(end).all()}
    lost = _lost(result, f"{name} ")
    if not finite:
        return f"No run is finite at step {int(result.steps[-1]):,}. {lost}".strip()
    worst, best = max(finite, key=lambda group: finite[group][1]), min(finite, key=lambda group: finite[group][1])
    units, step = _units(result, worst), int(result.steps[-1])
    seeds = f"median of {result.spec.seeds} seeds, 10–90 % in brackets" if result.spec.seeds > 1 else "one seed"
    text = (
        f"At {name} {result.labels[worst]}, **{spread(*finite[worst])}** of the {units} hidden units are {word} after "
        f"{step:,} steps; at {result.labels[best]} it is **{spread(*finite[best])}** ({seeds})."
    )
    if worst == best or finite[worst][1] == finite[best][1]:
        same = f"**{spread(*finite[worst])}** of the hidden units are {word} after {step:,} steps ({seeds})."
        text = f"At every {name}, {same}"
    elif finite[worst][0] <= finite[best][2]:
        text += " The two bands overlap: here the seed matters as much as the cause."
    return f"{text} {lost}".strip()


def mapped(result: DeadMap, definition: str) -> str:
    """Return how much of the map is mostly dead, where it is worst and best, and what overflows."""
    word, share = ADJECTIVES[definition], result.share(definition)
    known, finite = int(result.known.sum()), result.known & np.isfinite(share)
    if not known:
        return "The first cells are on their way."
    lost = int((result.known & (result.overflowed() == result.spec.seeds)).sum())
    some = int((result.known & (result.overflowed() > 0)).sum()) - lost
    parts = []
    if finite.any():
        most, worst = int((share[finite] > 0.5).sum()), int(np.argmax(np.where(finite, share, -1.0)))
        row, column = divmod(worst, share.shape[1])
        counted = f"**{most:,} of {known:,} cells**" if most else f"**no cell** of {known:,}"
        peak = f"the most, **{percent(float(share[row, column]))}**, at {_where(result, row, column)}"
        if share[row, column] > 0:
            parts.append(f"In {counted} more than half of the units are {word} at the end; {peak}.")
        else:
            parts.append(f"In **no cell** of {known:,} is any unit {word} at the end.")
    if lost:
        parts.append(f"{_overflow(lost)} with every seed (×).")
    if some:
        parts.append(f"{_overflow(some)} with some seeds (small ×).")
    return " ".join(parts)


def cures(result: Cohorts, against_none: Sequence[Standing], definition: str) -> str:
    """Return which cures help, which can't be told from none, and which do harm; the first group plain ReLU."""
    word = ADJECTIVES[definition]
    plain = result.share_band(0, definition)[:, -1]
    if not np.isfinite(plain).all():
        return "No run of plain ReLU is finite at the end, so nothing can be compared with it."
    low, middle, high = (1 - plain[::-1]).tolist()
    text = (
        f"Of plain ReLU’s {_units(result, 0)} hidden units **{spread(low, middle, high)}** are not {word} at the end."
    )
    if result.spec.seeds < 3:
        return f"{text} With fewer than three seeds there is no telling the cures apart."
    ranked = sorted((s for s in against_none if s.verdict is not None), key=lambda standing: -round(standing.gain, 9))
    better = [standing for standing in ranked if standing.verdict == "better"]
    if better:
        top = {s.group for s in standings(result, definition, better[0].group) if s.verdict == "level"}
        first = [s for s in better if s is better[0] or s.group in top]
        rest = [s for s in better if s not in first]
        alike = ", not told apart from one another" if len(first) > 1 else ""
        text += f" On the same seeds the most survive with **{_names(result, first)}** ({_gains(first)}{alike})"
        text += f", then {_names(result, rest)} ({_gains(rest)})." if rest else "."
    level = [standing for standing in ranked if standing.verdict == "level"]
    if level:
        text += f" No difference beyond two standard errors: {_names(result, level)}."
    worse = [standing for standing in ranked if standing.verdict == "worse"]
    if worse:
        text += f" Fewer survive with {_names(result, worse)} ({_gains(worse)})."
    return f"{text} {_lost(result, '')}".strip()


def _names(result: Cohorts, chosen: Sequence[Standing]) -> str:
    """Return the names of groups, by their gain."""
    return listed([result.labels[standing.group] for standing in chosen])


def _gains(chosen: Sequence[Standing]) -> str:
    """Return from where to where the gains reach, in points of the hundred."""
    if len(chosen) == 1:
        return points(chosen[0])
    ends = [f"{100 * gain:+.0f}".replace("-", "−") for gain in (chosen[-1].gain, chosen[0].gain)]
    return f"{ends[1]} points" if ends[0] == ends[1] else f"{ends[0]} to {ends[1]} points"


def listed(names: Sequence[str]) -> str:
    """Return names as people list them."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def points(standing: Standing) -> str:
    """Return a gain with its standard error, in points of the hundred."""
    return f"{100 * standing.gain:+.0f} ± {100 * standing.error:.0f} points".replace("-", "−")


def _lost(result: Cohorts, prefix: str) -> str:
    """Return which groups have runs that overflow; the shares leave these runs out."""
    lost = [(label, result.overflowed(group)) for group, label in enumerate(result.labels)]
    named = [f"{prefix}{label}, {count} of {result.spec.seeds}" for label, count in lost if count]
    return f"Runs left out because they overflow: {'; '.join(named)}." if named else ""


def _units(result: Cohorts, group: int) -> int:
    return sum(result.spec.groups[group][1].hidden)


def _where(result: DeadMap, row: int, column: int) -> str:
    spec = result.spec
    return (
        f"{CAUSES[spec.x].label.lower()} {written(spec.x_values[column])} and "
        f"{CAUSES[spec.y].label.lower()} {written(spec.y_values[row])}"
    )


def _overflow(count: int) -> str:
    return "One cell overflows" if count == 1 else f"{count:,} cells overflow"
