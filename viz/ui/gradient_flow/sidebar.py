"""The sidebar of the page "Gradient flow": the networks, the remedies, and what each experiment has besides."""

from __future__ import annotations

import streamlit as st

from viz.engine.datasets import DATASETS
from viz.engine.initialisers import INITIALISERS
from viz.spec.gradient_flow import MAX_SIDE, GradientFlowSpec
from viz.ui.gradient_flow.parts import Page
from viz.ui.parts import stops

DEPTHS = (1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 40, 50, 60, 70, 80, 90, 100)
WIDTHS = (2, 4, 8, 12, 16, 24, 32, 48, 64, 96, 128)
SEEDS = (1, 2, 4, 8, 12, 16, 24, 32, 50)
SAMPLES = (20, 50, 100, 150, 200, 300, 500, 1000, 2000)
BATCHES = (1, 2, 5, 10, 20, 32, 50, 64, 100, 128, 200)
STEPS = stops(20, 20_000, (1, 2, 3, 5))


def sidebar(controls: Page) -> None:
    """Draw every control that the experiment shown has."""
    spec = controls.settings
    trains = spec.experiment != "layers" or spec.when == "training"
    with st.sidebar:
        with st.expander("Network", expanded=True):
            _network(controls, spec)
        with st.expander("Initialisation", expanded=True):
            _initialisation(controls, spec)
        if spec.experiment in ("layers", "movement"):
            with st.expander("Remedies", expanded=True):
                controls.choice("normalisation")
                controls.flag("residual")
        if spec.experiment == "phase":
            with st.expander("Map", expanded=True):
                _map(controls)
        if trains:
            with st.expander(f"Training :small[:gray[{spec.steps:,} steps]]", expanded=True):
                _training(controls, spec)
        with st.expander(f"Data :small[:gray[{DATASETS[spec.dataset].label}]]", expanded=False):
            controls.choice("dataset")
            controls.slider("samples", at=SAMPLES)
            controls.number("seed")
        st.button("Reset", on_click=controls.reset, key=controls.key("reset"), width="stretch")


def _network(controls: Page, spec: GradientFlowSpec) -> None:
    controls.activation("activation")
    controls.parameters("activation")
    if spec.experiment == "phase":
        controls.slider("map_width", at=WIDTHS)
    else:
        controls.slider("depth", at=DEPTHS)
        controls.slider("width", at=WIDTHS)


def _initialisation(controls: Page, spec: GradientFlowSpec) -> None:
    controls.choice("initialiser")
    if INITIALISERS[spec.initialiser].uses_scale:
        controls.slider("init_scale", low=0.0, high=4.0)
    controls.slider("init_bias_deviation", low=0.0, high=2.0)
    if spec.experiment == "layers" and spec.when == "start":
        controls.slider("seeds", at=SEEDS)


def _map(controls: Page) -> None:
    for name in ("weight_span", "bias_span", "depth_span"):
        label = str(controls.settings.field(name).metadata["label"]).partition(",")[0]
        left, right = st.columns(2)
        with left:
            controls.number(name, "0", label=f"{label} from")
        with right:
            controls.number(name, "1", label="to")
    controls.slider("side", at=range(2, MAX_SIDE + 1))
    controls.slider("map_seeds", at=(1, 2, 3, 4, 6, 8, 12, 20))


def _training(controls: Page, spec: GradientFlowSpec) -> None:
    controls.choice("optimiser")
    controls.slider("learning_rate")
    controls.slider("batch_size", at=BATCHES)
    controls.slider("steps", at=STEPS)
    if spec.experiment != "phase":
        controls.slider("runs", at=SEEDS)
