"""ReLU Lab: page configuration, navigation over pages/ and the frame that all pages share."""

from __future__ import annotations

import streamlit as st

from viz.ui.frame import LOGO, frame

PAGES = ("Activations", "Training")  # in the order of the navigation; the first one opens by default

st.set_page_config(
    page_title="ReLU Lab",
    page_icon=str(LOGO),
    layout="wide",
    initial_sidebar_state=300,
    menu_items={"About": "**ReLU Lab** shows what an activation function does to a network."},
)
frame()
st.navigation(
    [st.Page(f"pages/{title.lower()}.py", title=title, default=title == PAGES[0]) for title in PAGES],
    position="top",
).run()
