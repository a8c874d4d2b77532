"""What the reader asks the player for: more steps, a fork at the step on screen, a unit's autopsy, another moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from viz.engine.train import schedule
from viz.spec import PlayerView
from viz.spec.fork import forked
from viz.spec.train_on import train_on
from viz.spec.training import TrainingSpec
from viz.ui.training.add_lane import add_lane
from viz.ui.training.opened import OPENINGS
from viz.ui.training.section import Run

STEP = "step"  # under which the step on screen is kept, while a unit is open
CHOSEN = "chosen"  # under which is kept which lane was chosen from the race, and its frame


def grant(controls: Run, key: str, name: str) -> None:
    """Have the next run of the page do what was asked for.

    key : of the player or the race.  name : what of its result; see `viz.player.player` and `viz.player.race.race`.
    """
    asked = controls.answer(key, name)
    if asked is None:
        return
    try:
        _grant(controls, name, asked)
    except (LookupError, OverflowError, TypeError, ValueError):  # nothing that the player ever sends
        controls.refuse("The player asked for something that there is not; nothing is changed.")


def _grant(controls: Run, name: str, asked: Any) -> None:
    if name == "train_on":
        _train_on(controls)
    elif name == "select":
        _select(controls, int(asked["lane"]), int(asked["frame"]))
    elif name == "fork" and isinstance(asked, Mapping):
        _fork(controls, int(asked["lane"]), int(asked["step"]))
    elif name == "fork":
        _fork(controls, controls.settings.place, int(asked))
    elif name == "unit":
        _open(controls, str(asked))
    elif name == "moment":
        controls.keep(STEP, int(asked))


def step_on_screen(controls: Run) -> int:
    """Return the step at which a unit is looked at: where the player rests, as far as it has told."""
    settings = controls.settings
    told = controls.kept(STEP)
    if told is not None:
        return max(0, min(int(told), settings.steps))
    frame = controls.other(PlayerView).frame
    steps = schedule(settings.steps, settings.frames)
    return int(steps[-1 if frame is None else min(frame, len(steps) - 1)])


def _select(controls: Run, place: int, frame: int) -> None:
    """Show a lane of the race alone, at the frame at which it stood there."""
    page = replace(controls.settings.select(place), together=False)
    PlayerView(frame=frame)  # which says if there can't be such a frame
    controls.offer(page)
    controls.keep(CHOSEN, (page, frame))


def view(controls: Run) -> PlayerView:
    """Return how the player opens: as the link says, or where a lane that was chosen from the race stood."""
    said = controls.other(PlayerView)
    page, frame = controls.kept(CHOSEN) or (None, None)
    return replace(said, frame=frame) if page == controls.settings else said


def _fork(controls: Run, place: int, step: int) -> None:
    """Add a fork of a lane at a step."""
    try:
        run = forked(controls.settings.lanes[place].spec, step)
    except (ValueError, IndexError) as error:
        controls.refuse(f"No fork: {error}.")
        return
    add_lane(controls, run)


def _train_on(controls: Run) -> None:
    settings = controls.settings
    try:
        controls.offer(TrainingSpec.of(train_on(settings.experiment()), like=settings))
    except ValueError as error:
        controls.refuse(f"This run can't be trained on: {error}")


def _open(controls: Run, wish: str) -> None:
    """Open a unit at a step, as in "2.5@840"."""
    unit, _, at = wish.partition("@")
    step = int(at)
    try:
        controls.offer(replace(controls.settings, unit=unit))
        controls.keep(STEP, step)
        controls.keep(OPENINGS, (controls.kept(OPENINGS) or 0) + 1)
    except ValueError as error:
        controls.refuse(f"There is nothing to open: {error}.")
