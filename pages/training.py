"""The page "Training": a network that trains in front of you."""

from __future__ import annotations

import streamlit as st

from viz.spec import ExperimentSpec, PlayerView
from viz.spec.train_on import train_on
from viz.ui.controls import Controls
from viz.ui.prose import about
from viz.ui.share import notice
from viz.ui.stream import stream
from viz.ui.training_controls import keep_layers_together, look_for, training_controls

controls = Controls("training", ExperimentSpec, PlayerView, follow=keep_layers_together)
with st.sidebar:
    training_controls(controls)

with st.container(horizontal=True, vertical_alignment="center", gap="small"):
    st.title("Training", anchor=False, width="content")
    st.caption(look_for(controls.settings), width="stretch")
notice(controls.problems)
view = controls.other(PlayerView)
if stream(controls.settings, view, restart=controls.restarts, key="training-player"):
    try:
        controls.offer(train_on(controls.settings))
    except ValueError as error:
        controls.refuse(f"This run can't be trained on: {error}")
    st.rerun()
about("training")
