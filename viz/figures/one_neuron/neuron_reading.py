"""The sentences that say what one neuron does at its point, and what it does to A when B is −100."""

from __future__ import annotations

from viz.activations.formula import is_formula
from viz.labs.neuron import NeuronResult, Point
from viz.spec.numbers import short
from viz.spec.one_neuron import NeuronSpec

LITTLE = 1e-3  # of its largest effect, below which an input is said to change next to nothing


def neuron_reading(result: NeuronResult) -> str:
    """Return two or three sentences in Markdown."""
    spec, point = result.spec, result.point
    sentences = [f"{_at(point)} the pre-activation is {sum_of(spec, point)}, {_output(spec, point)}."]
    sentences.append(_moving(spec, point))
    if point.b != result.far.b:
        sentences.append(_far(spec, point, result.far))
    return " ".join(sentences).replace("/∂", "\N{WORD JOINER}/\N{WORD JOINER}∂")


def _far(spec: NeuronSpec, point: Point, far: Point) -> str:
    """Return what moving A would do with B far away."""
    begin = f"With B = {short(far.b)} the pre-activation would be {short(far.z, 6)}"
    if (far.along_a, far.flat) == (point.along_a, point.flat):
        return f"{begin}, and moving A would do just the same."
    moving = _moving(spec, far)
    return f"{begin}: {moving if moving.startswith('A ') else moving[0].lower() + moving[1:]}"


def lines_note(result: NeuronResult) -> str:
    """Return what the lines on the map are."""
    kinks = result.spec.activation.kinks
    if not kinks:
        return "line: z = 0"
    name = "jump" if all(kink.jump for kink in kinks) else "kink"
    return f"line: the {name}" if len(kinks) == 1 else f"lines: the {name}s"


def sum_of(spec: NeuronSpec, point: Point) -> str:
    """Return the pre-activation as the sum that it is: 2·1 + 3·(−100) + 0 = −298."""

    def times(weight: float, value: float) -> str:
        factor = short(value, 6)
        return f"{short(weight, 6)}·{f'({factor})' if value < 0 else factor}"

    def plus(text: str) -> str:
        return f"− {text[1:]}" if text.startswith("−") else f"+ {text}"

    bias = short(spec.bias, 6)
    first, second = times(spec.weight_a, point.a), times(spec.weight_b, point.b)
    return f"{first} {plus(second)} {plus(bias)} = {short(point.z, 6)}"


def _at(point: Point) -> str:
    return f"**At A = {short(point.a, 6)}, B = {short(point.b, 6)}**"


def _output(spec: NeuronSpec, point: Point) -> str:
    label = spec.activation.label
    if spec.activation.name == "heaviside":
        return f"so the neuron is **{'ON' if point.out > 0.5 else 'OFF'}** and puts out {short(point.out)}"
    return f"where {label} puts out **{amount(point.out)}** with slope {_slope(point)}"


def _slope(point: Point) -> str:
    return amount(point.slope) if point.slope or point.flat else "0 (rounded)"


def _moving(spec: NeuronSpec, point: Point) -> str:
    """Return what moving A does, as a sentence."""
    none = "**∂out/∂A = 0**"
    if spec.weight_a == 0.0:
        return f"A has weight 0, so moving it changes nothing: {none}."
    if spec.activation.name == "heaviside":
        return f"On either side of the threshold the slope is 0, so moving A a little changes nothing: {none}."
    if point.flat:
        return f"Moving A changes nothing: {none}."
    if point.slope == 0.0 and spec.activation.second_derivative(point.z) != 0.0:
        return f"Just there the slope is 0: {none}."
    if point.slope == 0.0:
        return f"There the slope is too small for a number, so moving A changes nothing to be seen: {none}, rounded."
    effect = f"**∂out/∂A = {short(spec.weight_a, 6)}·{_factor(point.slope)} = {amount(point.along_a)}**"
    if abs(point.along_a) < LITTLE * abs(spec.weight_a):
        return f"Moving A changes next to nothing: {effect}."
    return f"Moving A a little moves the output {amount(point.along_a)} times as far: {effect}."


def amount(value: float, digits: int = 4) -> str:
    """Return a number with some significant digits, in powers of ten where it is very small or large."""
    mantissa, _, exponent = short(value, digits).replace("−", "-").partition("e")
    text = mantissa + (f"·10{exponent_of(int(exponent))}" if exponent else "")
    return text.replace("-", "−")


def exponent_of(power: int) -> str:
    """Return a power as raised digits."""
    return str(power).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))


def _factor(slope: float) -> str:
    return f"({amount(slope)})" if slope < 0 or "·" in amount(slope) else amount(slope)


def formula(result: NeuronResult) -> str:
    """Return the neuron's formula with its numbers, typeset."""
    spec, point = result.spec, result.point
    sides = sum_of(spec, point).rpartition(" = ")
    inside = sides[0].replace("−", "-").replace("·", r"\cdot ")
    name = "f" if is_formula(spec.activation.name) else rf"\text{{{spec.activation.label}}}"
    value = short(point.out, 6).replace("−", "-")
    if "e" in value:
        mantissa, exponent = value.split("e")
        value = rf"{mantissa}\cdot 10^{{{int(exponent)}}}"
    z = sides[2].replace("−", "-")
    return rf"$\text{{out}} = f(w_A A + w_B B + b) = {name}({inside}) = {name}({z}) = \mathbf{{{value}}}$"
