"""Pieces of the page "Activations": the buttons of its head and the typeset formulas."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Literal

import streamlit as st

from viz.activations import Activation, Gated
from viz.activations.base import FrameworkName
from viz.figures import gated
from viz.figures.html import heading, named
from viz.figures.theme import Theme, image_config, stroke
from viz.labs.curves import CurvesResult
from viz.labs.gated import examine_gated
from viz.spec import CurvesSpec
from viz.ui.controls import Controls
from viz.ui.prose import note

STYLE = Path(__file__).with_name("style.css")
BESIDE = 6  # functions whose outputs fit beside the curves; more go below them
FRAMEWORKS: dict[FrameworkName, str] = {"numpy": "NumPy", "torch": "PyTorch", "jax": "JAX", "keras": "Keras"}


def code(functions: Sequence[Activation] | Sequence[Gated]) -> None:
    """Draw a button that opens the code of all functions in each framework, to copy."""
    with st.popover("Code"):
        for tab, framework in zip(st.tabs(list(FRAMEWORKS.values())), FRAMEWORKS, strict=True):
            snippets = [f"# {f.label}\n{f.code(framework) or '# not built in'}" for f in functions]
            tab.code("\n\n".join(snippets), language="python")


def formulas(result: CurvesResult, colours: Theme) -> None:
    """Draw f, f′ and on demand f″ typeset, with the source of each function."""
    second = result.spec.second_derivative
    heads = ["Function", "f(z)", "f′(z)", *(["f″(z)"] if second else []), "Source"]
    rows = [heads, ["---"] * len(heads)]
    for function in result.functions:
        a = function.activation
        texts = [a.formula, a.derivative_formula, *([a.second_derivative_formula or r"\text{–}"] if second else [])]
        typeset = ["$" + text.replace("|", r"\vert ") + "$" for text in texts]  # a bar would end the table's cell
        rows.append([named(stroke(function.slot, colours), a.label), *typeset, escape(a.reference)])
    with st.container(key="formulas"):
        st.markdown("\n".join(f"| {' | '.join(row)} |" for row in rows), unsafe_allow_html=True)


def gated_unit(controls: Controls[CurvesSpec], colours: Theme) -> None:
    """Draw the gated unit that is chosen, with its controls beside it."""
    spec = controls.settings
    result = examine_gated(spec.gated, spec.gated_extent, spec.epsilon)
    st.html(heading("Gated units", "two inputs, one of them through an activation"))
    left, right = st.columns([316, 728], gap="medium")
    with left:
        controls.choice("gated")
        controls.segments("gated_view")
        controls.slider("gated_extent")
        st.markdown(f"$g(a, b) = {result.unit.formula}$\n\n{gated.reading(result)}\n\n{result.unit.reference}")
        with st.container(horizontal=True):
            code([result.unit])
            note("activations", "gated")
    with right:
        figure = gated.figure(result, spec.gated_view, colours)
        width: int | Literal["stretch"] = "stretch" if spec.gated_view == "surface" else gated.WIDTH
        st.plotly_chart(figure, theme=None, width=width, key="gated", config=image_config("relu-lab-gated"))
