"""A stage that is over, as a short text: until when it lasted, what was other then, and what was done at its end.

    1200;learning_rate=1.5;do=redo

says: before step 1,200 the learning rate was 1.5; at that step dead units were re-initialised.  All that is not named
was as it is at the end of the run.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from types import MappingProxyType
from typing import Any

from viz.spec.actions import Action, read_action
from viz.spec.adjustable import Adjustable
from viz.spec.codec import Number

MAX_STAGES = 8
MAX_ACTIONS = 100
_UNTIL = Number(0, 1_000_000, integer=True)


@dataclass(frozen=True)
class Past:
    """A stage that is over.

    until : the first step that is no longer of it.
    settings : adjustable field -> its value, where it was other than at the end.
    actions : what was done before the update of step `until`, in this order.
    """

    until: int
    settings: Mapping[str, Any]
    actions: tuple[Action, ...]

    def __str__(self) -> str:
        written = (f"{name}={Adjustable.kind(name).write(value)}" for name, value in self.settings.items())
        done = [f"do={'+'.join(map(str, self.actions))}"] if self.actions else []
        return ";".join([str(self.until), *written, *done])


def read_past(text: str) -> Past:
    """Return the stage that `text` describes; ValueError says what would be accepted."""
    until, *parts = text.split(";")
    settings: dict[str, Any] = {}
    actions: tuple[Action, ...] = ()
    for part in parts:
        name, _, value = part.partition("=")
        if name == "do":
            actions = tuple(read_action(each) for each in value.split("+"))
            if len(actions) > MAX_ACTIONS:
                raise ValueError(f"{len(actions)} actions at one step, accepted are up to {MAX_ACTIONS}")
        elif name in Adjustable.__dataclass_fields__:
            settings[name] = Adjustable.kind(name).parse(value)
        else:
            known = ", ".join(entry.name for entry in fields(Adjustable))
            raise ValueError(f"{name[:40]!r} can't change in the middle of a run; what can is {known}")
    in_order = {entry.name: settings[entry.name] for entry in fields(Adjustable) if entry.name in settings}
    return Past(int(_UNTIL.parse(until)), MappingProxyType(in_order), actions)


def canonical_stage(text: str) -> str:
    """Return the one spelling of a stage; ValueError as :func:`read_past`."""
    return str(read_past(text))
