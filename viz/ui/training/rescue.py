"""What can be done for a unit: remedies, another activation, other weights; each is a fork of the run."""

from __future__ import annotations

from functools import partial

import streamlit as st

from viz.activations import Activation
from viz.activations.formula import formula_activation, typed_text
from viz.figures.html import heading
from viz.labs.autopsy import Autopsy
from viz.spec.activation_text import CHOICES, FORMULA, choice_of, read_activation, write_activation
from viz.spec.experiment import ExperimentSpec
from viz.spec.rescue import REMEDIES, rescued, unit_fork
from viz.ui.formula_editor import refusal
from viz.ui.training.edit_weights import Incoming, edit_weights
from viz.ui.training.fork_button import fork_button
from viz.ui.training.section import Run

EXAMPLE = read_activation(FORMULA)
SLIDER = 160  # px


def rescue(controls: Run, result: Autopsy, step: int) -> None:
    """Draw remedies for the run and the unit from the step on screen on, or from before the unit died."""
    run = controls.settings.experiment()
    st.html(heading("Go on differently", "each is a fork: up to that step nothing changes"))
    at = _from(controls, result, step, run)
    if at is None:
        st.caption(f"Nothing is trained after step {run.steps:,}: go back to an earlier step.")
        return
    with st.container(horizontal=True, gap="small", key="autopsy-remedies"):
        for name, remedy in REMEDIES.items():
            if remedy.dead:
                fork_button(controls, f"remedy-{name}", remedy.label, remedy.said, partial(rescued, run, name, at))
    _activation(controls, result, at, run)
    if st.toggle("Edit its bias and weights", key=controls.key("edit-unit")):
        moment, spec = result.moment(at), result.spec
        incoming = Incoming(
            spec.layer, spec.unit, int(result.steps[moment]), float(result.bias[moment]), result.weights[moment]
        )
        edit_weights(controls, incoming, at, run)


def _from(controls: Run, result: Autopsy, step: int, run: ExperimentSpec) -> int | None:
    """Draw the choice of the step to fork at, where there are two; return it, None without any."""
    deaths = [change.step - 1 for change in result.changes if change.kind == "died" and change.step <= step]
    choices = {step: f"Step {step:,}, on screen"} if step < run.steps else {}
    if deaths:
        choices.setdefault(deaths[-1], f"Step {deaths[-1]:,}, before it died")
    if len(choices) < 2:
        if deaths and step not in choices:
            st.caption(f"From {_lower(choices[deaths[-1]])}: nothing is trained after the step on screen.")
        return next(iter(choices), None)
    chosen = st.segmented_control(
        "From", list(choices), default=step, format_func=lambda at: choices[at], key=controls.key(f"fork-at-{step}")
    )
    return step if chosen is None else int(chosen)


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _activation(controls: Run, result: Autopsy, at: int, run: ExperimentSpec) -> None:
    """Draw the choice of another activation for this unit alone."""
    spec = result.spec
    now = spec.activation(at + 1)
    names = [name for name in CHOICES if name != now.name]
    first = FORMULA if choice_of(now) == FORMULA else "leaky_relu"
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="autopsy-activation"):
        name = st.selectbox(
            "Another activation for this unit",
            names,
            index=names.index(first) if first in names else 0,
            format_func=lambda option: CHOICES[option],
            key=controls.key(f"unit-activation-{now.name}"),
            width=280,
        )
        chosen = _formula(controls, now) if name == FORMULA else read_activation(name)
        if chosen is None:
            return
        chosen = controls.tuned("unit", chosen, width=SLIDER)
        said = f"The unit goes on with {chosen.label}, all others stay as they are"
        make = partial(unit_fork, run, at, spec.layer, spec.unit, activation=write_activation(chosen))
        fork_button(controls, "activation-from-here", f"From step {at:,}", said, make)


def _formula(controls: Run, now: Activation) -> Activation | None:
    """Draw a field for a formula of this unit's own, and return it; None, saying why, for one that can't be had.

    now : the unit's activation, whose formula is shown at first if it is one.
    """
    first, key = (now, f"{now.name}-unit-formula") if choice_of(now) == FORMULA else (EXAMPLE, "unit-formula")
    typed = st.text_input("f(x) =", typed_text(first), key=controls.key(key), width=280)
    try:
        return formula_activation(typed, **(first.values if typed == typed_text(first) else {}))
    except ValueError as error:
        st.html(refusal(typed, error))
        return None
