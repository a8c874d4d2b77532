"""The page "Training"."""

from __future__ import annotations

import streamlit as st

import viz.ui  # noqa: F401

st.title("Training")
