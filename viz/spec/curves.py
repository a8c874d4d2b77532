"""CurvesSpec: what the page "Activations" shows."""

from __future__ import annotations

from dataclasses import dataclass

from viz.activations import GATED
from viz.spec.codec import ActivationText, Choice, Flag, Number, Sequence, Settings, setting

MAX_CURVES = 60


@dataclass(frozen=True)
class CurvesSpec(Settings):
    """One view of activation functions: which, over which inputs, under which input distribution.

    A function keeps its colour when others come and go: its *slot* says which colour and dash it has. Slot 0 is
    ReLU's; without `slots` the others are numbered in their order.
    """

    functions: tuple[str, ...] = setting(
        ("relu", "leaky_relu(slope:0.3)", "gelu", "tanh"), Sequence(ActivationText(), ",", MAX_CURVES), "Functions"
    )
    slots: tuple[int, ...] = setting(
        (), Sequence(Number(0, 2 * MAX_CURVES, integer=True), "-", MAX_CURVES), "Colour slots", "One for each function."
    )
    low: float = setting(-5.0, Number(-1000, 999, step=0.5), "From")
    high: float = setting(5.0, Number(-999, 1000, step=0.5), "To")
    probe: float = setting(-1.5, Number(-1000, 1000, step=0.05), "Probe z")
    epsilon: float = setting(
        0.01, Number(0.001, 0.5, step=0.001), "Flat below ε", "A zone counts as flat where |f′| < ε."
    )
    second_derivative: bool = setting(False, Flag(), "Second derivative f″")
    distribution: str = setting("normal", Choice(("normal", "uniform"), ("Normal", "Uniform")), "Distribution")
    mean: float = setting(-0.5, Number(-20, 20, step=0.1), "Mean μ")
    deviation: float = setting(1.0, Number(0.01, 20, step=0.05), "Deviation σ")
    uniform_low: float = setting(-2.0, Number(-50, 49.9, step=0.1), "Lowest")
    uniform_high: float = setting(2.0, Number(-49.9, 50, step=0.1), "Highest")
    framework: str = setting("torch", Choice(("torch", "jax", "keras"), ("PyTorch", "JAX", "Keras")), "Framework")
    gated: str = setting("swiglu", Choice(tuple(GATED), tuple(unit.label for unit in GATED.values())), "Gated unit")
    gated_view: str = setting("map", Choice(("map", "surface"), ("Heat map", "Surface")), "Drawn as")
    gated_extent: float = setting(4.0, Number(0.5, 20, step=0.5), "Inputs up to ±")

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.slots == default_slots(self.functions):
            object.__setattr__(self, "slots", ())  # one link for one view

    def conflicts(self) -> dict[str, str]:
        """Return field name -> what is wrong, for fields that don't go with the others."""
        wrong = {}
        if len(set(self.functions)) != len(self.functions):
            wrong["functions"] = "the same function twice"
        if self.slots and len(self.slots) != len(self.functions):
            wrong["slots"] = f"{len(self.slots)} slots for {len(self.functions)} functions"
        elif len(set(self.slots)) != len(self.slots):
            wrong["slots"] = "the same slot twice"
        for low, high in (("low", "high"), ("uniform_low", "uniform_high")):
            if getattr(self, high) - getattr(self, low) < 0.1:
                text = f"the range from {getattr(self, low):g} to {getattr(self, high):g} is not at least 0.1 wide"
                wrong[low] = wrong[high] = text
        return wrong

    @property
    def resolved_slots(self) -> tuple[int, ...]:
        """The slot of every function."""
        return self.slots or default_slots(self.functions)


def default_slots(functions: tuple[str, ...]) -> tuple[int, ...]:
    """Return 0 for ReLU and 1, 2, 3, … for the others."""
    slots: list[int] = []
    for function in functions:
        slots.append(0 if function == "relu" else next_slot(tuple(slots)))
    return tuple(slots)


def next_slot(taken: tuple[int, ...]) -> int:
    """Return the first slot from 1 on that no other function has."""
    return next(slot for slot in range(1, len(taken) + 2) if slot not in taken)
