"""The experiment "Map" of the page "Dead neurons": two causes as axes, and every cell a way to its run on Training."""

from __future__ import annotations

import re

import streamlit as st

from viz.figures.dead_neurons import heat_map, reading, tables
from viz.figures.theme import Theme
from viz.labs.dead_neurons import DEFINITIONS, DeadMap, dead_map, mean
from viz.spec.causes import CAUSES, written
from viz.ui.cell_click import clicked
from viz.ui.dead_neurons.parts import TRAINING, by_definition, definitions, for_training, link
from viz.ui.dead_neurons.sidebar import Dead
from viz.ui.experiments import chart
from viz.ui.experiments import reading as say
from viz.ui.follow_link import follow_link
from viz.ui.lab_job import watch
from viz.ui.prose import note


def mapped(controls: Dead, colours: Theme) -> None:
    """Draw the map of two causes."""
    settings = controls.settings
    with st.container(horizontal=True, vertical_alignment="center", key="switches"):
        definitions(controls)
        st.caption("Colour", width="content")
        controls.segments("quantity")
    result = watch(dead_map, settings.map, place="dead-map")
    if result is None:
        return
    sentence = reading.mapped(result, settings.definition)
    say(sentence)
    figure = heat_map.figure(result, settings.quantity, settings.definition, colours)
    chart(figure, "dead-map", sentence)
    click = clicked("dead-map", heat_map.CLICKED, key="dead-map-click")
    if click is not None and click.point < result.known.size:
        row, column = divmod(click.point, len(result.spec.x_values))
        run = for_training(result.typical(row, column, settings.definition))
        follow_link(TRAINING, run.to_query(), once=click.moment, key="open-cell")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        note("dead_neurons", "map")
        _open_cell(controls, result)
    shares = {name: mean(result.share(name)) for name in DEFINITIONS}
    by_definition(controls, shares, tables.map_by_definition(result, settings.definition))


def _open_cell(controls: Dead, result: DeadMap) -> None:
    """Draw the way to a cell's run without a mouse: its two values, and a link."""
    spec = result.spec
    with st.popover("Open a cell on Training"):
        st.caption("Or click on the cell: its run in the middle opens.")
        places = []
        for name, values in ((spec.x, spec.x_values), (spec.y, spec.y_values)):
            label = CAUSES[name].label
            chosen = st.selectbox(label, values, key=controls.key(f"cell-{name}"), format_func=written)
            places.append(values.index(chosen) if chosen in values else 0)
        column, row = places
        run = result.typical(row, column, controls.settings.definition)
        told = heat_map.words(result, controls.settings.definition)[row][column]
        st.markdown(re.sub(r"</?b>", "**", told.replace("<br>", ", ")))
        link(run, f"Open seed {run.seed} on Training")
