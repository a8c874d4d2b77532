"""The experiment "Phase diagram" of the page "Gradient flow": χ₁, and which depths train."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

import streamlit as st

from viz.figures.gradient_flow import phase_map, phase_reading, trainability_map
from viz.figures.gradient_flow.over_steps import Line, over_steps
from viz.figures.html import heading
from viz.figures.theme import Theme
from viz.labs.gradient_flow import weight_deviation
from viz.labs.phase import phase_diagram
from viz.labs.trainability import Trainability, trainability
from viz.spec.numbers import short
from viz.theory import NoMeanField, critical_weight_deviation, mean_field
from viz.ui.experiments import chart, reading
from viz.ui.gradient_flow.parts import TRAINING, Page
from viz.ui.lab_job import watch
from viz.ui.prose import note


def phase(controls: Page, colours: Theme) -> None:
    """Draw the diagram and the map of depths."""
    spec = controls.settings
    activation, deviation, bias = spec.run.layers[0], weight_deviation(spec.run), spec.init_bias_deviation
    point = None if deviation is None else (deviation, bias)
    try:
        field = None if deviation is None else mean_field(activation, deviation, bias)
        critical = critical_weight_deviation(activation, bias)
    except NoMeanField as error:
        st.info(f"{error}.")
        return
    sentence = phase_reading.phase(activation.label, point, field, critical)
    reading(sentence)
    chart(phase_map.figure(phase_diagram(spec.phase), point, colours), "flow-phase", sentence)
    note("gradient_flow", "phase")
    detail = f"loss after {spec.steps:,} steps, width {spec.map_width}, bias spread {short(bias)}; dashed: 6ξ"
    st.html(heading("Which depths train", detail))
    result = watch(trainability, spec.trainability, place="flow-trainability")
    if result is not None:
        _trainable(controls, result, colours)
    note("gradient_flow", "trainability")


def _trainable(controls: Page, result: Trainability, colours: Theme) -> None:
    spec = controls.settings
    rows, columns = len(result.spec.depths), len(result.spec.deviations)
    row, column = min(spec.cell_row, rows - 1), min(spec.cell_column, columns - 1)
    sentence = phase_reading.trainable(result)
    reading(sentence, "agreement")
    figure = trainability_map.figure(result, (row, column), colours)
    # A new key with every choice: the chart forgets what was clicked, and a choice made otherwise stands.
    event = chart(figure, f"flow-trainability-{row}-{column}", sentence, on_select="rerun", selection_mode="points")
    for clicked in event.selection.points:
        place = divmod(int(clicked["point_index"]), columns)
        if place != (row, column) and place[0] in range(rows):
            controls.offer(replace(spec, cell_row=place[0], cell_column=place[1]))
            st.rerun()
    _cell(controls, result, row, column, colours)


def _cell(controls: Page, result: Trainability, row: int, column: int, colours: Theme) -> None:
    """Draw the run of one cell, with the choice of it and the ways to see more."""
    spec = controls.settings
    with st.container(horizontal=True, vertical_alignment="bottom", key="cell"):
        choices = (
            ("cell_row", "Depth", [str(depth) for depth in result.spec.depths], row),
            ("cell_column", "Weight spread σ", [short(value) for value in result.spec.deviations], column),
        )
        for name, label, texts, place in choices:
            controls.pick(
                name,
                label,
                {str(number): text for number, text in enumerate(texts)},
                chosen=str(place),
                picked=partial(_pick, controls, name),
            )
        run = result.spec.cell(row, column)
        st.button("Show its layers", on_click=controls.offer, args=(spec.showing(run),), key=controls.key("its-layers"))
        if run.playable:
            st.page_link(TRAINING, label="Open on Training", query_params=run.experiment().to_query())
    words = trainability_map.words(result, row, column).split("<br>")
    reading(f"{', '.join(words)}.", "chosen")
    curves = result.loss[row, column, result.known[row, column]]
    line = Line("median of seeds", curves, colours.text)
    wording = ("Loss of the chosen networks", "median of the seeds", "training loss")
    chart(over_steps([line], result.steps, wording, colours), "flow-cell", ", ".join(words))


def _pick(controls: Page, name: str, picked: str) -> None:
    change: dict[str, Any] = {name: int(picked)}
    controls.offer(replace(controls.settings, **change))
