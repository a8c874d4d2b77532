"""The sidebar of the page "Training": every setting of the selected lane's run, shown where it applies."""

from __future__ import annotations

import streamlit as st

from viz.spec import PRESETS, ExperimentSpec, Preset
from viz.spec.fork import hold_earlier
from viz.spec.training import TrainingSpec
from viz.ui.cache import retry
from viz.ui.controls import Changes
from viz.ui.parts import readable
from viz.ui.training.data import data_section
from viz.ui.training.fork_head import fork_head
from viz.ui.training.network import close_what_is_gone, keep_layers_together, network_section
from viz.ui.training.open_file import open_file
from viz.ui.training.optimisation import penalties_section, training_section
from viz.ui.training.section import Run, section
from viz.ui.training.stops import stops_section
from viz.ui.training.upload import has_table

FRAMES = (10, 20, 50, 100, 150, 200, 300, 400, 500, 600, 800, 1000, 1500, 2000)
EPSILONS = (0, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5)


def follow(settings: TrainingSpec, changes: Changes) -> Changes:
    """Add to what was changed what has to change with it; of a fork only the last stage changes."""
    changes = {**keep_layers_together(settings, changes), **hold_earlier(settings, changes)}
    return close_what_is_gone(settings, changes)


def training_controls(controls: Run) -> None:
    """Draw all of it into the current container."""
    spec = controls.settings
    fork_head(spec)
    preset = _preset(spec)
    with section("Preset"):
        controls.pick(
            "preset",
            "Preset",
            {name: preset.label for name, preset in PRESETS.items()},
            chosen=preset.name if preset else None,
            otherwise="Settings of your own",
            labelled=False,
            picked=lambda name: _put(controls, PRESETS[name].spec),
        )
    open_file(controls)
    data_section(controls)
    network_section(controls)
    training_section(controls)
    penalties_section(controls)
    stops_section(controls)
    with section("Measures", f"ε {readable(spec.epsilon)}", expanded=False):
        controls.slider("epsilon", at=EPSILONS)
        controls.slider("frames", at=FRAMES)
    with st.container(key="training-actions", horizontal=True):
        st.button(
            "Reset", on_click=lambda: _put(controls, ExperimentSpec()), key=controls.key("reset"), width="stretch"
        )
        st.button("Train", on_click=lambda: _train(controls), key=controls.key("train"), width="stretch")


def look_for(spec: TrainingSpec) -> str:
    """Return the sentence of the preset that these settings are, or what a link to the page holds."""
    preset = _preset(spec)
    if preset is not None:
        return preset.look_for
    if has_table(spec):
        return (
            "Every setting is in the address of this page. Uploaded data are not in the link: whoever opens it is "
            "asked for the file."
        )
    return "A network trains in front of you. Every setting is in the address of this page."


def _preset(spec: TrainingSpec) -> Preset | None:
    run = spec.experiment()
    return next((preset for preset in PRESETS.values() if preset.spec == run), None)


def _put(controls: Run, run: ExperimentSpec) -> None:
    """Give the selected lane another run."""
    controls.offer(TrainingSpec.of(run, like=controls.settings))


def _train(controls: Run) -> None:
    for lane in controls.settings.lanes:
        retry(lane.spec)
    controls.offer(controls.settings, again=True)
