"""Forking: the run that goes on from one step of another with something changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from typing import Any, TypeVar

from viz.spec.actions import Action
from viz.spec.adjustable import Adjustable
from viz.spec.experiment import ExperimentSpec
from viz.spec.stage_text import Past, read_past

S = TypeVar("S", bound=ExperimentSpec)

ADJUSTABLE = tuple(entry.name for entry in fields(Adjustable))


def forked(spec: S, step: int, actions: Sequence[Action] = (), **changes: Any) -> S:
    """Return the run that is `spec` up to `step`, and from there on has `changes`, after `actions`.

    With neither it equals `spec` bit for bit.  What `spec` itself changes after `step` is left out.
    Raises ValueError where a change can't be made in the middle of a run, or does not go with the rest.
    """
    fixed = [name for name in changes if name not in ADJUSTABLE]
    if fixed:
        raise ValueError(f"{fixed[0]} can't change in the middle of a run; what can is {', '.join(ADJUSTABLE)}")
    if not 0 <= step <= spec.steps:
        raise ValueError(f"there is no step {step:,} to fork at: the run has {spec.steps:,} steps")
    pasts = [read_past(text) for text in spec.earlier]
    kept = [past for past in pasts if past.until <= step]
    cut = dict(pasts[len(kept)].settings) if len(kept) < len(pasts) else {}  # what is other at `step` than at the end
    at_step = {**_all(spec), **cut}
    stages = [({**_all(spec), **past.settings}, past.until, past.actions) for past in kept]
    if stages and stages[-1][1] == step:  # nothing was trained since the last fork
        stages[-1] = (stages[-1][0], step, (*stages[-1][2], *actions))
    else:
        stages.append((at_step, step, tuple(actions)))
    after = {**at_step, **changes}
    earlier = tuple(str(Past(until, _other(settings, after), done)) for settings, until, done in stages)
    return replace(spec, **after, earlier=earlier)


def fork_step(spec: ExperimentSpec) -> int | None:
    """Return the step at which the last stage began; None for a run that is no fork."""
    return spec.stages[-1].start if spec.earlier else None


def hold_earlier(settings: ExperimentSpec, changes: Mapping[str, Any]) -> dict[str, Any]:
    """Return `changes` of a fork's settings with the earlier stages left as they were: only the last one changes."""
    if not settings.earlier or "earlier" in changes:
        return dict(changes)
    after = {**_all(settings), **{name: value for name, value in changes.items() if name in ADJUSTABLE}}
    pasts = [read_past(text) for text in settings.earlier]
    earlier = tuple(
        str(Past(past.until, _other({**_all(settings), **past.settings}, after), past.actions)) for past in pasts
    )
    return dict(changes) if earlier == settings.earlier else {**changes, "earlier": earlier}


def _all(spec: ExperimentSpec) -> dict[str, Any]:
    return {name: getattr(spec, name) for name in ADJUSTABLE}


def _other(settings: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """Return those settings that are other than `after`."""
    return {name: settings[name] for name in ADJUSTABLE if settings[name] != after[name]}
