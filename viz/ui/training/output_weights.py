"""The bias and the weights of one output at the step on screen, to be given other values in a fork."""

from __future__ import annotations

import numpy as np
import streamlit as st

from viz.engine import Recording
from viz.figures.html import heading
from viz.spec.experiment import ExperimentSpec
from viz.spec.numbers import plain
from viz.ui.experiments import reading
from viz.ui.job import Job
from viz.ui.training.edit_weights import Incoming, edit_weights, input_names
from viz.ui.training.section import Run


def output_weights(controls: Run, run: ExperimentSpec, unit: int, step: int, job: Job) -> None:
    """Draw them.  unit : the output, counted from 0.  job : the run, which has been trained."""
    incoming = weights_at(Recording.from_bytes(job.prefix()), unit, step)
    reading(said(incoming, run), "output-weights-reading")
    st.html(heading("Go on differently", "a fork: up to that step nothing changes"))
    if step >= run.steps:
        st.caption(f"Nothing is trained after step {run.steps:,}: go back to an earlier step.")
        return
    edit_weights(controls, incoming, step, run)


def weights_at(recording: Recording, unit: int, step: int) -> Incoming:
    """Return what leads into an output, counted from 0, at the last recorded step up to `step`."""
    moment = max(0, int(np.searchsorted(recording.steps, step, side="right")) - 1)
    return Incoming(
        layer=len(recording.weights) - 1,
        unit=unit,
        step=int(recording.steps[moment]),
        bias=float(recording.biases[-1][0, moment, unit]),
        weights=recording.weights[-1][0, moment, :, unit],
    )


def said(incoming: Incoming, run: ExperimentSpec) -> str:
    """Return the bias and the largest weight in a sentence."""
    sizes = np.abs(incoming.weights)
    largest = int(sizes.argmax())
    name = input_names(run, incoming.layer, len(sizes))[largest]
    weight = f"**{plain(float(incoming.weights[largest]))}**, {name}"
    which = f"The largest of its {len(sizes)} weights is {weight}" if len(sizes) > 1 else f"Its one weight is {weight}"
    return f"At step **{incoming.step:,}** its bias is **{plain(incoming.bias)}**. {which}."


def output_name(run: ExperimentSpec, unit: int) -> str:
    """Return what an output, counted from 0, is called."""
    return f"output {run.info.class_names[unit]}" if run.outputs > 1 else "the output"
