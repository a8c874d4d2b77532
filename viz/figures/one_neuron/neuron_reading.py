"""The sentences that say what one neuron does at its point, and what it does to A when B is −100."""

from __future__ import annotations

from viz.figures.numbers import short
from viz.labs.neuron import NeuronResult, Point
from viz.spec.one_neuron import NeuronSpec


def neuron_reading(result: NeuronResult) -> str:
    """Return two or three sentences in Markdown."""
    spec, point = result.spec, result.point
    sentences = [f"{_at(point)} the pre-activation is {sum_of(spec, point)}, {_output(spec, point)}."]
    sentences.append(_moving(spec, point))
    if point.b != result.far.b:
        far = result.far
        sentences.append(f"With B = −100 it would be {short(far.z)}: {_moving(spec, far, again=True)}")
    text = " ".join(sentences)
    for kept in (" = ", " · "):  # not to be torn apart at the end of a line
        text = text.replace(kept, kept.replace(" ", "\N{NO-BREAK SPACE}"))
    return text


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
    return f"where {label} puts out **{short(point.out)}** with slope {_slope(point)}"


def _slope(point: Point) -> str:
    return short(point.slope) if point.slope or point.flat else "0 (rounded)"


def _moving(spec: NeuronSpec, point: Point, *, again: bool = False) -> str:
    """Return what moving A does."""
    if spec.activation.name == "heaviside":
        here = (
            "moving A changes nothing"
            if again
            else "Its slope is 0 on either side of the threshold, so moving A a little changes nothing"
        )
        return f"{here}: **∂out/∂A = 0**{'' if again else ', and no gradient ever reaches its weights'}."
    if spec.weight_a == 0.0:
        return f"{'a' if again else 'A'}s A has weight 0, it changes nothing: **∂out/∂A = 0**."
    if point.flat:
        return f"{'m' if again else 'M'}oving A changes nothing: **∂out/∂A = 0**."
    if point.slope == 0.0:
        if again or spec.activation.minimum is None:
            return (
                f"{'there' if again else 'There'} the slope is too small for a number, so moving A changes nothing "
                "that could be seen: **∂out/∂A = 0**, rounded."
            )
        return "The slope just there is 0: **∂out/∂A = 0**."
    effect = f"**∂out/∂A = {short(spec.weight_a, 6)}·{_factor(point.slope)} = {short(point.along_a)}**"
    if again:
        return f"moving A still does something, {effect}."
    return f"Moving A by a little changes it that many times as much: {effect}."


def _factor(slope: float) -> str:
    return f"({short(slope)})" if slope < 0 else short(slope)


def formula(result: NeuronResult) -> str:
    """Return the neuron's formula with its numbers, typeset."""
    spec, point = result.spec, result.point
    sides = sum_of(spec, point).rpartition(" = ")
    inside = sides[0].replace("−", "-").replace("·", r"\cdot ")
    name = rf"\text{{{spec.activation.label}}}"
    value = short(point.out, 6).replace("−", "-")
    if "e" in value:
        mantissa, exponent = value.split("e")
        value = rf"{mantissa}\cdot 10^{{{int(exponent)}}}"
    z = sides[2].replace("−", "-")
    return rf"$\text{{out}} = f(w_A A + w_B B + b) = {name}({inside}) = {name}({z}) = \mathbf{{{value}}}$"
