"""The experiments "Where it hurts" and "Remedies" of the page "Gradient flow", both of networks in training."""

from __future__ import annotations

import streamlit as st

from viz.figures.gradient_flow import over_steps, training_reading
from viz.figures.gradient_flow.comparison_table import comparison_table
from viz.figures.theme import Theme
from viz.labs.gradient_flow import flow_runs
from viz.ui.experiments import chart, reading
from viz.ui.gradient_flow.parts import Page, moment
from viz.ui.lab_job import watch
from viz.ui.prose import note


def movement(controls: Page, colours: Theme) -> None:
    """Draw how far layers move from their start, and their updates."""
    result = watch(flow_runs, controls.settings.trained, place="flow-trained")
    if result is None:
        return
    sentence = training_reading.moved(result)
    reading(sentence)
    chart(over_steps.movement(result, colours), "flow-movement", sentence)
    chosen = moment(controls, result.steps.tolist())
    sentence = training_reading.updated(result, chosen)
    reading(sentence, "agreement")
    chart(over_steps.updates(result, chosen, colours), "flow-updates", sentence)
    note("gradient_flow", "movement")


def remedies(controls: Page, colours: Theme) -> None:
    """Draw loss and first-layer gradient with each remedy alone."""
    result = watch(flow_runs, controls.settings.compared, place="flow-remedies")
    if result is None:
        return
    sentence = training_reading.compared(result)
    reading(sentence)
    loss = ("Training loss", "median of the seeds, 10 to 90 %", "training loss")
    chart(over_steps.comparison(result, "loss", loss, colours), "flow-remedies-loss", sentence)
    gradient = ("Gradient of layer 1", "‖∂L/∂W‖ of the mean loss", "‖∂L/∂W‖, layer 1")
    figure = over_steps.comparison(result, "gradient", gradient, colours)
    chart(figure, "flow-remedies-gradient", "The gradient of the first layer with each remedy alone.")
    st.html(comparison_table(result))
    note("gradient_flow", "remedies")
