"""The experiment "Kinks": ReLU units on one input, dragged by hand or fitted to a curve."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import streamlit as st

from viz.figures.one_neuron.errors import errors_figure, errors_reading
from viz.figures.one_neuron.kinks import canvas_data, kinks_reading
from viz.figures.theme import Theme
from viz.labs.kinks import count_pieces, errors, fit
from viz.labs.kinks.errors import random_units
from viz.spec import ExperimentSpec
from viz.spec.kinks import DATASETS, Units
from viz.spec.one_neuron import OneNeuronSpec
from viz.ui.experiments import chart, reading
from viz.ui.lab_job import watch
from viz.ui.one_neuron.kink_canvas import kink_canvas
from viz.ui.one_neuron.parts import Neuron
from viz.ui.prose import note, together

TRAINING = "pages/training.py"


def kinks(controls: Neuron, colours: Theme) -> None:
    """Draw the experiment."""
    settings = controls.settings
    target = settings.goal
    whole = fit(settings.fitting) if settings.fit else fit(replace(settings.fitting, steps=0))
    units = whole.final if settings.fit else settings.built
    pieces, error = count_pieces(units), float(whole.rms[-1])
    text = kinks_reading(units, pieces, error, target, whole if settings.fit else None)
    reading(text)
    # Streamlit writes white on the primary colour, which is a light one in the dark theme.
    st.html(f"<style>.st-key-kinks-actions [kind=primary] p {{ color: {colours.background} }}</style>")
    _buttons(controls, units)
    data = canvas_data(whole, target, colours)
    drawn = list(settings.drawn) if settings.target == "drawn" else None
    stamp = f"{hash(settings.fitting)}:{settings.fit}"
    told = kink_canvas(data | {"drawn": drawn, "stamp": stamp, "alt": text.replace("**", "")}, key="kinks")
    if told.units or told.drawn:
        take_drawn(controls, told.units, told.drawn)
        st.rerun()
    note("one_neuron", "kinks")

    result = watch(errors, settings.errors, place="kinks-errors")
    if result is not None:
        sentence = errors_reading(result)
        st.markdown(together(sentence))
        chart(errors_figure(result, len(units), error, colours), "errors", sentence)
        note("one_neuron", "errors")


def _buttons(controls: Neuron, units: Units) -> None:
    settings = controls.settings
    with st.container(horizontal=True, vertical_alignment="center", key="kinks-actions"):
        if settings.fit:
            st.button("Keep these units", on_click=_keep, args=(controls, units), key=controls.key("keep"))
            st.button("Back to the start", on_click=_change, args=(controls, {"fit": False}), key=controls.key("back"))
        else:
            st.button(
                f"Fit to {settings.goal.label}",
                on_click=_change,
                args=(controls, {"fit": True}),
                key=controls.key("start-fit"),
                type="primary",
            )
            st.button("Scatter the units", on_click=_scatter, args=(controls,), key=controls.key("scatter"))
        if settings.target in DATASETS:
            st.page_link(TRAINING, label="Open on Training", query_params=training(settings).to_query())


def training(settings: OneNeuronSpec) -> ExperimentSpec:
    """Return a run of as many units on the target as a data set; it starts from weights of its own."""
    return ExperimentSpec(
        dataset=settings.target,
        noise=0.0,
        hidden=(len(settings.positions),),
        init_bias_deviation=1.0,
        optimiser=settings.optimiser,
        learning_rate=settings.learning_rate,
        steps=settings.fit_steps,
        batch_size=50,
    )


# What buttons and the canvas do ---------------------------------------------------------------------------------------


def _change(controls: Neuron, changes: dict[str, object]) -> None:
    controls.offer(replace(controls.settings, **changes))  # type: ignore[arg-type]


def take_drawn(controls: Neuron, units: Any, curve: Any) -> None:
    """Take what was done on the canvas, units or a curve, or say why it can't be had."""
    try:
        changes = {name: tuple(units[name]) for name in ("slopes", "positions", "heights")} if units else {}
        _change(controls, {**changes, **({"drawn": tuple(curve)} if curve else {})})
    except ValueError as error:
        controls.refuse(f"{error}.")
    except (LookupError, TypeError):  # nothing that the canvas ever sends
        controls.refuse("The canvas told of something that there is not; nothing is changed.")


def _keep(controls: Neuron, units: Units) -> None:
    listed = {name: getattr(units, name) for name in ("slopes", "positions", "heights", "offset")}
    _change(controls, {**listed, "fit": False})


def _scatter(controls: Neuron) -> None:
    """Put the units at random places, others with every press."""
    seed = int(np.abs(1e4 * np.array(controls.settings.positions)).sum()) % 2**31
    units = random_units(len(controls.settings.positions), seed)

    def listed(values: tuple[float, ...]) -> tuple[float, ...]:
        return tuple(round(value, 2) + 0.0 for value in values)

    drawn = {name: listed(getattr(units, name)) for name in ("slopes", "positions", "heights")}
    _change(controls, {**drawn, "offset": 0.0})
