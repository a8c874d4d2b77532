"""The story of a unit in plain words: whether it died, with which update, and what in that update did it."""

from __future__ import annotations

from math import isfinite

from viz.figures.autopsy.by_hand import done
from viz.figures.autopsy.update import order, told
from viz.labs.autopsy import Autopsy, Change
from viz.spec.numbers import number, percent, plain, short

UNUSUAL = 1000.0  # times its usual update from which on the factor says no more
TELLING = 8  # recorded updates from which on their median says what is usual
NAMED = 2  # samples that are named
DECAYS = {"gradient": "its gradient in this batch", "momentum": "momentum of earlier steps", "decay": "weight decay"}


def life(result: Autopsy) -> str:
    """Return whether and when the unit died and came back."""
    name = f"Unit {result.spec.unit + 1} of layer {result.spec.layer + 1}"
    last, first = int(result.steps[-1]), int(result.steps[0])
    ended = f" The run ended early: {result.stopped['message']}" if result.stopped else ""
    if result.progress < 1 and not result.born_dead:
        return f"{name}: {_share(result, -1)} at step {last:,}, so far."
    if not result.changes and not result.born_dead:
        low, high = float(result.active.min()), float(result.active.max())
        span = percent(low) if low == high else f"{percent(low)} to {percent(high)}"
        return (
            f"{name} **never died** up to step {last:,}: at every recorded step f′ ≠ 0 on {span} of the samples.{ended}"
        )
    if result.born_dead:
        z = result.z[0]
        reach = f"z lies between {plain(float(z.min()))} and {plain(float(z.max()))}, where f′ is 0"
        text = f"{name} was **born dead**: before the first update its {reach} on every training sample."
        if not result.changes:
            end = f"all {last:,} steps" if last > first else "now"
            return f"{text} It stayed so for {end}: no gradient reached its weights.{ended}"
    else:
        text = ""
    return f"{text} {_turns(result, name if not text else 'It')}{ended}".strip()


def _turns(result: Autopsy, name: str) -> str:
    """Return the changes one after the other, those in the middle only counted."""
    changes = result.changes
    words = [
        f"{'**died**' if change.kind == 'died' else '**came back**'} at step **{change.step:,}**" for change in changes
    ]
    if result.untold:
        words.insert(result.told_first, f"changed {result.untold:,} more times")
    sentence = words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
    last = f"step {int(result.steps[-1]):,}"
    end = (
        f"It is dead to the end, {last}"
        if result.dead[-1]
        else f"At the end, {last}, it is alive: {_share(result, -1)}"
    )
    return f"{name} {sentence}. {end}."


def cause(result: Autopsy, change: Change) -> str:
    """Return what an update did to the unit, and which part of it."""
    verb = "death" if change.kind == "died" else "return"
    if change.fork:
        by = f"Its {verb} at step {change.step:,} was the fork there: {done(result, change.fork)}."
        return f"{by} {_reach(change)}".strip()
    parts = [f"**Step {change.step:,}**: {_size(result, change)}", _reach(change), _which(result, change)]
    return " ".join(part for part in [*parts, _samples(result, change)] if part)


def _size(result: Autopsy, change: Change) -> str:
    """Return how large the update of the unit was."""
    if change.size == 0:
        return "the update left the unit’s own weights and bias as they were."
    share = change.size / change.length if change.length > 0 else float("nan")
    text = f"the update moved its weights and bias by {percent(share) if share <= 1 else f'{number(share, 1)} times'}"
    text += " of their length" if share <= 1 else " their length"
    usual = change.size / result.usual_update
    if not isfinite(usual) or int((result.update > 0).sum()) < TELLING:
        return f"{text}."
    if usual >= UNUSUAL:
        return f"{text}, more than {UNUSUAL:,.0f} times its usual update."
    factor = "as much as usual" if 0.95 < usual < 1.05 else f"{_times(usual)} its usual update"
    return f"{text}, {factor}."


