"""The life of a unit: between two recorded steps, the exact updates with which it died or came back."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

from viz.engine.trainer import TrainerState
from viz.labs.autopsy.history import FIRST, LAST, Stretch
from viz.labs.autopsy.patient import Patient

LOOKS = 64  # at a stretch, before what changed in it is gone through again in smaller strides


class Turns:
    """The states after whose next update a unit is dead and was not, or the other way round.

    first, last : the first and the last few of them. count : how many there are.
    """

    def __init__(self) -> None:
        self.first: list[TrainerState] = []
        self.last: deque[TrainerState] = deque(maxlen=LAST)
        self.count = 0

    def find(self, patient: Patient, stretch: Stretch) -> None:
        """Go through the next stretch of the run once more, and add what is found there."""
        for state in _turns(patient, stretch.start, stretch.stop, stretch.dead):
            self.count += 1
            if len(self.first) < FIRST:
                self.first.append(state)
            else:
                self.last.append(state)


def _turns(patient: Patient, start: TrainerState, stop: int, dead: bool) -> Iterator[TrainerState]:
    trainer = patient.trainer
    trainer.state = before = start
    stride = max(1, -(-(stop - start.step) // LOOKS))
    while before.step < stop:
        trainer.advance(min(stride, stop - before.step))
        after, is_dead = trainer.state, patient.look()[1]
        if is_dead != dead:
            if after.step - before.step == 1:
                yield before
            else:
                yield from _turns(patient, before, after.step, dead)
                trainer.state = after
        before, dead = after, is_dead
