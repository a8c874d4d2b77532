"""The history of one unit: what a probe notes of it at every recorded step, and between which two it changed."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from viz.engine.observation import Observation
from viz.engine.probes import Measured
from viz.engine.trainer import TrainerState
from viz.labs.autopsy.patient import Patient, norm, own_parameters

Array = npt.NDArray[np.float64]

FIRST, LAST = 4, 4  # stretches with a change that are remembered: the first and the last few of a unit that flickers


@dataclass(frozen=True)
class Stretch:
    """From one recorded step to the next, between which a unit died or came back.

    start: the run at the first of them. stop: the second one. dead: whether the unit is dead at the start.
    """

    start: TrainerState
    stop: int
    dead: bool


class History:
    """A probe that notes what concerns one unit, in lists of T entries, and the stretches in which it changed."""

    def __init__(self, patient: Patient) -> None:
        self._patient = patient
        self.steps: list[int] = []
        self.active: list[float] = []
        self.weights: list[Array] = []
        self.bias: list[float] = []
        self.gradient: list[float] = []
        self.update: list[float] = []
        self.z: list[npt.NDArray[np.float32]] = []
        self.first: list[Stretch] = []
        self.last: deque[Stretch] = deque(maxlen=LAST)
        self.changed = 0
        self._before: TrainerState | None = None

    def __call__(self, look: Observation) -> Measured:
        """Note what the unit is like now; nothing goes into the recording."""
        network, training = look.network, look.training
        layer, unit = self._patient.layer, self._patient.unit
        own = own_parameters(network, layer, unit)
        weights = network.layers[layer][0, unit]
        slope = training.slopes[layer][0, unit]
        self.active.append(np.count_nonzero(slope) / len(slope))
        self.weights.append(weights[:-1].astype(np.float32))
        self.bias.append(float(weights[-1]))
        self.gradient.append(norm(training.gradient[0, own]))
        previous = look.previous_parameters
        self.update.append(np.nan if previous is None else norm(network.parameters[0, own] - previous[0, own]))
        self.z.append(training.pre_activations[layer][0, unit].astype(np.float32))
        self._remember()
        return {}

    def cut(self, frames: int) -> None:
        """Forget what came after the first `frames` entries: a run that overflows is looked at once more."""
        for entries in (self.steps, self.active, self.weights, self.bias, self.gradient, self.update, self.z):
            del entries[frames:]
        end = self.steps[-1]
        kept = [stretch for stretch in self.last if stretch.stop <= end]
        self.first = [stretch for stretch in self.first if stretch.stop <= end]
        self.last = deque(kept, maxlen=LAST)
        dead = np.array(self.active) == 0
        self.changed = int(np.count_nonzero(dead[1:] != dead[:-1]))

    def _remember(self) -> None:
        now = self._patient.trainer.state
        self.steps.append(now.step)
        if self._before is not None and (dead := self.active[-2] == 0) != (self.active[-1] == 0):
            self.changed += 1
            stretch = Stretch(self._before, now.step, dead)
            if len(self.first) < FIRST:
                self.first.append(stretch)
            else:
                self.last.append(stretch)
        self._before = now
