"""The autopsy of one unit, below the player: its story, its figures, and what can be done for it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import streamlit as st

from viz.engine import Recording
from viz.figures.autopsy import history, picture, reading, response, slope, update
from viz.figures.html import heading, style
from viz.figures.theme import Theme, theme
from viz.labs.autopsy import Autopsy, Change, autopsy
from viz.spec.autopsy import AutopsySpec
from viz.spec.training import TrainingSpec
from viz.ui.cache import look
from viz.ui.experiments import chart
from viz.ui.experiments import reading as say
from viz.ui.lab_job import watch
from viz.ui.prose import note
from viz.ui.training.before_after import before_after
from viz.ui.training.rescue import rescue
from viz.ui.training.section import Run

ROWS, TABLE = 8, 320  # samples from which on their table scrolls, and its height in px
PLACE = "training-autopsy"
STYLE = Path(__file__).with_name("autopsy.css")


def autopsy_panel(settings: TrainingSpec, step: int, controls: Run) -> None:
    """Draw the autopsy of `settings.unit` in the selected lane, at the step on screen; nothing without a unit."""
    if not settings.unit:
        return
    colours = theme(st.context.theme.type)
    run = settings.experiment()
    spec = AutopsySpec.of(run, settings.unit)
    st.html(STYLE)
    st.html(style(colours))
    with st.container(key="autopsy"):
        _head(spec, step, controls)
        job = look(run, PLACE)
        if not job.done:  # one after the other: the player, which draws the page again then, is not to wait for this
            st.caption("It begins when the run has been trained.")
            return
        if job.error is not None:
            return
        result = watch(autopsy, spec, place=PLACE)
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


def _head(spec: AutopsySpec, step: int, controls: Run) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.subheader(f"Autopsy of {spec.label}", anchor=False, width="content")
        st.caption(spec.activation(step).label, width="stretch")
        note("training", "6-autopsy")
        st.button(
            "Close",
            key=controls.key("close-unit"),
            type="tertiary",
            on_click=lambda: controls.offer(controls.settings.unchecked({"unit": ""})),
        )


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
