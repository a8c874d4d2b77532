"""The sidebar of the page "One neuron": the controls of the experiment that is chosen."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from viz.spec.one_neuron import EXTENTS, OneNeuronSpec
from viz.ui.one_neuron_parts import Neuron
from viz.ui.parts import grid

NEAR = grid(-10, 10, 0.1)
FAR = tuple(sign * size for sign in (-1.0, 1.0) for size in (12, 15, 20, 25, *range(30, 110, 10)))


def sidebar(controls: Neuron) -> None:
    """Draw every control that the experiment has."""
    with st.sidebar:
        {"neuron": _neuron}[controls.settings.experiment](controls)
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
        controls.slider("extent", at=(1, *EXTENTS))


@contextmanager
def section(title: str, summary: str = "", *, expanded: bool = True) -> Iterator[None]:
    """Draw a part of the sidebar that folds up."""
    label = f"{title} :gray[{summary}]" if summary else title
    with st.expander(label, expanded=expanded, key=f"section-{title.lower()}"):
        yield


def _reset(controls: Neuron) -> None:
    """Have the next run start from the defaults of the experiment that is open."""
    controls.offer(OneNeuronSpec(experiment=controls.settings.experiment))
