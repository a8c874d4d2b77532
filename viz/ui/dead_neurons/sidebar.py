"""The sidebar of the page "Dead neurons": what is varied, the base settings, how units are counted, and the seeds."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from viz.spec.causes import CAUSES
from viz.spec.cures import CURES
from viz.spec.dead_neurons import DeadNeuronsSpec
from viz.ui.controls import Controls
from viz.ui.parts import stops

Dead = Controls[DeadNeuronsSpec]

STEPS = stops(50, 20_000, (1, 1.5, 2, 3, 4, 5, 6, 8))
BATCHES = (1, 2, 5, 10, 20, 32, 50, 64, 100, 128, 200)
SEEDS = (1, 2, 3, 5, 8, 10, 15, 20, 30, 50, 75, 100)
CELL_SEEDS = (1, 2, 3, 5, 8, 10, 15, 20, 30, 50)
SIDES = (4, 6, 8, 12, 16, 24, 32, 48, 64)
DEPTHS = (1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 40, 50, 75, 100)
WIDTHS = (1, 2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 24, 32, 48, 64)
STRENGTHS = {
    "leaky_relu": ("cure_slope", stops(0.001, 1, (1, 2, 5))),
    "bias": ("cure_bias", None),
    "rate": ("cure_divisor", stops(1, 1000, (1, 2, 3, 5))),
    "decay": ("cure_decay", (0, *stops(1e-5, 1, (1, 2, 5)))),
    "clip": ("cure_clip", stops(0.01, 100, (1, 2, 5))),
}


def sidebar(controls: Dead) -> None:
    """Draw every control that the experiment has."""
    settings = controls.settings
    with st.sidebar:
        if settings.experiment == "causes":
            with _section("Cause"):
                controls.choice("cause")
                _span(controls, settings.cause)
                controls.slider("values")
        elif settings.experiment == "map":
            with _section("Axes"):
                _axis(controls, "x", "y")
                _axis(controls, "y", "x")
                controls.slider("side", at=SIDES)
        elif settings.experiment == "cures":
            with _section("Cures", f"{len(settings.drawn)} drawn"):
                _cures(controls)
        if settings.experiment == "born":
            with _section("Networks"):
                _born(controls)
        else:
            _base(controls)
        st.button("Reset", on_click=lambda: _reset(controls), key=controls.key("reset"), width="stretch")


def _base(controls: Dead) -> None:
    """Draw what all runs share: everything but the causes that are varied."""
    settings = controls.settings
    varied = {"causes": {settings.cause}, "map": {settings.x, settings.y}}.get(settings.experiment, set())
    with _section("Network"):
        if settings.experiment != "cures":
            controls.activation("activation")
            controls.parameters("activation")
        controls.choice("initialiser")
        _sliders(controls, varied, {"init_scale": None, "init_bias": None, "depth": None, "width": WIDTHS})
    with _section("Data and training"):
        left, right = st.columns(2)
        with left:
            controls.choice("dataset")
        with right:
            controls.choice("optimiser")
        _sliders(controls, varied, {"data_scale": None, "learning_rate": None, "batch_size": BATCHES})
        controls.slider("steps", at=STEPS)
    with _section("Seeds"):
        left, right = st.columns(2)
        with left:
            if settings.experiment == "map":
                controls.slider("map_seeds", at=CELL_SEEDS)
            else:
                controls.slider("seeds", at=SEEDS)
        with right:
            controls.number("seed")
    with _section("Counting"):
        left, right = st.columns(2)
        with left:
            controls.slider("epsilon", at=(0, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5))
        with right:
            controls.slider("tau", at=(0, 0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1))


def _axis(controls: Dead, axis: str, other: str) -> None:
    """Draw which cause an axis has and over which span; one that the other axis has changes places with it."""
    settings = controls.settings
    mine, theirs = getattr(settings, axis), getattr(settings, other)

    def pick(name: str) -> None:
        controls.offer(replace(settings, **{axis: name, other: mine if name == theirs else theirs}))

    label = str(settings.field(axis).metadata["label"])
    controls.pick(axis, label, {name: cause.label for name, cause in CAUSES.items()}, chosen=mine, picked=pick)
    _span(controls, mine)


def _sliders(controls: Dead, varied: set[str], at: dict[str, tuple[float, ...] | None]) -> None:
    """Draw the sliders of causes that are not varied, two in a row."""
    shown = [name for name in at if name not in varied]
    columns = st.columns(2)
    for number, name in enumerate(shown):
        with columns[number % 2]:
            low, high = (-3, 3) if name == "init_bias" else (None, None)
            controls.slider(name, at=at[name], low=low, high=high)


def _span(controls: Dead, name: str) -> None:
    """Draw from where to where a cause is varied."""
    kind = CAUSES[name].kind
    at = WIDTHS if name == "width" else BATCHES if name == "batch_size" else None
    for column, part, label in zip(st.columns(2), "01", ("From", "To"), strict=True):
        with column:
            bounds = (None, None) if kind.log or at else (kind.low, kind.high)
            controls.slider(f"{name}_span", part, label=label, at=at, low=bounds[0], high=bounds[1])


def _born(controls: Dead) -> None:
    """Draw which networks are drawn, and what counts as dead."""
    for name, label, at in (("born_depths", "Hidden layers", DEPTHS), ("born_widths", "Width", WIDTHS[:-2])):
        for column, part, end in zip(st.columns(2), "01", ("from", "to"), strict=True):
            with column:
                controls.slider(name, part, label=f"{label} {end}", at=at)
    left, right = st.columns(2)
    with left:
        controls.slider("born_lines")
    with right:
        controls.slider("born_networks", at=stops(100, 100_000, (1, 2, 5)))
    controls.choice("born_where")
    left, right = st.columns(2)
    with left:
        controls.slider("born_inputs")
    with right:
        controls.number("seed")
    controls.flag("born_asymmetric")


def _cures(controls: Dead) -> None:
    """Draw a switch for every cure, with how strong it is where that can be said."""
    settings = controls.settings
    for cure, label in CURES.items():
        shown = cure in settings.drawn

        def flip(on: bool, cure: str = cure) -> None:
            kept = [name for name in CURES if (on if name == cure else name in settings.drawn)]
            controls.offer(replace(settings, drawn=tuple(kept)))

        controls.switch(f"draw-{cure}", label, on=shown, flipped=flip)
        if cure in STRENGTHS:
            name, at = STRENGTHS[cure]
            controls.slider(name, at=at)


def _reset(controls: Dead) -> None:
    """Return to the defaults of the experiment that is open."""
    controls.offer(DeadNeuronsSpec(experiment=controls.settings.experiment))


def _section(title: str, summary: str = "") -> st.delta_generator.DeltaGenerator:
    label = f"{title} :gray[{summary}]" if summary else title
    return st.expander(label, expanded=True, key=f"section-{title.lower().replace(' ', '-')}")
