"""The page "Activations": curves, flat zones and distributions of any set of functions, side by side."""

from __future__ import annotations

import streamlit as st

from viz.figures import curves, html, outputs, reading, tables
from viz.figures.theme import image_config, theme
from viz.labs.curves import examine
from viz.spec import CurvesSpec
from viz.ui.activations import parts
from viz.ui.activations.sidebar import sidebar
from viz.ui.controls import Controls
from viz.ui.export.menu import activations_menu
from viz.ui.prose import note
from viz.ui.share import copy_link, notice

FILE = "relu-lab-activations"

controls = Controls("activations", CurvesSpec)
spec = controls.settings
colours = theme(st.context.theme.type)
result = examine(spec)

st.html(html.style(colours))
st.html(parts.STYLE)
sidebar(controls, colours)

with st.container(horizontal=True, vertical_alignment="bottom"):
    with st.container(gap=None):
        st.title("Activations", anchor=False)
        st.caption(reading.summary(result))
    if result.functions:
        parts.code([function.activation for function in result.functions])
        activations_menu(controls, result)
    copy_link(spec.to_query(), key="share")
notice(controls.problems)
if not result.functions:
    st.info("No function is shown. Add one in the sidebar, or press Reset there.")
    st.stop()

with st.container(key="reading"):
    st.markdown(reading.reading(result))
with st.container(key="charts"):
    wide = len(result.functions) <= parts.BESIDE
    left, right = st.columns([728, 316], gap="medium") if wide else (st.container(), st.container())
with left:
    figure = curves.figure(result, colours)
    st.plotly_chart(figure, theme=None, key="curves", config=image_config(FILE), alt=reading.plain(result))
    note("activations", "curves")
with right:
    st.html(html.side(tables.probe_table(result, colours), outputs.outputs(result, colours)))
    note("activations", "outputs")

with st.container(horizontal=True, vertical_alignment="center", key="properties"):
    st.html(html.heading("Properties"))
    note("activations", "properties")
    controls.segments("framework")
st.html(tables.properties_table(result, colours))
st.html(html.heading("Formulas"))
parts.formulas(result, colours)
st.html(html.heading("In the frameworks", "where they differ") + tables.frameworks_table(result, colours))

parts.gated_unit(controls, colours)
