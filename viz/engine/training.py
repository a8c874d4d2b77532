"""A population in training: the updates, stage by stage, and the state to return to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from viz.engine.batches import Batches, State
from viz.engine.dropout import Dropout
from viz.engine.dropout import State as DropoutState
from viz.engine.interventions import intervene
from viz.engine.optimisers import OPTIMISERS
from viz.engine.penalty import Penalty
from viz.engine.rate_schedule import RateSchedule
from viz.engine.rates import column, rates
from viz.engine.setup import hidden_activations, populate
from viz.engine.stages import population_stages
from viz.engine.stopping import Stopping, StopState

if TYPE_CHECKING:
    from viz.spec import ExperimentSpec as Spec

Array = NDArray[np.float64]


@dataclass(frozen=True)
class TrainerState:
    """All that determines how a run goes on: copies, safe to keep.

    stage : its number; what is done at the start of the next one has not been done yet.
    counted_from : the step at which the optimiser began with empty slots.
    """

    step: int
    stage: int
    counted_from: int
    parameters: Array
    slots: Array
    batches: State
    dropout: DropoutState
    stopping: StopState

    @property
    def size(self) -> int:
        """Bytes of memory that it takes, roughly."""
        return self.parameters.nbytes + self.slots.nbytes + self.batches[0].nbytes


class Training:
    """A population in training; `step` counts the updates so far.

    stopping : by which rules members end before the last step, and which have.
    """

    def __init__(self, *specs: Spec) -> None:
        self.specs = specs
        self._stages = population_stages(specs)
        first = self._stages[0].specs
        self.population = populate(first)
        self.network = self.population.network
        self.batches = Batches(
            self.population.x_train, self.population.y_train, first[0].batch_size, self.population.generators
        )
        self.step = 0
        self.stage = 0
        self._counted_from = 0
        self._schedules: dict[int, RateSchedule] = {}
        self._dropout = Dropout([spec.seed for spec in specs])
        self._adopt(0)
        self._slots = self._empty_slots()
        self.stopping = Stopping(specs, "r2" if self.population.datasets[0].task == "regression" else "accuracy")

    @np.errstate(all="ignore")
    def advance(self, steps: int) -> None:
        """Make updates; what is done at the start of a stage is done when its first update is due."""
        end = self.step + steps
        while self.step < end:
            self.begin_stages()
            following = self._stages[self.stage + 1 : self.stage + 2]
            self._update_to(min([end, *(stage.start for stage in following)]))

    @np.errstate(all="ignore")
    def begin_stages(self) -> bool:
        """Begin the stages whose first update is due, without making it; return whether there were any."""
        before = stage = self.stage
        while stage + 1 < len(self._stages) and self._stages[stage + 1].start <= self.step:
            stage += 1
            self._begin(stage)
        return stage != before

    def _update_to(self, end: int) -> None:
        forward, backward, update, at = self.work.forward, self.work.backward, self._update, self.batches.at
        parameters, gradient, counted_from = self.network.parameters, self.work.gradient, self._counted_from
        penalise = self._penalty.apply if self._penalty.active else None
        adjust = self._schedule.at if self._schedule.varies else None
        for step in range(self.step, end):
            columns, targets = at(step)
            if adjust is not None:
                adjust(step)
            forward(columns)
            backward(targets)
            if penalise is not None:
                penalise(gradient)
            update(parameters, gradient, self._slots, step + 1 - counted_from, self._rates)
        self.step = end

    def _begin(self, number: int) -> None:
        """Go over to the next stage: its settings, then what is done at its start."""
        before, after = (self._stages[place].specs[0] for place in (self.stage, number))
        if after.batch_size != before.batch_size:
            self.batches.resize(after.batch_size, self.step)
        self._adopt(number)
        if after.optimiser != before.optimiser:
            self._counted_from = self.step
            self._slots = self._empty_slots()
        stage = self._stages[number]
        intervene(stage.actions, self.population, self._slots, stage.specs, self.step)

    def _adopt(self, number: int) -> None:
        """Have the settings of a stage in force."""
        specs = self._stages[number].specs
        if number != self.stage:
            self.network.activate(hidden_activations(specs))
            self.stage = number
        self._update = OPTIMISERS[specs[0].optimiser].update
        self._schedule = self._schedule_of(number)
        self._rates = rates(specs, self.network, self._schedule.rates)
        self._penalty = Penalty(self.network, *(column(specs, name) for name in ("l1", "l2", "clip_norm")))
        self.work = self._dropout.passes(self.network, self.batches.size, column(specs, "dropout")[:, 0])

    def rates_at(self, step: int) -> Array:
        """Return the learning rates (P,) of the update after `step` others, which may be the first one of a stage."""
        number = max(number for number, stage in enumerate(self._stages) if stage.start <= step)
        return self._schedule_of(number).at(step)[:, 0].copy()

    def _schedule_of(self, number: int) -> RateSchedule:
        if number not in self._schedules:
            self._schedules[number] = RateSchedule(self._stages[number].specs)
        return self._schedules[number]

    def _empty_slots(self) -> Array:
        optimiser = OPTIMISERS[self._stages[self.stage].specs[0].optimiser]
        return np.zeros((optimiser.slots, *self.network.parameters.shape))

    def extend(self, *specs: Spec) -> None:
        """Have the run go on as that of `specs`, which begin with it."""
        self.specs = specs
        self._stages = population_stages(specs)
        self.stopping.loosen(specs)

    @property
    def state(self) -> TrainerState:
        """Where the run is, to return to."""
        return TrainerState(
            self.step,
            self.stage,
            self._counted_from,
            self.network.parameters.copy(),
            self._slots.copy(),
            self.batches.state,
            self._dropout.state,
            self.stopping.state,
        )

    @state.setter
    def state(self, state: TrainerState) -> None:
        self.step = state.step
        self.batches.state = state.batches
        if state.stage != self.stage or self.work.pre_activations[0].shape[2] != self.batches.size:
            self._adopt(state.stage)
        self._counted_from = state.counted_from
        self.network.parameters[:] = state.parameters
        self._slots = state.slots.copy()
        self._dropout.state = state.dropout
        self.stopping.state = state.stopping
