"""At which step the player goes on when it is given another run."""

from __future__ import annotations

from typing import Any

from viz.spec.common import common_steps
from viz.spec.training import TrainingSpec
from viz.ui.training.section import Run


def stay(controls: Run) -> dict[str, Any] | None:
    """Return what the player's view says of it: None to play the run from its start, else ``until`` and ``play``.

    Another lane is shown at the step on screen (``until`` None), a changed fork from where it changes.
    """
    before = controls.before(TrainingSpec.experiment)
    if before is None:
        return None
    now = controls.settings
    if (before.place, before.others) != (now.place, now.others):
        return {"until": None, "play": False}
    common = common_steps(before.experiment(), now.experiment())
    return None if common is None else {"until": common, "play": True}
