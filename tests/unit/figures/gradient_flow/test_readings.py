"""The sentences of the page "Gradient flow", from results that were made up so that the right words are known."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from viz.activations import get
from viz.figures.gradient_flow.layers_reading import agreement, flow, ranges, times
from viz.figures.gradient_flow.phase_reading import phase, trainable
from viz.figures.gradient_flow.theory_table import theory_table
from viz.figures.gradient_flow.training_reading import compared, moved, updated
from viz.labs.gradient_flow import FlowRuns, Profile, at_initialisation
from viz.labs.trainability import Trainability
from viz.spec.deep import DeepSpec
from viz.spec.flow_runs import FlowRunsSpec, LayersSpec
from viz.spec.phase import TrainabilitySpec
from viz.theory import mean_field


def profile(*sensitivity: float) -> Profile:
    values = np.array([sensitivity])
    return Profile(values, values, values)


def test_gradient_that_shrinks_grows_keeps_and_is_gone() -> None:
    shrinks = flow(profile(0.125, 0.25, 0.5, 1.0, 9.0), None, "sensitivity")
    assert shrinks == (
        "The gradient shrinks by a factor of **0.5 a layer** on its way down: the first layer gets **12 %** of the "
        "last hidden layer’s."
    )
    assert "grows by a factor of **10 a layer**" in flow(profile(1e3, 1e2, 1e1, 1.0), None, "gradient")
    assert "gets **100 times** the last" in flow(profile(1e3, 1e2, 1e1, 1.0), None, "gradient")
    assert flow(profile(1.0, 1.0, 1.0), None, "gradient").startswith("The gradient keeps its size:")
    assert "nothing reaches it" in flow(profile(0.0, 1e-9, 1.0, 1.0), None, "gradient")
    assert "exactly **0** in every one" in flow(profile(0.0, 0.0, 0.0, 1.0), None, "gradient")
    assert "not finite" in flow(profile(np.nan, np.nan, np.nan), None, "gradient")
    assert "nothing to shrink" in flow(profile(0.5, 1.0), None, "gradient")


@pytest.mark.parametrize(
    ("chosen", "words"),
    [([1, 1, 0, 0, 1], "layers 1–2 and 5"), ([0, 0, 1], "layer 3"), ([1, 0, 1, 0, 1, 0, 1], "4 of 7 layers")],
)
def test_layers_in_words(chosen: list[int], words: str) -> None:
    assert ranges(np.array(chosen, bool)) == words


def test_shares_and_multiples() -> None:
    found = [times(share) for share in (0.2, 3e-9, 1.17, 2.5, 4000.0)]
    assert found == ["**20 %** of", "**3.0·10⁻⁹** of", "**1.17 times**", "**2.5 times**", "**4,000 times**"]


def test_agreement_names_the_layers_that_stray() -> None:
    result = at_initialisation(LayersSpec(DeepSpec(hidden=(32,) * 6, samples=30, steps=1), 12))
    assert "band of the variance in every layer and of the gradient in every layer." in agreement(result, "sensitivity")
    moved_up = result.profile.variance * np.array([1, 1, 30.0, 1, 1, 1, 1])
    strays = agreement(replace(result, profile=replace(result.profile, variance=moved_up)), "sensitivity")
    assert "of the variance except in layer 3 and of the gradient in every layer" in strays
    assert "exact for infinite width" in strays


def test_agreement_says_why_there_is_no_line() -> None:
    spec = DeepSpec(hidden=(8, 8), samples=30, steps=1, initialiser="asymmetric")
    assert "weights of mean 0" in agreement(at_initialisation(LayersSpec(spec, 2)), "sensitivity")


def test_table_of_theory() -> None:
    result = at_initialisation(LayersSpec(DeepSpec(hidden=(8, 8), samples=30, steps=1, initialiser="glorot_normal"), 1))
    text = theory_table(result)
    for words in ("He’s condition: 2<", ">0.5<", "√χ₁ = 0.7071", "6ξ = 9 layers"):
        assert words in text
    he = at_initialisation(LayersSpec(DeepSpec(hidden=(8, 8), samples=30, steps=1, initialiser="he_normal"), 1))
    for words in (">any<", "6ξ = any depth", ">∞<"):
        assert words in theory_table(he)
    skips = at_initialisation(LayersSpec(DeepSpec(hidden=(8, 8), samples=30, steps=1, residual=True), 1))
    assert theory_table(skips) == ""


def test_phase_in_words() -> None:
    relu = mean_field(get("relu"), 1.0, 0.0)
    text = phase("ReLU", (1.0, 0.0), relu, 2**0.5)
    assert "**χ₁ = 0.5**, ordered: a gradient shrinks by 0.707 a layer" in text
    assert "6ξ = **9 layers**. At σ_w = 1.414 it would be critical." in text
    assert "on the critical line" in phase("ReLU", (2**0.5, 0.0), mean_field(get("relu"), 2**0.5, 0.0), None)
    assert "chaotic: a gradient grows" in phase("ReLU", (2.0, 0.0), mean_field(get("relu"), 2.0, 0.0), None)
    assert "no σ_w" in phase("ReLU", None, None, None)


def test_map_in_words() -> None:
    spec = TrainabilitySpec(DeepSpec(hidden=(4,), steps=10), (2, 8), (1.0, 2.0), 1)
    loss = np.array([[[[0.7, 0.1]], [[0.7, 0.2]]], [[[0.7, 0.69]], [[0.7, np.nan]]]])
    overflow = np.array([[[-1], [-1]], [[-1], [7]]])
    known = np.ones((2, 2, 1), bool)
    result = Trainability(
        spec, np.array([0, 10]), loss, overflow, known, np.array([4.0, 5.0]), np.array([4.0, 5.0]), 0.69, 1.0
    )
    assert trainable(result) == (
        "The loss falls below 0.345, half of what the best constant output has, in **100 %** of the 2 cells up to "
        "6ξ and in **0 %** of the 2 cells deeper; runs overflow in 1 cell. The deepest that train have 2 layers, at "
        "σ_w from 1 to 2."
    )


def runs(**changes: Any) -> FlowRuns:
    """Return two groups of two runs with two layers and an output, at steps 0, 1 and 5."""
    shape = (2, 2, 3, 3)
    spec = LayersSpec(DeepSpec(hidden=(4, 4), steps=5), 2)
    made: dict[str, Any] = {name: np.ones(shape) for name in ("variance", "sensitivity", "gradient", "update")}
    made |= {"movement": np.ones(shape) * np.array([0.001, 0.02, 0.5]), "loss": np.ones((2, 2, 3))}
    made |= {"known": np.ones((2, 2), bool), "overflow": np.full((2, 2), -1)}
    return FlowRuns(
        spec=FlowRunsSpec((("None", spec), ("He", spec))), steps=np.array([0, 1, 5]), progress=1.0, **made | changes
    )


def test_movement_in_words() -> None:
    assert moved(runs()) == (
        "After 5 steps layer 1 has moved by **1.0·10⁻³** of its length, the last hidden layer moved by **2 %** of its "
        "length: **20 times** the first one’s movement."
    )
    still = moved(runs(movement=np.ones((2, 2, 3, 3)) * np.array([0.0, 0.02, 0.5])))
    assert still == (
        "After 5 steps layer 1 has **not moved at all** (its steps are lost in rounding), the last hidden layer moved "
        "by **2 %** of its length."
    )
    lost = np.array([[3, -1], [-1, -1]])
    assert "1 of 2 runs overflow, the first at step 3." in moved(runs(overflow=lost))


def test_updates_in_words() -> None:
    update = np.ones((2, 2, 3, 3)) * np.array([1e-6, 1e-3, 0.5])
    update[:, :, 0] = np.nan
    assert updated(runs(update=update), 2) == (
        "Step 5 changes the weights by 10⁻⁴ to 10⁻² of their length in 1 of 3 layers: 1 below, 1 above."
    )
    assert updated(runs(update=update), 0) == "Before the first step nothing is updated."


def test_remedies_in_words() -> None:
    loss = np.ones((2, 2, 3))
    loss[1] = 0.25
    loss[0, 1, 2] = np.nan
    text = compared(runs(loss=loss, overflow=np.array([[-1, 4], [-1, -1]])))
    assert text.startswith("**He** ends lowest: a loss of **0.250** after 5 steps; without any it is 1.000.")
    assert "Runs overflow with None in 1 of 2." in text
