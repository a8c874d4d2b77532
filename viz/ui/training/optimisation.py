"""The section "Training" of the sidebar: loss, optimiser, learning rate and its schedule, batch, steps, seed."""

from __future__ import annotations

import secrets

import streamlit as st

from viz.engine.losses import LOSSES
from viz.engine.optimisers import OPTIMISERS
from viz.spec.fork import fork_step
from viz.spec.training import TrainingSpec
from viz.ui.parts import readable, stops
from viz.ui.training.section import NEW_NUMBERS, Run, section

STEPS = stops(100, 200_000, (1, 1.5, 2, 3, 4, 5, 6, 8))
BATCHES = (1, 2, 5, 10, 20, 32, 50, 64, 100, 128, 200, 256, 500, 1000, 2000)
MOMENTA = (0, 0.3, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999)
DECAYS = (0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.998, 0.999, 0.9995, 0.9999)
PENALTIES = (0, *stops(1e-5, 1, (1, 2, 5)))
NORMS = (0, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100)
WARM_UPS = (0, *stops(10, 20_000, (1, 2, 5)))
DROPS = stops(10, 100_000, (1, 2, 3, 5))
FACTORS = (0.01, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 1)
RATES = (("momentum", MOMENTA), ("decay", DECAYS), ("weight_decay", PENALTIES))


def training_section(controls: Run) -> None:
    """Draw the section."""
    spec = controls.settings
    with section("Training", f"{OPTIMISERS[spec.optimiser].label}, {readable(spec.learning_rate)}"):
        left, right = st.columns(2)
        with left:
            controls.choice("optimiser")
        with right:
            fitting = (name for name, loss in LOSSES.items() if spec.info.task in loss.tasks)
            controls.choice("loss", options=["auto", *fitting])
        controls.slider("learning_rate")
        _schedule(controls)
        uses = OPTIMISERS[spec.optimiser].uses
        _in_pairs(
            controls,
            [
                *((name, at) for name, at in RATES if name in uses),
                ("batch_size", BATCHES),
                ("steps", tuple(at for at in STEPS if at >= (fork_step(spec) or 0))),
            ],
        )
        left, right = st.columns(2, vertical_alignment="bottom")
        with left:
            controls.number("seed")
        right.button("New seed", on_click=lambda: _new_seed(controls), key=controls.key("new-seed"), width="stretch")


def penalties_section(controls: Run) -> None:
    """Draw the section of what is added to the loss, and of clipping."""
    with section("Penalties", _penalties(controls.settings), expanded=False):
        for name, at in (("l1", PENALTIES), ("l2", PENALTIES), ("clip_norm", NORMS)):
            controls.slider(name, at=at)


def _schedule(controls: Run) -> None:
    left, right = st.columns(2, vertical_alignment="bottom")
    with left:
        controls.choice("schedule")
    with right:
        controls.slider("warmup", at=WARM_UPS)
    if controls.settings.schedule == "step":
        _in_pairs(controls, [("drop_every", DROPS), ("drop_factor", FACTORS)])


def _in_pairs(controls: Run, sliders: list[tuple[str, tuple[float, ...]]]) -> None:
    columns = st.columns(2)
    for number, (name, at) in enumerate(sliders):
        with columns[number % 2]:
            controls.slider(name, at=at)


def _penalties(spec: TrainingSpec) -> str:
    used = [name for name, value in (("L1", spec.l1), ("L2", spec.l2), ("clipping", spec.clip_norm)) if value]
    return ", ".join(used) or "none"


def _new_seed(controls: Run) -> None:
    controls.change(seed=secrets.randbelow(NEW_NUMBERS))
