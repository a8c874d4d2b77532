"""From the settings of the page "Activations" to everything it shows, as one frozen result."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from viz.activations import Activation
from viz.activations.formula import is_formula
from viz.labs.curves.inputs import Input, Normal, Uniform
from viz.labs.curves.output import Output, flat_mass, pass_through
from viz.labs.curves.sampling import Curve, sample
from viz.spec import CurvesSpec, read_activation

Zones = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Probe:
    """f, f′ and f″ at one z; f″ None for a function that has none or at a kink, where it does not exist."""

    z: float
    value: float
    derivative: float | None
    second_derivative: float | None


WIDE = 64.0  # all that is not repeated for ever happens within ±WIDE, for every ε ≥ 0.001


@dataclass(frozen=True, eq=False)
class FunctionResult:
    """One function: its curve and flat zones, and what the input distribution does with it.

    slot: its place in the order of colours. curve, zones: over the range shown. flat: the flat zones over ±WIDE.
    """

    activation: Activation
    slot: int
    curve: Curve
    zones: Zones
    flat: Zones
    flat_mass: float
    output: Output
    probe: Probe

    @property
    def label(self) -> str:
        """The function's name, followed by its parameters if they are not the defaults: "Leaky ReLU 0.3"."""
        values = self.activation.values
        if all(values[parameter.name] == parameter.default for parameter in self.activation.parameters):
            return self.activation.label
        if is_formula(self.activation.name):
            named = ", ".join(f"{name} = {value:g}" for name, value in values.items()).replace("-", "−")
            return f"{self.activation.label}, {named}"
        return f"{self.activation.label} {', '.join(f'{value:g}' for value in values.values())}".replace("-", "−")


@dataclass(frozen=True, eq=False)
class CurvesResult:
    """Everything that the page shows of one CurvesSpec."""

    spec: CurvesSpec
    inputs: Input
    functions: tuple[FunctionResult, ...]


def examine(spec: CurvesSpec) -> CurvesResult:
    """Return curves, flat zones, moments and probe of all functions of `spec`, in its order."""
    inputs = input_of(spec)
    functions = tuple(
        FunctionResult(
            activation=(activation := read_activation(text)),
            slot=slot,
            curve=_curve(activation, spec.low, spec.high),
            zones=_zones(activation, spec.epsilon, spec.low, spec.high),
            flat=_zones(activation, spec.epsilon, -WIDE, WIDE),
            flat_mass=_flat_mass(activation, inputs, spec.epsilon),
            output=_output(activation, inputs),
            probe=probe(activation, spec.probe, spec.framework),
        )
        for text, slot in zip(spec.functions, spec.resolved_slots, strict=True)
    )
    return CurvesResult(spec, inputs, functions)


def input_of(spec: CurvesSpec) -> Input:
    """Return the input distribution that the settings describe."""
    if spec.distribution == "uniform":
        return Uniform(spec.uniform_low, spec.uniform_high)
    return Normal(spec.mean, spec.deviation)


def probe(activation: Activation, z: float, framework: str = "torch") -> Probe:
    """Return value and slopes at z; at a kink f′ is what `framework` declares (None where that is not known)."""
    value = float(activation(z))
    for kink in activation.kinks:
        if abs(kink.at - z) < 1e-9:  # sliders stop at 0.30000000000000004
            return Probe(z, value, kink.derivative_in(framework), None)
    second = float(activation.second_derivative(z)) if activation.has_second_derivative else None
    return Probe(z, value, float(activation.derivative(z)), second)


# A slider changes one argument of most of these and leaves the others as they were.
_curve = lru_cache(maxsize=512)(sample)
_flat_mass = lru_cache(maxsize=512)(flat_mass)
_output = lru_cache(maxsize=512)(pass_through)


@lru_cache(maxsize=512)
def _zones(activation: Activation, epsilon: float, low: float, high: float) -> Zones:
    return tuple(activation.flat_zones(epsilon, low, high))
