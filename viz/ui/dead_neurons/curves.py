"""The experiments "Causes" and "Cures" of the page "Dead neurons": groups of runs from the same seeds, as curves."""

from __future__ import annotations

import streamlit as st

from viz.figures.dead_neurons import at_end, over_time, reading, tables
from viz.figures.html import heading, legend
from viz.figures.theme import Theme
from viz.labs.dead_neurons import DEFINITIONS, Cohorts, cohorts, mean, standings
from viz.spec import ExperimentSpec
from viz.spec.causes import CAUSES
from viz.spec.cures import CURES
from viz.ui.dead_neurons.parts import by_definition, definitions, open_run
from viz.ui.dead_neurons.sidebar import Dead
from viz.ui.experiments import chart
from viz.ui.experiments import reading as say
from viz.ui.lab_job import watch
from viz.ui.prose import note


def causes(controls: Dead, colours: Theme) -> None:
    """Draw how the share of dead units follows from one cause."""
    settings = controls.settings
    definitions(controls)
    result = watch(cohorts, settings.causes, place="dead-causes")
    if result is None:
        return
    sentence, name = reading.causes(result, settings.cause, settings.definition), CAUSES[settings.cause].label
    say(sentence)
    lines = over_time.strokes(len(result.labels), colours)
    with st.container(key="charts"):
        left, right = st.columns([664, 380], gap="medium")
    with left:
        figure = over_time.figure(result, range(len(lines)), lines, settings.definition, colours, by=name.lower())
        chart(figure, "over-time", sentence)
    with right:
        figure = at_end.figure(result, settings.cause, settings.compared, settings.definition, colours)
        chart(figure, "at-end", sentence)
        with st.container(horizontal=True):
            note("dead_neurons", "causes")
            open_run(controls, _runs(result, settings.definition), name)
    st.html(heading("In numbers", "shares of the hidden units; at the end and the loss: median (10–90 % of the seeds)"))
    st.html(tables.final_numbers(result, lines, settings.definition, name))
    by_definition(controls, _pooled(result), tables.by_definition(result, lines, settings.definition, name))


def cures(controls: Dead, colours: Theme) -> None:
    """Draw what keeps units alive where plain ReLU loses them."""
    settings = controls.settings
    definitions(controls)
    result = watch(cohorts, settings.cures, place="dead-cures")
    if result is None:
        return
    against_none = standings(result, settings.definition)
    sentence = reading.cures(result, against_none, settings.definition)
    say(sentence)
    lines = over_time.cure_strokes(colours)
    drawn = [0, *(number for number, cure in enumerate(CURES, start=1) if cure in settings.drawn)]
    figure = over_time.figure(result, drawn, lines, settings.definition, colours, alive=True)
    st.html(legend([(lines[group], result.labels[group]) for group in drawn]))
    chart(figure, "over-time", sentence)
    with st.container(horizontal=True):
        note("dead_neurons", "cures")
        open_run(controls, _runs(result, settings.definition), "Cure")
    st.html(heading("All cures", "shares of the hidden units; at the end and the loss: median (10–90 % of the seeds)"))
    st.html(tables.final_numbers(result, lines, settings.definition, "Cure", against_none))
    by_definition(controls, _pooled(result), tables.by_definition(result, lines, settings.definition, "Cure"))


def _pooled(result: Cohorts) -> dict[str, float]:
    """Return the share of all units at the end by definition."""
    return {name: mean(result.share[:, :, number, -1]) for number, name in enumerate(DEFINITIONS)}


def _runs(result: Cohorts, definition: str) -> dict[str, ExperimentSpec]:
    return {label: result.typical(group, definition) for group, label in enumerate(result.labels)}
