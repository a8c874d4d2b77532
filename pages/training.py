"""The page "Training": a network that trains in front of you, alone or in a race."""

from __future__ import annotations

import streamlit as st

from viz.spec import PlayerView
from viz.spec.training import TrainingSpec
from viz.ui.controls import Controls
from viz.ui.export.menu import training_menu
from viz.ui.prose import about
from viz.ui.share import notice
from viz.ui.training.lane import lane_view
from viz.ui.training.lanes import add_button, alone, lanes_bar
from viz.ui.training.race import race_view
from viz.ui.training.sidebar import follow, look_for, training_controls

controls = Controls("training", TrainingSpec, PlayerView, follow=follow)
with st.sidebar:
    training_controls(controls)

with st.container(key="training-head"):
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.title("Training", anchor=False, width="content")
        st.caption(look_for(controls.settings), width="stretch")
        if alone(controls):
            add_button(controls)
        export = st.container(width="content")
    notice(controls.problems)
    if not alone(controls):
        lanes_bar(controls)
(race_view if controls.settings.together else lane_view)(controls)
with export:
    training_menu(controls)
about("training")
