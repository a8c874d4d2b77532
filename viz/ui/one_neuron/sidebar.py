"""The sidebar of the page "One neuron": the controls of the experiment that is chosen."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import pairwise

import streamlit as st

from viz.spec.kinks import HIGH, LOW
from viz.spec.numbers import short
from viz.spec.one_neuron import DRAWINGS, OneNeuronSpec
from viz.ui.controls import Changes
from viz.ui.one_neuron.parts import Neuron
from viz.ui.parts import grid, stops

NEAR = grid(-10, 10, 0.1)
FAR = tuple(sign * size for sign in (-1.0, 1.0) for size in (12, 15, 20, 25, *range(30, 110, 10)))


def sidebar(controls: Neuron) -> None:
    """Draw every control that the experiment has."""
    with st.sidebar:
        {"neuron": _neuron, "kinks": _kinks, "regions": _regions}[controls.settings.experiment](controls)
        st.button("Reset", on_click=lambda: _reset(controls), key=controls.key("reset"), width="stretch")


def _neuron(controls: Neuron) -> None:
    settings = controls.settings
    with section("Inputs"):
        for name in ("a", "b"):
            controls.slider(name, at=(*NEAR, *FAR))
    with section("Neuron"):
        left, right = st.columns(2)
        with left:
            controls.slider("weight_a")
        with right:
            controls.slider("weight_b")
        controls.slider("bias", low=-10, high=10)
        controls.flag("threshold")
        if not settings.threshold:
            controls.activation("activation")
            controls.parameters("activation")
    with section("Map"):
        controls.slider("extent", at=(1, 2, 5, 10, 20, 50, 100, 200, 500, 1000))


def _kinks(controls: Neuron) -> None:
    settings = controls.settings
    with section("Target"):
        controls.segments("target")
        if settings.target == "drawn":
            controls.pick(
                "drawing",
                "Start from",
                {name: name for name in DRAWINGS},
                chosen=next((name for name, values in DRAWINGS.items() if values == settings.drawn), None),
                picked=lambda name: controls.offer(replace(settings, drawn=DRAWINGS[name])),
                otherwise="drawn by hand",
            )
    with section("Training"):
        controls.choice("optimiser")
        controls.slider("learning_rate", at=stops(1e-4, 1))
        controls.slider("fit_steps", at=(50, 100, 200, 500, 1000, 1500, 2000, 3000, 5000))
    with section("Units", f"{len(settings.positions)}"):
        controls.slider("positions", "count", label="Units")
        controls.slider("offset", low=-3, high=3)
    for place in range(len(settings.positions)):
        with section(f"Unit {place + 1}", _unit(settings, place), expanded=False):
            part = str(place)
            controls.slider("positions", part, low=-3, high=3)
            left, right = st.columns(2)
            with left:
                controls.slider("slopes", part, low=-3, high=3)
            with right:
                controls.slider("heights", part, low=-3, high=3)


def _unit(settings: OneNeuronSpec, place: int) -> str:
    side = "left" if settings.slopes[place] < 0 else "right"
    return f"kink at {short(settings.positions[place], 3)}, faces {side}"


def _regions(controls: Neuron) -> None:
    settings = controls.settings
    with section("Network"):
        left, right = st.columns(2)
        with left:
            controls.slider("hidden", "count", label="Hidden layers")
        with right:
            controls.slider("hidden", "each", label="Width")
        controls.activation("units")
        controls.parameters("units")
        controls.choice("initialiser")
        left, right = st.columns(2)
        with left:
            controls.slider("init_scale", high=3)
        with right:
            controls.slider("bias_spread", high=3)
        left, right = st.columns(2, vertical_alignment="bottom")
        with left:
            controls.number("seed")
        with right:
            following = replace(settings, seed=(settings.seed + 1) % 2**31)
            st.button(
                "Next seed", on_click=controls.offer, args=(following,), key=controls.key("next-seed"), width="stretch"
            )
    with section("Training"):
        controls.choice("dataset")
        controls.slider("trained", at=(0, 10, 20, 50, 100, 200, 500, 1000, 2000, 3000, 6000))
    with section("Window"):
        controls.slider("half", at=(0.1, 0.2, 0.5, 1, 1.5, 2, 3, 4, 5, 7, 10, 20, 50, 100, 1000))


def keep_units_together(settings: OneNeuronSpec, changes: Changes) -> Changes:
    """Give new units a slope, a height and a place of their own when there are to be more, and drop all of the last."""
    count = len(changes.get("positions", settings.positions))
    before = len(settings.positions)
    if count == before:
        return changes
    filled = {"slopes": 1.0, "heights": 1.0}
    for name, value in filled.items():
        changes = {**changes, name: (*getattr(settings, name)[:count], *(value,) * (count - before))}
    places = list(settings.positions[:count])
    while len(places) < count:  # each in the middle of the widest gap
        ends = sorted([LOW, *(x for x in places if LOW < x < HIGH), HIGH])
        start, stop = max(pairwise(ends), key=lambda gap: gap[1] - gap[0])
        places.append(round((start + stop) / 2, 2))
    return {**changes, "positions": tuple(places)}


@contextmanager
def section(title: str, summary: str = "", *, expanded: bool = True) -> Iterator[None]:
    """Draw a part of the sidebar that folds up."""
    label = f"{title} :gray[{summary}]" if summary else title
    with st.expander(label, expanded=expanded, key=f"section-{title.lower()}"):
        yield


def _reset(controls: Neuron) -> None:
    """Have the next run start from the defaults of the experiment that is open."""
    controls.offer(OneNeuronSpec(experiment=controls.settings.experiment))
