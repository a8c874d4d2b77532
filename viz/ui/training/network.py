"""The section "Network" of the sidebar: layers, activations, what is around them, and the first weights."""

from __future__ import annotations

import secrets

import streamlit as st

from viz.engine.initialisers import INITIALISERS
from viz.spec.activation_text import CHOICES, choice_of
from viz.spec.training import TrainingSpec
from viz.ui.controls import Changes
from viz.ui.training.section import NEW_NUMBERS, Run, section


def network_section(controls: Run) -> None:
    """Draw the section."""
    spec = controls.settings
    with section("Network", shape(spec)):
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
            controls.slider("dropout")
        _weights(controls)


def shape(spec: TrainingSpec) -> str:
    """Return the widths of all layers from the inputs to the outputs: 2–8–8–1."""
    return "–".join(str(width) for width in (spec.inputs, *spec.hidden, spec.outputs))


def keep_layers_together(settings: TrainingSpec, changes: Changes) -> Changes:
    """Give a new layer the last one's activation; take an old layer's away with it, and those of its units."""
    hidden = changes.get("hidden", settings.hidden)
    if hidden == settings.hidden:
        return changes
    changes = dict(changes)
    chosen = changes.get("layer_activations", settings.layer_activations)
    if chosen and len(chosen) != len(hidden):
        more = chosen[-1:] * (len(hidden) - len(chosen))
        changes["layer_activations"] = (*chosen[: len(hidden)], *more)
    kept = tuple(text for text in settings.unit_activations if _there(text.partition(":")[0], hidden))
    if kept != settings.unit_activations:
        changes["unit_activations"] = kept
    return changes


def close_what_is_gone(settings: TrainingSpec, changes: Changes) -> Changes:
    """Close the open unit where there is no such unit any more, and an output whose number becomes a hidden unit's."""
    if not settings.unit:
        return changes
    after = settings.unchecked(changes)
    output = int(settings.unit.partition(".")[0]) > len(settings.hidden)
    if (output and len(after.hidden) != len(settings.hidden)) or "unit" in after.conflicts():
        return {**changes, "unit": ""}
    return changes


def _there(unit: str, hidden: tuple[int, ...]) -> bool:
    layer, number = map(int, unit.split("."))
    return layer <= len(hidden) and number <= hidden[layer - 1]


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
            CHOICES,
            chosen=choice_of(spec.layers[place]),
            picked=lambda name: _set_activation(controls, place, name),
        )
    with right:
        controls.slider("hidden", str(place), label="Width")
    if spec.layer_activations:
        controls.parameters("layer_activations", str(place))
    elif place == len(spec.hidden) - 1:
        controls.parameters("activation")


def _weights(controls: Run) -> None:
    spec = controls.settings
    info = INITIALISERS[spec.initialiser]
    controls.choice("initialiser")
    if info.uses_scale:
        controls.slider("init_scale", label=f"Scale: {info.scale_means}", high=3)
    if spec.hidden:
        left, right = st.columns(2)
        with left:
            controls.slider("init_bias", low=-3, high=3)
        with right:
            controls.slider("init_bias_deviation", high=1)
    left, right = st.columns(2, vertical_alignment="bottom")
    with left:
        controls.number("weights_seed")
    right.button(
        "New weights",
        on_click=lambda: controls.change(weights_seed=1 + secrets.randbelow(NEW_NUMBERS)),
        key=controls.key("new-weights"),
        width="stretch",
        help="Other first weights for the same data and batches.",
    )


def _set_activation(controls: Run, place: int, name: str) -> None:
    spec = controls.settings
    chosen = list(spec.layer_activations or (spec.activation,) * len(spec.hidden))
    chosen[place] = name
    controls.change(layer_activations=tuple(chosen))


def _even_out(controls: Run) -> None:
    """Give all layers the first one's width and activation."""
    spec = controls.settings
    activation = spec.layer_activations[0] if spec.layer_activations else spec.activation
    hidden = spec.hidden[:1] * len(spec.hidden)
    controls.change(hidden=hidden, activation=activation, layer_activations=())
