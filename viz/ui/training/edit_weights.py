"""A unit's bias and incoming weights as fields to type into; what is changed in them is a fork of the run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from viz.spec.experiment import ExperimentSpec
from viz.spec.rescue import unit_fork
from viz.ui.training.fork_button import fork_button
from viz.ui.training.section import Run

HEIGHT = 280  # px of the table of weights, from which on it scrolls
SHOWN = 12  # weights up to which the table is as high as it needs to be
COLUMNS = 4
LARGEST = 1e6  # of a weight that is typed in


@dataclass(frozen=True, eq=False)
class Incoming:
    """What leads into one unit at a recorded step; `layer` and `unit` count from 0, the last layer is the output.

    weights : (D,).
    """

    layer: int
    unit: int
    step: int
    bias: float
    weights: NDArray[np.float32]


def edit_weights(controls: Run, incoming: Incoming, at: int, run: ExperimentSpec) -> None:
    """Draw a unit's bias and weights, to be given other values in a fork at step `at`."""
    if incoming.step != at:
        st.caption(f"Step {at:,} is not recorded: what is shown are the values of step {incoming.step:,}.")
    elif at in [stage.start for stage in run.stages[1:] if stage.actions]:
        st.caption(f"What is shown are the values before what the fork at step {at:,} does.")
    now = {-1: incoming.bias, **dict(enumerate(incoming.weights.tolist()))}
    names = {-1: "bias", **dict(enumerate(input_names(run, incoming.layer, len(incoming.weights))))}
    typed = {}
    with _table(len(now)):
        columns = st.columns(COLUMNS)
        for number, value in now.items():
            with columns[(number + 1) % COLUMNS]:
                key = controls.key(f"value-{incoming.layer + 1}.{incoming.unit + 1}-{at}-{number}")
                typed[number] = st.number_input(
                    names[number], -LARGEST, LARGEST, value, step=0.1, format="%.4f", key=key
                )
    changed = edited(now, typed)
    label = f"Fork with {len(changed)} changed" if changed else "Fork with these weights"
    weights = {number: value for number, value in changed.items() if number >= 0}
    make = partial(unit_fork, run, at, incoming.layer, incoming.unit, bias=changed.get(-1), weights=weights)
    fork_button(controls, "fork-with-weights", label, f"Goes on from step {at:,} with the values above", make)


@contextmanager
def _table(count: int) -> Iterator[None]:
    with st.container(height=HEIGHT if count > SHOWN else "content", border=count > SHOWN, key="autopsy-weights"):
        yield


def edited(now: Mapping[int, float], typed: Mapping[int, float]) -> dict[int, float]:
    """Return those numbers that were given another value; what shows the same four decimals was not touched."""
    return {place: value for place, value in typed.items() if round(value, 4) != round(now[place], 4)}


def input_names(run: ExperimentSpec, layer: int, count: int) -> list[str]:
    """Return what the inputs of a layer, counted from 0, are called."""
    if layer:
        return [f"from unit {number}" for number in range(1, count + 1)]
    names = run.info.input_names if len(run.info.input_names) == count and not run.features else ()
    return [f"from {name}" for name in names or run.features or [f"input {number + 1}" for number in range(count)]]
