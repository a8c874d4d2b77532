"""The sentence above the chart: what it shows now, computed from what is shown."""

from __future__ import annotations

from viz.labs.curves import CurvesResult, FunctionResult
from viz.spec.numbers import number, percent, short

NAMED = 3  # functions that the sentence names


def reading(result: CurvesResult) -> str:
    """Return one or two sentences in Markdown, the share that matters most in bold."""
    text = f"{_mass(result)} {_slope(result)}".strip()
    for kept in (" %", " = ", " < "):  # not to be torn apart at the end of a line
        text = text.replace(kept, kept.replace(" ", "\N{NO-BREAK SPACE}"))
    return text


def plain(result: CurvesResult) -> str:
    """Return the reading without marks, for those who cannot see the figure."""
    return reading(result).replace("**", "")


def summary(result: CurvesResult) -> str:
    """Return the line under the page's title: how many functions, whose conventions."""
    count, framework = len(result.functions), result.spec.kind("framework").label(result.spec.framework)
    shown = "No function" if count == 0 else "One function" if count == 1 else f"{count} functions"
    return f"{shown}, {framework} conventions · ε = {result.spec.epsilon:g}"


def _mass(result: CurvesResult) -> str:
    """Return where the inputs fall: on flat zones of which functions."""
    falling = sorted(result.functions, key=lambda f: -f.flat_mass)
    worst, others = falling[0], falling[1:]
    epsilon = f"|f′| < {result.spec.epsilon:g}"
    subject = f"Under {result.inputs.symbol}"
    if worst.flat_mass <= 0:
        return (
            f"**{subject}, no input** falls where {_names(result.functions)} {_is(result.functions)} flat ({epsilon})."
        )
    gradient = " and pass no gradient" if _exact(worst) else ""
    text = f"**{subject}, {percent(worst.flat_mass)}** of the inputs fall where {worst.label} is flat"
    text = f"{text} ({epsilon}){gradient}"
    losing = [f for f in others if f.flat_mass > 0]
    sparing = [f for f in others if f.flat_mass <= 0]
    parts = [f"{f.label} {'loses ' if i == 0 else ''}{percent(f.flat_mass)}" for i, f in enumerate(losing[:NAMED])]
    if len(losing) > NAMED:
        parts.append(f"{len(losing) - NAMED} others less")
    if sparing:
        parts.append(f"{_names(sparing)} none")
    return f"{text}; {', '.join(parts)}." if parts else f"{text}."


def _exact(function: FunctionResult) -> bool:
    """Return whether all of the flat mass lies where f is constant, so that the gradient is exactly 0 there."""
    constant = sum(atom.mass for atom in function.output.atoms)
    return abs(constant - function.flat_mass) < 1e-9


def _slope(result: CurvesResult) -> str:
    """Return what stands out at the probe: slopes that go down, else the steepest and the flattest curve."""
    known = [f for f in result.functions if f.probe.derivative is not None]
    at = f"At the probe z = {short(result.spec.probe)}"
    slopes = [(f, f.probe.derivative) for f in known if f.probe.derivative is not None]
    down = [(f, slope) for f, slope in slopes if slope < -5e-4]
    if not slopes:
        return ""
    if down:
        named = ", ".join(f"{f.label} (f′ = {number(slope)})" for f, slope in down[:NAMED])
        more = f" and {len(down) - NAMED} more" if len(down) > NAMED else ""
        return f"{at}, {named}{more} {'slopes' if len(down) == 1 else 'slope'} down."
    steepest = max(slopes, key=lambda pair: pair[1])
    flattest = min(slopes, key=lambda pair: pair[1])
    if steepest[1] - flattest[1] < 5e-4:
        return (
            f"{at}, {'all curves have' if len(slopes) > 1 else f'{steepest[0].label} has'} slope {number(steepest[1])}."
        )
    return (
        f"{at}, {steepest[0].label} is steepest (f′ = {number(steepest[1])}) and {flattest[0].label} "
        f"flattest ({number(flattest[1])})."
    )


def _names(functions: list[FunctionResult] | tuple[FunctionResult, ...]) -> str:
    labels = [f.label for f in functions]
    if len(labels) > NAMED:
        return f"{', '.join(labels[: NAMED - 1])} and {len(labels) - NAMED + 1} others"
    return labels[0] if len(labels) == 1 else f"{', '.join(labels[:-1])} and {labels[-1]}"


def _is(functions: tuple[FunctionResult, ...]) -> str:
    return "is" if len(functions) == 1 else "are"
