"""The autopsy of one hidden unit: its story, its figures, and what can be done for it."""

from __future__ import annotations

import numpy as np
import streamlit as st

from viz.engine import Recording
from viz.figures.autopsy import history, picture, reading, response, slope, update
from viz.figures.html import heading
from viz.figures.theme import Theme
from viz.labs.autopsy import Autopsy, Change, autopsy
from viz.spec.autopsy import AutopsySpec
from viz.ui.experiments import chart
from viz.ui.experiments import reading as say
from viz.ui.job import Job
from viz.ui.lab_job import watch
from viz.ui.training.before_after import before_after
from viz.ui.training.rescue import rescue
from viz.ui.training.section import Run

ROWS, TABLE = 8, 320  # samples from which on their table scrolls, and its height in px


def autopsy_panel(controls: Run, spec: AutopsySpec, step: int, job: Job, colours: Theme) -> None:
    """Draw the autopsy of a unit at the step on screen.  job : the unit's run, which has been trained."""
    result = watch(autopsy, spec, place="training-autopsy")
    if result is None:
        return
    moment = result.moment(step)
    change = reading.nearest(result, step)
    say(reading.life(result), "autopsy-life")
    if change is not None:
        say(reading.cause(result, change), "autopsy-cause")
    with st.container(key="autopsy-figures"):
        left, right = st.columns([620, 420], gap="medium")
    with left:
        chart(history.figure(result, moment, colours), "autopsy-history", reading.life(result))
    with right:
        _now(result, moment, job.prefix(), colours)
    if change is not None:
        _batch(result, change, colours)
    before_after(spec)
    rescue(controls, result, step)


def _now(result: Autopsy, moment: int, recorded: bytes, colours: Theme) -> None:
    """Draw what the unit is like at a moment: its slope under its pre-activations, and its response as recorded."""
    sentence = slope.reading(result, moment)
    chart(slope.figure(result, moment, colours), "autopsy-slope", sentence)
    say(sentence, "autopsy-slope-reading")
    recording, spec = Recording.from_bytes(recorded), result.spec
    if len(recording.steps) <= moment:
        return
    if spec.run.dataset == "digits" and spec.layer == 0:
        figure = picture.figure(result.weights[moment], colours)
        chart(figure, "autopsy-weights-picture", f"The incoming weights of {spec.label}, pixel by pixel")
        return
    if not response.has_map(recording, spec.layer):
        st.caption("No response map: it is drawn for one or two inputs and up to 64 hidden units.")
        return
    active = spec.activation(int(result.steps[moment])).derivative(result.z[moment].astype(np.float64)) != 0
    figure = response.figure(recording, moment, spec.layer, spec.unit, active, colours)
    chart(figure, "autopsy-response", f"The response of {spec.label} over the inputs")


def _batch(result: Autopsy, change: Change, colours: Theme) -> None:
    """Draw the samples of the batch with which the unit died or came back."""
    if change.samples is None or not change.samples.gradients.any():
        return
    what = "killed it" if change.kind == "died" else "brought it back"
    st.html(heading(f"The update that {what}", f"step {change.step:,}: {len(change.samples.rows):,} samples"))
    with st.container(key="autopsy-batch"):
        left, right = st.columns([420, 620], gap="medium")
    with left:
        chart(update.figure(result, change, colours), "autopsy-update", reading.cause(result, change))
    many = len(change.samples.rows) > ROWS
    with right, st.container(height=TABLE if many else "content", border=False):
        st.html(update.batch_table(result, change))