def _times(factor: float) -> str:
    return f"{factor:,.0f} times" if factor >= 10 else f"{short(factor, 2)} times"


def _reach(change: Change) -> str:
    """Return how far the pre-activations reached before and after."""
    (low, high), (low_after, high_after) = change.before, change.after
    if change.before == change.after:
        return ""
    if change.kind == "died" and high_after <= 0:
        return f"Its largest z on the training set went from {plain(high)} to **{plain(high_after)}**."
    if change.kind == "revived" and high <= 0:
        return f"Its largest z on the training set went from {plain(high)} to **{plain(high_after)}**."
    return (
        f"Its z reached from {plain(low)} to {plain(high)} before, and from {plain(low_after)} to "
        f"{plain(high_after)} after."
    )


def _which(result: Autopsy, change: Change) -> str:
    """Return which part of the update did it: the unit's own weights, or what comes in."""
    done = "kills it" if change.kind == "died" else "brings it back"
    would = "would not" if change.cause in ("own", "inputs") else ""
    others = _others(result)
    moved = _moved(change)
    if change.cause == "own":
        return f"**Its own weights** did it{moved}: their change alone {done}, that of {others} alone {would}."
    if change.cause == "inputs":
        return f"**Its inputs** did it: the change of {others} alone {done}, that of its own weights alone {would}."
    if change.cause == "either":
        return f"The change of its own weights{moved} alone {done}, and so does that of {others} alone."
    return (
        f"Only both together did it: the change of its own weights{moved} and that of {others}; neither alone {done}."
    )


def _others(result: Autopsy) -> str:
    if result.spec.layer == 0:
        return "all else in the network"
    return "the layers below" if result.spec.run.normalisation == "none" else "the rest of the network"


def _moved(change: Change) -> str:
    """Return by what its own weights were moved, where it was not their gradient alone."""
    names = [DECAYS[name] for name in change.moved_by]
    if not names or change.moved_by == ("gradient",):
        return ""
    return f", moved by {' and '.join(names)}"


def _samples(result: Autopsy, change: Change) -> str:
    """Return how many samples of the batch reached the unit, and which pulled hardest the way it went."""
    samples = change.samples
    if samples is None:
        return ""
    size = len(samples.rows)
    reached = int((samples.gradients != 0).sum())
    if not reached:
        return f"None of the {size:,} samples in the batch reached it." if size > 1 else "Its sample did not reach it."
    sign = 1.0 if change.kind == "died" else -1.0
    worst = [place for place in order(samples).tolist() if sign * samples.gradients[place] > 0][:NAMED]
    text = f"{reached:,} of the {size:,} samples in the batch reached it" if size > 1 else "The sample reached it"
    if not worst:
        return f"{text}."
    info = result.spec.run.info
    names = " and ".join(f"no. {int(samples.rows[place]) + 1} at {told(samples, place, info)}" for place in worst)
    return f"{text}; {'down' if sign > 0 else 'up'} pulled {'hardest ' if reached > 1 else ''}{names}."


def _share(result: Autopsy, moment: int) -> str:
    share = float(result.active[moment])
    return "dead" if share == 0 else f"f′ ≠ 0 on {percent(share)} of the training samples"


def nearest(result: Autopsy, step: int) -> Change | None:
    """Return the change to tell at a step: the last one up to it, else the first one after it; None without any."""
    before = [change for change in result.changes if change.step <= step]
    return before[-1] if before else next(iter(result.changes), None)


def now(result: Autopsy, moment: int) -> str:
    """Return what the unit is like at a recorded moment."""
    gradient = float(result.gradient[moment])
    passed = "no gradient reaches its weights" if gradient == 0 else f"‖∂L/∂(w, b)‖ = {number(gradient)}"
    return f"At step {int(result.steps[moment]):,}: {_share(result, moment)}; {passed}."
