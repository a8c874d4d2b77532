"""The tables of the page "Activations": at the probe, properties side by side, and what the frameworks do."""

from __future__ import annotations

from html import escape

from viz.activations import Activation
from viz.activations.formula import is_formula
from viz.figures.html import heading, named, table
from viz.figures.theme import Theme, stroke
from viz.labs.curves import WIDE, CurvesResult, FunctionResult
from viz.spec.numbers import number, percent, short

FRAMEWORK_LABELS = {"torch": "PyTorch", "jax": "JAX", "keras": "Keras"}
_GREEK = {
    r"\alpha": "α",
    r"\beta": "β",
    r"\lambda": "λ",
    r"\omega": "ω",
    r"\theta": "θ",
    r"\gamma": "γ",
    r"\sigma": "σ",
}


def probe_table(result: CurvesResult, colours: Theme) -> str:
    """Return f, f′ and f″ of every function at the probe; at a kink f′ is the chosen framework's."""
    rows = [
        (
            named(stroke(f.slot, colours), f.label),
            number(f.probe.value),
            number(f.probe.derivative),
            number(f.probe.second_derivative),
        )
        for f in result.functions
    ]
    title = heading("At the probe", f"z = {short(result.spec.probe)}")
    return title + table(("", "f", "f′", "f″"), rows, right=(1, 2, 3))


def properties_table(result: CurvesResult, colours: Theme) -> str:
    """Return what is true of every function, one row each."""
    framework = FRAMEWORK_LABELS[result.spec.framework]
    rows = [
        (
            named(stroke(f.slot, colours), f.label),
            escape(str(f.activation.range)),
            monotone(f.activation),
            short(f.activation.lipschitz),
            kinks(f.activation, result.spec.framework),
            flat_words(f, result.spec.framework, result.spec.epsilon),
            percent(f.flat_mass),
            default_words(f.activation, result.spec.framework),
        )
        for f in result.functions
    ]
    epsilon = f"Flat, |f′| &lt; {result.spec.epsilon:g}"
    heads = ("Function", "Range", "Monotone", "Lipschitz", "At the kink", epsilon, "Mass flat", f"{framework} default")
    return table(heads, rows, right=(6, 7))


def frameworks_table(result: CurvesResult, colours: Theme) -> str:
    """Return what PyTorch, JAX and Keras call every function, its defaults, its slope at a kink, and their notes."""
    rows = [
        (named(stroke(f.slot, colours), f.label), *(_framework_cell(f.activation, name) for name in FRAMEWORK_LABELS))
        for f in result.functions
    ]
    return table(("Function", *FRAMEWORK_LABELS.values()), rows)


def _framework_cell(activation: Activation, name: str) -> str:
    framework = activation.frameworks.get(name)
    if framework is None:
        return "not built in"
    lines = [f"<code>{escape(framework.native)}</code>" if framework.native else "not built in"]
    defaults = {} if is_formula(activation.name) else framework.defaults
    facts = [f"{symbol(activation, parameter)} = {short(value)}" for parameter, value in defaults.items()]
    if activation.kinks:
        facts.append(kinks(activation, name))
    lines += ["; ".join(facts)] if facts else []
    lines += [f'<span class="wrap">{escape(framework.note)}</span>'] if framework.note else []
    return "<br>".join(lines)


def monotone(activation: Activation) -> str:
    """Return in words whether f only rises."""
    if activation.monotonic == "none":
        lowest = activation.minimum
        return "no" if lowest is None else f"no, min {short(lowest.value, 3)} at {short(lowest.at, 3)}"
    return {"increasing": "yes", "non-decreasing": "yes, not strictly"}.get(activation.monotonic, activation.monotonic)


def kinks(activation: Activation, framework: str) -> str:
    """Return the derivative that a framework declares at every kink."""
    words = []
    for kink in activation.kinks:
        declared = kink.derivative_in(framework)
        slope = "up to the backend" if declared is None else f"= {short(declared)}"
        words.append(f"f′({short(kink.at)}) {slope}")
    return "none" if not words else ", ".join(words)


def default_words(activation: Activation, framework: str) -> str:
    """Return a framework's defaults of the parameters."""
    known = activation.frameworks.get(framework)
    if known is None or known.native is None:
        return "not built in"
    return ", ".join(f"{symbol(activation, name)} = {short(value)}" for name, value in known.defaults.items()) or "–"


def symbol(activation: Activation, parameter: str) -> str:
    """Return a parameter's symbol as HTML."""
    latex = next(p.symbol for p in activation.parameters if p.name == parameter)
    base, _, index = latex.partition("_")
    text = f"<i>{_GREEK.get(base.strip(), escape(base))}</i>"
    return f"{text}<sub>{escape(index.strip('{}'))}</sub>" if index else text


def flat_words(function: FunctionResult, framework: str, epsilon: float) -> str:
    """Return where a function is flat on the whole line: "z ≤ 0", "|z| > 2.99", "−0.78 to −0.73"."""
    zones = list(function.flat)
    left, right = (bool(side) for side in function.activation.saturates)
    declared = {kink.at: kink.derivative_in(framework) for kink in function.activation.kinks}

    def included(end: float) -> bool:
        slope = declared.get(end)
        return slope is not None and abs(slope) < epsilon

    if not zones:
        return "nowhere"
    if len(zones) == 1 and zones[0] == (-WIDE, WIDE):
        return "everywhere"
    ends = [end for zone in zones for end in zone]
    if len(zones) == 2 and left and right and abs(ends[1] + ends[2]) < 1e-9 and -ends[0] == ends[3] == WIDE:
        return f"|z| {'≥' if included(ends[1]) and included(ends[2]) else '&gt;'} {short(ends[2], 3)}"
    if len(zones) > 3:
        return f"{len(zones)} zones within ±{WIDE:g}"
    words = []
    for start, stop in zones:
        if start == -WIDE and left:
            words.append(f"z {'≤' if included(stop) else '&lt;'} {short(stop, 3)}")
        elif stop == WIDE and right:
            words.append(f"z {'≥' if included(start) else '&gt;'} {short(start, 3)}")
        else:
            words.append(f"{short(start, 3)} to {short(stop, 3)}")
    return "; ".join(words)
