"""Adjustable: the settings of a run that can be changed in the middle of it, without other weights or data."""

from __future__ import annotations

from dataclasses import dataclass

from viz.engine.optimisers import OPTIMISERS
from viz.spec.activation_text import canonical
from viz.spec.codec import ActivationText, Choice, Number, Sequence, Settings, Text, setting

MAX_LAYERS = 12
MAX_WIDTH = 64
MAX_SINGLE = 64  # units with an activation of their own

SCHEDULES = {"constant": "Constant", "step": "Steps down", "cosine": "Cosine"}


def read_unit(text: str) -> tuple[int, int, str]:
    """Return layer, unit (from 1) and the rest of ``layer.unit:rest``; ValueError in words."""
    place, _, rest = text.partition(":")
    layer, _, unit = place.partition(".")
    if not (layer.isascii() and unit.isascii() and layer.isdigit() and unit.isdigit() and len(place) < 8 and rest):
        raise ValueError(f"{text[:60]!r} is not of the form layer.unit:activation")
    if int(layer) < 1 or int(unit) < 1:
        raise ValueError(f"{text[:60]!r}: layers and units are counted from 1")
    return int(layer), int(unit), rest


def canonical_unit(text: str) -> str:
    """Return the one spelling of a unit's activation, as in ``2.5:tanh``; ValueError in words."""
    layer, unit, activation = read_unit(text)
    return f"{layer}.{unit}:{canonical(activation)}"


@dataclass(frozen=True)
class Adjustable(Settings):
    """What a fork may change: activations, optimiser, rates, penalties, batch."""

    activation: str = setting("relu", ActivationText(), "Activation")
    layer_activations: tuple[str, ...] = setting(
        (),
        Sequence(ActivationText(), ",", MAX_LAYERS),
        "Activation per layer",
        "One for each hidden layer; none: all alike.",
    )
    unit_activations: tuple[str, ...] = setting(
        (),
        Sequence(Text(canonical_unit), ",", MAX_SINGLE),
        "Activation per unit",
        "Of single units that differ from their layer.",
    )
    dropout: float = setting(
        0.0,
        Number(0, 0.9, step=0.05),
        "Dropout",
        "Share of the hidden outputs that is silenced at each step of training, at random; the others are scaled up.",
    )
    optimiser: str = setting(
        "sgd",
        Choice(tuple(OPTIMISERS), tuple(optimiser.label for optimiser in OPTIMISERS.values())),
        "Optimiser",
    )
    learning_rate: float = setting(0.1, Number(1e-5, 100, log=True), "Learning rate")
    schedule: str = setting(
        "constant",
        Choice(tuple(SCHEDULES), tuple(SCHEDULES.values())),
        "Schedule",
        "How the learning rate changes over the run.",
    )
    warmup: int = setting(
        0, Number(0, 100_000, integer=True, step=10), "Warm-up", "Steps over which the rate rises to its full size."
    )
    drop_every: int = setting(
        2000, Number(1, 200_000, integer=True, step=100), "Drop every", "Steps between two drops of the rate."
    )
    drop_factor: float = setting(
        0.5, Number(0.001, 1, step=0.05), "Drop to", "What is left of the rate after each drop, as a share."
    )
    momentum: float = setting(
        0.9, Number(0, 0.999, step=0.01), "Momentum", "β of momentum and Nesterov, β₁ of Adam and AdamW."
    )
    decay: float = setting(
        0.999,
        Number(0.5, 0.9999, step=0.001),
        "Decay",
        "Of the mean squared gradient in RMSProp; β₂ of Adam and AdamW.",
    )
    weight_decay: float = setting(0.01, Number(0, 1, step=0.01), "Weight decay", "Decoupled decay of AdamW.")
    l1: float = setting(0.0, Number(0, 1, step=0.001), "L1", "Adds l1·Σ|w| to what is minimised; biases are left out.")
    l2: float = setting(0.0, Number(0, 1, step=0.001), "L2", "Adds ½·l2·Σw² to what is minimised; biases are left out.")
    clip_norm: float = setting(
        0.0, Number(0, 100, step=0.1), "Clip at norm", "Largest L2 norm of the whole gradient; 0: no clipping."
    )
    batch_size: int = setting(10, Number(1, 2000, integer=True), "Batch")
