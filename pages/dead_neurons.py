"""The page "Dead neurons": why ReLU units die, how many, and what helps."""

from __future__ import annotations

import streamlit as st

from viz.figures import html
from viz.figures.theme import theme
from viz.spec.dead_neurons import DeadNeuronsSpec
from viz.ui.controls import Controls
from viz.ui.dead_neurons.born import born
from viz.ui.dead_neurons.curves import causes, cures
from viz.ui.dead_neurons.map import mapped
from viz.ui.dead_neurons.parts import STYLE
from viz.ui.dead_neurons.sidebar import sidebar
from viz.ui.experiments import head

EXPERIMENTS = {"causes": causes, "map": mapped, "born": born, "cures": cures}
CAPTIONS = {
    "causes": "The same runs with one setting at several values: how many units die, and when.",
    "map": "Two settings at once, every cell a handful of runs. Click on a cell to watch one of its runs train.",
    "born": "Networks that are dead before the first step: how many of thousands, against what is proved.",
    "cures": "The same seeds on the same batches, with one thing changed that is said to keep units alive.",
}

controls = Controls("dead-neurons", DeadNeuronsSpec)
settings = controls.settings
colours = theme(st.context.theme.type)

st.html(html.style(colours))
st.html(STYLE)
sidebar(controls)

head("Dead neurons", CAPTIONS[settings.experiment], controls)
EXPERIMENTS[settings.experiment](controls, colours)
