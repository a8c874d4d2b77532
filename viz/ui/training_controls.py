"""The sidebar of the page "Training": every setting of a run, shown where it applies."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import streamlit as st

from viz.activations import ACTIVATIONS
from viz.engine.datasets import DATASETS
from viz.engine.initialisers import INITIALISERS
from viz.engine.losses import LOSSES
from viz.engine.optimisers import OPTIMISERS
from viz.spec import PRESETS, ExperimentSpec, Preset
from viz.ui.cache import shelf
from viz.ui.controls import Changes, Controls
from viz.ui.parts import readable, stops

STEPS = stops(100, 200_000, (1, 1.5, 2, 3, 4, 5, 6, 8))
BATCHES = (1, 2, 5, 10, 20, 32, 50, 64, 100, 128, 200, 256, 500, 1000, 2000)
FRAMES = (10, 20, 50, 100, 150, 200, 300, 400, 500, 600, 800, 1000, 1500, 2000)
PENALTIES = (0, *stops(1e-5, 1, (1, 2, 5)))
NORMS = (0, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100)
MOMENTA = (0, 0.3, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999)
DECAYS = (0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.998, 0.999, 0.9995, 0.9999)
RATES = (("momentum", MOMENTA), ("decay", DECAYS), ("weight_decay", PENALTIES))
EPSILONS = (0, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5)
NEW_SEEDS = 10_000

Run = Controls[ExperimentSpec]


def keep_layers_together(settings: ExperimentSpec, changes: Changes) -> Changes:
    """Give a new layer the last one's activation, and take an old layer's away with it."""
    hidden = changes.get("hidden", settings.hidden)
    chosen = changes.get("layer_activations", settings.layer_activations)
    if not chosen or len(chosen) == len(hidden):
        return changes
    more = chosen[-1:] * (len(hidden) - len(chosen))
    return {**changes, "layer_activations": (*chosen[: len(hidden)], *more)}


def training_controls(controls: Run) -> None:
    """Draw all of it into the current container."""
    spec = controls.settings
    preset = _preset(spec)
    with _section("Preset"):
        controls.pick(
            "preset",
            "Preset",
            {name: preset.label for name, preset in PRESETS.items()},
            chosen=preset.name if preset else None,
            otherwise="Settings of your own",
            labelled=False,
            picked=lambda name: controls.offer(PRESETS[name].spec),
        )
    with _section("Data", DATASETS[spec.dataset].label):
        _data(controls)
    with _section("Network", shape(spec)):
        _network(controls)
    with _section("Training", f"{OPTIMISERS[spec.optimiser].label}, {readable(spec.learning_rate)}"):
        _training(controls)
    with _section("Penalties", _penalties(spec), expanded=False):
        for name, at in (("l1", PENALTIES), ("l2", PENALTIES), ("clip_norm", NORMS)):
            controls.slider(name, at=at)
    with _section("Measures", f"ε {readable(spec.epsilon)}", expanded=False):
        controls.slider("epsilon", at=EPSILONS)
        controls.slider("frames", at=FRAMES)
    with st.container(key="training-actions", horizontal=True):
        st.button("Reset", on_click=controls.reset, key=controls.key("reset"), width="stretch")
        st.button("Train", on_click=lambda: _train(controls), key=controls.key("train"), width="stretch")


def look_for(spec: ExperimentSpec) -> str:
    """Return the sentence of the preset that these settings are, or what the page does."""
    preset = _preset(spec)
    return (
        preset.look_for if preset else "A network trains in front of you. Every setting is in the address of this page."
    )


def shape(spec: ExperimentSpec) -> str:
    """Return the widths of all layers from the inputs to the outputs: 2–8–8–1."""
    info = DATASETS[spec.dataset]
    outputs = len(info.class_names) if LOSSES[spec.resolved_loss].one_output_per_class else info.outputs
    return "–".join(str(width) for width in (info.inputs, *spec.hidden, outputs))


@contextmanager
def _section(title: str, summary: str = "", *, expanded: bool = True) -> Iterator[None]:
    label = f"{title} :gray[{summary}]" if summary else title
    with st.expander(label, expanded=expanded, key=f"section-{title.lower()}"):
        yield


def _preset(spec: ExperimentSpec) -> Preset | None:
    return next((preset for preset in PRESETS.values() if preset.spec == spec), None)


def _penalties(spec: ExperimentSpec) -> str:
    used = [name for name, value in (("L1", spec.l1), ("L2", spec.l2), ("clipping", spec.clip_norm)) if value]
    return ", ".join(used) or "none"


def _data(controls: Run) -> None:
    controls.choice("dataset")
    left, right = st.columns(2)
    with left:
        controls.slider("samples", high=DATASETS[controls.settings.dataset].max_samples or 1000)
    with right:
        controls.slider("noise")
    left, right = st.columns(2)
    with left:
        controls.slider("test_share")
    with right:
        controls.slider("data_scale")


def _network(controls: Run) -> None:
    spec = controls.settings
    differ = bool(spec.layer_activations) or len(set(spec.hidden)) > 1
    above = st.container()
    left, right = st.columns(2)
    with left:
        controls.slider("hidden", "count", label="Hidden layers")
    if spec.hidden and controls.switch(
        "by-layer", "Layer by layer", on=differ, flipped=lambda on: None if on else _even_out(controls)
    ):
        for place in range(len(spec.hidden)):
            _layer(controls, place)
    elif spec.hidden:
        with right:
            controls.slider("hidden", "each", label="Width")
        with above:
            controls.activation("activation")
            controls.parameters("activation")
    if spec.hidden:
        _around_layers(controls)
    _weights(controls)


def _around_layers(controls: Run) -> None:
    """Draw what may be put around the layers: normalisation, and skips where a layer is as wide as its input."""
    spec = controls.settings
    if not (spec.residual or spec.skips):
        controls.choice("normalisation")
        return
    left, right = st.columns(2, vertical_alignment="bottom")
    with left:
        controls.choice("normalisation")
    with right:
        controls.flag("residual")


def _layer(controls: Run, place: int) -> None:
    """Draw the activation and the width of one layer."""
    spec = controls.settings
    left, right = st.columns(2)
    with left:
        controls.pick(
            f"layer-{place}",
            f"Layer {place + 1}",
            {name: activation.label for name, activation in ACTIVATIONS.items()},
            chosen=spec.layers[place].name,
            picked=lambda name: _set_activation(controls, place, name),
        )
    with right:
        controls.slider("hidden", str(place), label="Width")
    if spec.layer_activations:
        controls.parameters("layer_activations", str(place))
    elif place == len(spec.hidden) - 1:
        controls.parameters("activation")


def _weights(controls: Run) -> None:
    info = INITIALISERS[controls.settings.initialiser]
    controls.choice("initialiser")
    if info.uses_scale:
        controls.slider("init_scale", label=f"Scale: {info.scale_means}", high=3)
    if controls.settings.hidden:
        left, right = st.columns(2)
        with left:
            controls.slider("init_bias", low=-3, high=3)
        with right:
            controls.slider("init_bias_deviation", high=1)


def _training(controls: Run) -> None:
    spec = controls.settings
    task = DATASETS[spec.dataset].task
    uses = OPTIMISERS[spec.optimiser].uses
    left, right = st.columns(2)
    with left:
        controls.choice("optimiser")
    with right:
        controls.choice("loss", options=["auto", *(name for name, loss in LOSSES.items() if task in loss.tasks)])
    controls.slider("learning_rate")
    sliders = [
        *((name, at) for name, at in RATES if name in uses),
        ("batch_size", BATCHES),
        ("steps", STEPS),
    ]
    columns = st.columns(2)
    for number, (name, at) in enumerate(sliders):
        with columns[number % 2]:
            controls.slider(name, at=at)
    left, right = st.columns(2, vertical_alignment="bottom")
    with left:
        controls.number("seed")
    right.button("New seed", on_click=lambda: _new_seed(controls), key=controls.key("new-seed"), width="stretch")


# What buttons and switches do -----------------------------------------------------------------------------------------


def _train(controls: Run) -> None:
    shelf().retry(controls.settings)
    controls.offer(controls.settings, again=True)


def _new_seed(controls: Run) -> None:
    controls.offer(replace(controls.settings, seed=secrets.randbelow(NEW_SEEDS)))


def _set_activation(controls: Run, place: int, name: str) -> None:
    spec = controls.settings
    chosen = list(spec.layer_activations or (spec.activation,) * len(spec.hidden))
    chosen[place] = name
    controls.offer(replace(spec, layer_activations=tuple(chosen)))


def _even_out(controls: Run) -> None:
    """Give all layers the first one's width and activation."""
    spec = controls.settings
    activation = spec.layer_activations[0] if spec.layer_activations else spec.activation
    hidden = spec.hidden[:1] * len(spec.hidden)
    controls.offer(replace(spec, hidden=hidden, activation=activation, layer_activations=()))
