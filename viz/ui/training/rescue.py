"""What can be done for a unit: remedies, another activation, other weights; each is a fork of the run."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import partial

import streamlit as st

from viz.activations.formula import formula_activation
from viz.figures.html import heading
from viz.labs.autopsy import Autopsy
from viz.spec.activation_text import CHOICES, FORMULA, read_activation, write_activation
from viz.spec.experiment import ExperimentSpec
from viz.spec.rescue import REMEDIES, rescued, unit_fork
from viz.spec.training import TrainingSpec
from viz.ui.formula_editor import refusal
from viz.ui.training.section import Run

HEIGHT = 280  # px of the table of weights, from which on it scrolls
SHOWN = 12  # weights up to which the table is as high as it needs to be
COLUMNS = 4
UNIT_FORMULA = "max(0, x) + 0.1*sin(3*x)"  # shown at first
LARGEST = 1e6  # of a weight that is typed in


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
                _button(controls, f"remedy-{name}", remedy.label, remedy.said, partial(rescued, run, name, at))
    _activation(controls, result, at, run)
    _weights(controls, result, at, run)


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


def _button(controls: Run, name: str, label: str, said: str, fork: Callable[[], ExperimentSpec]) -> None:
    """Draw a button that adds a fork as a lane; one that can't be says why."""
    settings = controls.settings
    try:
        page = with_lane(settings, fork())
    except ValueError as error:
        st.button(label, key=controls.key(name), help=f"{error}.", disabled=True)
        return
    st.button(label, key=controls.key(name), help=said, on_click=lambda: controls.offer(page))


def _activation(controls: Run, result: Autopsy, at: int, run: ExperimentSpec) -> None:
    """Draw the choice of another activation for this unit alone."""
    spec = result.spec
    now = spec.activation(at + 1)
    names = [name for name in CHOICES if name != now.name]
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="autopsy-activation"):
        name = st.selectbox(
            "Another activation for this unit",
            names,
            index=names.index("leaky_relu") if "leaky_relu" in names else 0,
            format_func=lambda option: CHOICES[option],
            key=controls.key(f"unit-activation-{now.name}"),
            width=280,
        )
        text = _formula(controls) if name == FORMULA else name
        if text is None:
            return
        said = f"The unit goes on with {read_activation(text).label}, all others stay as they are"
        make = partial(unit_fork, run, at, spec.layer, spec.unit, activation=text)
        _button(controls, "activation-from-here", f"From step {at:,}", said, make)


def _formula(controls: Run) -> str | None:
    """Draw a field for a formula of this unit's own, and return it; None, saying why, for one that can't be had."""
    typed = st.text_input("f(x) =", UNIT_FORMULA, key=controls.key("unit-formula"), width=280)
    try:
        return write_activation(formula_activation(typed))
    except ValueError as error:
        st.html(refusal(typed, error))
        return None


def _weights(controls: Run, result: Autopsy, at: int, run: ExperimentSpec) -> None:
    """Draw the unit's bias and weights at the recorded step before, to be given other values."""
    spec, moment = result.spec, result.moment(at)
    if not st.toggle("Edit its bias and weights", key=controls.key("edit-unit")):
        return
    if int(result.steps[moment]) != at:
        st.caption(f"Step {at:,} is not recorded: what is shown are the values of step {int(result.steps[moment]):,}.")
    elif at in [stage.start for stage in run.stages[1:] if stage.actions]:
        st.caption(f"What is shown are the values before what the fork at step {at:,} does.")
    now = {-1: float(result.bias[moment])}
    now |= {number: float(weight) for number, weight in enumerate(result.weights[moment].tolist())}
    names = {-1: "bias", **dict(enumerate(_inputs(spec.run, spec.layer, len(now) - 1)))}
    typed = {}
    with _table(len(now)):
        columns = st.columns(COLUMNS)
        for number, value in now.items():
            with columns[(number + 1) % COLUMNS]:
                key = controls.key(f"value-{spec.name}-{at}-{number}")
                typed[number] = st.number_input(
                    names[number], -LARGEST, LARGEST, value, step=0.1, format="%.4f", key=key
                )
    changed = edited(now, typed)
    label = f"Fork with {len(changed)} changed" if changed else "Fork with these weights"
    weights = {number: value for number, value in changed.items() if number >= 0}
    make = partial(unit_fork, run, at, spec.layer, spec.unit, bias=changed.get(-1), weights=weights)
    _button(controls, "fork-with-weights", label, f"Goes on from step {at:,} with the values above", make)


@contextmanager
def _table(count: int) -> Iterator[None]:
    with st.container(height=HEIGHT if count > SHOWN else "content", border=count > SHOWN, key="autopsy-weights"):
        yield


def edited(now: Mapping[int, float], typed: Mapping[int, float]) -> dict[int, float]:
    """Return those numbers that were given another value; what shows the same four decimals was not touched."""
    return {place: value for place, value in typed.items() if round(value, 4) != round(now[place], 4)}


def _inputs(run: ExperimentSpec, layer: int, count: int) -> list[str]:
    """Return what the inputs of a layer are called."""
    if layer:
        return [f"from unit {number}" for number in range(1, count + 1)]
    names = run.info.input_names if len(run.info.input_names) == count and not run.features else ()
    return [f"from {name}" for name in names or run.features or [f"input {number + 1}" for number in range(count)]]


def with_lane(settings: TrainingSpec, run: ExperimentSpec) -> TrainingSpec:
    """Return the page with a run as one more lane, or its lane selected if there is one; the unit stays open."""
    runs = [lane.spec for lane in settings.lanes]
    page = settings.select(runs.index(run)) if run in runs else settings.add(run)
    return replace(page, unit=settings.unit, together=False)
