"""ReLU Lab: page configuration, navigation over pages/ and the frame that all pages share."""

from __future__ import annotations

import streamlit as st

from viz.ui.frame import LOGO, frame, show

TITLES = (  # in the order of the navigation; the first one is where the app opens
    "Activations",
    "One neuron",
    "Dead neurons",
    "Gradient flow",
    "Training",
    "Claims",
)

st.set_page_config(
    page_title="ReLU Lab",
    page_icon=str(LOGO),
    layout="wide",
    initial_sidebar_state=300,
    menu_items={"About": "**ReLU Lab** shows what an activation function does to a network."},
)
pages = [st.Page(f"pages/{title.lower().replace(' ', '_')}.py", title=title) for title in TITLES]


def home() -> None:
    """Go on to the first page: a default page has no address of its own, and every link must keep its page."""
    st.switch_page(pages[0], query_params=st.query_params.to_dict())


frame()
show(st.navigation([st.Page(home, default=True, visibility="hidden"), *pages], position="top"))
