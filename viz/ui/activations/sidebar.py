"""The sidebar of the page "Activations": which functions, their parameters, the input, the probe and the axes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from math import ceil, floor

import streamlit as st

from viz.activations import ACTIVATIONS
from viz.activations.formula import EXAMPLES, formula_activation, is_formula
from viz.figures.html import stripes
from viz.figures.theme import Theme, stroke
from viz.spec import CurvesSpec, read_activation
from viz.spec.activation_text import CHOICES, FORMULA, write_activation
from viz.spec.curves import MAX_CURVES, next_slot
from viz.ui.controls import Controls


def sidebar(controls: Controls[CurvesSpec], colours: Theme) -> None:
    """Draw every control of the page."""
    spec = controls.settings
    with st.sidebar:
        with st.expander(f"Functions :small[:gray[{len(spec.functions)} shown]]", expanded=True):
            _functions(controls, colours)
        adjustable = [place for place, text in enumerate(spec.functions) if _adjustable(text)]
        if adjustable:
            with st.expander("Parameters", expanded=True):
                _parameters(controls, adjustable, colours)
        with st.expander("Input", expanded=True):
            controls.segments("distribution")
            left, right = st.columns(2)
            names = ("uniform_low", "uniform_high") if spec.distribution == "uniform" else ("mean", "deviation")
            bounds = ((-10.0, 10.0),) * 2 if spec.distribution == "uniform" else ((-5.0, 5.0), (0.05, 5.0))
            for column, name, (low, high) in zip((left, right), names, bounds, strict=True):
                with column:
                    controls.slider(name, low=low, high=high)
        with st.expander("Probe", expanded=True):
            controls.slider("probe", at=stops_between(spec.low, spec.high))
        with st.expander("Axes", expanded=True):
            left, right = st.columns(2)
            with left:
                controls.number("low")
            with right:
                controls.number("high")
            controls.slider("epsilon", at=(0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5))
            controls.flag("second_derivative")
        st.button("Reset", on_click=controls.reset, width="stretch")


def _functions(controls: Controls[CurvesSpec], colours: Theme) -> None:
    """Draw one row per function, which removes it, and the search for another one."""
    spec = controls.settings
    rules = []
    for text, slot in zip(spec.functions, spec.resolved_slots, strict=True):
        rules.append(f".st-key-remove-{slot} button::before {{ {stripes(stroke(slot, colours))} }}")
        st.button(
            short_label(text), key=f"remove-{slot}", type="tertiary", width="stretch",
            help=f"Remove {short_label(text)}", on_click=controls.offer, args=(without(spec, text),),
        )  # fmt: skip
    st.html(f"<style>{''.join(rules)}</style>")
    shown = {text for text in spec.functions if text in ACTIVATIONS}
    labels = {name: label for name, label in CHOICES.items() if name not in shown}
    if len(spec.functions) < MAX_CURVES:
        again = sum(map(is_formula, spec.functions))  # a choice that can be made more than once
        controls.pick(
            f"add-{again}", "Add a function", {name: labels[name] for name in sorted(labels, key=_place)},
            chosen=None, picked=lambda name: controls.offer(having(spec, name)), otherwise="Search by name",
        )  # fmt: skip


def _parameters(controls: Controls[CurvesSpec], adjustable: list[int], colours: Theme) -> None:
    for place in adjustable:
        text = controls.settings.functions[place]
        st.caption("Your own formula" if is_formula(text) else short_label(text))
        controls.parameters("functions", str(place))


def having(spec: CurvesSpec, name: str) -> CurvesSpec:
    """Return the settings with one more function, in the first free colour; of formulas, an example not yet shown."""
    if name == FORMULA:
        name = next(text for text in _examples() if text not in spec.functions)
    slot = 0 if name == "relu" else next_slot(spec.resolved_slots)
    return replace(spec, functions=(*spec.functions, name), slots=(*spec.resolved_slots, slot))


def _place(name: str) -> tuple[bool, str]:
    """Return what sorts the choices: the formula first, then by wording."""
    return name != FORMULA, CHOICES[name].lower()


def _examples() -> Iterator[str]:
    yield from (write_activation(formula_activation(text, **values)) for text, values in EXAMPLES)
    yield from (write_activation(formula_activation(f"max(0, x) + {n}*x")) for n in range(1, MAX_CURVES + 1))


def _adjustable(text: str) -> bool:
    return is_formula(text) or bool(read_activation(text).parameters)


def without(spec: CurvesSpec, text: str) -> CurvesSpec:
    """Return the settings without one function; the others keep their colours."""
    kept = [pair for pair in zip(spec.functions, spec.resolved_slots, strict=True) if pair[0] != text]
    return replace(spec, functions=tuple(f for f, _ in kept), slots=tuple(slot for _, slot in kept))


def short_label(text: str) -> str:
    """Return the name of a function as people know it."""
    return read_activation(text).label


def stops_between(low: float, high: float) -> tuple[float, ...]:
    """Return round numbers from `low` to `high`, 0.05 apart or wider: about two hundred at the most."""
    step = next(m * 10.0**e for e in range(-2, 4) for m in (1, 2, 5) if m * 10.0**e >= max(0.05, (high - low) / 220))
    return tuple(round(n * step, 6) for n in range(ceil(low / step), floor(high / step) + 1))
