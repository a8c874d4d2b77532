"""What a script does where its run was forked: settings that change, and what is done to the network."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from viz.engine.actions import Action, RaiseBias, ReDo, SetBias, SetWeight
from viz.engine.interventions import REDO
from viz.engine.setup import initial_layers
from viz.export.code.functions import Functions
from viz.export.code.settings import Setting
from viz.spec.experiment import ExperimentSpec, Stage


@dataclass(frozen=True)
class Put:
    """A number that is written into the network; layer, unit and input count from 1, and a bias has no input."""

    layer: int
    unit: int
    input: int
    value: float


@dataclass(frozen=True)
class Fork:
    """A change in the middle of a run, before the update after `start` others.

    changes : names of constants, and their new values as Python.
    activations : what the hidden layers compute from here on; empty if that stays.
    running : the optimiser from here on.  optimiser : the same if it begins here, empty if it stays.
    resized : whether batches get another size, with which an epoch begins.
    actions : `Put`, `RaiseBias` and `ReDo` in order.
    """

    start: int
    changes: tuple[tuple[str, str], ...]
    running: str
    activations: tuple[str, ...] = ()
    optimiser: str = ""
    resized: bool = False
    actions: tuple[Put | RaiseBias | ReDo, ...] = field(default=())

    @property
    def names(self) -> list[str]:
        """The names of a script that get other values here."""
        more = {"ACTIVATIONS": self.activations, "UPDATE": self.optimiser}
        return [*(name for name, _ in self.changes), *(name for name, new in more.items() if new)]

    @property
    def torch_options(self) -> list[str]:
        """What a running optimiser of PyTorch has to be told of the new settings, besides the learning rate."""
        told = {
            "momentum": {"MOMENTUM": "momentum=MOMENTUM"},
            "nesterov": {"MOMENTUM": "momentum=MOMENTUM"},
            "rmsprop": {"DECAY": "alpha=DECAY"},
            "adam": dict.fromkeys(("MOMENTUM", "DECAY"), "betas=(MOMENTUM, DECAY)"),
            "adamw": dict.fromkeys(("MOMENTUM", "DECAY"), "betas=(MOMENTUM, DECAY)"),
        }.get(self.running, {})
        return sorted({told[name] for name, _ in self.changes if name in told})

    @property
    def decays_anew(self) -> bool:
        """Whether AdamW goes on with another weight decay."""
        return self.running == "adamw" and any(name == "WEIGHT_DECAY" for name, _ in self.changes)

    @property
    def redo(self) -> bool:
        """Whether dead units are re-initialised."""
        return any(isinstance(action, ReDo) for action in self.actions)

    @property
    def needs_dead(self) -> bool:
        """Whether dead units have to be found."""
        return any(isinstance(action, ReDo | RaiseBias) for action in self.actions)


def forks(stages: Sequence[Stage], found: Sequence[Setting], written: Functions) -> list[Fork]:
    """Return the forks between the stages of a run."""
    forked = []
    for number, (before, after) in enumerate(pairwise(stages), start=1):
        changes = [
            (setting.name, setting.values[number])
            for setting in found
            if setting.values[number] != setting.values[number - 1]
        ]
        old, new = written.stages[number - 1 : number + 1]
        forked.append(
            Fork(
                start=after.start,
                changes=tuple(changes),
                running=after.spec.optimiser,
                activations=new if new != old else (),
                optimiser=after.spec.optimiser if after.spec.optimiser != before.spec.optimiser else "",
                resized=after.spec.batch_size != before.spec.batch_size,
                actions=tuple(map(_action, after.actions)),
            )
        )
    return forked


def redrawn(stages: Sequence[Stage], spec: ExperimentSpec) -> dict[str, NDArray[np.float64]]:
    """Return by name the weights and biases that re-initialised units get at each fork that has some."""
    arrays = {}
    sizes = (spec.inputs, *spec.hidden, spec.outputs)
    for stage in stages:
        if any(isinstance(action, ReDo) for action in stage.actions):
            seed, bias_seed = (
                np.random.SeedSequence(spec.seed, spawn_key=(REDO, stage.start, number)) for number in range(2)
            )
            fresh = initial_layers(stage.spec, sizes, np.random.default_rng(seed), bias_seed)
            for number, (weights, biases) in enumerate(fresh[:-1], start=1):
                arrays[f"redo_{stage.start}_W{number}"] = weights
                arrays[f"redo_{stage.start}_b{number}"] = biases
    return arrays


def _action(action: Action) -> Put | RaiseBias | ReDo:
    match action:
        case SetBias():
            return Put(action.layer, action.unit, 0, action.value)
        case SetWeight():
            return Put(action.layer, action.unit, action.input, action.value)
    return action
